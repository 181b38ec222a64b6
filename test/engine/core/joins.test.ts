/** Joins: checkpoint-semantics, sections 2 and 4; BPMN 2.0.2, 13.4.1. */
import { describe, expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { boundary, chain, cycle, end, file, flow, script, start, sub, user, when } from './process-text.ts';

const split = `${start}<parallelGateway id="f"/>${flow('start', 'f')}`;
const join = '<parallelGateway id="j"/>';

describe('a parallel gateway with several ways in', () => {
  test('waits until a token has come by every way', async () => {
    const job = await JobUnderTest.started(
      file(`${split}${user('a')}${user('b')}${join}${end}${chain('f', 'a', 'j', 'end')}${chain('f', 'b', 'j')}`),
    );
    job.does('a');
    expect(job.places).toEqual(['b:waiting', 'j:joining']);
    job.does('b');
    expect(job.state.status).toBe('completed');
    expect(job.completed.slice(-2)).toEqual(['j', 'end']);
  });

  test('waits for ever when an exclusive gateway in front of it chose only one way', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}<exclusiveGateway id="x" default="x_a"/><task id="a"/><task id="b"/>${join}${end}
         ${chain('start', 'x', 'a', 'j', 'end')}${when('x', 'b', 'false')}${flow('b', 'j')}`,
      ),
    );
    expect(job.places).toEqual(['j:joining']);
    expect(job.state.status).toBe('passive');
    expect(job.reasons).toContain('passive');
  });

  test('keeps a second token on the same way for the next round', async () => {
    const job = await JobUnderTest.started(
      file(
        `${split}${user('a')}${user('b')}${join}${user('after')}${boundary('again', 'a', cycle('R1/PT1M'), false)}
         ${chain('f', 'a', 'j', 'after')}${chain('f', 'b', 'j')}${flow('again', 'b')}`,
      ),
    );
    job.passes(60_000);
    expect(job.places).toEqual(['a:waiting', 'b:waiting', 'b:waiting']);
    const [first, second] = [...job.state.tokens.values()].filter(({ node }) => node === 'b');
    job.send({ type: 'complete-user-task', instance: first?.instance as string, variables: {} });
    job.send({ type: 'complete-user-task', instance: second?.instance as string, variables: {} });
    expect(job.places).toEqual(['a:waiting', 'j:joining', 'j:joining']);
    job.does('a');
    expect(job.places).toEqual(['after:waiting', 'j:joining']);
    expect(job.token('j').id).toBe(second?.id);
  });

  test('merges again in every round of a loop', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}<exclusiveGateway id="again"/><parallelGateway id="f"/>${script('a', 'a', 'a + 1')}${script('b', 'b', 'b + 1')}${join}
         <exclusiveGateway id="x" default="x_end"/>${end}
         ${chain('start', 'again', 'f', 'a', 'j', 'x', 'end')}${chain('f', 'b', 'j')}${when('x', 'again', 'a &lt; 4')}`,
      ),
      { a: 1, b: 1 },
    );
    job.run();
    expect(job.state.status).toBe('completed');
    expect(job.variables).toEqual({ a: 4, b: 4 });
    expect(job.completed.filter((node) => node === 'j')).toHaveLength(3);
    expect(new Set(job.happened('element-entered').map(({ instance }) => instance)).size).toBe(
      job.happened('element-entered').length,
    );
  });

  test('feeds the join behind it', async () => {
    const job = await JobUnderTest.started(
      file(
        `${split}${user('a')}<parallelGateway id="f2"/>${user('b')}${user('c')}<parallelGateway id="j2"/>${join}${end}
         ${chain('f', 'a', 'j', 'end')}${chain('f', 'f2', 'b', 'j2', 'j')}${chain('f2', 'c', 'j2')}`,
      ),
    );
    job.does('a');
    job.does('c');
    expect(job.places).toEqual(['b:waiting', 'j2:joining', 'j:joining']);
    job.does('b');
    expect(job.state.status).toBe('completed');
  });

  test('takes only tokens of its own scope instance', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${user('again')}${boundary('tick', 'again', cycle('R2/PT1M'), false)}
         ${sub('s', `<startEvent id="in"/><parallelGateway id="f"/>${user('a')}${user('b')}${join}${chain('in', 'f', 'a', 'j')}${chain('f', 'b', 'j')}`)}
         ${flow('start', 'again')}${flow('tick', 's')}`,
      ),
    );
    job.passes(120_000);
    const at = (node: string): string[] =>
      [...job.state.tokens.values()].filter((token) => token.node === node).map((token) => token.instance as string);
    const [one] = at('a');
    const scope = [...job.state.tokens.values()].find((token) => token.instance === one)?.scope;
    const foreign = [...job.state.tokens.values()].find((token) => token.node === 'b' && token.scope !== scope);
    job.send({ type: 'complete-user-task', instance: one as string, variables: {} });
    job.send({ type: 'complete-user-task', instance: foreign?.instance as string, variables: {} });
    expect(job.places.filter((place) => place === 'j:joining')).toHaveLength(2);
    expect(job.completed).not.toContain('j');
  });
});

describe('a step', () => {
  test('ends when a token has arrived at a join; the merge is the next step', async () => {
    const job = await JobUnderTest.of(
      file(`${split}<task id="a"/><task id="b"/>${join}${end}${chain('f', 'a', 'j', 'end')}${chain('f', 'b', 'j')}`),
    );
    const first = job.step({ type: 'start', node: null, variables: {}, messageId: null });
    expect(job.places).toEqual(['j:joining', 'j:ready']);
    expect(first.more).toBe(true);
    const second = job.step({ type: 'continue' });
    expect(job.places).toEqual(['j:joining', 'j:joining']);
    expect(second.more).toBe(true);
    job.step({ type: 'continue' });
    expect(job.state.status).toBe('completed');
    expect(job.checkpoints.map((points) => points.map(({ reason }) => reason))).toEqual([
      ['start', 'fork', 'join'],
      ['join'],
      ['end'],
    ]);
  });

  test('that is cut off by a crash before the merge merges after recovery', async () => {
    const job = await JobUnderTest.of(
      file(`${split}<task id="a"/><task id="b"/>${join}${end}${chain('f', 'a', 'j', 'end')}${chain('f', 'b', 'j')}`),
    );
    job.step({ type: 'start', node: null, variables: {}, messageId: null });
    job.step({ type: 'continue' });
    job.recover();
    expect(job.state.status).toBe('completed');
  });
});
