/** Rules that are easier to see in the graph than in the file. */
import type { ProcessDraft } from './draft.ts';
import type { MessageRef } from './graph/message.ts';
import type { FlowNode, ProcessGraph } from './graph/process.ts';
import type { EventTrigger } from './graph/trigger.ts';
import type { Report } from './report.ts';
import { startsOf } from './starts.ts';

/** Reports what is wrong in a graph, on the elements that it was made of. */
export function checkGraph(graph: ProcessGraph, draft: ProcessDraft, report: Report): void {
  checkStartNames(graph, draft, report);
  checkConversations(graph, draft, report);
}

function checkStartNames(graph: ProcessGraph, draft: ProcessDraft, report: Report): void {
  for (const { kind, name, isComputed, node } of startsOf(graph)) {
    const start = draft.nodes.get(node);
    if (!isComputed || start === undefined) continue;
    report.error(
      start.element,
      `${kind}-name`,
      `its ${kind} has the expression "${name}" for a name; what starts a process needs a plain name, since nothing is there yet to compute one from.`,
    );
  }
}

/** The instances of a multi-instance activity are of one process instance, and a conversation is the process instance's. */
function checkConversations(graph: ProcessGraph, draft: ProcessDraft, report: Report): void {
  for (const node of graph.nodes.values()) {
    const key = messagesAt(node).flatMap(({ correlation }) => correlation?.keys ?? [])[0];
    const repeated = key === undefined ? null : repeatedAround(graph, node);
    const element = repeated === null ? undefined : draft.nodes.get(node.id)?.element;
    if (key === undefined || repeated === null || element === undefined) continue;
    report.warning(
      element,
      'correlation-instances',
      `it stands in several instances of ${repeated.id}, which share one conversation: the first message says what ${key.name} is, and an instance whose message says something else stops with an incident (BPMN 2.0.2, 8.4.2). What has each instance talk to a partner of its own is a correlation subscription or a called process.`,
    );
  }
}

function messagesAt(node: FlowNode): readonly MessageRef[] {
  if ('trigger' in node) return ofTrigger(node.trigger);
  if (node.type === 'bpmn:ReceiveTask') return [node.message];
  return 'implementation' in node && node.implementation.kind === 'message' ? [node.implementation.message] : [];
}

function ofTrigger(trigger: EventTrigger): readonly MessageRef[] {
  if (trigger.kind === 'multiple') return trigger.triggers.flatMap(ofTrigger);
  return trigger.kind === 'message' ? [trigger.message] : [];
}

/** The multi-instance activity that a node is, or lies in; null: neither. */
function repeatedAround(graph: ProcessGraph, node: FlowNode): FlowNode | null {
  for (let at: FlowNode | undefined = node; at !== undefined; at = graph.nodes.get(at.scope))
    if ('loop' in at && at.loop?.kind === 'multi-instance') return at;
  return null;
}
