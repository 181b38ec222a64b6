/** Notes on what a file holds besides what is executed. */
import { childOf, childrenOf, requiredIdOf, textOf, type Element } from './element.ts';
import { messageFlowsOf, messageNameOf, messageRole, type Document } from './document.ts';
import type { Report } from './report.ts';

const RULE = 'not-executed';
const KEPT = 'kept, not executed';

/** Notes on the lanes, data and artifacts of a process and on what its elements say without effect. */
export function noteNotExecuted(process: Element, report: Report): void {
  noteContainer(process, report);
  noteProperties(process, report);
  if (childOf(process, 'ioSpecification') !== null)
    report.note(process, RULE, `its data inputs and outputs are ${KEPT}.`);
}

function noteContainer(container: Element, report: Report): void {
  for (const laneSet of childrenOf(container, 'laneSets')) report.note(laneSet, RULE, `lanes are ${KEPT}.`);
  for (const artifact of childrenOf(container, 'artifacts')) report.note(artifact, RULE, `it is ${KEPT}.`);
  for (const element of childrenOf(container, 'flowElements')) {
    if (element.$instanceOf('bpmn:FlowNode')) noteNode(element, report);
    else if (!element.$instanceOf('bpmn:SequenceFlow'))
      report.note(element, RULE, `data objects and stores are ${KEPT}.`);
    if (element.$instanceOf('bpmn:FlowElementsContainer')) noteContainer(element, report);
  }
}

function noteNode(node: Element, report: Report): void {
  noteProperties(node, report);
  const associations = [...childrenOf(node, 'dataInputAssociations'), ...childrenOf(node, 'dataOutputAssociations')];
  if (associations.length > 0 || childOf(node, 'ioSpecification') !== null) {
    report.note(
      node,
      RULE,
      `its data inputs, outputs and associations are ${KEPT}: all variables in scope are visible to it.`,
    );
  }
  if (childrenOf(node, 'resources').length > 0) report.note(node, RULE, `who may perform it is ${KEPT}.`);
  const method = node.$type === 'bpmn:Transaction' ? textOf(node, 'method') : null;
  if (method !== null && !/^(##)?compensate$/i.test(method)) {
    report.note(node, RULE, `its method ${method} is ${KEPT}: what was done in it is compensated.`);
  }
  if (node.$type === 'bpmn:StartEvent' && node.get('isInterrupting') === false) {
    report.note(node, RULE, `isInterrupting is ${KEPT}: it matters in event subprocesses only.`);
  }
}

function noteProperties(element: Element, report: Report): void {
  if (childrenOf(element, 'properties').length > 0) report.note(element, RULE, `its properties are ${KEPT}.`);
}

/** One note for each message flow: how its message is delivered, or that it is not. */
export function noteMessageFlows(document: Document, reportOf: (element: Element | null) => Report): void {
  for (const flow of messageFlowsOf(document.definitions)) {
    const source = childOf(flow, 'sourceRef');
    const target = childOf(flow, 'targetRef');
    if (source === null || target === null) continue;
    const report = reportOf(source.$instanceOf('bpmn:FlowNode') ? source : target);
    report.note(flow, 'message-flow', sentence(source, target, document));
  }
}

function sentence(source: Element, target: Element, document: Document): string {
  const sent = messageRole(source) === 'sends' ? messageNameOf(source, document) : null;
  const received = messageRole(target) === 'receives' ? messageNameOf(target, document) : null;
  const from = requiredIdOf(source);
  const to = requiredIdOf(target);
  if (sent !== null && received === sent) return `delivered as the message "${sent}" when ${from} is executed.`;
  if (sent !== null && received !== null) {
    return `not delivered: ${from} sends the message "${sent}", ${to} waits for "${received}".`;
  }
  if (sent !== null) return `${from} sends the message "${sent}"; ${to} does not wait for it.`;
  const who = `${from} (${source.$type}) sends no message`;
  return received === null
    ? `not delivered: ${who}.`
    : `not delivered: ${who}; ${to} waits for the message "${received}" from outside.`;
}
