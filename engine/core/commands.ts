/**
 * Commands are imperative: what somebody wants of a job. They are applied one at a time, in the order in which the run
 * loop accepts them. A command that cannot be obeyed is refused as a value; nothing has changed then.
 */
import type { Changes } from './adaptation.ts';
import type { Escalation } from './events.ts';
import type { Variables } from './value.ts';
import type { Outcome } from './work.ts';

export type Command =
  /** `node`: a start event, or null for the process's own beginning. `messageId`: the message that starts it. */
  | {
      readonly type: 'start';
      readonly node: string | null;
      readonly variables: Variables;
      readonly messageId: string | null;
      /** What came, for a start that waits for several things: the others are then waited for. */
      readonly by?: StartTrigger;
    }
  | {
      readonly type: 'report-outcome';
      readonly token: string;
      readonly instance: string;
      readonly attempt: number;
      readonly outcome: Outcome;
    }
  | { readonly type: 'complete-user-task'; readonly instance: string; readonly variables: Variables }
  /** What a person wants of an ad-hoc subprocess, named by its instance: an activity to begin; null: nothing more. */
  | { readonly type: 'choose'; readonly instance: string; readonly activity: string | null }
  | { readonly type: 'fire-timer'; readonly timer: string }
  | {
      readonly type: 'take-message';
      readonly subscription: string;
      readonly messageId: string;
      /** The key that its sender named; absent: none. */
      readonly key?: string | null;
      readonly variables: Variables;
    }
  /** Every token and scope of the job that waits for the signal hears it at once. */
  | { readonly type: 'hear-signal'; readonly signal: string; readonly variables: Variables }
  /** `escalations`: what the called job told its caller in the step that is returned from. */
  | {
      readonly type: 'return-call';
      readonly token: string;
      readonly job: string;
      readonly result: CallResult;
      readonly escalations?: readonly Escalation[];
    }
  /** Null instance: every incident of the job. Variables are set first; giving any raises the edit number. */
  | { readonly type: 'retry'; readonly instance: string | null; readonly variables: Variables | null }
  /** Something that its conditions and data inputs depend on has changed outside of it. */
  | { readonly type: 'look-again' }
  | { readonly type: 'cancel' }
  /** Lets held tokens go on; null: all of them. */
  | { readonly type: 'release'; readonly token: string | null }
  /** The runtime could not go on with this job or token. */
  | { readonly type: 'raise-incident'; readonly token: string | null; readonly message: string }
  | { readonly type: 'confirm-dispatch'; readonly messages: readonly string[] }
  /** Virtual clocks only. */
  | { readonly type: 'move-clock'; readonly to: number }
  /** After a load: asks for the work of running tokens again. `begun`: highest attempts a dead engine had begun. */
  | {
      readonly type: 'recover';
      readonly incarnation: number;
      readonly begun: Readonly<Record<string, number>>;
      readonly attemptFloor: number | null;
      /** Instances that a dead engine was working on when it died. */ readonly interrupted: readonly string[];
    }
  /** Between a load and the first step: the job goes on with another version of its definition. Moves no token. */
  | { readonly type: 'adapt'; readonly changes: Changes }
  /** Goes on after a step that ended early (a token arrived at a join). */
  | { readonly type: 'continue' };

export interface StartTrigger {
  readonly kind: 'message' | 'signal' | 'timer';
  /** Of the message or signal; null for a timer. */
  readonly name: string | null;
  /** The key that the message's sender named; absent: none. */
  readonly key?: string | null;
}

export type CallResult =
  /** Everything that the called process has at its end; `changed`: names that differ from what it was given (absent: all). */
  | { readonly kind: 'completed'; readonly variables: Variables; readonly changed?: readonly string[] }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'cancelled' }
  /** It has ended, and so does its caller (Flowable's `terminateAll`). */
  | { readonly kind: 'terminated' }
  /** It goes on: it only had something to tell. */
  | { readonly kind: 'goes-on' }
  /** The call could not be made at all. */
  | { readonly kind: 'refused'; readonly message: string };

/** Why a command was not obeyed. */
export interface Refusal {
  /** `too-late`: something else won. `conflict`: answered before, otherwise. `unknown`: there is no such thing. `illegal`: not in this state. */
  readonly code: 'too-late' | 'conflict' | 'unknown' | 'illegal';
  readonly message: string;
}

export function refuse(code: Refusal['code'], message: string): Refusal {
  return { code, message };
}
