/**
 * Effects outside that no checkpoint follows in time: what a crash right after them would do twice. Seen from the graph
 * alone, along single paths: a checkpoint that a parallel branch happens to make in between is not counted on.
 */
import type { FlowNode, ProcessGraph } from '../model/graph/process.ts';
import { pointsOf, type CheckpointPoint } from './checkpoint-policy.ts';

/** Of the problem that it is told as. */
export const unsavedEffectRule = 'unsaved-effect';

const BEFORE: ReadonlySet<CheckpointPoint['reason']> = new Set([
  'task-before',
  'join',
  'receive-wait',
  'call-created',
  'scope-entered',
]);

const WORKS: ReadonlySet<string> = new Set([
  'bpmn:ScriptTask',
  'bpmn:ServiceTask',
  'bpmn:SendTask',
  'bpmn:BusinessRuleTask',
]);

/** Whether a checkpoint comes before the work of its element, so that only that work is repeated. */
export function isBefore(reason: CheckpointPoint['reason']): boolean {
  return BEFORE.has(reason);
}

export function savesBefore(graph: ProcessGraph, node: FlowNode): boolean {
  return pointsOf(graph, node).some(({ reason }) => isBefore(reason));
}

export function savesAfter(graph: ProcessGraph, node: FlowNode): boolean {
  return pointsOf(graph, node).some(({ reason }) => !isBefore(reason));
}

/** Whether a node's type has work of its own, which a crash may have done again. */
export function works({ type }: FlowNode): boolean {
  return WORKS.has(type);
}

/** What a task or event does outside, in words; null: nothing. */
export function effectOf(node: FlowNode): string | null {
  if ('implementation' in node) {
    if (node.implementation.kind === 'http') return 'calls a web service';
    if (node.implementation.kind === 'message') return `sends the message ${node.implementation.message.name}`;
    return null;
  }
  if ('trigger' in node && node.trigger.kind === 'message') {
    if (node.type === 'bpmn:IntermediateThrowEvent') return `sends the message ${node.trigger.message.name}`;
  }
  return null;
}

export interface UnsavedEffect {
  readonly element: string;
  /** A sentence. */
  readonly message: string;
}

/** Effects outside that nothing saves before the next work begins, in the order of the file. */
export function unsavedEffects(graph: ProcessGraph): UnsavedEffect[] {
  return [...graph.nodes.values()].flatMap((node) => {
    const effect = effectOf(node);
    if (effect === null || savesAfter(graph, node)) return [];
    const isSaved = node.outgoing.every(({ target }) => {
      const next = graph.nodes.get(target);
      return next === undefined || isSavedAt(graph, next, new Set([node.id]));
    });
    if (isSaved) return [];
    const message = `“${node.name ?? node.id}” ${effect}, and nothing saves that it did: a crash right after it would do it twice.`;
    return [{ element: node.id, message }];
  });
}

/** Whether what was done before a node is saved before the node's own work begins. */
function isSavedAt(graph: ProcessGraph, node: FlowNode, seen: Set<string>): boolean {
  if (seen.has(node.id)) return true;
  seen.add(node.id);
  if (savesBefore(graph, node)) return true;
  if (works(node)) return false;
  // An end, a fork, a wait: each is a checkpoint of the same step.
  if (savesAfter(graph, node) || node.outgoing.length === 0) return true;
  return node.outgoing.every(({ target }) => {
    const next = graph.nodes.get(target);
    return next === undefined || isSavedAt(graph, next, seen);
  });
}
