/** `apply` is total over all event types, and the only writer of state. */
import { describe, expect, test } from 'vitest';
import { apply } from '../../../engine/core/apply.ts';
import { noTokens } from '../../../engine/core/census.ts';
import type { JobEvent, JobEventType } from '../../../engine/core/events.ts';
import { newJob } from '../../../engine/core/job-codec.ts';
import type { Incident, JobState, Subscription, Timer } from '../../../engine/core/job-state.ts';
import { InvariantBroken } from '../../../engine/core/lifecycle.ts';

function fresh(): JobState {
  return newJob({
    id: 'job',
    extId: 'job',
    lineage: 'job',
    definition: { key: 'p', version: 1 },
    parent: null,
    simulated: true,
    seed: 1,
    clock: 'wall',
    startedAt: 0,
  });
}

const timer: Timer = {
  id: 't/n',
  token: 't',
  scope: null,
  node: 'n',
  part: 0,
  kind: 'catch',
  due: 5,
  number: 3,
  cycle: null,
  fired: 0,
};
const subscription: Subscription = {
  id: 't/n',
  token: 't',
  scope: null,
  node: 'n',
  part: 0,
  kind: 'catch',
  trigger: 'message',
  met: false,
  message: 'm',
  key: null,
  number: 4,
  fired: 0,
};
const incident: Incident = { id: 'i', token: 't', element: 'n', instance: 'n#t', message: 'm', attempts: 1, at: 1 };
const message = { id: 'm', audience: null, name: 'm', key: null, variables: {}, element: 'n', instance: 'n#t' };

const opened = {
  type: 'scope-opened',
  scope: 's',
  parent: null,
  node: 'p',
  kind: 'flow',
  token: null,
} as const satisfies JobEvent;
const created = {
  type: 'token-created',
  token: 't',
  scope: 's',
  node: 'n',
  via: null,
  parents: [],
} as const satisfies JobEvent;
const entered = {
  type: 'element-entered',
  token: 't',
  node: 'n',
  instance: 'n#t',
  visit: 2,
  counted: true,
  attempt: 3,
  at: 7,
} as const satisfies JobEvent;
const called = {
  type: 'call-requested',
  token: 't',
  node: 'n',
  instance: 'n#t',
  job: 'c',
  key: 'k',
  version: 'latest',
  lineage: 'l',
  variables: {},
} as const satisfies JobEvent;
const work = {
  type: 'work-requested',
  token: 't',
  node: 'n',
  kind: 'script',
  request: null,
  attempt: 4,
  try: 2,
  answer: 1,
  at: 9,
} as const satisfies JobEvent;

const instances = {
  type: 'instances-entered',
  token: 't',
  node: 'n',
  instance: 'n#t.2',
  visit: 2,
  counted: true,
  at: 7,
} as const satisfies JobEvent;

const activated = {
  type: 'complex-gateway-activated',
  scope: 's',
  node: 'n',
  ways: ['f'],
  by: 't',
} as const satisfies JobEvent;

const compensable = { node: 'n', instance: 'n#t', inner: null, byContent: false };

const NOTHING = Symbol('nothing');

