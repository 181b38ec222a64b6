/**
 * The whole state of one job, as plain data. `apply` (apply.ts) is its only writer; everybody else reads.
 *
 * Invariants (checked by invariants.ts, cited by tests):
 *  1. Every token lies in a scope that exists; every scope but the root has a parent that exists.
 *  2. A token has an activity instance id exactly while it is inside an element (running, waiting; an incident, unless the
 *     token was stopped in front of the element).
 *  3. Every timer and subscription belongs to a token that is running, waiting or an incident, or to a scope that lives.
 *  4. A job that has ended has no tokens, no timers, no subscriptions, no incidents, and no scope but the root.
 *  5. `ready` lists exactly the tokens in state ready, in order of arrival.
 *  6. A token is an incident exactly while one incident names it.
 *  7. Every scope but the root is the inner scope of the token that opened it, or is kept for compensation.
 */
import type { CronDialect } from '../model/cron-text.ts';
import type { HttpRequest, Work } from './work.ts';
import type { Value, Variables } from './value.ts';

export type JobStatus = 'active' | 'passive' | 'completed' | 'failed' | 'cancelled';
export type TokenState = 'ready' | 'running' | 'waiting' | 'joining' | 'held' | 'incident';
export type Wait =
  | 'user'
  | 'message'
  | 'timer'
  | 'signal'
  | 'conditional'
  | 'multiple'
  | 'event-gateway'
  | 'call'
  | 'scope'
  | 'choice'
  | 'instances'
  | 'retry'
  | 'compensation'
  | 'data';

/** How far a repeated activity is. Active are those that were started and neither completed nor were terminated. */
export interface Rounds {
  /** Null: nobody knows beforehand (a standard loop). */
  total: number | null;
  started: number;
  completed: number;
  terminated: number;
}

export interface Token {
  readonly id: string;
  readonly scope: string;
  node: string;
  /** The sequence flow it came by; null where it was born. */
  via: string | null;
  state: TokenState;
  /** Order of arrival in the job: local work is performed in this order. */
  arrival: number;
  /** Visit counts of elements that lie on a loop; null while there is none. */
  visits: Record<string, number> | null;
  /** Activity instance id; null while the token is ready or joining. */
  instance: string | null;
  /** Which visit of its element by this token, from 1. */
  visit: number;
  attempt: number;
  /** When the current attempt began, ms. */
  enteredAt: number;
  /** Tries by retry, from 1. */
  try: number;
  /** Raised by *edit and retry*: changes the idempotency key. */
  edit: number;
  /** Which answer of the scenario the current try takes. */
  answer: number;
  /** What is being performed while the token is running; null for pure waiting. */
  work: Work['kind'] | null;
  /** The resolved request of running work with an effect outside. */
  request: HttpRequest | null;
  wait: Wait | null;
  /** Scope with the activity's own variables (input mapping), or the subprocess's scope. */
  inner: string | null;
  /** Id of the called job, while a call activity waits for it. */
  child: string | null;
  /**
   * How far it is inside its element: tells a retry where to take up. `finishing`: its work is done, but its results have
   * yet to be mapped. `leaving`: the element's own work is done.
   */
  stage: 'entering' | 'working' | 'finishing' | 'leaving';
  /** Of a token that is one instance of a repeated activity: which, from 0; null for all others. */
  readonly index: number | null;
  /** Of the token that stands for all instances of a repeated activity; null for all others. */
  rounds: Rounds | null;
  /** A person let it go on: it is not held a second time at the same node. */
  released: boolean;
  /** Of a token that compensates: what comes after it. */
  compensation: CompensationRun | null;
}

/** A completed activity instance that can be compensated. */
export interface Compensable {
  readonly node: string;
  readonly instance: string;
  /** Its scope, kept with all that it held; null where the handler lies outside. */
  readonly inner: string | null;
  /** Not its own handler, but those of what was done in it: a subprocess without one, or one that never completed. */
  readonly byContent: boolean;
}

/** One handler to run: in which scope, and of which instance. */
export interface CompensationTarget {
  readonly scope: string;
  /** The handler: an activity, or an event subprocess with its start event. */
  readonly node: string;
  readonly start: string | null;
  readonly instance: string;
}

/** Handlers run one after another: the next begins when the one before is done. */
export interface CompensationRun {
  /** The token that waits for the end; null: none does. */
  readonly thrower: string | null;
  readonly rest: readonly CompensationTarget[];
}

