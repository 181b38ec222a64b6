/** Checkpoint-semantics, section 4, identity: what ids are made from. */
import { describe, expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { chain, end, file, flow, service, start, sub, user, when } from './process-text.ts';

const joined = file(
  `${start}<parallelGateway id="f"/>${service('a')}${service('b')}<parallelGateway id="j"/>${user('u')}${chain('start', 'f', 'a', 'j', 'u')}${chain('f', 'b', 'j')}`,
);
const looped = file(
  `${start}<exclusiveGateway id="again"/>${service('a')}<exclusiveGateway id="x" default="x_end"/>${end}${chain('start', 'again', 'a', 'x', 'end')}${when('x', 'again', 'aResult = 1')}`,
);

describe('ids', () => {
  test("a token's id from its parent's, the outgoing flow and the multi-instance index; after a join, from the merged ones", async () => {
    const after = async (order: readonly string[]): Promise<{ merged: string[]; own: string }> => {
      const job = await JobUnderTest.started(joined);
      const merged = ['a', 'b'].map((node) => job.token(node).id);
      for (const node of order) job.complete(node);
      return { merged, own: job.token('u').id };
    };
    const one = await after(['a', 'b']);
    expect(await after(['b', 'a'])).toEqual(one);
    expect(new Set([...one.merged, one.own]).size).toBe(3);
  });

  test("an activity instance's from job, scope instance, token and the token's visit count of the element", async () => {
    const job = await JobUnderTest.started(looped);
    const first = { instance: job.instance('a'), token: job.token('a').id };
    job.complete('a', 1);
    const second = { instance: job.instance('a'), token: job.token('a').id };
    expect(second.token).toBe(first.token);
    expect(second.instance).toBe(`${first.instance}.2`);
    const scopes = await JobUnderTest.started(
      file(
        `${start}<parallelGateway id="f"/>${sub('s', user('u'))}${sub('t', user('v'))}${chain('start', 'f', 's')}${flow('f', 't')}`,
      ),
    );
    expect(scopes.token('u').scope).not.toBe(scopes.token('v').scope);
    expect(scopes.token('u').id).not.toBe(scopes.token('v').id);
  });

  test('the idempotency key is made from lineage id, activity instance id and edit number', async () => {
    const of = async (lineage: string, id: string): Promise<JobUnderTest> =>
      JobUnderTest.started(looped, {}, { lineage, id });
    const job = await of('one', 'job-1');
    const key = job.asked('a').idempotencyKey;
    expect((await of('one', 'job-2')).asked('a').idempotencyKey).toBe(key);
    expect((await of('two', 'job-1')).asked('a').idempotencyKey).not.toBe(key);
    job.fail('a');
    job.send({ type: 'retry', instance: job.instance('a'), variables: null });
    expect(job.asked('a').idempotencyKey).toBe(key);
    job.fail('a');
    job.send({ type: 'retry', instance: job.instance('a'), variables: { x: 1 } });
    const edited = job.asked('a').idempotencyKey;
    expect(edited).not.toBe(key);
    job.complete('a', 1);
    expect([key, edited]).not.toContain(job.asked('a').idempotencyKey);
  });
});
