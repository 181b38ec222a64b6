/** Flowable's terminateAll: a terminate event that ends the process, too. */
import { expect, it, test } from 'vitest';
import { read } from '../model/bpmn-text.ts';
import { JobUnderTest } from './job-under-test.ts';
import { boundary, chain, duration, end, file, start, sub, user } from './process-text.ts';

const nested = (attributes: string, more = ''): string =>
  file(
    `${start}<parallelGateway id="fork"/>${user('beside')}${sub(
      'outer',
      `<startEvent id="os"/>${sub(
        'inner',
        `<startEvent id="is"/><parallelGateway id="split"/>${user('decide')}${user('other')}<endEvent id="over"><terminateEventDefinition ${attributes}/></endEvent>${chain('is', 'split', 'decide', 'over')}${chain('split', 'other')}${more}`,
      )}${user('next')}${chain('os', 'inner', 'next')}`,
    )}${boundary('late', 'outer', duration('PT1H'), false)}${user('reminded')}${end}${chain('start', 'fork', 'outer', 'end')}${chain('fork', 'beside')}${chain('late', 'reminded')}`,
  );

test.each(['flowable', 'activiti'])('with %s, the process has completed, and nothing of it is left', async (vendor) => {
  const xml = nested(`${vendor}:terminateAll="true"`);
  const job = await JobUnderTest.started(xml);
  job.does('decide');
  expect(job.state.status).toBe('completed');
  expect(job.places).toEqual([]);
  expect(job.timers).toEqual([]);
  expect((await read(xml)).problems.map(({ message }) => message).join()).not.toContain('terminateAll');
});

it.each(['', 'flowable:terminateAll="false"'])('ends its subprocess alone with %j', async (attributes) => {
  const job = await JobUnderTest.started(nested(attributes));
  job.does('decide');
  expect(job.places).toEqual(['beside:waiting', 'next:waiting', 'outer:waiting']);
});

test('of one instance of a repeated subprocess, it ends them all', async () => {
  const loop =
    '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>';
  const job = await JobUnderTest.started(nested('flowable:terminateAll="true"', loop));
  job.does('decide');
  expect(job.state.status).toBe('completed');
  expect(job.places).toEqual([]);
});
