/**
 * The only writer of job state: turns one event into state and marks what changed. Total over all event types; decides
 * nothing.
 */
import type { JobEvent } from './events.ts';
import { countState, forgetKept, isLookedAt, lineUp, noteAlive, noteGates, noteKept, stepOut } from './census.ts';
import { countOf, dropCount, setCount } from './counts.ts';
import { noteChange, noteCrowd } from './join-lookout.ts';
import type { Dirty, JobState, Rounds, Scope, Token, TokenState } from './job-state.ts';
import { InvariantBroken, transition } from './lifecycle.ts';

export function noChanges(): Dirty {
  return {
    tokens: new Set(),
    scopes: new Set(),
    variables: new Map(),
    timers: new Set(),
    subscriptions: new Set(),
    incidents: new Set(),
    outgoing: new Set(),
  };
}

function tokenOf(state: JobState, id: string): Token {
  const token = state.tokens.get(id);
  if (token === undefined) throw new InvariantBroken(state.id, `no token ${id}`);
  state.dirty.tokens.add(id);
  noteChange(state, token.scope);
  return token;
}

function scopeOf(state: JobState, id: string): Scope {
  const scope = state.scopes.get(id);
  if (scope === undefined) throw new InvariantBroken(state.id, `no scope ${id}`);
  return scope;
}

function roundsOf(state: JobState, id: string): Rounds {
  const { rounds } = tokenOf(state, id);
  if (rounds === null) throw new InvariantBroken(state.id, `token ${id} stands for no instances`);
  return rounds;
}

function unready(state: JobState, token: Token): void {
  if (token.state !== 'ready') return;
  const at = state.ready.indexOf(token.id);
  if (at < 0) throw new InvariantBroken(state.id, `ready token ${token.id} is not in the queue`);
  state.ready.splice(at, 1);
}

function turn(state: JobState, token: Token, to: TokenState): void {
  const from = token.state;
  transition(state.id, token, to);
  countState(state.census, from, -1);
  countState(state.census, to, 1);
}

/** The activity instance is over: nothing is remembered about its attempts. */
function forget(state: JobState, instance: string | null): void {
  if (instance === null) return;
  dropCount(state.lostAttempts, instance);
  dropCount(state.deaths, instance);
}

/** The element's marks on a token go; what travels with it (id, scope, visits) stays. */
function clean(token: Token): void {
  token.instance = null;
  token.visit = 0;
  token.attempt = 0;
  token.enteredAt = 0;
  token.try = 0;
  token.edit = 0;
  token.answer = 0;
  token.work = null;
  token.request = null;
  token.wait = null;
  token.inner = null;
  token.child = null;
  token.rounds = null;
  token.stage = 'entering';
  token.released = false;
}

function markVariable(state: JobState, scope: string, name: string): void {
  let names = state.dirty.variables.get(scope);
  if (names === undefined) state.dirty.variables.set(scope, (names = new Set()));
  names.add(name);
}

