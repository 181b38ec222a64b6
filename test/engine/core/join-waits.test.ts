/** What tokens at joins wait for, as people are told (BPMN 2.0.2, 13.4.1: the token stays, whoever waits for it). */
import { expect, test } from 'vitest';
import { joinWaits, type JoinWait } from '../../../engine/core/join-waits.ts';
import { JobUnderTest } from './job-under-test.ts';
import { chain, end, file, start, user, when } from './process-text.ts';

const gateway = (kind: string, id: string, rest = ''): string => `<${kind}Gateway id="${id}" ${rest}/>`;

/** By element; several tokens at one element say the same. */
function waits(job: JobUnderTest): Record<string, JoinWait> {
  const found = joinWaits(job.graph, job.state);
  return Object.fromEntries([...found].map(([id, wait]) => [job.state.tokens.get(id)?.node ?? '', wait]));
}

test('somebody may still come, and is named', async () => {
  const job = await JobUnderTest.started(
    file(
      start +
        gateway('parallel', 'split') +
        user('a') +
        user('b') +
        gateway('parallel', 'join') +
        end +
        chain('start', 'split', 'a', 'join', 'end') +
        chain('split', 'b', 'join'),
    ),
  );
  job.does('a');
  expect(waits(job)).toEqual({ join: { missing: ['b_join'], from: ['b'], forEver: false } });
});

test('those who may come are named in the order of the ways in, in whatever order their tokens are kept', async () => {
  const job = await JobUnderTest.started(
    file(
      start +
        gateway('parallel', 'split') +
        ['c', 'b', 'a', 'd'].map((id) => user(id)).join('') +
        gateway('parallel', 'join') +
        end +
        chain('start', 'split', 'd', 'join', 'end') +
        chain('split', 'a', 'join') +
        chain('split', 'b', 'join') +
        chain('split', 'c', 'join'),
    ),
  );
  job.does('d');
  const { join } = waits(job);
  expect(join).toEqual({ missing: ['a_join', 'b_join', 'c_join'], from: ['a', 'b', 'c'], forEver: false });
  const turned = new Map([...job.state.tokens].toReversed());
  const found = joinWaits(job.graph, { ...job.state, tokens: turned });
  expect([...found.values()]).toEqual([join]);
});

test('nobody can come: the token waits for ever, and so does whoever waits for it', async () => {
  const job = await JobUnderTest.started(
    file(
      start +
        gateway('parallel', 'split') +
        gateway('exclusive', 'which', 'default="which_b"') +
        '<task id="a"/><task id="b"/><task id="c"/>' +
        gateway('parallel', 'first') +
        gateway('parallel', 'second') +
        end +
        chain('start', 'split', 'which', 'b', 'first', 'second', 'end') +
        when('which', 'a', 'true') +
        chain('a', 'first') +
        chain('split', 'c', 'second'),
    ),
  );
  expect(job.state.status).toBe('passive');
  expect(waits(job)).toEqual({
    first: { missing: ['b_first'], from: [], forEver: true },
    second: { missing: ['first_second'], from: [], forEver: true },
  });
});

test('an event on an activity is a way to come', async () => {
  const job = await JobUnderTest.started(
    file(
      start +
        gateway('parallel', 'split') +
        user('a') +
        '<boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>' +
        '<task id="b"/>' +
        gateway('parallel', 'join') +
        end +
        chain('start', 'split', 'a', 'end') +
        chain('split', 'b', 'join', 'end') +
        chain('late', 'join'),
    ),
  );
  expect(waits(job)).toEqual({ join: { missing: ['late_join'], from: ['a'], forEver: false } });
  job.does('a');
  expect(waits(job)).toEqual({ join: { missing: ['late_join'], from: [], forEver: true } });
});

/** Two joins, from each of which a way leads to the other; `extra`: what else comes to the first. */
const circle = (kind: string, extra: string): string =>
  file(
    start +
      gateway('parallel', 'split') +
      gateway(kind, 'one') +
      gateway(kind, 'two') +
      gateway('exclusive', 'after-one', 'default="after-one_end"') +
      gateway('exclusive', 'after-two', 'default="after-two_end"') +
      end +
      chain('start', 'split', 'one', 'after-one', 'end') +
      chain('split', 'two', 'after-two', 'end') +
      when('after-one', 'two', 'false') +
      when('after-two', 'one', 'false') +
      extra,
  );

test.each(['inclusive', 'parallel'])('%s joins that wait for each other wait for ever', async (kind) => {
  const job = await JobUnderTest.started(circle(kind, ''));
  expect(job.state.status).toBe('passive');
  expect(waits(job)).toEqual({
    one: { missing: ['after-two_one'], from: ['two'], forEver: true },
    two: { missing: ['after-one_two'], from: ['one'], forEver: true },
  });
});

test('joins in a circle do not wait for ever while somebody can come from outside', async () => {
  const job = await JobUnderTest.started(
    circle('inclusive', `${user('late')}<task id="in"/>${chain('split', 'late', 'in', 'one')}`),
  );
  const before = waits(job);
  expect(before['one']).toEqual({ missing: ['after-two_one', 'in_one'], from: ['two', 'late'], forEver: false });
  expect(before['two']).toMatchObject({ forEver: false });
  job.does('late');
  expect(waits(job)).toMatchObject({ one: { forEver: true }, two: { forEver: true } });
});
