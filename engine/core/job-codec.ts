/**
 * A job's state as rows, and back. Only what changed is written; derived fields (queue, counts of tokens, changes) are
 * rebuilt on load.
 */
import { noChanges } from './apply.ts';
import { countState, isLookedAt, lineUp, noteAlive, noteGates, noteKept, noTokens } from './census.ts';
import type { Incident, JobState, JobStatus, OutgoingMessage, Scope, Subscription, Timer, Token } from './job-state.ts';
import { decodeValue, encodeValue, type Value } from './value.ts';

export type StateEntity = 'token' | 'scope' | 'variable' | 'timer' | 'subscription' | 'incident' | 'message';

/** One changed row; null data: it goes. */
export interface StateRow {
  readonly entity: StateEntity;
  readonly id: string;
  readonly data: string | null;
  readonly due?: number | null;
  readonly message?: string;
  readonly key?: string | null;
}

/** The job's own row. */
export interface JobHeader {
  readonly id: string;
  readonly extId: string;
  readonly lineage: string;
  readonly definitionKey: string;
  readonly definitionVersion: number;
  readonly parentJob: string | null;
  readonly status: JobStatus;
  readonly held: boolean;
  readonly seq: number;
  readonly incarnation: number;
  readonly clock: 'wall' | 'virtual';
  readonly now: number;
  readonly messageId: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly data: string;
}

/** What the header's `data` holds. */
interface Rest {
  readonly parentToken: string | null;
  readonly simulated: boolean;
  readonly seed: number;
  readonly error: JobState['error'];
  readonly root: string;
  readonly arrivals: number;
  readonly numbers: number;
  readonly answers: Record<string, number>;
  readonly entered: number;
  readonly lostAttempts: Record<string, number>;
  readonly attemptFloor: number;
  readonly deaths: Record<string, number>;
  readonly given: JobState['given'];
  /** These are absent where there are none, and in rows of a time that did not know them. */
  readonly keys?: readonly (readonly [string, string])[];
  readonly origin?: JobState['origin'];
}

/** The checkpoint that a stored job was made from; its other data is not looked at. */
export function originIn({ data }: Pick<JobHeader, 'data'>): JobState['origin'] {
  return (JSON.parse(data) as Partial<Rest>).origin ?? null;
}

export function encodeHeader(state: JobState): JobHeader {
  const rest: Rest = {
    parentToken: state.parent?.token ?? null,
    simulated: state.simulated,
    seed: state.seed,
    error: state.error,
    root: state.root,
    arrivals: state.arrivals,
    numbers: state.numbers,
    answers: state.answers,
    entered: state.entered,
    lostAttempts: state.lostAttempts,
    attemptFloor: state.attemptFloor,
    deaths: state.deaths,
    given: state.given,
    ...(state.keys.size === 0 ? {} : { keys: [...state.keys] }),
    ...(state.origin === null ? {} : { origin: state.origin }),
  };
  return {
    id: state.id,
    extId: state.extId,
    lineage: state.lineage,
    definitionKey: state.definition.key,
    definitionVersion: state.definition.version,
    parentJob: state.parent?.job ?? null,
    status: state.status,
    held: state.held,
    seq: state.seq,
    incarnation: state.incarnation,
    clock: state.clock,
    now: state.now,
    messageId: state.messageId,
    startedAt: state.startedAt,
    endedAt: state.endedAt,
    data: JSON.stringify(rest),
  };
}

function scopeText(scope: Scope): string {
  const { id, parent, node, kind, token, gates, chosen, interrupted, kept, compensables } = scope;
  return JSON.stringify({ id, parent, node, kind, token, gates, chosen, interrupted, kept, compensables });
}

/** Of a token's fields only its request can hold what plain JSON cannot say. */
function tokenText(token: Token): string {
  return token.request === null ? JSON.stringify(token) : encodeValue(token as unknown as Value);
}

/** Of a subscription's fields only what came can hold what plain JSON cannot say. */
function subscriptionText(subscription: Subscription): string {
  return subscription.brought === undefined
    ? JSON.stringify(subscription)
    : encodeValue(subscription as unknown as Value);
}

function rowOf<T>(entity: StateEntity, id: string, thing: T | undefined, text: (thing: T) => string): StateRow {
  return { entity, id, data: thing === undefined ? null : text(thing) };
}

