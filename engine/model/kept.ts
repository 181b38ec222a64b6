/**
 * What other engines' extensions say without an effect here: every attribute and extension element of a foreign namespace,
 * wherever in the file it stands, is either read or named. Drawings and editors' own marks are neither.
 */
import { childrenOf, extensionsOf, rawTextOf, type Element } from './element.ts';
import { FROM_ZERO, INDEX, OWN } from './loops.ts';
import { VENDOR_MARKS } from './marks.ts';
import { ACTIVITI, CAMUNDA, FLOWABLE, foreignAttributes, OPERATON, ZEEBE, type ForeignAttribute } from './namespace.ts';
import type { Report } from './report.ts';
import { isReadBinding, isReadDecision, SKIP, vendorExpression, vendorSkip } from './vendor-calls.ts';
import { OLDER } from './vendor-elements.ts';
import { isReadOfEvent } from './vendor-events.ts';
import { isReadPart } from './vendor-parts.ts';
import { END_DATE, TERMINATE_ALL } from './trigger.ts';
import { eventMessageOf, isTriggerPart, sendsEvent } from './vendor-triggers.ts';
import { notUnderstood } from './understood.ts';
import { ERROR_MESSAGE, ERROR_VARIABLES, ESCALATION_VARIABLE, RESULT_VARIABLE, vendorErrorMessage } from './vendor.ts';

const CAMUNDAS = [CAMUNDA, OPERATON];
const ANSWERING = ['bpmn:ScriptTask', 'bpmn:ServiceTask', 'bpmn:BusinessRuleTask', 'bpmn:SendTask'];
/** What people see, and what is named: an extension of any of its parts is an extension of it. */
const SEEN = ['FlowElement', 'RootElement', 'MessageFlow', 'Artifact', 'Participant', 'Lane', 'ConversationNode'];

/**
 * One note for each element that has such extensions, on it or in its parts. `passes`: says of a root element that it is left
 * out, because all of it is named already.
 */
export function noteKept(
  root: Element,
  passes: (root: Element) => boolean,
  reportOf: (element: Element) => Report,
): void {
  const names = new Map<Element, Set<string>>();
  gather(root, root, passes, names);
  for (const [element, kept] of names)
    reportOf(element).note(element, 'vendor-extension', `kept, not executed: ${[...kept].sort().join(', ')}.`);
}

function gather(
  owner: Element,
  around: Element,
  passes: (root: Element) => boolean,
  names: Map<Element, Set<string>>,
): void {
  if (passes(owner)) return;
  const seen = isSeen(owner) ? owner : around;
  const kept = keptOf(owner);
  if (kept.length > 0) names.set(seen, new Set([...(names.get(seen) ?? []), ...kept]));
  for (const { name, isReference, isAttr } of owner.$descriptor.properties ?? []) {
    if (isReference === true || isAttr === true || DRAWN.includes(name)) continue;
    const value = owner.get(name);
    const parts = Array.isArray(value) ? childrenOf(owner, name) : [value].filter(isPart);
    for (const part of parts) gather(part, seen, passes, names);
  }
}

/** Not looked into: drawings, and extension elements, which are named as a whole. */
const DRAWN = ['bpmn:diagrams', 'diagrams', 'bpmn:extensionElements', 'extensionElements'];

function isPart(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && '$type' in value;
}

function isSeen(element: Element): boolean {
  if (element.$instanceOf('bpmn:EventDefinition')) return element.$parent?.$type === 'bpmn:Definitions';
  return SEEN.some((type) => element.$instanceOf(`bpmn:${type}`));
}

function keptOf(owner: Element): string[] {
  if (owner.$descriptor.isGeneric === true) return [owner.$type];
  const attributes = foreignAttributes(owner).filter((attribute) => !isRead(owner, attribute));
  const extensions = extensionsOf(owner).filter(({ $type }) => !$type.startsWith('cairn:'));
  return [
    ...attributes.map(({ name }) => name),
    ...extensions.flatMap((each) => (isReadElement(owner, each) ? notUnderstood(each) : [each.$type])),
  ];
}

function isReadElement(owner: Element, extension: Element): boolean {
  const { localName, uri } = extension.$descriptor.ns;
  if (owner.$type === 'bpmn:Message')
    return uri === ZEEBE && localName === 'subscription' && rawTextOf(owner, 'cairn:correlationKey') === null;
  if (owner.$type === 'bpmn:MultiInstanceLoopCharacteristics')
    return uri === ZEEBE && localName === 'loopCharacteristics';
  if (owner.$instanceOf('bpmn:FlowNode') && isTriggerPart(owner, extension)) return true;
  return owner.$instanceOf('bpmn:Activity') ? isReadPart(owner, extension) : isReadOfEvent(owner, extension);
}

function isRead(owner: Element, { uri, local }: ForeignAttribute): boolean {
  if (uri === null) return false;
  const isOneOf = (each: { readonly local: string; readonly uris: readonly string[] }): boolean =>
    each.local === local && each.uris.includes(uri);
  if (owner.$instanceOf('bpmn:FlowNode') && VENDOR_MARKS.some(isOneOf)) return true;
  if (isOneOf(SKIP)) return vendorSkip(owner) !== null;
  if (ANSWERING.includes(owner.$type)) {
    if (local === 'type' && uri === FLOWABLE && sendsEvent(owner)) return eventMessageOf(owner) !== null;
    if (local === 'expression') return OLDER.includes(uri) && vendorExpression(owner) !== null;
    if (isReadDecision(owner, local)) return CAMUNDAS.includes(uri);
    return RESULT_VARIABLE.some(isOneOf);
  }
  switch (owner.$type) {
    case 'bpmn:TerminateEventDefinition':
      return isOneOf(TERMINATE_ALL);
    case 'bpmn:FormalExpression':
      return isCycle(owner) && isOneOf(END_DATE);
    case 'bpmn:CallActivity':
      if (local === 'inheritVariables') return [FLOWABLE, ACTIVITI].includes(uri);
      return OLDER.includes(uri) && isReadBinding(owner, local);
    case 'bpmn:MultiInstanceLoopCharacteristics':
      return isOneOf(INDEX) || (FROM_ZERO.includes(uri) && OWN.some((each) => each === local));
    case 'bpmn:Error':
      return CAMUNDAS.includes(uri) && local === ERROR_MESSAGE && vendorErrorMessage(owner) !== null;
    case 'bpmn:ErrorEventDefinition':
      return isCaught(owner) && CAMUNDAS.includes(uri) && ERROR_VARIABLES.some((each) => each === local);
    case 'bpmn:EscalationEventDefinition':
      return isCaught(owner) && CAMUNDAS.includes(uri) && local === ESCALATION_VARIABLE;
    default:
      return false;
  }
}

function isCycle(expression: Element): boolean {
  const { $parent } = expression;
  return $parent?.$type === 'bpmn:TimerEventDefinition' && $parent.get('timeCycle') === expression;
}

/** Whether a definition is one of an event that catches. */
function isCaught({ $parent }: Element): boolean {
  return $parent?.$instanceOf('bpmn:CatchEvent') === true;
}