/** For each event: what goes before, the event, and what it changes. */
const EXAMPLES: {
  readonly [T in JobEventType]: readonly [
    before: readonly JobEvent[],
    event: Extract<JobEvent, { type: T }>,
    change: (state: JobState) => unknown,
    to: unknown,
  ];
} = {
  'job-started': [[], { type: 'job-started', node: 'n', given: { a: 'x' } }, (state) => state.given, { a: 'x' }],
  'job-completed': [[], { type: 'job-completed', at: 5 }, (state) => [state.status, state.endedAt], ['completed', 5]],
  'job-failed': [
    [],
    { type: 'job-failed', code: 'E', message: 'm', node: 'n', at: 5 },
    (state) => [state.status, state.endedAt, state.error],
    ['failed', 5, { code: 'E', message: 'm' }],
  ],
  'job-cancelled': [[], { type: 'job-cancelled', at: 5 }, (state) => [state.status, state.endedAt], ['cancelled', 5]],
  'job-settled': [
    [],
    { type: 'job-settled', status: 'passive', held: true },
    (state) => [state.status, state.held],
    ['passive', true],
  ],
  'scope-opened': [[], opened, (state) => [state.root, [...state.scopes.keys()]], ['s', ['s']]],
  'scope-closed': [
    [opened],
    { type: 'scope-closed', scope: 's', node: 'p', kind: 'flow', completed: true },
    (state) => state.scopes.size,
    0,
  ],
  'variable-set': [
    [opened],
    { type: 'variable-set', scope: 's', name: 'x', value: -0 },
    (state) => state.scopes.get('s')?.variables.get('x'),
    -0,
  ],
  'token-created': [
    [opened],
    created,
    (state) => [state.ready, state.scopes.get('s')?.alive, state.tokens.get('t')?.arrival],
    [['t'], 1, 1],
  ],
  'token-moved': [
    [opened, created, entered],
    { type: 'token-moved', token: 't', node: 'next', via: 'f' },
    (state) => {
      const token = state.tokens.get('t');
      return [state.ready, token?.node, token?.via, token?.instance, token?.arrival, token?.visits];
    },
    [['t'], 'next', 'f', null, 2, { n: 2 }],
  ],
  'token-joining': [
    [opened, created],
    { type: 'token-joining', token: 't', node: 'n' },
    (state) => [state.ready, state.tokens.get('t')?.state, [...(state.census.arrived.get('s')?.keys() ?? [])]],
    [[], 'joining', ['n']],
  ],
  'token-held': [
    [opened, created],
    { type: 'token-held', token: 't', node: 'n' },
    (state) => [state.ready, state.tokens.get('t')?.state, state.census.held],
    [[], 'held', 1],
  ],
  'token-released': [
    [opened, created, { type: 'token-held', token: 't', node: 'n' }],
    { type: 'token-released', token: 't' },
    (state) => [state.ready, state.tokens.get('t')?.released, state.census.held],
    [['t'], true, 0],
  ],
  'token-consumed': [
    [opened, created],
    { type: 'token-consumed', token: 't', node: 'n' },
    (state) => [state.tokens.size, state.ready, state.scopes.get('s')?.alive],
    [0, [], 0],
  ],
  forked: [[], { type: 'forked', node: 'n', tokens: ['t'] }, () => null, NOTHING],
  joined: [[], { type: 'joined', node: 'n', tokens: ['t'], into: 'u' }, () => null, NOTHING],
  'activities-chosen': [
    [opened],
    { type: 'activities-chosen', scope: 's', node: 'n', count: 2 },
    (state) => state.scopes.get('s')?.chosen,
    2,
  ],
  'complex-gateway-activated': [
    [opened],
    activated,
    (state) => [state.scopes.get('s')?.gates, [...state.census.gates]],
    [{ n: { ways: ['f'], by: 't' } }, ['s']],
  ],
  'complex-gateway-reset': [
    [opened, activated],
    { type: 'complex-gateway-reset', scope: 's', node: 'n' },
    (state) => [state.scopes.get('s')?.gates, [...state.census.gates]],
    [{}, []],
  ],
  'instances-entered': [
    [opened, created],
    instances,
    (state) => {
      const token = state.tokens.get('t');
      return [state.ready, token?.state, token?.instance, token?.visits, token?.stage, token?.rounds];
    },
    [[], 'running', 'n#t.2', { n: 2 }, 'entering', { total: null, started: 0, completed: 0, terminated: 0 }],
  ],
  'instances-counted': [
    [opened, created, instances],
    { type: 'instances-counted', token: 't', node: 'n', total: 3 },
    (state) => state.tokens.get('t')?.rounds?.total,
    3,
  ],
  'instance-started': [
    [opened, created, instances],
    { type: 'instance-started', token: 't', node: 'n', index: 0 },
    (state) => state.tokens.get('t')?.rounds?.started,
    1,
  ],
  'instance-completed': [
    [opened, created, instances],
    { type: 'instance-completed', token: 't', node: 'n', index: 0 },
    (state) => state.tokens.get('t')?.rounds?.completed,
    1,
  ],
  'instances-terminated': [
    [opened, created, instances],
    { type: 'instances-terminated', token: 't', node: 'n', count: 2 },
    (state) => state.tokens.get('t')?.rounds?.terminated,
    2,
  ],
  'element-entered': [
    [opened, created],
    entered,
    (state) => {
      const token = state.tokens.get('t');
      return [
        state.ready,
        token?.state,
        token?.instance,
        token?.visit,
        token?.visits,
        token?.attempt,
        token?.enteredAt,
      ];
    },
    [[], 'running', 'n#t', 2, { n: 2 }, 3, 7],
  ],
  'element-left': [
    [],
    {
      type: 'element-left',
      token: 't',
      node: 'n',
      instance: 'n#t',
      attempt: 1,
      outcome: 'failed',
      startedAt: 0,
      at: 1,
    },
    () => null,
    NOTHING,
  ],
  'leaving-started': [
    [opened, created, entered, work],
    { type: 'leaving-started', token: 't' },
    (state) => [state.tokens.get('t')?.stage, state.tokens.get('t')?.work],
    ['leaving', null],
  ],
  'results-kept': [
    [opened, created, entered],
    { type: 'results-kept', token: 't' },
    (state) => state.tokens.get('t')?.stage,
    'finishing',
  ],
  'working-started': [
    [opened, created, entered],
    { type: 'working-started', token: 't', inner: 'i' },
    (state) => [state.tokens.get('t')?.stage, state.tokens.get('t')?.inner],
    ['working', 'i'],
  ],
  'work-requested': [
    [opened, created, entered],
    work,
    (state) => {
      const token = state.tokens.get('t');
      return [token?.work, token?.attempt, token?.try, token?.answer, token?.enteredAt, state.answers];
    },
    ['script', 4, 2, 1, 9, { n: 2 }],
  ],
  'outcome-reported': [
    [],
    { type: 'outcome-reported', token: 't', node: 'n', instance: 'n#t', attempt: 1, kind: 'failed' },
    () => null,
    NOTHING,
  ],
  'retry-scheduled': [
    [opened, created, entered, work],
    { type: 'retry-scheduled', token: 't', node: 'n', due: 5, message: 'm' },
    (state) => [state.tokens.get('t')?.state, state.tokens.get('t')?.wait, state.tokens.get('t')?.work],
    ['waiting', 'retry', null],
  ],
  'wait-started': [
    [opened, created, entered],
    { type: 'wait-started', token: 't', node: 'n', wait: 'user', answer: 3 },
    (state) => [
      state.tokens.get('t')?.state,
      state.tokens.get('t')?.wait,
      state.tokens.get('t')?.answer,
      state.answers,
    ],
    ['waiting', 'user', 3, { n: 4 }],
  ],
  'wait-ended': [[], { type: 'wait-ended', token: 't', node: 'n', by: 'user' }, () => null, NOTHING],
  'correlation-key-set': [
    [],
    { type: 'correlation-key-set', node: 'n', key: '__proto__', value: '1' },
    (state) => [...state.keys],
    [['__proto__', '1']],
  ],
  'message-taken': [[], { type: 'message-taken', node: 'n', messageId: 'm' }, (state) => state.messageId, 'm'],
  'timer-armed': [[], { type: 'timer-armed', timer }, (state) => [state.timers.get('t/n'), state.numbers], [timer, 3]],
  'timer-fired': [[], { type: 'timer-fired', timer: 't/n', node: 'n' }, () => null, NOTHING],
  'timer-removed': [
    [{ type: 'timer-armed', timer }],
    { type: 'timer-removed', timer: 't/n' },
    (state) => state.timers.size,
    0,
  ],
  'subscription-opened': [
    [],
    { type: 'subscription-opened', subscription },
    (state) => [state.subscriptions.get('t/n'), state.numbers],
    [subscription, 4],
  ],
  'part-kept': [
    [{ type: 'subscription-opened', subscription: { ...subscription, trigger: 'conditional' } }],
    { type: 'part-kept', subscription: { ...subscription, number: 7, trigger: 'came', brought: { a: 1 } } },
    (state) => [state.subscriptions.get('t/n')?.brought, state.census.conditions.size, state.numbers],
    [{ a: 1 }, 0, 7],
  ],
  'subscription-matched': [
    [{ type: 'subscription-opened', subscription }],
    { type: 'subscription-matched', subscription: 't/n', node: 'n' },
    (state) => state.subscriptions.get('t/n')?.fired,
    1,
  ],
  'subscription-removed': [
    [{ type: 'subscription-opened', subscription }],
    { type: 'subscription-removed', subscription: 't/n' },
    (state) => state.subscriptions.size,
    0,
  ],
  'scope-kept': [
    [opened],
    { type: 'scope-kept', scope: 's', node: 'p' },
    (state) => [state.scopes.get('s')?.kept, state.census.empty.size, [...state.dirty.scopes]],
    [true, 0, ['s']],
  ],
  'scope-interrupted': [
    [opened],
    { type: 'scope-interrupted', scope: 's', node: 'n' },
    (state) => [state.scopes.get('s')?.interrupted, [...state.dirty.scopes]],
    [true, ['s']],
  ],
  'condition-changed': [
    [{ type: 'subscription-opened', subscription: { ...subscription, trigger: 'conditional' } }],
    { type: 'condition-changed', subscription: 't/n', node: 'n', met: true },
    (state) => [state.subscriptions.get('t/n')?.met, [...state.dirty.subscriptions], [...state.census.conditions]],
    [true, ['t/n'], ['t/n']],
  ],
  'data-stored': [
    [],
    { type: 'data-stored', node: 'n', store: 'stock', value: 3 },
    (state) => state.stored.get('stock'),
    3,
  ],
  'signal-thrown': [[], { type: 'signal-thrown', node: 'n', signal: 's', variables: {} }, () => null, NOTHING],
  'escalation-thrown': [
    [],
    { type: 'escalation-thrown', escalation: { code: 'c', node: 'n', occurrence: 'n#t' }, caughtBy: null },
    () => null,
    NOTHING,
  ],
  'compensation-recorded': [
    [opened],
    { type: 'compensation-recorded', scope: 's', compensable },
    (state) => [state.scopes.get('s')?.compensables, [...state.dirty.scopes]],
    [[compensable], ['s']],
  ],
  'compensation-thrown': [
    [opened, { type: 'compensation-recorded', scope: 's', compensable }],
    { type: 'compensation-thrown', node: 'n', taken: [{ scope: 's', instance: 'n#t' }] },
    (state) => state.scopes.get('s')?.compensables,
    [],
  ],
  'compensation-started': [
    [opened, created],
    {
      type: 'compensation-started',
      token: 't',
      target: { scope: 's', node: 'n', start: null, instance: 'n#t' },
      run: { thrower: 'u', rest: [] },
    },
    (state) => state.tokens.get('t')?.compensation,
    { thrower: 'u', rest: [] },
  ],
  'message-sent': [[], { type: 'message-sent', message }, (state) => state.outgoing.get('m'), message],
  'message-dispatched': [
    [{ type: 'message-sent', message }],
    { type: 'message-dispatched', message: 'm' },
    (state) => state.outgoing.size,
    0,
  ],
  'call-requested': [[opened, created, entered], called, (state) => state.tokens.get('t')?.child, 'c'],
  'call-returned': [
    [opened, created, entered, called],
    { type: 'call-returned', token: 't', node: 'n', job: 'c' },
    (state) => state.tokens.get('t')?.child,
    null,
  ],
  'call-cancelled': [
    [opened, created, entered, called],
    { type: 'call-cancelled', token: 't', node: 'n', job: 'c' },
    (state) => state.tokens.get('t')?.child,
    null,
  ],
  'incident-raised': [
    [opened, created, entered],
    { type: 'incident-raised', incident, node: 'n' },
    (state) => [state.tokens.get('t')?.state, [...state.incidents.values()], state.census],
    ['incident', [incident], { ...noTokens() }],
  ],
  'incident-resolved': [
    [opened, created, entered, { type: 'incident-raised', incident, node: 'n' }],
    { type: 'incident-resolved', incident: 'i', token: 't', edited: true },
    (state) => [state.incidents.size, state.tokens.get('t')?.edit],
    [0, 1],
  ],
  'clock-moved': [[], { type: 'clock-moved', to: 5 }, (state) => state.now, 5],
  'checkpoint-captured': [
    [],
    { type: 'checkpoint-captured', seq: 2, at: 5 },
    (state) => [state.seq, state.now],
    [2, 5],
  ],
  'incarnation-raised': [
    [],
    { type: 'incarnation-raised', incarnation: 2, begun: { x: 3 }, attemptFloor: 4, interrupted: ['x'] },
    (state) => [state.incarnation, state.lostAttempts, state.attemptFloor, state.deaths],
    [2, { x: 3 }, 4, { x: 1 }],
  ],
};

