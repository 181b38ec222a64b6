/** Each invariant of job-state.ts, by its number: a planted break is found, and the state before it was sound. */
import { describe, expect, test } from 'vitest';
import { brokenInvariants } from '../../../engine/core/invariants.ts';
import type { JobState, Token } from '../../../engine/core/job-state.ts';
import { JobUnderTest } from './job-under-test.ts';
import {
  boundary,
  chain,
  duration,
  end,
  file,
  flow,
  javascript,
  messages,
  receive,
  start,
  sub,
  user,
} from './process-text.ts';

const xml = file(
  `${start}<parallelGateway id="f"/>${user('u')}${boundary('b', 'u', duration('PT1H'))}${receive('r')}${javascript('bad')}<parallelGateway id="j"/>
   ${sub('s', user('inner'))}${end}${chain('start', 'f', 'u', 'j', 'end')}${chain('f', 'r', 'j')}${flow('f', 's')}${flow('f', 'bad')}${flow('b', 'end')}<task id="direct"/>${chain('f', 'direct', 'j')}`,
  messages,
);

type Break = (state: JobState, at: (node: string) => Token) => void;

const BREAKS: readonly (readonly [number: number, name: string, plant: Break])[] = [
  [1, 'a token in no scope', (state, at) => void state.scopes.delete(at('inner').scope)],
  [
    1,
    'a scope without a parent',
    (state, at) => {
      const scope = state.scopes.get(at('inner').scope);
      if (scope !== undefined) state.scopes.set(scope.id, { ...scope, parent: 'gone' });
    },
  ],
  [
    1,
    'a scope that miscounts its tokens',
    (state) => {
      for (const scope of state.scopes.values()) scope.alive += 1;
    },
  ],
  [
    2,
    'a waiting token without an instance',
    (_state, at) => {
      at('u').instance = null;
    },
  ],
  [
    2,
    'a joining token with an instance',
    (_state, at) => {
      at('j').instance = 'j#x';
    },
  ],
  [
    3,
    'a timer of no token',
    (state) => {
      const [timer] = state.timers.values();
      if (timer !== undefined) state.timers.set(timer.id, { ...timer, token: 'gone' });
    },
  ],
  [
    3,
    'a subscription of a token that has gone on',
    (state, at) => {
      const [subscription] = state.subscriptions.values();
      if (subscription !== undefined) state.subscriptions.set(subscription.id, { ...subscription, token: at('j').id });
    },
  ],
  [
    4,
    'a job that ended with tokens left',
    (state) => {
      state.status = 'completed';
    },
  ],
  [
    5,
    'a ready token that is not in the queue',
    (_state, at) => {
      at('j').state = 'ready';
    },
  ],
  [
    5,
    'a queue with somebody else in it',
    (state, at) => {
      state.ready.push(at('u').id);
    },
  ],
  [
    6,
    'an incident without its token',
    (state, at) => {
      state.incidents.forEach((it) => state.incidents.set(it.id, { ...it, token: at('u').id }));
    },
  ],
  [
    6,
    'an incident of a token that is gone',
    (state) => {
      state.incidents.forEach((it) => state.incidents.set('other', { ...it, token: 'gone' }));
    },
  ],
  [
    6,
    'two incidents of one token',
    (state) => {
      state.incidents.set('other', [...state.incidents.values()][0]!);
    },
  ],
  [
    7,
    'a scope that its token has left',
    (_state, at) => {
      at('s').inner = null;
    },
  ],
];

describe('an invariant', () => {
  test.each(BREAKS)('%d detects %s', async (number, _name, plant) => {
    const job = await JobUnderTest.started(xml);
    job.fail('bad');
    expect(brokenInvariants(job.state)).toEqual([]);
    plant(job.state, (node) => job.token(node));
    expect(brokenInvariants(job.state).map((text) => Number(text[0]))).toContain(number);
  });

  test('4 detects an ended job with an open scope', async () => {
    const job = await JobUnderTest.started(xml);
    job.send({ type: 'cancel' });
    expect(brokenInvariants(job.state)).toEqual([]);
    const root = job.state.scopes.get(job.state.root);
    if (root !== undefined) job.state.scopes.set('open', { ...root, id: 'open', alive: 0 });
    expect(brokenInvariants(job.state).map((text) => text[0])).toContain('4');
  });
});
