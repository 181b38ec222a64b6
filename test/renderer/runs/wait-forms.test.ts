import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { fill } from '../../../renderer/jobs/form-fields.ts';
import { taskFields } from '../../../renderer/runs/wait-forms.ts';

const path = new URL('../../corpus/bpmn/miwg__C.1.1.bpmn', import.meta.url);

test('a task with data outputs has a field for each, and is not sent without a value', async () => {
  const graph = (await readBpmn(readFileSync(path, 'utf8'), 'C.1.1.bpmn')).processes[0]!;
  const fields = taskFields(graph, 'assignApprover');
  expect(fields).toMatchObject([
    { name: 'approver', label: 'approver', type: 'string', required: true, hint: 'A data output of the task.' },
  ]);
  expect(fill(fields, {})).toEqual({ ok: false, problems: { approver: 'Needs a value.' } });
  expect(fill(fields, { approver: 'Ada' })).toEqual({ ok: true, variables: '{ "approver": "Ada" }' });
});

test('an optional field left empty is null for whoever reads it later, unless the job has that variable', async () => {
  const sample = new URL('../../../samples/processes/loan-approval.bpmn', import.meta.url);
  const graph = (await readBpmn(readFileSync(sample, 'utf8'), 'loan-approval.bpmn')).processes[0]!;
  const typed = { approved: 'false', rate: '', comment: '' };
  // What has a default is left to the engine.
  expect(fill(taskFields(graph, 'decide-on-loan'), typed)).toEqual({
    ok: true,
    variables: '{ "approved": false, "comment": null }',
  });
  expect(fill(taskFields(graph, 'decide-on-loan', new Set(['comment'])), typed)).toEqual({
    ok: true,
    variables: '{ "approved": false }',
  });
});