const examples = Object.entries(EXAMPLES);

describe('apply turns into state', () => {
  test.each(examples.filter(([, [, , , to]]) => to !== NOTHING))('%s', (_type, [before, event, change, to]) => {
    const state = fresh();
    for (const earlier of before) apply(state, earlier);
    expect(change(state)).not.toEqual(to);
    apply(state, event);
    expect(change(state)).toEqual(to);
  });

  test.each(examples.filter(([, [, , , to]]) => to === NOTHING))(
    'nothing of %s, which others read',
    (_type, [, event]) => {
      const state = fresh();
      apply(state, event);
      expect(state).toEqual(fresh());
    },
  );
});

describe('apply breaks loudly, naming the job, on', () => {
  const token = 'gone';
  const breaking: readonly JobEvent[] = [
    { type: 'token-moved', token, node: 'n', via: null },
    { type: 'token-consumed', token, node: 'n' },
    { type: 'scope-closed', scope: 'gone', node: 'n', kind: 'flow', completed: true },
    { type: 'variable-set', scope: 'gone', name: 'x', value: 1 },
    { type: 'subscription-matched', subscription: 'gone', node: 'n' },
    { type: 'incident-resolved', incident: 'gone', token: null, edited: false },
  ];
  test.each(breaking.map((event) => [event.type, event] as const))('%s of what is not there', (_type, event) => {
    const state = fresh();
    apply(state, opened);
    expect(() => {
      apply(state, event);
    }).toThrow(InvariantBroken);
    expect(() => {
      apply(state, event);
    }).toThrow(/^job job: /);
  });

  test('a second token with the same id', () => {
    const state = fresh();
    apply(state, opened);
    apply(state, created);
    expect(() => {
      apply(state, created);
    }).toThrow(/exists already/);
  });
});

test('what came with the incarnation is the highest of all that was begun', () => {
  const state = fresh();
  const raise = (incarnation: number, begun: Record<string, number>): void => {
    apply(state, { type: 'incarnation-raised', incarnation, begun, attemptFloor: null, interrupted: ['x'] });
  };
  raise(2, { x: 5 });
  raise(3, { x: 2, y: 1 });
  expect(state.lostAttempts).toEqual({ x: 5, y: 1 });
  expect(state.deaths).toEqual({ x: 2 });
  expect(state.attemptFloor).toBe(0);
});
