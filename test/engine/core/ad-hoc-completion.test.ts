/** An ad-hoc subprocess whose condition was true once is over when what goes on in it has ended (BPMN 2.0.2, 13.3.5). */
import { expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { chain, file, start, user } from './process-text.ts';

const process = (content: string, attributes = ''): string =>
  file(
    `${start}<adHocSubProcess id="ad-hoc" cancelRemainingInstances="false" ${attributes}>${content}<completionCondition>=enough</completionCondition></adHocSubProcess>${user('after')}${chain('start', 'ad-hoc', 'after')}`,
  );

test.each([
  ['without a way on', ''],
  ['with a way on', user('c') + chain('b', 'c')],
])('what remains ends it, though it makes the condition false again: %s', async (_what, more) => {
  const job = await JobUnderTest.started(process(user('a') + user('b') + more), { enough: false });
  job.does('a', { enough: true });
  expect(job.places).toEqual(['ad-hoc:waiting', 'b:waiting']);
  job.does('b', { enough: false });
  expect(job.places).toEqual(['after:waiting']);
});

test('people begin nothing more in it', async () => {
  const job = await JobUnderTest.started(process(user('a') + user('b'), 'cairn:choice="people"'), { enough: false });
  const instance = job.instance('ad-hoc');
  for (const activity of ['a', 'b']) job.send({ type: 'choose', instance, activity });
  job.does('a', { enough: true });
  expect(job.refused({ type: 'choose', instance, activity: 'a' })).toEqual({
    code: 'too-late',
    message: 'ad-hoc is done when what goes on in it has ended',
  });
  job.does('b', { enough: false });
  expect(job.places).toEqual(['after:waiting']);
});
