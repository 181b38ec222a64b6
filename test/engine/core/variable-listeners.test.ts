/** Events that wait for changes of a variable, as Flowable has them. */
import { expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { boundary, chain, end, file, script, start, sub, user } from './process-text.ts';

const listener = (variable: string, change = 'all'): string =>
  `<extensionElements><flowable:variableListenerEventDefinition variableName="${variable}" variableChangeType="${change}"/></extensionElements>`;
const fork = `<parallelGateway id="fork"/>`;
/** How often an element was left. */
const times = (job: JobUnderTest, node: string): number =>
  job.events.filter((event) => event.type === 'element-left' && event.node === node).length;

test('a change that happened before somebody waits is not heard', async () => {
  const job = await JobUnderTest.started(
    file(
      `${start}${script('set', 'a', '1')}<intermediateCatchEvent id="wait">${listener('a')}</intermediateCatchEvent>${end}${chain('start', 'set', 'wait', 'end')}`,
    ),
  );
  job.run();
  expect(job.places).toEqual(['wait:waiting']);
});

test('a variable of the same name that is not seen from there is another one', async () => {
  const inner = sub(
    'inner',
    `<startEvent id="i"/>${user('u')}<endEvent id="ie"/>${chain('i', 'u', 'ie')}`,
    '<cairn:mapping><cairn:in name="a" value="=0"/></cairn:mapping>',
  );
  const xml = file(
    `${start}${fork}${inner}${user('outer')}<userTask id="host"/>${boundary('heard', 'host', listener('a'), false)}<task id="seen"/>${chain('start', 'fork', 'inner')}${chain('fork', 'outer')}${chain('fork', 'host')}${chain('heard', 'seen')}`,
  );
  const job = await JobUnderTest.started(xml, { a: 1 });
  job.does('u', { a: 2 });
  expect(times(job, 'seen')).toBe(0);
  job.does('outer', { a: 2 });
  expect(times(job, 'seen')).toBe(1);
});

test('it is created once in a scope, and updated from then on, also with the value that it has', async () => {
  const at = (id: string, change: string): string =>
    `${boundary(id, 'host', listener('a', change), false)}<task id="${id}-done"/>${chain(id, `${id}-done`)}`;
  const job = await JobUnderTest.started(
    file(
      `${start}${fork}${user('one')}${user('two')}${user('three')}${end}<userTask id="host"/>${at('made', 'create')}${at('changed', 'update')}${chain('start', 'fork', 'one', 'two', 'three', 'end')}${chain('fork', 'host')}`,
    ),
  );
  job.does('one', { a: 1 });
  expect([times(job, 'made-done'), times(job, 'changed-done')]).toEqual([1, 0]);
  job.does('two', { a: 1 });
  expect([times(job, 'made-done'), times(job, 'changed-done')]).toEqual([1, 1]);
  job.does('three', { b: 1 });
  expect([times(job, 'made-done'), times(job, 'changed-done')]).toEqual([1, 1]);
});

test('the first one that interrupts takes the wait of the others with it', async () => {
  const job = await JobUnderTest.started(
    file(
      `${start}${fork}${user('one')}<userTask id="host"/>${boundary('first', 'host', listener('a'))}${boundary('second', 'host', listener('a'))}${user('after')}${user('never')}${chain('start', 'fork', 'one')}${chain('fork', 'host')}${chain('first', 'after')}${chain('second', 'never')}`,
    ),
  );
  job.does('one', { a: 1 });
  expect(job.places).toEqual(['after:waiting']);
  expect(job.events.flatMap((event) => (event.type === 'wait-ended' ? [event.node] : []))).toEqual(['one', 'first']);
});

test('what a subprocess is given is there when its event subprocesses begin to wait: no change', async () => {
  const inner = sub(
    'inner',
    `<startEvent id="i"/>${user('u')}${chain('i', 'u')}<subProcess id="heard" triggeredByEvent="true"><startEvent id="h" isInterrupting="false">${listener('a')}</startEvent><task id="seen"/>${chain('h', 'seen')}</subProcess>`,
    '<cairn:mapping><cairn:in name="a" value="=0"/></cairn:mapping>',
  );
  const xml = file(
    `${start}${fork}<userTask id="host"/>${boundary('other', 'host', listener('a'), false)}${user('one')}${inner}${chain('start', 'fork', 'host')}${chain('fork', 'one', 'inner')}`,
  );
  const job = await JobUnderTest.started(xml);
  job.does('one');
  expect(job.places).toContain('u:waiting');
  expect(times(job, 'seen')).toBe(0);
  job.does('u', { a: 2 });
  expect(times(job, 'seen')).toBe(1);
});

test('who is an incident hears nothing', async () => {
  const xml = file(
    `${start}${fork}${user('one')}${script('host', 'b', 'nothing.at.all()')}${boundary('heard', 'host', listener('a'), false)}${user('after')}${chain('start', 'fork', 'one')}${chain('fork', 'host')}${chain('heard', 'after')}`,
  );
  const job = await JobUnderTest.started(xml);
  job.fail('host');
  job.does('one', { a: 1 });
  expect(job.places).toEqual(['host:incident']);
});
