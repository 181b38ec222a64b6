/** The invoice of BPMN's own interchange group, whose conditions are in XPath, by each of its ways. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkContents } from '../../engine/application/contents-check.ts';
import { readBpmn } from '../../engine/model/read-bpmn.ts';
import { scenario } from '../../engine/protocol/scenario.ts';
import { play } from '../scenarios/player.ts';
import { traceOf } from '../scenarios/trace.ts';

const file = new URL('bpmn/miwg__C.1.1.bpmn', import.meta.url);

async function elementsEntered(userTasks: Record<string, unknown>): Promise<string[]> {
  const { processes } = await readBpmn(readFileSync(file, 'utf8'), 'C.1.1.bpmn');
  const [graph] = processes;
  if (graph === undefined) throw new Error('the file is refused');
  expect((await checkContents(graph, 'C.1.1.bpmn', () => [])).filter(({ severity }) => severity === 'error')).toEqual(
    [],
  );
  const trace = traceOf(
    play(
      graph,
      scenario.parse({ userTasks, services: { archiveInvoice: [{ respond: {} }] } }),
      new Map([[graph.processId, graph]]),
    ),
  );
  expect(trace).toContain('job completed');
  return [...trace.matchAll(/^ {2}enter (\w+)/gm)].map(([, element]) => element ?? '');
}

const ASSIGNED = [{ variables: { approver: 'demo' } }];

test('an invoice that is approved is paid', async () => {
  const entered = await elementsEntered({
    assignApprover: ASSIGNED,
    approveInvoice: [{ variables: { approved: true } }],
    prepareBankTransfer: [{ variables: {} }],
  });
  expect(entered.slice(0, 5)).toEqual([
    'StartEvent_1',
    'assignApprover',
    'approveInvoice',
    'invoice_approved',
    'prepareBankTransfer',
  ]);
});

test('one that is not is clarified, and then approved or not processed', async () => {
  const entered = await elementsEntered({
    assignApprover: ASSIGNED,
    approveInvoice: [{ variables: { approved: false } }, { variables: { approved: false } }],
    reviewInvoice: [{ variables: { clarified: 'yes' } }, { variables: { clarified: 'no' } }],
  });
  const round = ['approveInvoice', 'invoice_approved', 'reviewInvoice', 'reviewSuccessful_gw'];
  expect(entered).toEqual(['StartEvent_1', 'assignApprover', ...round, ...round, 'invoiceNotProcessed']);
});
