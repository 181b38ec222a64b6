/** Notes on what a file holds besides what is executed. */
import { childOf, childrenOf, requiredIdOf, textOf, type Element } from './element.ts';
import { conversationsIn } from './correlation.ts';
import { messageFlowsOf, messageNameOf, messageRole, type Document } from './document.ts';
import { processAround } from './partners.ts';
import type { Report } from './report.ts';
import { eventDefinitionsOf } from './unsupported.ts';

const RULE = 'not-executed';
const KEPT = 'kept, not executed';

/** Notes on the lanes, data and artifacts of a process and on what its elements say without effect. */
export function noteNotExecuted(process: Element, report: Report): void {
  noteContainer(process, report);
}

function noteContainer(container: Element, report: Report): void {
  for (const laneSet of childrenOf(container, 'laneSets')) report.note(laneSet, RULE, `lanes are ${KEPT}.`);
  for (const artifact of childrenOf(container, 'artifacts'))
    if (!namesHandler(artifact)) report.note(artifact, RULE, `it is ${KEPT}.`);
  for (const element of childrenOf(container, 'flowElements')) {
    if (element.$instanceOf('bpmn:FlowNode')) noteNode(element, report);
    else if (childOf(element, 'dataState') !== null)
      report.note(element, RULE, `its data state is ${KEPT}: BPMN gives it no meaning (BPMN 2.0.2, 10.4.1).`);
    if (element.$instanceOf('bpmn:FlowElementsContainer')) noteContainer(element, report);
  }
}

/** Between a compensation boundary event and its handler, drawn from either: it says which that is (BPMN 2.0.2, 10.7.1). */
function namesHandler(artifact: Element): boolean {
  if (artifact.$type !== 'bpmn:Association') return false;
  const ends = [childOf(artifact, 'sourceRef'), childOf(artifact, 'targetRef')];
  return (
    ends.some((end) => end?.$type === 'bpmn:BoundaryEvent') &&
    ends.some((end) => end?.get('isForCompensation') === true)
  );
}

function noteNode(node: Element, report: Report): void {
  noteData(node, report);
  if (childrenOf(node, 'resources').length > 0) report.note(node, RULE, `who may perform it is ${KEPT}.`);
  const method = node.$type === 'bpmn:Transaction' ? textOf(node, 'method') : null;
  if (method !== null && !/^(##)?compensate$/i.test(method)) {
    report.note(node, RULE, `its method ${method} is ${KEPT}: what was done in it is compensated.`);
  }
  const inEventSubprocess = node.$parent?.get('triggeredByEvent') === true;
  if (node.$type === 'bpmn:StartEvent' && node.get('isInterrupting') === false && !inEventSubprocess) {
    report.note(node, RULE, `isInterrupting is ${KEPT}: it matters in event subprocesses only.`);
  }
}

/** Triggers that carry data. */
const CARRY = ['bpmn:MessageEventDefinition', 'bpmn:SignalEventDefinition'];

function noteData(node: Element, report: Report): void {
  const specification = childOf(node, 'ioSpecification');
  const sets = specification === null ? [] : childrenOf(specification, 'inputSets');
  if (sets.some((set) => childrenOf(set, 'whileExecutingInputRefs').length > 0))
    report.note(node, RULE, 'its data inputs are read once, when it begins, also those for while it executes.');
  const thrown = node.$instanceOf('bpmn:ThrowEvent') && childrenOf(node, 'dataInputAssociations').length > 0;
  if (thrown && !eventDefinitionsOf(node).some(({ $type }) => CARRY.includes($type)))
    report.note(node, RULE, `its data inputs are ${KEPT}: only messages and signals carry data.`);
}

/** Notes on the correlation keys by which no message is told from another. Only once all processes are read. */
export function noteCorrelationKeys(document: Document, reportOf: (element: Element | null) => Report): void {
  const roots = childrenOf(document.definitions, 'rootElements');
  const subscribed = new Set(
    roots
      .filter(({ $type }) => $type === 'bpmn:Process')
      .flatMap((process) => childrenOf(process, 'correlationSubscriptions'))
      .map((subscription) => childOf(subscription, 'correlationKeyRef')),
  );
  for (const collaboration of roots.filter((root) => root.$instanceOf('bpmn:Collaboration'))) {
    const holders = [collaboration, ...conversationsIn(collaboration, 'conversations')];
    for (const key of holders.flatMap((each) => childrenOf(each, 'correlationKeys'))) {
      const used = document.keysInUse.has(key);
      if (used !== subscribed.has(key)) continue;
      const words = used
        ? 'its subscription does not say what each property of its messages must be: what they are the first message says (BPMN 2.0.2, 8.4.2).'
        : `it is ${KEPT}: no process of its collaboration sends or receives a message that carries all its properties, so that a message of the right name is taken whatever it carries (BPMN 2.0.2, 8.4.2).`;
      reportOf(null).note(key, 'correlation-key', words);
    }
  }
}

/**
 * One note for each message flow: how its message is delivered, or that it is not.
 * @param isRun Whether a process of the file is executed.
 */
export function noteMessageFlows(
  document: Document,
  reportOf: (element: Element | null) => Report,
  isRun: (process: Element) => boolean,
): void {
  for (const flow of messageFlowsOf(document.definitions)) {
    const source = childOf(flow, 'sourceRef');
    const target = childOf(flow, 'targetRef');
    if (source === null || target === null) continue;
    const report = reportOf(source.$instanceOf('bpmn:FlowNode') ? source : target);
    report.note(flow, 'message-flow', sentence(endOf(source, document, isRun), endOf(target, document, isRun)));
  }
}

/** An end of a message flow. */
interface End {
  readonly id: string;
  readonly element: Element;
  /** What it sends or receives; null where it does not, or is not executed. */
  readonly sends: string | null;
  readonly receives: string | null;
  /** Why nothing ever happens at it; null: it is executed. */
  readonly idle: string | null;
}

function endOf(element: Element, document: Document, isRun: (process: Element) => boolean): End {
  const id = requiredIdOf(element);
  const process = processAround(element);
  const idle =
    process === null
      ? `${id} is a pool without a process`
      : isRun(process)
        ? null
        : `${element.$type === 'bpmn:Participant' ? `${id} is the pool of` : `${id} lies in`} ${requiredIdOf(process)}, which is not executed`;
  const role = idle === null ? messageRole(element) : null;
  const name = role === null ? null : messageNameOf(element, document);
  return { id, element, sends: role === 'sends' ? name : null, receives: role === 'receives' ? name : null, idle };
}

function sentence(source: End, target: End): string {
  const { id: from, sends: sent } = source;
  const { id: to, receives: received } = target;
  if (sent !== null) {
    if (target.idle !== null) return `${from} sends the message "${sent}"; no one takes it: ${target.idle}.`;
    if (received === sent) return `delivered as the message "${sent}" when ${from} is executed.`;
    return received === null
      ? `${from} sends the message "${sent}"; ${to} does not wait for it.`
      : `not delivered: ${from} sends the message "${sent}", ${to} waits for "${received}".`;
  }
  const who = source.idle ?? `${from} (${source.element.$type}) sends no message`;
  return received === null
    ? `not delivered: ${who}.`
    : `not delivered: ${who}; ${to} waits for the message "${received}" from outside.`;
}
