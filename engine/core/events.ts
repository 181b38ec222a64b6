/**
 * Events are past tense: what happened to a job. `apply` turns them into state; the checkpoint policy reads them; the
 * recorder and the window tell them. A changed meaning is a new event type.
 */
import type { CalledVersion } from '../model/graph/activity.ts';
import type { HttpRequest, Outcome, Work } from './work.ts';
import type {
  Compensable,
  CompensationRun,
  CompensationTarget,
  Incident,
  OutgoingMessage,
  ScopeKind,
  Subscription,
  Timer,
  Wait,
} from './job-state.ts';
import type { Value, Variables } from './value.ts';

export type ExecutionOutcome = 'completed' | 'interrupted' | 'failed' | 'incident';

/** Something that a process tells whoever stands around it, and usually goes on (BPMN 2.0.2, 10.5.6). */
export interface Escalation {
  /** Empty: without a code. */
  readonly code: string;
  /** Element that threw it. */
  readonly node: string;
  /** Names this throw, among all of the job's. */
  readonly occurrence: string;
}

export type JobEvent =
  | { readonly type: 'job-started'; readonly node: string; readonly given: Readonly<Record<string, string>> | null }
  | { readonly type: 'job-completed'; readonly at: number }
  | {
      readonly type: 'job-failed';
      readonly code: string;
      readonly message: string;
      readonly node: string;
      readonly at: number;
    }
  | { readonly type: 'job-cancelled'; readonly at: number }
  /** End of every step: what the job is now. */
  | { readonly type: 'job-settled'; readonly status: 'active' | 'passive'; readonly held: boolean }
  | {
      readonly type: 'scope-opened';
      readonly scope: string;
      readonly parent: string | null;
      readonly node: string;
      readonly kind: ScopeKind;
      readonly token: string | null;
    }
  | {
      readonly type: 'scope-closed';
      readonly scope: string;
      readonly node: string;
      readonly kind: ScopeKind;
      readonly completed: boolean;
    }
  /** Its activity has completed; what was done in it can still be compensated. */
  | { readonly type: 'scope-kept'; readonly scope: string; readonly node: string }
  /** An interrupting event subprocess takes the place of what went on in the scope. */
  | { readonly type: 'scope-interrupted'; readonly scope: string; readonly node: string }
  | { readonly type: 'variable-set'; readonly scope: string; readonly name: string; readonly value: Value }
  | {
      readonly type: 'token-created';
      readonly token: string;
      readonly scope: string;
      readonly node: string;
      readonly via: string | null;
      readonly parents: readonly string[];
      /** Which instance of a repeated activity it is. */ readonly index?: number;
    }
  | { readonly type: 'token-moved'; readonly token: string; readonly node: string; readonly via: string | null }
  | { readonly type: 'token-joining'; readonly token: string; readonly node: string }
  | { readonly type: 'token-held'; readonly token: string; readonly node: string }
  | { readonly type: 'token-released'; readonly token: string }
  | { readonly type: 'token-consumed'; readonly token: string; readonly node: string }
  /** One step turned one token into several. */
  | { readonly type: 'forked'; readonly node: string; readonly tokens: readonly string[] }
  | { readonly type: 'joined'; readonly node: string; readonly tokens: readonly string[]; readonly into: string }
  /** A complex gateway waits for reset from here on. */
  | {
      readonly type: 'complex-gateway-activated';
      readonly scope: string;
      readonly node: string;
      readonly ways: readonly string[];
      readonly by: string;
    }
  /** Activities of an ad-hoc subprocess begin. */
  | { readonly type: 'activities-chosen'; readonly scope: string; readonly node: string; readonly count: number }
  | { readonly type: 'complex-gateway-reset'; readonly scope: string; readonly node: string }
  | {
      readonly type: 'element-entered';
      readonly token: string;
      readonly node: string;
      readonly instance: string;
      readonly visit: number;
      readonly counted: boolean;
      readonly attempt: number;
      readonly at: number;
    }
  | {
      readonly type: 'element-left';
      readonly token: string;
      readonly node: string;
      readonly instance: string;
      readonly attempt: number;
      readonly outcome: ExecutionOutcome;
      /** When this attempt began and ended, ms. */ readonly startedAt: number;
      readonly at: number;
    }
  /** A token stands for all instances of a repeated activity from here on; each of them is an execution, it is none. */
  | {
      readonly type: 'instances-entered';
      readonly token: string;
      readonly node: string;
      readonly instance: string;
      readonly visit: number;
      readonly counted: boolean;
      readonly at: number;
    }
  /** `withdrawn`: started before, and taken back before they began. */
  | {
      readonly type: 'instances-counted';
      readonly token: string;
      readonly node: string;
      readonly total: number | null;
      readonly withdrawn?: number;
    }
  | { readonly type: 'instance-started'; readonly token: string; readonly node: string; readonly index: number }
  | { readonly type: 'instance-completed'; readonly token: string; readonly node: string; readonly index: number }
  | { readonly type: 'instances-terminated'; readonly token: string; readonly node: string; readonly count: number }
  /** The element's own work is done; the token has yet to find its way out. */
  | { readonly type: 'leaving-started'; readonly token: string }
  /** Its work is done and its results are in its inner scope, but they could not be mapped yet. */
  | { readonly type: 'results-kept'; readonly token: string }
  | { readonly type: 'working-started'; readonly token: string; readonly inner: string | null }
  | {
      readonly type: 'work-requested';
      readonly token: string;
      readonly node: string;
      readonly kind: Work['kind'];
      readonly request: HttpRequest | null;
      readonly attempt: number;
      readonly try: number;
      readonly answer: number;
      readonly at: number;
    }
  | {
      readonly type: 'outcome-reported';
      readonly token: string;
      readonly node: string;
      readonly instance: string;
      readonly attempt: number;
      readonly kind: Outcome['kind'];
    }
  | {
      readonly type: 'retry-scheduled';
      readonly token: string;
      readonly node: string;
      readonly due: number;
      readonly message: string;
    }
  | {
      readonly type: 'wait-started';
      readonly token: string;
      readonly node: string;
      readonly wait: Wait;
      /** Which answer of the scenario a user task takes. */ readonly answer: number;
    }
  /** A person, a timer or a message ended a wait. */
  | {
      readonly type: 'wait-ended';
      /** Null: a scope waited, for an event subprocess. */
      readonly token: string | null;
      readonly node: string;
      readonly by: 'user' | 'timer' | 'message' | 'signal' | 'conditional' | 'data';
    }
  /** A data store gets a value; the others see it when a durable checkpoint holds it. */
  | { readonly type: 'data-stored'; readonly node: string; readonly store: string; readonly value: Value }
  /** The first message of a conversation that carries a correlation key says what it is. */
  | { readonly type: 'correlation-key-set'; readonly node: string; readonly key: string; readonly value: string }
  | { readonly type: 'message-taken'; readonly node: string; readonly messageId: string }
  | { readonly type: 'timer-armed'; readonly timer: Timer }
  | { readonly type: 'timer-fired'; readonly timer: string; readonly node: string }
  | { readonly type: 'timer-removed'; readonly timer: string }
  | { readonly type: 'subscription-opened'; readonly subscription: Subscription }
  | { readonly type: 'subscription-matched'; readonly subscription: string; readonly node: string }
  | { readonly type: 'subscription-removed'; readonly subscription: string }
  /** What came cannot be handed on yet: it takes the place of the wait for it. */
  | { readonly type: 'part-kept'; readonly subscription: Subscription }
  /** A condition was looked at, and has another value than before. */
  | { readonly type: 'condition-changed'; readonly subscription: string; readonly node: string; readonly met: boolean }
  | { readonly type: 'signal-thrown'; readonly node: string; readonly signal: string; readonly variables: Variables }
  /** `caughtBy`: the catching event; null: nobody in this job, so that its caller is asked. */
  | { readonly type: 'escalation-thrown'; readonly escalation: Escalation; readonly caughtBy: string | null }
  | {
      readonly type: 'compensation-recorded';
      readonly scope: string;
      readonly compensable: Compensable;
    }
  /** These instances are about to be compensated: nobody else does it. */
  | {
      readonly type: 'compensation-thrown';
      readonly node: string;
      readonly taken: readonly { readonly scope: string; readonly instance: string }[];
    }
  | {
      readonly type: 'compensation-started';
      readonly token: string;
      readonly target: CompensationTarget;
      readonly run: CompensationRun;
    }
  | { readonly type: 'message-sent'; readonly message: OutgoingMessage }
  | { readonly type: 'message-dispatched'; readonly message: string }
  | {
      readonly type: 'call-requested';
      readonly token: string;
      readonly node: string;
      readonly instance: string;
      readonly job: string;
      readonly key: string;
      readonly version: CalledVersion;
      readonly lineage: string;
      readonly variables: Variables;
    }
  | {
      readonly type: 'call-returned';
      readonly token: string;
      readonly node: string;
      readonly job: string;
      /** The called job ends its caller with it. */
      readonly terminates?: true;
    }
  | { readonly type: 'call-cancelled'; readonly token: string; readonly node: string; readonly job: string }
  | { readonly type: 'incident-raised'; readonly incident: Incident; readonly node: string | null }
  | {
      readonly type: 'incident-resolved';
      readonly incident: string;
      readonly token: string | null;
      readonly edited: boolean;
    }
  | { readonly type: 'clock-moved'; readonly to: number }
  | { readonly type: 'checkpoint-captured'; readonly seq: number; readonly at: number }
  | {
      readonly type: 'incarnation-raised';
      readonly incarnation: number;
      readonly begun: Readonly<Record<string, number>>;
      readonly attemptFloor: number | null;
      /** Instances that a dead engine was working on. */ readonly interrupted: readonly string[];
    };

/** All event types, for the exhaustiveness test. */
export type JobEventType = JobEvent['type'];
