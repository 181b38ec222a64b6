/** Activities of the graph. */
import type { Expression } from './expression.ts';
import type { FormField, OutputField } from './form.ts';
import type { TaskImplementation } from './implementation.ts';
import type { MessageRef } from './message.ts';
import type { ActivityBase } from './node.ts';
import type { People } from './people.ts';

/** Also `bpmn:ManualTask`: passes through. */
export interface PlainTask extends ActivityBase {
  readonly type: 'bpmn:Task' | 'bpmn:ManualTask';
}

/** Runs its script (BPMN 2.0.2, 10.3.3). */
export interface ScriptTask extends ActivityBase {
  readonly type: 'bpmn:ScriptTask';
  /** `external`: a language that only another engine could run; its text is in `script` all the same. */
  readonly language: 'javascript' | 'feel' | 'external';
  readonly format: string;
  readonly script: string;
  readonly resultVariable: string | null;
}

/** Reaches the world, by its implementation (BPMN 2.0.2, 10.3.3). */
export interface ServiceTask extends ActivityBase {
  readonly type: 'bpmn:ServiceTask' | 'bpmn:SendTask' | 'bpmn:BusinessRuleTask';
  readonly implementation: TaskImplementation;
  readonly resultVariable: string | null;
}

/** Waits for a person (BPMN 2.0.2, 10.3.4). */
export interface UserTask extends ActivityBase {
  readonly type: 'bpmn:UserTask';
  readonly form: readonly FormField[];
  /** Of its data outputs, those that neither the form nor its mapping gives a value to. */
  readonly outputFields: readonly OutputField[];
  /** Whom it is meant for: shown, not executed. Null: nobody in particular. */
  readonly people: People | null;
}

/** Waits for a message (BPMN 2.0.2, 10.3.3). */
export interface ReceiveTask extends ActivityBase {
  readonly type: 'bpmn:ReceiveTask';
  readonly message: MessageRef;
  /** Its message starts the process. */
  readonly instantiate: boolean;
}

/** Which version of a process is called. */
export type CalledVersion = 'latest' | 'deployment' | number;

/** Calls a process or a global task (BPMN 2.0.2, 10.3.6). */
export interface CallActivity extends ActivityBase {
  readonly type: 'bpmn:CallActivity';
  readonly calledElement: Expression;
  /** `latest`, a version number, or the one that was deployed with the caller, in the same file. */
  readonly version: CalledVersion;
}

/** Also `bpmn:Transaction`, which can be cancelled. */
export interface SubProcess extends ActivityBase {
  readonly type: 'bpmn:SubProcess' | 'bpmn:Transaction';
  /** `triggeredByEvent`: an event subprocess. */
  readonly byEvent: boolean;
}

/** Its activities are not connected, or only in part (BPMN 2.0.2, 10.3.5). */
export interface AdHocSubProcess extends ActivityBase {
  readonly type: 'bpmn:AdHocSubProcess';
  readonly ordering: 'parallel' | 'sequential';
  /** Who says which of its activities begin (`cairn:choice`): people, one at a time; nobody, so that each begins once. */
  readonly choice: 'people' | 'all';
  /** Null: it is over when everything in it has been performed. */
  readonly completionCondition: Expression | null;
  /** Whether what is still going on when the condition becomes true is cancelled. */
  readonly cancelRemaining: boolean;
}

/** Every kind of activity. */
export type Activity =
  PlainTask | ScriptTask | ServiceTask | UserTask | ReceiveTask | CallActivity | SubProcess | AdHocSubProcess;
