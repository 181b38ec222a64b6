/** What a person who completes a user task has to give for its data outputs (BPMN 2.0.2, 10.4.1, 10.4.2). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Variables } from '../../../engine/core/value.ts';
import type { UserTask } from '../../../engine/model/graph/activity.ts';
import type { OutputField } from '../../../engine/model/graph/form.ts';
import { graphOf, JobUnderTest } from './job-under-test.ts';
import { chain, end, file, mapping, start } from './process-text.ts';

const corpus = new URL('../../corpus/bpmn/miwg__C.1.1.bpmn', import.meta.url);
const set = (...refs: readonly string[]): string =>
  `<outputSet>${refs.map((ref) => `<dataOutputRefs>${ref}</dataOutputRefs>`).join('')}</outputSet>`;
const shown = (id: string): string =>
  `<dataObject id="object-${id}" name="kept ${id}"/><dataObjectReference id="shown-${id}" dataObjectRef="object-${id}"/>`;
const moves = (from: string): string =>
  `<dataOutputAssociation><sourceRef>${from}</sourceRef><targetRef>shown-${from}</targetRef></dataOutputAssociation>`;

/** A user task with data outputs `one` and `two`, both copied to data objects. */
const task = (sets: string, extensions = '', more = ''): string =>
  file(
    `${start}${shown('one')}${shown('two')}<userTask id="ask">
     <extensionElements>${extensions}</extensionElements>
     <ioSpecification><dataOutput id="one" name="amount" itemSubjectRef="int"/><dataOutput id="two" name="note"/><inputSet/>${sets}</ioSpecification>
     ${moves('one')}${moves('two')}${more}</userTask>${end}${chain('start', 'ask', 'end')}`,
    '<itemDefinition id="int" structureRef="xsd:integer"/>',
  );

const fieldsOf = async (xml: string): Promise<readonly OutputField[]> =>
  ((await graphOf(xml)).nodes.get('ask') as UserTask).outputFields;

const refusal = async (xml: string, variables: Variables): Promise<string> => {
  const job = await JobUnderTest.started(xml);
  return job.refused({ type: 'complete-user-task', instance: job.instance('ask'), variables }).message;
};

test('a form has a field for each data output, of the type that its item is', async () => {
  const graph = await graphOf(readFileSync(corpus, 'utf8'));
  const outputs = ['assignApprover', 'approveInvoice', 'reviewInvoice'].map(
    (id) => (graph.nodes.get(id) as UserTask).outputFields,
  );
  expect(outputs).toEqual([
    [{ name: 'approver', type: 'string', required: true }],
    [{ name: 'approved', type: 'boolean', required: true }],
    [{ name: 'clarified', type: 'string', required: true }],
  ]);
  expect(await fieldsOf(task(set('one', 'two')))).toEqual([
    { name: 'amount', type: 'number', required: true },
    { name: 'note', type: null, required: true },
  ]);
});

test('what not every output set needs may be left out, and what a mapping gives is not asked for', async () => {
  expect((await fieldsOf(task(set('one') + set('one', 'two')))).map(({ required }) => required)).toEqual([true, false]);
  const mapped = task(set('one', 'two'), mapping({}, { amount: '=given * 2' }));
  expect((await fieldsOf(mapped)).map(({ name }) => name)).toEqual(['note']);
  expect((await fieldsOf(task(set('one', 'two'), mapping({ amount: '=1' }, {})))).map((each) => each.required)).toEqual(
    [false, true],
  );
});

test('a completion without a data output is refused by its name, and the task goes on waiting', async () => {
  expect(await refusal(task(set('one', 'two')), { amount: 3 })).toBe(
    'ask needs a value for "note": its data output (BPMN 2.0.2, 10.4.2)',
  );
  expect(await refusal(task(set('one', 'two')), { amount: null })).toBe(
    'ask needs a value for "amount" and "note": its data outputs (BPMN 2.0.2, 10.4.2)',
  );
});

test('a completion with one complete output set is obeyed', async () => {
  const job = await JobUnderTest.started(task(set('one') + set('two')));
  job.does('ask', { note: 'fine' });
  expect(job.state.status).toBe('completed');
  expect(job.variables['kept two']).toBe('fine');
});

test('a data output that the mapping gives is there, and a mapping that fails is an incident that keeps the answer', async () => {
  const xml = task(set('one'), mapping({}, { amount: '=given * 2' }));
  const job = await JobUnderTest.started(xml);
  job.does('ask', { given: 4 });
  expect(job.variables['kept one']).toBe(8);
  const other = await JobUnderTest.started(task(set('one'), mapping({}, { amount: '=nobody(given)' })));
  other.does('ask', { given: 4 });
  expect([...other.state.incidents.values()].map(({ message }) => message)).toEqual([
    expect.stringContaining('output amount cannot be computed'),
  ]);
});
