/** Events of the graph. */
import type { EventBase } from './node.ts';
import type { EventTrigger } from './trigger.ts';

/** Where a process or event subprocess begins (BPMN 2.0.2, 10.5.2). */
export interface StartEvent extends EventBase {
  readonly type: 'bpmn:StartEvent';
  readonly trigger: EventTrigger;
  /** `isInterrupting`: of an event subprocess, whether it takes the place of what goes on around it. */
  readonly interrupting: boolean;
}

/** Where a token ends (BPMN 2.0.2, 10.5.3). */
export interface EndEvent extends EventBase {
  readonly type: 'bpmn:EndEvent';
  readonly trigger: EventTrigger;
}

/** Waits for its trigger (BPMN 2.0.2, 10.5.4). */
export interface IntermediateCatchEvent extends EventBase {
  readonly type: 'bpmn:IntermediateCatchEvent';
  readonly trigger: Exclude<EventTrigger, { kind: 'none' }>;
}

/** Throws in passing (BPMN 2.0.2, 10.5.4). */
export interface IntermediateThrowEvent extends EventBase {
  readonly type: 'bpmn:IntermediateThrowEvent';
  readonly trigger: EventTrigger;
}

/** Waits as long as the activity that it is attached to goes on (BPMN 2.0.2, 10.5.4). */
export interface BoundaryEvent extends EventBase {
  readonly type: 'bpmn:BoundaryEvent';
  readonly attachedTo: string;
  /** `cancelActivity`. */
  readonly interrupting: boolean;
  readonly trigger: Exclude<EventTrigger, { kind: 'none' }>;
}