/**
 * `flow`: a process or subprocess, where tokens live. `local`: an activity's mapped variables. `instances`: the
 * instances of a repeated activity, one token each; its own variables (items, outputs) are nobody's to read.
 */
export type ScopeKind = 'flow' | 'local' | 'instances';

/** A complex gateway that was activated: the ways from which it took a token then, and the token that came of it. */
export interface Gate {
  readonly ways: readonly string[];
  readonly by: string;
}

export interface Scope {
  readonly id: string;
  readonly parent: string | null;
  /** Id of the process, subprocess or activity that opened it. */
  readonly node: string;
  readonly kind: ScopeKind;
  /** The token, in the parent scope, that opened it; null for the root. */
  readonly token: string | null;
  readonly variables: Map<string, Value>;
  /** Complex gateways in it that wait for reset, by element. */
  readonly gates: Record<string, Gate>;
  /** Of an ad-hoc subprocess: how many of its activities were begun, in order of the file where nobody chooses. */
  chosen: number;
  /** An interrupting event subprocess has taken the place of all that went on in it. */
  interrupted: boolean;
  /** Its activity has completed; it is kept so that what was done in it can be compensated. */
  kept: boolean;
  /** Completed instances in it that can be compensated, in order of completion. */
  compensables: readonly Compensable[];
  /** Tokens that lie directly in it. Derived: rebuilt on load. */
  alive: number;
}

/** Where something is waited for; `event-subprocess`: in a scope, by the start event of an event subprocess. */
export type WaitPlace = 'catch' | 'boundary' | 'gateway' | 'event-subprocess';

/** How a timer goes on. */
export interface Recurrence {
  /** Occurrences still to come after this one; null: unbounded. */
  remaining: number | null;
  /** The duration between two of them, in ISO 8601, or a cron expression. */
  readonly interval: string;
  /** When the first one was due. */
  readonly anchor: number;
  occurrence: number;
  /** After when no occurrence comes any more, in milliseconds since the epoch. */
  readonly until?: number;
  /** The interval is a cron expression, and so it is read. */
  readonly cron?: CronDialect;
}

export interface Timer {
  readonly id: string;
  /** Who waits: a token, or a scope. */
  readonly token: string | null;
  readonly scope: string | null;
  /** The boundary event, catch event, start event or gateway target that fires; the activity itself for `retry`. */
  readonly node: string;
  /** Which of the event's definitions it is, from 0. */
  readonly part: number;
  readonly kind: WaitPlace | 'retry';
  /** Milliseconds since the epoch. */
  due: number;
  /** Order of arming in the job: breaks ties between equal due times. */
  readonly number: number;
  cycle: Recurrence | null;
  /** How often it fired: part of the ids of what it creates. */
  fired: number;
}

export interface Subscription {
  readonly id: string;
  readonly token: string | null;
  readonly scope: string | null;
  readonly node: string;
  readonly part: number;
  /** `data`: an activity that has yet to begin waits for its data inputs. */
  readonly kind: WaitPlace | 'receive' | 'data';
  /** `came`: it has come already, and is kept until it can be handed on. */
  readonly trigger: 'message' | 'signal' | 'conditional' | 'data' | 'came';
  /** Name of the message or signal; of a data store whose value is missing; else empty. */
  readonly message: string;
  /** Correlation key as text; null subscribes without one. */
  readonly key: string | null;
  readonly number: number;
  fired: number;
  /** Conditions: whether it was true when it was looked at last. It fires when it becomes true. */
  met: boolean;
  /** What came, where it is kept. */
  readonly brought?: Variables;
}

/** What a token or a scope waits for. */
export type Waiting = Timer | Subscription;

export interface Incident {
  readonly id: string;
  readonly token: string | null;
  readonly element: string | null;
  readonly instance: string | null;
  readonly message: string;
  readonly attempts: number;
  readonly at: number;
}

/** Who hears a signal besides the job itself: jobs that waited for it when it was thrown, and processes that it starts. */
export interface Audience {
  readonly jobs: readonly string[];
  readonly definitions: readonly { readonly key: string; readonly version: number }[];
}

