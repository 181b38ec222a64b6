/** How a job begins. */
import { describe, expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { chain, file, flow, messages, start, sub, user } from './process-text.ts';

describe('starting', () => {
  const xml = file(
    `${start}<startEvent id="by-message"><messageEventDefinition messageRef="m"/></startEvent>${user('u')}${sub('s', '<startEvent id="inner"/>')}${chain('start', 'u')}${flow('by-message', 'u')}`,
    messages,
  );

  test('at a start event that a message triggers takes the message', async () => {
    const job = await JobUnderTest.of(xml);
    job.send({ type: 'start', node: 'by-message', variables: { n: 1 }, messageId: 'm-1' });
    expect(job.completed).toEqual(['by-message']);
    expect(job.state.messageId).toBe('m-1');
    expect(job.reasons).toEqual(['start@by-message', 'passive']);
  });

  test.each(['nowhere', 'u', 'inner'])('at %s, which is no beginning of the process, is refused', async (node) => {
    const job = await JobUnderTest.of(xml);
    expect(job.refused({ type: 'start', node, variables: {}, messageId: null }).code).toBe('unknown');
  });

  test('twice is refused', async () => {
    const job = await JobUnderTest.started(xml);
    expect(job.refused({ type: 'start', node: null, variables: {}, messageId: null }).code).toBe('illegal');
  });

  test('without saying where begins at the only way in, if that is a triggered one', async () => {
    const only = file(
      `<startEvent id="by-message"><messageEventDefinition messageRef="m"/></startEvent>${user('u')}${flow('by-message', 'u')}`,
      messages,
    );
    expect((await JobUnderTest.started(only)).completed).toEqual(['by-message']);
  });
});
