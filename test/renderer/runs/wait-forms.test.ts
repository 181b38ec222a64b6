import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { fill } from '../../../renderer/jobs/form-fields.ts';
import { taskDefaults, taskFields } from '../../../renderer/runs/wait-forms.ts';

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

test('what is left empty is left to the engine', async () => {
  const sample = new URL('../../../samples/processes/loan-approval.bpmn', import.meta.url);
  const graph = (await readBpmn(readFileSync(sample, 'utf8'), 'loan-approval.bpmn')).processes[0]!;
  expect(fill(taskFields(graph, 'decide-on-loan'), { approved: 'false', rate: '', comment: '' })).toEqual({
    ok: true,
    variables: '{ "approved": false }',
  });
});

test('a question that has to be answered is answered by nobody’s leaving it as it is', async () => {
  const sample = new URL('../../../samples/processes/loan-approval.bpmn', import.meta.url);
  const graph = (await readBpmn(readFileSync(sample, 'utf8'), 'loan-approval.bpmn')).processes[0]!;
  const typed = taskDefaults(graph, 'decide-on-loan', {});
  expect(typed).toMatchObject({ approved: '' });
  expect(fill(taskFields(graph, 'decide-on-loan'), typed)).toEqual({
    ok: false,
    problems: { approved: 'Needs a value.' },
  });
});