/**
 * What a subscription's row waits for: the name of a message, or of a signal behind a character that no name in an XML
 * file can hold. No message is given to what waits for a signal or a condition.
 */
export function awaitedName({ trigger, message }: Pick<Subscription, 'trigger' | 'message'>): string {
  return trigger === 'message' ? message : `\u0001${trigger} ${message}`;
}

/** Name of a variable's row. */
export function variableId(scope: string, name: string): string {
  return JSON.stringify([scope, name]);
}

/** The rows that changed since the latest call; forgets the changes. */
export function takeChanges(state: JobState): StateRow[] {
  const rows: StateRow[] = [];
  const { dirty } = state;
  for (const id of dirty.tokens) rows.push(rowOf('token', id, state.tokens.get(id), tokenText));
  for (const id of dirty.scopes) rows.push(rowOf('scope', id, state.scopes.get(id), scopeText));
  for (const [scope, names] of dirty.variables) {
    const variables = state.scopes.get(scope)?.variables;
    for (const name of names) rows.push(rowOf('variable', variableId(scope, name), variables?.get(name), encodeValue));
  }
  for (const id of dirty.timers) {
    const timer = state.timers.get(id);
    const due = timer !== undefined && state.clock === 'wall' ? timer.due : null;
    rows.push({ ...rowOf('timer', id, timer, (it: Timer) => JSON.stringify(it)), due });
  }
  for (const id of dirty.subscriptions) {
    const subscription = state.subscriptions.get(id);
    const row = rowOf('subscription', id, subscription, subscriptionText);
    rows.push(subscription === undefined ? row : { ...row, message: awaitedName(subscription), key: subscription.key });
  }
  for (const id of dirty.incidents)
    rows.push(rowOf('incident', id, state.incidents.get(id), (it: Incident) => JSON.stringify(it)));
  for (const id of dirty.outgoing) {
    rows.push(
      rowOf('message', id, state.outgoing.get(id), (it: OutgoingMessage) => encodeValue(it as unknown as Value)),
    );
  }
  for (const set of [
    dirty.tokens,
    dirty.scopes,
    dirty.variables,
    dirty.timers,
    dirty.subscriptions,
    dirty.incidents,
    dirty.outgoing,
  ])
    set.clear();
  return rows;
}

/** Notes every part of the state as changed: for a copy, of which the store has nothing yet. */
export function markAll(state: JobState): void {
  const { dirty } = state;
  for (const id of state.tokens.keys()) dirty.tokens.add(id);
  for (const scope of state.scopes.values()) {
    dirty.scopes.add(scope.id);
    dirty.variables.set(scope.id, new Set(scope.variables.keys()));
  }
  for (const id of state.timers.keys()) dirty.timers.add(id);
  for (const id of state.subscriptions.keys()) dirty.subscriptions.add(id);
  for (const id of state.incidents.keys()) dirty.incidents.add(id);
  for (const id of state.outgoing.keys()) dirty.outgoing.add(id);
}

/** All rows of the state, changed or not; forgets no change. */
export function allRows(state: JobState): StateRow[] {
  const whole: JobState = { ...state, dirty: noChanges() };
  markAll(whole);
  return takeChanges(whole);
}

/** A job before its first step. */
export function newJob(
  given: Pick<
    JobState,
    'id' | 'extId' | 'lineage' | 'definition' | 'parent' | 'simulated' | 'seed' | 'clock' | 'startedAt'
  > &
    Partial<Pick<JobState, 'origin'>>,
): JobState {
  return {
    ...given,
    origin: given.origin ?? null,
    status: 'active',
    error: null,
    held: false,
    seq: 0,
    incarnation: 1,
    now: given.startedAt,
    endedAt: null,
    messageId: null,
    keys: new Map(),
    root: '',
    arrivals: 0,
    numbers: 0,
    entered: 0,
    answers: {},
    lostAttempts: {},
    attemptFloor: 0,
    deaths: {},
    given: null,
    tokens: new Map(),
    scopes: new Map(),
    timers: new Map(),
    subscriptions: new Map(),
    incidents: new Map(),
    outgoing: new Map(),
    stored: new Map(),
    ready: [],
    census: noTokens(),
    dirty: noChanges(),
  };
}