export function apply(state: JobState, event: JobEvent): void {
  const { dirty } = state;
  switch (event.type) {
    case 'job-started':
      state.given = event.given;
      return;
    case 'job-completed':
      state.status = 'completed';
      state.endedAt = event.at;
      return;
    case 'job-failed':
      state.status = 'failed';
      state.endedAt = event.at;
      state.error = { code: event.code, message: event.message };
      return;
    case 'job-cancelled':
      state.status = 'cancelled';
      state.endedAt = event.at;
      return;
    case 'job-settled':
      state.status = event.status;
      state.held = event.held;
      return;
    case 'scope-opened':
      state.scopes.set(event.scope, {
        id: event.scope,
        parent: event.parent,
        node: event.node,
        kind: event.kind,
        token: event.token,
        variables: new Map(),
        gates: {},
        chosen: 0,
        interrupted: false,
        kept: false,
        compensables: [],
        alive: 0,
      });
      noteAlive(state.census, scopeOf(state, event.scope));
      if (event.parent === null) state.root = event.scope;
      dirty.scopes.add(event.scope);
      return;
    case 'scope-closed': {
      const scope = scopeOf(state, event.scope);
      for (const name of scope.variables.keys()) markVariable(state, scope.id, name);
      state.scopes.delete(event.scope);
      state.census.empty.delete(event.scope);
      state.census.gates.delete(event.scope);
      forgetKept(state.census, scope);
      dirty.scopes.add(event.scope);
      return;
    }
    case 'scope-kept': {
      const scope = scopeOf(state, event.scope);
      scope.kept = true;
      noteAlive(state.census, scope);
      noteKept(state.census, scope);
      dirty.scopes.add(event.scope);
      return;
    }
    case 'scope-interrupted':
      scopeOf(state, event.scope).interrupted = true;
      dirty.scopes.add(event.scope);
      return;
    case 'compensation-recorded': {
      const scope = scopeOf(state, event.scope);
      scope.compensables = [...scope.compensables, event.compensable];
      dirty.scopes.add(event.scope);
      return;
    }
    case 'compensation-thrown':
      for (const taken of event.taken) {
        const scope = scopeOf(state, taken.scope);
        scope.compensables = scope.compensables.filter(({ instance }) => instance !== taken.instance);
        dirty.scopes.add(taken.scope);
      }
      return;
    case 'compensation-started':
      tokenOf(state, event.token).compensation = event.run;
      return;
    case 'variable-set':
      scopeOf(state, event.scope).variables.set(event.name, event.value);
      markVariable(state, event.scope, event.name);
      return;
    case 'token-created': {
      const token: Token = {
        id: event.token,
        scope: event.scope,
        node: event.node,
        via: event.via,
        state: 'ready',
        arrival: (state.arrivals += 1),
        visits: null,
        instance: null,
        visit: 0,
        attempt: 0,
        enteredAt: 0,
        try: 0,
        edit: 0,
        answer: 0,
        work: null,
        request: null,
        wait: null,
        inner: null,
        child: null,
        index: event.index ?? null,
        rounds: null,
        stage: 'entering',
        released: false,
        compensation: null,
      };
      if (state.tokens.has(token.id)) throw new InvariantBroken(state.id, `token ${token.id} exists already`);
      state.tokens.set(token.id, token);
      const scope = scopeOf(state, event.scope);
      scope.alive += 1;
      noteAlive(state.census, scope);
      state.ready.push(token.id);
      dirty.tokens.add(token.id);
      noteCrowd(state, token, 1);
      return;
    }
    case 'token-moved': {
      const token = tokenOf(state, event.token);
      unready(state, token);
      turn(state, token, 'ready');
      forget(state, token.instance);
      clean(token);
      noteCrowd(state, token, -1);
      token.node = event.node;
      noteCrowd(state, token, 1);
      token.via = event.via;
      token.arrival = state.arrivals += 1;
      state.ready.push(token.id);
      return;
    }
    case 'token-joining': {
      const token = tokenOf(state, event.token);
      unready(state, token);
      turn(state, token, 'joining');
      lineUp(state, token);
      return;
    }
    case 'token-held': {
      const token = tokenOf(state, event.token);
      unready(state, token);
      turn(state, token, 'held');
      return;
    }
    case 'token-released': {
      const token = tokenOf(state, event.token);
      turn(state, token, 'ready');
      token.released = true;
      const after = state.ready.findIndex((id) => (state.tokens.get(id)?.arrival ?? 0) > token.arrival);
      state.ready.splice(after < 0 ? state.ready.length : after, 0, token.id);
      return;
    }
    case 'token-consumed': {
      const token = tokenOf(state, event.token);
      unready(state, token);
      if (token.state === 'joining') stepOut(state.census, token);
      countState(state.census, token.state, -1);
      forget(state, token.instance);
      state.tokens.delete(token.id);
      noteCrowd(state, token, -1);
      const scope = scopeOf(state, token.scope);
      scope.alive -= 1;
      noteAlive(state.census, scope);
      return;
    }
    case 'forked':
    case 'joined':
      return;
    case 'activities-chosen':
      scopeOf(state, event.scope).chosen += event.count;
      dirty.scopes.add(event.scope);
      return;
    case 'complex-gateway-activated':
    case 'complex-gateway-reset': {
      const scope = scopeOf(state, event.scope);
      if (event.type === 'complex-gateway-reset') delete scope.gates[event.node];
      else scope.gates[event.node] = { ways: event.ways, by: event.by };
      noteGates(state.census, scope);
      noteChange(state, scope.id);
      dirty.scopes.add(scope.id);
      return;
    }
    case 'element-entered': {
      const token = tokenOf(state, event.token);
      unready(state, token);
      turn(state, token, 'running');
      if (state.simulated) state.entered += 1;
      token.instance = event.instance;
      token.visit = event.visit;
      token.attempt = event.attempt;
      token.enteredAt = event.at;
      token.try = 1;
      token.stage = 'entering';
      if (event.counted) token.visits = { ...token.visits, [event.node]: event.visit };
      return;
    }
    case 'instances-entered': {
      const token = tokenOf(state, event.token);
      unready(state, token);
      turn(state, token, 'running');
      token.instance = event.instance;
      token.visit = event.visit;
      token.attempt = 1;
      token.enteredAt = event.at;
      token.try = 1;
      token.stage = 'entering';
      token.rounds = { total: null, started: 0, completed: 0, terminated: 0 };
      if (event.counted) token.visits = { ...token.visits, [event.node]: event.visit };
      return;
    }
    case 'instances-counted':
      roundsOf(state, event.token).total = event.total;
      roundsOf(state, event.token).started -= event.withdrawn ?? 0;
      return;
    case 'instance-started':
      roundsOf(state, event.token).started += 1;
      return;
    case 'instance-completed':
      roundsOf(state, event.token).completed += 1;
      return;
    case 'instances-terminated':
      roundsOf(state, event.token).terminated += event.count;
      return;
    case 'element-left':
      return;
    case 'results-kept':
      tokenOf(state, event.token).stage = 'finishing';
      return;
    case 'leaving-started': {
      const token = tokenOf(state, event.token);
      if (token.state !== 'running') turn(state, token, 'running');
      token.stage = 'leaving';
      token.inner = null;
      token.work = null;
      token.request = null;
      token.wait = null;
      return;
    }
    case 'working-started': {
      const token = tokenOf(state, event.token);
      token.stage = 'working';
      token.inner = event.inner;
      return;
    }
    case 'work-requested': {
      const token = tokenOf(state, event.token);
      turn(state, token, 'running');
      token.work = event.kind;
      token.request = event.request;
      if (event.attempt !== token.attempt) token.enteredAt = event.at;
      token.attempt = event.attempt;
      token.try = event.try;
      token.answer = event.answer;
      token.wait = null;
      if (state.simulated && event.kind !== 'conditions') {
        setCount(state.answers, event.node, Math.max(countOf(state.answers, event.node), event.answer + 1));
      }
      return;
    }
    case 'outcome-reported':
      return;
    case 'retry-scheduled': {
      const token = tokenOf(state, event.token);
      turn(state, token, 'waiting');
      token.work = null;
      token.wait = 'retry';
      return;
    }
    case 'wait-started': {
      const token = tokenOf(state, event.token);
      turn(state, token, 'waiting');
      token.wait = event.wait;
      if (event.wait === 'user') {
        token.answer = event.answer;
        if (state.simulated) setCount(state.answers, event.node, event.answer + 1);
      }
      return;
    }
    case 'wait-ended':
      // What waited for its data inputs begins now; what else waits goes on to wait until its element says otherwise.
      if (event.by === 'data' && event.token !== null) turn(state, tokenOf(state, event.token), 'running');
      return;
    case 'data-stored':
      state.stored.set(event.store, event.value);
      return;
    case 'message-taken':
      state.messageId = event.messageId;
      return;
    case 'correlation-key-set':
      state.keys.set(event.key, event.value);
      return;
    case 'timer-armed':
      state.timers.set(event.timer.id, { ...event.timer });
      state.numbers = Math.max(state.numbers, event.timer.number);
      dirty.timers.add(event.timer.id);
      return;
    case 'timer-fired':
      return;
    case 'timer-removed':
      state.timers.delete(event.timer);
      dirty.timers.add(event.timer);
      return;
    case 'part-kept':
      state.census.conditions.delete(event.subscription.id);
      state.subscriptions.set(event.subscription.id, { ...event.subscription });
      state.numbers = Math.max(state.numbers, event.subscription.number);
      dirty.subscriptions.add(event.subscription.id);
      return;
    case 'subscription-opened':
      state.subscriptions.set(event.subscription.id, { ...event.subscription });
      if (isLookedAt(event.subscription)) state.census.conditions.add(event.subscription.id);
      state.numbers = Math.max(state.numbers, event.subscription.number);
      dirty.subscriptions.add(event.subscription.id);
      return;
    case 'subscription-matched': {
      const subscription = state.subscriptions.get(event.subscription);
      if (subscription === undefined) throw new InvariantBroken(state.id, `no subscription ${event.subscription}`);
      subscription.fired += 1;
      dirty.subscriptions.add(event.subscription);
      return;
    }
    case 'condition-changed': {
      const subscription = state.subscriptions.get(event.subscription);
      if (subscription === undefined) throw new InvariantBroken(state.id, `no subscription ${event.subscription}`);
      subscription.met = event.met;
      dirty.subscriptions.add(event.subscription);
      return;
    }
    case 'signal-thrown':
    case 'escalation-thrown':
      return;
    case 'subscription-removed':
      state.subscriptions.delete(event.subscription);
      state.census.conditions.delete(event.subscription);
      dirty.subscriptions.add(event.subscription);
      return;
    case 'message-sent':
      state.outgoing.set(event.message.id, event.message);
      dirty.outgoing.add(event.message.id);
      return;
    case 'message-dispatched':
      state.outgoing.delete(event.message);
      dirty.outgoing.add(event.message);
      return;
    case 'call-requested':
      tokenOf(state, event.token).child = event.job;
      return;
    case 'call-returned':
    case 'call-cancelled':
      tokenOf(state, event.token).child = null;
      return;
    case 'incident-raised': {
      state.incidents.set(event.incident.id, event.incident);
      dirty.incidents.add(event.incident.id);
      if (event.incident.token === null) {
        state.census.setAside += 1;
      } else {
        const token = tokenOf(state, event.incident.token);
        unready(state, token);
        turn(state, token, 'incident');
      }
      return;
    }
    case 'incident-resolved': {
      const incident = state.incidents.get(event.incident);
      if (incident === undefined) throw new InvariantBroken(state.id, `no incident ${event.incident}`);
      state.entered = 0;
      if (incident.instance !== null) dropCount(state.deaths, incident.instance);
      if (incident.token === null) state.census.setAside -= 1;
      state.incidents.delete(event.incident);
      dirty.incidents.add(event.incident);
      if (event.edited && event.token !== null) {
        const token = tokenOf(state, event.token);
        token.edit += 1;
        token.request = null;
      }
      return;
    }
    case 'checkpoint-captured':
      state.seq = event.seq;
      state.now = event.at;
      state.stored.clear();
      return;
    case 'clock-moved':
      state.entered = 0;
      state.now = event.to;
      return;
    case 'incarnation-raised':
      state.incarnation = event.incarnation;
      for (const [instance, attempt] of Object.entries(event.begun)) {
        state.lostAttempts[instance] = Math.max(state.lostAttempts[instance] ?? 0, attempt);
      }
      for (const instance of event.interrupted) state.deaths[instance] = (state.deaths[instance] ?? 0) + 1;
      if (event.attemptFloor !== null) state.attemptFloor = Math.max(state.attemptFloor, event.attemptFloor);
      return;
    default:
      return event satisfies never;
  }
}
