/** Names what this version cannot execute. An element without a reason here is compiled; nothing is ignored. */
import { childOf, childrenOf, flagOf, type Element } from './element.ts';

/** Definitions of an event, its own and those it refers to. */
export function eventDefinitionsOf(event: Element): readonly Element[] {
  return [...childrenOf(event, 'eventDefinitions'), ...childrenOf(event, 'eventDefinitionRef')];
}

/** `message` of `bpmn:MessageEventDefinition`. */
export function kindOf(definition: Element): string {
  const name = definition.$type.replace(/^bpmn:/, '').replace(/EventDefinition$/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Triggers that each kind of event may have; `none` is an event without a definition. */
const TRIGGERS: Readonly<Record<string, readonly string[]>> = {
  'bpmn:StartEvent': ['none', 'message', 'timer'],
  'bpmn:EndEvent': ['none', 'message', 'error', 'terminate'],
  'bpmn:IntermediateCatchEvent': ['message', 'timer'],
  'bpmn:IntermediateThrowEvent': ['none', 'message'],
  'bpmn:BoundaryEvent': ['message', 'timer', 'error'],
};

/** Triggers that BPMN knows for each kind of event (BPMN 2.0.2, table 10.93): the others are no matter of support. */
const KNOWN_TRIGGERS: Readonly<Record<string, readonly string[]>> = {
  'bpmn:StartEvent': ['none', 'message', 'timer', 'error', 'escalation', 'compensate', 'conditional', 'signal'],
  'bpmn:EndEvent': ['none', 'message', 'error', 'escalation', 'cancel', 'compensate', 'signal', 'terminate'],
  'bpmn:IntermediateCatchEvent': ['message', 'timer', 'link', 'conditional', 'signal'],
  'bpmn:IntermediateThrowEvent': ['none', 'message', 'escalation', 'link', 'compensate', 'signal'],
  'bpmn:BoundaryEvent': ['message', 'timer', 'error', 'escalation', 'cancel', 'compensate', 'conditional', 'signal'],
};

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
  'bpmn:ExclusiveGateway',
  'bpmn:ParallelGateway',
  'bpmn:EventBasedGateway',
  'bpmn:InclusiveGateway',
  'bpmn:AdHocSubProcess',
  'bpmn:ComplexGateway',
]);

const PLAIN_WORDS: Readonly<Record<string, string>> = {
  'bpmn:Transaction': 'transactions are not supported yet',
  'bpmn:ImplicitThrowEvent': 'implicit throw events are not supported',
};

/** Why a flow node cannot be executed, one reason a line; empty when it can. */
export function unsupportedReasons(node: Element): readonly string[] {
  const reasons: string[] = [];
  if (!EXECUTED.has(node.$type)) reasons.push(PLAIN_WORDS[node.$type] ?? `${node.$type} is not supported`);
  if (node.$instanceOf('bpmn:Event')) reasons.push(...unsupportedEvent(node));
  if (node.$instanceOf('bpmn:Activity')) reasons.push(...unsupportedActivity(node));
  if (node.$type === 'bpmn:EventBasedGateway') {
    if (flagOf(node, 'instantiate')) reasons.push('event-based gateways that start a process are not supported yet');
    if (node.get('eventGatewayType') === 'Parallel')
      reasons.push('parallel event-based gateways are not supported yet');
  }
  return reasons;
}

function unsupportedEvent(event: Element): readonly string[] {
  const supported = TRIGGERS[event.$type];
  if (supported === undefined) return [];
  const reasons: string[] = [];
  const definitions = eventDefinitionsOf(event);
  const where = placeOf(event);
  if (definitions.length > 1) {
    const kinds = definitions.map(kindOf).join(', ');
    const all = flagOf(event, 'parallelMultiple') ? 'parallel multiple' : 'multiple';
    reasons.push(`events with several definitions (${all}: ${kinds}) are not supported yet`);
  } else {
    const kind = definitions[0] === undefined ? 'none' : kindOf(definitions[0]);
    const known = KNOWN_TRIGGERS[event.$type] ?? [];
    if (kind === 'none' && !supported.includes('none')) {
      reasons.push(`${where} without an event definition waits for nothing that could be named${hint(event)}`);
    } else if (!known.includes(kind)) {
      reasons.push(`${where} with a ${kind} definition does not exist in BPMN (BPMN 2.0.2, 10.5.5, table 10.93)`);
    } else if (!supported.includes(kind)) {
      const elsewhere = Object.values(TRIGGERS).some((kinds) => kinds.includes(kind));
      const named = kind === 'compensate' ? 'compensation' : kind;
      reasons.push(
        `${elsewhere ? `${where} with a trigger of the kind ${named} is` : `${named} events are`} not supported yet`,
      );
    }
  }
  if (hasDataMapping(event)) reasons.push(DATA_MAPPING);
  return reasons;
}

/** More tokens than anybody means. */
const MAX_QUANTITY = 1000;

function unsupportedActivity(activity: Element): readonly string[] {
  const reasons: string[] = [];
  if (activity.$instanceOf('bpmn:SubProcess') && flagOf(activity, 'triggeredByEvent')) {
    reasons.push('event subprocesses are not supported yet');
  }
  if (flagOf(activity, 'isForCompensation')) reasons.push('compensation activities are not supported yet');
  if (flagOf(activity, 'instantiate')) reasons.push('receive tasks that start a process are not supported yet');
  for (const quantity of ['startQuantity', 'completionQuantity']) {
    const value = activity.get(quantity);
    if (typeof value === 'number' && !(value >= 1 && value <= MAX_QUANTITY))
      reasons.push(`${quantity} is ${value}, no whole number from 1 to ${MAX_QUANTITY} (BPMN 2.0.2, 10.3.2)`);
  }
  if (hasDataMapping(activity)) reasons.push(DATA_MAPPING);
  return reasons;
}

const DATA_MAPPING = 'data associations with an assignment or a transformation are not supported; use cairn:mapping';

function hasDataMapping(node: Element): boolean {
  const associations = [...childrenOf(node, 'dataInputAssociations'), ...childrenOf(node, 'dataOutputAssociations')];
  return associations.some(
    (each) => childOf(each, 'transformation') !== null || childrenOf(each, 'assignment').length > 0,
  );
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
  return ` (its extensions ${[...new Set(foreign.map((each) => each.$type))].join(', ')} are not executed)`;
}
