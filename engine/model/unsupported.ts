/** Names what this version cannot execute. An element without a reason here is compiled; nothing is ignored. */
import { childOf, childrenOf, flagOf, type Element } from './element.ts';
import { foreignTriggersOf, namesNoEvent, standInOf } from './vendor-triggers.ts';

/** Definitions of an event: its own and those it refers to, else what stands in for a trigger that is an extension. */
export function eventDefinitionsOf(event: Element): readonly Element[] {
  const written = [...childrenOf(event, 'eventDefinitions'), ...childrenOf(event, 'eventDefinitionRef')];
  const standIn = written.length === 0 ? standInOf(event) : null;
  return standIn === null ? written : [standIn];
}

/** `message` of `bpmn:MessageEventDefinition`. */
export function kindOf(definition: Element): string {
  const name = definition.$type.replace(/^bpmn:/, '').replace(/EventDefinition$/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Triggers of each kind of event (BPMN 2.0.2, table 10.93); `none` is an event without a definition. */
const TRIGGERS: Readonly<Record<string, readonly string[]>> = {
  'bpmn:StartEvent': ['none', 'message', 'timer', 'error', 'escalation', 'compensate', 'conditional', 'signal'],
  'bpmn:EndEvent': ['none', 'message', 'error', 'escalation', 'cancel', 'compensate', 'signal', 'terminate'],
  'bpmn:IntermediateCatchEvent': ['message', 'timer', 'link', 'conditional', 'signal'],
  'bpmn:IntermediateThrowEvent': ['none', 'message', 'escalation', 'link', 'compensate', 'signal'],
  'bpmn:BoundaryEvent': ['message', 'timer', 'error', 'escalation', 'cancel', 'compensate', 'conditional', 'signal'],
};

/** What a start event may have that starts a process, or none of them an embedded subprocess. */
const PROCESS_STARTS = ['none', 'message', 'timer', 'conditional', 'signal'];

/** Triggers that cannot be among several: they find their one other end, or belong to one activity. */
const ALONE = ['link', 'compensate', 'cancel'];
/** Triggers that can be waited for together, all of them. */
const TOGETHER = ['message', 'timer', 'conditional', 'signal'];

const EXECUTED = new Set([
  ...Object.keys(TRIGGERS),
  'bpmn:Task',
  'bpmn:ManualTask',
  'bpmn:ScriptTask',
  'bpmn:BusinessRuleTask',
  'bpmn:SendTask',
  'bpmn:ServiceTask',
  'bpmn:UserTask',
  'bpmn:ReceiveTask',
  'bpmn:CallActivity',
  'bpmn:SubProcess',
  'bpmn:Transaction',
  'bpmn:ExclusiveGateway',
  'bpmn:ParallelGateway',
  'bpmn:EventBasedGateway',
  'bpmn:InclusiveGateway',
  'bpmn:AdHocSubProcess',
  'bpmn:ComplexGateway',
]);

const PLAIN_WORDS: Readonly<Record<string, string>> = {
  'bpmn:ImplicitThrowEvent': 'implicit throw events are not supported',
};

/** Why a flow node cannot be executed, one reason a line; empty when it can. */
export function unsupportedReasons(node: Element): readonly string[] {
  const reasons: string[] = [];
  if (!EXECUTED.has(node.$type)) reasons.push(PLAIN_WORDS[node.$type] ?? `${node.$type} is not supported`);
  if (node.$instanceOf('bpmn:Event')) reasons.push(...unsupportedEvent(node));
  if (node.$instanceOf('bpmn:Activity')) reasons.push(...unsupportedActivity(node));
  const [first, ...others] = foreignTriggersOf(node);
  if (first !== undefined && others.length > 0)
    reasons.push(
      `its extensions name ${others.length + 1} triggers (${[first, ...others].join(', ')}), of which only one can be meant`,
    );
  return reasons;
}

function unsupportedEvent(event: Element): readonly string[] {
  const known = TRIGGERS[event.$type];
  if (known === undefined) return [];
  const reasons: string[] = [];
  const kinds = eventDefinitionsOf(event).map(kindOf);
  const where = placeOf(event);
  if (kinds.length === 0 && !known.includes('none')) {
    reasons.push(
      `${where} without an event definition waits for nothing that could be named${hint(event)} (BPMN 2.0.2, 10.5.4)`,
    );
  }
  const unknown = kinds.find((kind) => !known.includes(kind));
  const misplaced = event.$type === 'bpmn:StartEvent' ? kinds.find((kind) => !startsHere(event, kind)) : undefined;
  if (unknown !== undefined) {
    reasons.push(`${where} with a ${unknown} definition does not exist in BPMN${only(event, unknown)}`);
  } else if (misplaced !== undefined) {
    const named = misplaced === 'compensate' ? 'compensation' : misplaced;
    reasons.push(
      `${where} with a trigger of the kind ${named} can only start an event subprocess (BPMN 2.0.2, 10.5.2)`,
    );
  } else if (kinds.length > 1) {
    const all = flagOf(event, 'parallelMultiple');
    const allowed = (kind: string): boolean =>
      all ? TOGETHER.includes(kind) : !ALONE.includes(kind) || event.$instanceOf('bpmn:ThrowEvent');
    const wrong = kinds.find((kind) => !allowed(kind) || kind === 'link');
    if (wrong !== undefined) {
      const named = wrong === 'compensate' ? 'compensation' : wrong;
      const together = all ? 'a parallel multiple event' : 'an event with several definitions';
      reasons.push(`${named} cannot be among the definitions of ${together} (BPMN 2.0.2, 10.5.5)`);
    }
  }
  const undone = event.$instanceOf('bpmn:ThrowEvent') ? secondOf(kinds) : null;
  if (undone !== null) reasons.push(`${where} with ${undone} would do only the first of them (BPMN 2.0.2, 10.5.3)`);
  if (startsWithAllOf(event) && kinds.filter((kind) => kind === 'timer').length > 1) {
    reasons.push(
      'several timers cannot start a process together: each would start one when it fires (BPMN 2.0.2, 10.5.2)',
    );
  }
  return reasons;
}

/** What ends more than its own token, of which one leaves nothing for another; and compensation, which waits. */
function secondOf(kinds: readonly string[]): string | null {
  const ends = kinds.filter((kind) => ['error', 'cancel', 'terminate'].includes(kind));
  if (ends.length > 1) return `the results ${ends.join(' and ')}`;
  return kinds.filter((kind) => kind === 'compensate').length > 1 ? 'several compensation definitions' : null;
}

function startsWithAllOf(event: Element): boolean {
  const container = event.$parent;
  return (
    event.$type === 'bpmn:StartEvent' &&
    flagOf(event, 'parallelMultiple') &&
    container?.get('triggeredByEvent') !== true
  );
}

/** Errors, escalations and compensation start event subprocesses only. */
function startsHere(event: Element, kind: string): boolean {
  const container = event.$parent;
  return PROCESS_STARTS.includes(kind) || (container !== undefined && container.get('triggeredByEvent') === true);
}

/** More tokens than anybody means. */
const MAX_QUANTITY = 1000;

function unsupportedActivity(activity: Element): readonly string[] {
  const reasons: string[] = [];
  for (const quantity of ['startQuantity', 'completionQuantity']) {
    const value = activity.get(quantity);
    if (typeof value === 'number' && !(value >= 1 && value <= MAX_QUANTITY))
      reasons.push(`${quantity} is ${value}, no whole number from 1 to ${MAX_QUANTITY} (BPMN 2.0.2, 13.3.2)`);
  }
  if (flagOf(activity, 'triggeredByEvent') && childOf(activity, 'loopCharacteristics') !== null)
    reasons.push('an event subprocess that is repeated is not supported: its event starts it (BPMN 2.0.2, 10.3.5)');
  return reasons;
}

/** What the standard says of the trigger, where it says more than that the table has no such event. */
function only(event: Element, kind: string): string {
  if (event.$instanceOf('bpmn:CatchEvent') && kind === 'compensate')
    return ': a compensation event that catches must be attached to an activity, and in the flow the event throws (BPMN 2.0.2, 10.5.5)';
  if (event.$instanceOf('bpmn:CatchEvent') && kind === 'cancel')
    return ': a cancel event that catches must be attached to a transaction (BPMN 2.0.2, 10.5.5)';
  return ' (BPMN 2.0.2, 10.5.5, table 10.93)';
}

function placeOf(event: Element): string {
  const words: Readonly<Record<string, string>> = {
    'bpmn:StartEvent': 'a start event',
    'bpmn:EndEvent': 'an end event',
    'bpmn:IntermediateCatchEvent': 'an intermediate catch event',
    'bpmn:IntermediateThrowEvent': 'an intermediate throw event',
    'bpmn:BoundaryEvent': 'a boundary event',
  };
  return words[event.$type] ?? 'an event';
}

/** Vendors put definitions of their own into the extensions; the reason names them. */
function hint(event: Element): string {
  const container = childOf(event, 'extensionElements');
  const foreign =
    container === null ? [] : childrenOf(container, 'values').filter((each) => each.$descriptor.isGeneric === true);
  if (foreign.length === 0) return '';
  if (namesNoEvent(event)) return ' (its flowable:eventType is empty)';
  return ` (its extensions ${[...new Set(foreign.map((each) => each.$type))].join(', ')} are not executed)`;
}
