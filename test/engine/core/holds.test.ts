/** Holding tokens before elements. */
import { describe, expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { chain, end, file, flow, start, user } from './process-text.ts';

const one = (task: string): string => file(`${start}${task}${end}${chain('start', 't', 'end')}`);

describe('a hold', () => {
  test('keeps a token in front of an element until it is released, once', async () => {
    const job = await JobUnderTest.of(
      file(`${start}<task id="a"/><task id="b"/>${end}${chain('start', 'a', 'b', 'end')}`),
    );
    job.held.add('a').add('b');
    job.start();
    expect(job.places).toEqual(['a:held']);
    expect(job.state).toMatchObject({ status: 'passive', held: true });
    job.send({ type: 'release', token: job.token('a').id });
    expect(job.places).toEqual(['b:held']);
    job.send({ type: 'release', token: null });
    expect(job.state).toMatchObject({ status: 'completed' });
  });

  test('at an element in a loop holds in every round', async () => {
    const job = await JobUnderTest.of(
      file(`${start}<exclusiveGateway id="x"/><task id="a"/>${chain('start', 'x', 'a')}${flow('a', 'x')}`),
    );
    job.held.add('a');
    job.start();
    job.send({ type: 'release', token: null });
    job.send({ type: 'release', token: null });
    expect(job.completed.filter((node) => node === 'a')).toHaveLength(2);
    expect(job.places).toEqual(['a:held']);
  });

  test('survives the store, with the release of a token that has not gone on yet', async () => {
    const job = await JobUnderTest.of(
      file(
        `${start}<parallelGateway id="f"/><task id="a"/><task id="b"/>${user('c')}<parallelGateway id="j"/>${chain('start', 'f', 'a', 'j')}${chain('f', 'b', 'c', 'j')}`,
      ),
    );
    job.held.add('a').add('b');
    job.start();
    expect(job.recover().map(({ type }) => type)).not.toContain('token-released');
    // The first released token ends the step at the join; the other one is still ready, and stays released.
    job.step({ type: 'release', token: null });
    job.recover();
    expect(job.places).toEqual(['c:waiting', 'j:joining']);
  });

  test('is refused a release when nothing is held', async () => {
    const job = await JobUnderTest.started(one(user('t')));
    expect(job.refused({ type: 'release', token: null }).code).toBe('illegal');
    expect(job.refused({ type: 'release', token: job.token('t').id }).code).toBe('illegal');
  });
});
