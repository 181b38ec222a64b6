/**
 * A process between file and graph: its nodes and flows linked up, each still with its element. The rules judge the
 * draft; the graph is made of it when no rule found an error.
 */
import { childOf, childrenOf, requiredIdOf, type Element } from './element.ts';
import type { DanglingReferences } from './references.ts';
import type { Report } from './report.ts';
import { unsupportedReasons } from './unsupported.ts';

export interface ScopeDraft {
  readonly id: string;
  /** The process or the subprocess. */
  readonly element: Element;
  readonly nodes: NodeDraft[];
  /** Whether an element around (or this one) is not supported: what is inside is then judged only by support. */
  readonly refused: boolean;
  readonly isProcess: boolean;
}

export interface NodeDraft {
  readonly id: string;
  readonly element: Element;
  readonly type: string;
  readonly scope: ScopeDraft;
  readonly index: number;
  readonly supported: boolean;
  readonly incoming: FlowDraft[];
  readonly outgoing: FlowDraft[];
  readonly boundary: NodeDraft[];
  /** Of a boundary event, when it is attached properly. */
  host: NodeDraft | null;
  /** Of a compensation boundary event: the activities that associations lead to. */
  readonly handlers: NodeDraft[];
}

export interface FlowDraft {
  readonly id: string;
  readonly element: Element;
  readonly source: NodeDraft;
  readonly target: NodeDraft;
}

export interface ProcessDraft {
  readonly id: string;
  readonly element: Element;
  readonly scopes: readonly ScopeDraft[];
  readonly nodes: ReadonlyMap<string, NodeDraft>;
  readonly flows: readonly FlowDraft[];
}

/** Links up a process; reports unsupported elements, dangling flows and boundary events in wrong places. */
export function draftProcess(process: Element, dangling: DanglingReferences, report: Report): ProcessDraft {
  const scopes: ScopeDraft[] = [];
  const nodes = new Map<string, NodeDraft>();
  const flowElements: Element[] = [];
  collect(process, false, { scopes, nodes, flowElements, report });
  const flows = flowElements.flatMap((element) => linkFlow(element, nodes, dangling, report) ?? []);
  for (const node of nodes.values()) if (node.type === 'bpmn:BoundaryEvent') attach(node, nodes, dangling, report);
  for (const scope of scopes) associate(scope, nodes);
  return { id: requiredIdOf(process), element: process, scopes, nodes, flows };
}

/** An association between a compensation boundary event and an activity makes that the handler (BPMN 2.0.2, 10.7.1). */
function associate(scope: ScopeDraft, nodes: ReadonlyMap<string, NodeDraft>): void {
  for (const association of childrenOf(scope.element, 'artifacts')) {
    if (association.$type !== 'bpmn:Association') continue;
    const ends = [childOf(association, 'sourceRef'), childOf(association, 'targetRef')];
    const [source, target] = ends.map((end) => (end === null ? undefined : nodeOf(end, nodes)));
    const event = source?.type === 'bpmn:BoundaryEvent' ? source : target;
    const handler = event === source ? target : source;
    if (event?.type !== 'bpmn:BoundaryEvent' || handler === undefined) continue;
    if (handler.element.$instanceOf('bpmn:Activity')) event.handlers.push(handler);
  }
}

function nodeOf(element: Element, nodes: ReadonlyMap<string, NodeDraft>): NodeDraft | undefined {
  const id = element.get('id');
  const node = typeof id === 'string' ? nodes.get(id) : undefined;
  return node?.element === element ? node : undefined;
}

interface Collection {
  readonly scopes: ScopeDraft[];
  readonly nodes: Map<string, NodeDraft>;
  readonly flowElements: Element[];
  readonly report: Report;
}

