/** Flowable's skipExpression: tasks that a process lets be skipped. */
import { expect, test } from 'vitest';
import { read } from '../model/bpmn-text.ts';
import { innermost } from '../../../engine/core/step.ts';
import { visibleVariables } from '../../../engine/core/variables.ts';
import { JobUnderTest } from './job-under-test.ts';
import { chain, file, start, user } from './process-text.ts';

const process = (task: string): string => file(`${start}${task}${user('after')}${chain('start', 'it', 'after')}`);
const TASKS = [
  '<userTask id="it" flowable:skipExpression="${skip}"/>',
  '<serviceTask id="it" flowable:class="Pay" activiti:skipExpression="${skip}"/>',
  '<scriptTask id="it" scriptFormat="feel" flowable:skipExpression="${skip}"><script>1</script></scriptTask>',
  '<businessRuleTask id="it" flowable:class="Pay" flowable:skipExpression="${skip == true}"/>',
  '<sendTask id="it" flowable:type="mail" flowable:skipExpression="${skip}"/>',
];
const enabled = { _ACTIVITI_SKIP_EXPRESSION_ENABLED: true };

test.each(TASKS)('%s is skipped where that is enabled and the expression is true', async (task) => {
  const job = await JobUnderTest.started(process(task), { ...enabled, skip: true });
  expect(job.places).toEqual(['after:waiting']);
  expect(job.completed).toEqual(['start', 'it']);
  for (const variables of [{ skip: true }, { ...enabled, skip: false }])
    expect((await JobUnderTest.started(process(task), variables)).places[0]).toMatch(/^it:/);
  const { problems } = await read(process(task));
  expect(problems.map(({ message }) => message).join()).not.toContain('skipExpression');
});

test("Flowable's own name of the variable enables it, too, and each instance is asked for itself", async () => {
  const loop =
    '<userTask id="it" flowable:skipExpression="${each == 2}"><multiInstanceLoopCharacteristics flowable:collection="items" flowable:elementVariable="each"/></userTask>';
  const job = await JobUnderTest.started(process(loop), {
    _FLOWABLE_SKIP_EXPRESSION_ENABLED: true,
    items: [1, 2, 3],
  });
  const waiting = [...job.state.tokens.values()].filter(({ node, wait }) => node === 'it' && wait === 'user');
  expect(waiting.map((token) => token.index)).toEqual([0, 2]);
  expect(job.state.incidents.size).toBe(0);
});

test("each instance finds its number in Flowable's elementIndexVariable", async () => {
  const loop =
    '<userTask id="it"><multiInstanceLoopCharacteristics flowable:elementIndexVariable="at"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>';
  const job = await JobUnderTest.started(process(loop));
  const seen = [...job.state.tokens.values()]
    .filter(({ index }) => index !== null)
    .map((token) => visibleVariables(job.state, innermost(job.state, token))['at']);
  expect(seen).toEqual([0, 1, 2]);
  const { problems } = await read(process(loop));
  expect(problems.map(({ message }) => message).join()).not.toContain('elementIndexVariable');
});

test('what cannot be computed, or is neither true nor false, stops the task', async () => {
  for (const variables of [enabled, { ...enabled, skip: 'yes' }]) {
    const job = await JobUnderTest.started(process(TASKS[0] ?? ''), variables);
    expect(job.places).toEqual(['it:incident']);
  }
});

test.each([
  '<userTask id="it" flowable:skipExpression="${bean.skips(execution)}"/>',
  '<callActivity id="it" calledElement="c" flowable:skipExpression="${skip}"/>',
])('%s is kept, not executed', async (task) => {
  const { problems } = await read(process(task));
  expect(problems.map(({ message }) => message).join()).toContain('kept, not executed: flowable:skipExpression');
});