/** What rows of older versions do not say. */
const PLAIN_SCOPE = { chosen: 0, interrupted: false, kept: false, compensables: [] };
const PLAIN_TOKEN = { compensation: null, index: null, rounds: null };
const PLAIN_WAIT = { scope: null, part: 0 };
const PLAIN_SUBSCRIPTION = { ...PLAIN_WAIT, trigger: 'message', met: false } as const;
const PLAIN_MESSAGE = { audience: null };

/**
 * The state that the rows hold.
 * @throws SyntaxError when a row cannot be read.
 */
export function decodeJob(header: JobHeader, rows: readonly StateRow[]): JobState {
  const rest = JSON.parse(header.data) as Rest;
  const state = newJob({
    id: header.id,
    extId: header.extId,
    lineage: header.lineage,
    definition: { key: header.definitionKey, version: header.definitionVersion },
    parent: header.parentJob === null ? null : { job: header.parentJob, token: rest.parentToken },
    simulated: rest.simulated,
    seed: rest.seed,
    clock: header.clock,
    startedAt: header.startedAt,
    origin: rest.origin ?? null,
  });
  state.status = header.status;
  state.error = rest.error;
  state.held = header.held;
  state.seq = header.seq;
  state.incarnation = header.incarnation;
  state.now = header.now;
  state.endedAt = header.endedAt;
  state.messageId = header.messageId;
  state.root = rest.root;
  state.arrivals = rest.arrivals;
  state.numbers = rest.numbers;
  state.entered = rest.entered;
  state.answers = { ...rest.answers };
  state.lostAttempts = { ...rest.lostAttempts };
  state.attemptFloor = rest.attemptFloor;
  state.deaths = { ...rest.deaths };
  state.given = rest.given;
  for (const [name, key] of rest.keys ?? []) state.keys.set(name, key);
  for (const row of rows) {
    if (row.entity === 'scope' && row.data !== null) {
      const scope = JSON.parse(row.data) as Omit<Scope, 'variables' | 'alive'>;
      const gates = { ...scope.gates };
      state.scopes.set(row.id, { ...PLAIN_SCOPE, ...scope, gates, variables: new Map(), alive: 0 });
    }
  }
  for (const row of rows) {
    if (row.data === null) continue;
    switch (row.entity) {
      case 'token': {
        const token = decodeValue(row.data) as unknown as Token;
        state.tokens.set(row.id, { ...PLAIN_TOKEN, ...token });
        break;
      }
      case 'variable': {
        const [scope, name] = JSON.parse(row.id) as [string, string];
        state.scopes.get(scope)?.variables.set(name, decodeValue(row.data));
        break;
      }
      case 'timer':
        state.timers.set(row.id, { ...PLAIN_WAIT, ...(JSON.parse(row.data) as Timer) });
        break;
      case 'subscription':
        state.subscriptions.set(row.id, {
          ...PLAIN_SUBSCRIPTION,
          ...(decodeValue(row.data) as unknown as Subscription),
        });
        break;
      case 'incident':
        state.incidents.set(row.id, JSON.parse(row.data) as Incident);
        break;
      case 'message':
        state.outgoing.set(row.id, { ...PLAIN_MESSAGE, ...(decodeValue(row.data) as unknown as OutgoingMessage) });
        break;
      case 'scope':
        break;
      default:
        row.entity satisfies never;
    }
  }
  const ready: Token[] = [];
  for (const token of state.tokens.values()) {
    const scope = state.scopes.get(token.scope);
    if (scope !== undefined) scope.alive += 1;
    if (token.state === 'ready') ready.push(token);
    else if (token.state === 'joining') lineUp(state, token);
    countState(state.census, token.state, 1);
  }
  for (const scope of state.scopes.values()) {
    noteAlive(state.census, scope);
    noteGates(state.census, scope);
    noteKept(state.census, scope);
  }
  for (const subscription of state.subscriptions.values())
    if (isLookedAt(subscription)) state.census.conditions.add(subscription.id);
  for (const incident of state.incidents.values()) if (incident.token === null) state.census.setAside += 1;
  state.ready.push(...ready.toSorted((left, right) => left.arrival - right.arrival).map((token) => token.id));
  return state;
}