/** A message or signal on its way out: leaves the engine only when a checkpoint that holds it is durable. */
export interface OutgoingMessage {
  /** Deterministic: the same send, performed again after a crash, has the same id. */
  readonly id: string;
  /** Null: a message, which one receiver takes. */
  readonly audience: Audience | null;
  readonly name: string;
  readonly key: string | null;
  readonly variables: Readonly<Record<string, Value>>;
  readonly element: string;
  readonly instance: string;
}

/** The checkpoint that a job was made from. */
export interface Origin {
  readonly how: 'fork' | 'restore';
  /** Id of the job whose checkpoint it was; it may be of another store, or gone. */
  readonly job: string;
  readonly seq: number;
}

export interface JobState {
  readonly id: string;
  readonly extId: string;
  readonly lineage: string;
  readonly definition: { readonly key: string; readonly version: number };
  /** Null token: nobody waits for it; a message or signal of that job's scenario started it. */
  readonly parent: { readonly job: string; readonly token: string | null } | null;
  /** What it was made from, where it did not begin at a start event. */
  readonly origin: Origin | null;
  /** Whether a scenario stands in for the outside: then answers are counted. */
  readonly simulated: boolean;
  readonly seed: number;
  readonly clock: 'wall' | 'virtual';
  status: JobStatus;
  /** Uncaught BPMN error of a failed job. */
  error: { readonly code: string; readonly message: string } | null;
  held: boolean;
  /** Sequence number of the latest checkpoint; 0 before the first. */
  seq: number;
  incarnation: number;
  /** Logical time, milliseconds: moves only with a checkpoint. */
  now: number;
  messageId: string | null;
  /** Correlation keys of its conversations, by id, as far as a message has said what they are. */
  readonly keys: Map<string, string>;
  root: string;
  /** Counters: arrivals, numbers of timers and subscriptions. */
  arrivals: number;
  numbers: number;
  /** Simulated jobs only: answers taken so far, by element. */
  answers: Record<string, number>;
  /** Simulated jobs only: elements entered since the clock moved, or a person retried. */
  entered: number;
  /** Highest attempt that a dead engine had begun, by activity instance; dropped when the instance ends. */
  lostAttempts: Record<string, number>;
  /** In how many engine deaths an activity instance was being worked on; dropped when it ends. */
  deaths: Record<string, number>;
  /** Every new activity instance starts above this attempt; raised when a recovery cannot know what was begun. */
  attemptFloor: number;
  /** Called jobs whose call maps no outputs: digests of the variables they were given, to tell what they changed. */
  given: Readonly<Record<string, string>> | null;
  readonly startedAt: number;
  endedAt: number | null;
  readonly tokens: Map<string, Token>;
  readonly scopes: Map<string, Scope>;
  readonly timers: Map<string, Timer>;
  readonly subscriptions: Map<string, Subscription>;
  readonly incidents: Map<string, Incident>;
  readonly outgoing: Map<string, OutgoingMessage>;
  /** Written to data stores since the latest checkpoint, with which it leaves. */
  readonly stored: Map<string, Value>;
  /** Ids of tokens in state ready, in order of arrival. Derived: rebuilt on load. */
  readonly ready: string[];
  /** Derived: rebuilt on load. */
  readonly census: Census;
  /** What changed since the latest capture. Derived: empty on load. */
  readonly dirty: Dirty;
}

/** What `apply` counts, so that no step has to look at every token. */
export interface Census {
  running: number;
  held: number;
  /** Incidents of the job itself. */
  setAside: number;
  /** Tokens at joins: by scope, element, and the flow they came by, in order of arrival. */
  readonly arrived: Map<string, Map<string, Map<string, string[]>>>;
  /** Processes and subprocesses without a token in them. */
  readonly empty: Set<string>;
  /** Scopes in which a complex gateway waits for reset. */
  readonly gates: Set<string>;
  /** Scopes that are kept for compensation, by the scope around them. */
  readonly kept: Map<string, Set<string>>;
  /** Subscriptions to conditions and to data. */
  readonly conditions: Set<string>;
}

/** Ids of changed entities by kind; `variables` holds names by scope. Deleted ones are listed too. */
export interface Dirty {
  readonly tokens: Set<string>;
  readonly scopes: Set<string>;
  readonly variables: Map<string, Set<string>>;
  readonly timers: Set<string>;
  readonly subscriptions: Set<string>;
  readonly incidents: Set<string>;
  readonly outgoing: Set<string>;
}