/** Recursion is bounded by the nesting limit of the file. */
function collect(container: Element, refused: boolean, into: Collection): void {
  const scope: ScopeDraft = {
    id: requiredIdOf(container),
    element: container,
    nodes: [],
    refused,
    isProcess: container.$instanceOf('bpmn:Process'),
  };
  into.scopes.push(scope);
  for (const element of childrenOf(container, 'flowElements')) {
    if (element.$instanceOf('bpmn:SequenceFlow')) into.flowElements.push(element);
    if (!element.$instanceOf('bpmn:FlowNode')) continue;
    const reasons = unsupportedReasons(element);
    for (const reason of reasons) into.report.error(element, 'unsupported-element', `${reason}.`);
    const node: NodeDraft = {
      id: requiredIdOf(element),
      element,
      type: element.$type,
      scope,
      index: into.nodes.size,
      supported: reasons.length === 0,
      incoming: [],
      outgoing: [],
      boundary: [],
      host: null,
      handlers: [],
    };
    scope.nodes.push(node);
    into.nodes.set(node.id, node);
    if (element.$instanceOf('bpmn:FlowElementsContainer')) collect(element, refused || refuses(element), into);
  }
}

/** A multi-instance subprocess is refused too, but what is inside can be judged as if it were not. */
function refuses(container: Element): boolean {
  return !['bpmn:SubProcess', 'bpmn:Transaction', 'bpmn:AdHocSubProcess'].includes(container.$type);
}

function linkFlow(
  element: Element,
  nodes: ReadonlyMap<string, NodeDraft>,
  dangling: DanglingReferences,
  report: Report,
): FlowDraft | null {
  const source = endOf(element, 'sourceRef', nodes, dangling, report);
  const target = endOf(element, 'targetRef', nodes, dangling, report);
  if (source === null || target === null) return null;
  if (source.scope !== target.scope) {
    report.error(
      element,
      'flow-crosses-border',
      `it leads from ${source.id} in ${source.scope.id} to ${target.id} in ${target.scope.id}; a sequence flow must not cross the border of a subprocess (BPMN 2.0.2, 7.6.1).`,
    );
    return null;
  }
  const flow: FlowDraft = { id: requiredIdOf(element), element, source, target };
  source.outgoing.push(flow);
  target.incoming.push(flow);
  return flow;
}

function endOf(
  element: Element,
  property: 'sourceRef' | 'targetRef',
  nodes: ReadonlyMap<string, NodeDraft>,
  dangling: DanglingReferences,
  report: Report,
): NodeDraft | null {
  const end = childOf(element, property);
  if (end === null) {
    if (!dangling.has(element, property))
      report.error(element, 'dangling-reference', `it has no ${property} (BPMN 2.0.2, 8.4.13).`);
    return null;
  }
  const node = nodes.get(requiredIdOf(end));
  if (node?.element === end) return node;
  const where = end.$instanceOf('bpmn:FlowNode') ? 'a flow node of another process' : `a ${end.$type}`;
  report.error(
    element,
    'flow-end',
    `its ${property} ${requiredIdOf(end)} is ${where}; a sequence flow connects flow nodes of one process (BPMN 2.0.2, 8.4.13).`,
  );
  return null;
}

function attach(
  event: NodeDraft,
  nodes: ReadonlyMap<string, NodeDraft>,
  dangling: DanglingReferences,
  report: Report,
): void {
  const attachedTo = childOf(event.element, 'attachedToRef');
  if (attachedTo === null) {
    if (dangling.has(event.element, 'attachedToRef')) return;
    report.error(event.element, 'boundary-host', 'it is attached to nothing (attachedToRef; BPMN 2.0.2, 10.5.4).');
    return;
  }
  const host = nodes.get(attachedTo.get('id') as string);
  if (host === undefined || host.element !== attachedTo || !attachedTo.$instanceOf('bpmn:Activity')) {
    report.error(
      event.element,
      'boundary-host',
      `it is attached to ${String(attachedTo.get('id'))} (${attachedTo.$type}), which is no activity of this process (BPMN 2.0.2, 10.5.4).`,
    );
    return;
  }
  if (host.scope !== event.scope) {
    report.error(
      event.element,
      'boundary-host',
      `it stands in ${event.scope.id}, the activity ${host.id} it is attached to in ${host.scope.id} (BPMN 2.0.2, 10.5.4).`,
    );
    return;
  }
  event.host = host;
  host.boundary.push(event);
}
