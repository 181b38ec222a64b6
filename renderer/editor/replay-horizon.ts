/**
 * What a crash would cost, seen from the drawing: the stretch between an element and the checkpoints before it. Both
 * follow single paths; a checkpoint that a parallel branch happens to make in between makes it shorter, never longer.
 */
import { pointsOf } from '../../engine/core/checkpoint-policy.ts';
import type { FlowNode, ProcessGraph } from '../../engine/model/graph.ts';
import { isBefore } from './checkpoint-points.ts';
import type { DiagramProblem } from './diagram-problem.ts';

export interface Horizon {
  /** Nodes that would run again, in the order of the file, the element itself included. */
  readonly nodes: readonly FlowNode[];
  readonly flows: readonly string[];
}

function savesBefore(graph: ProcessGraph, node: FlowNode): boolean {
  return pointsOf(graph, node).some(({ reason }) => isBefore(reason));
}

function savesAfter(graph: ProcessGraph, node: FlowNode): boolean {
  return pointsOf(graph, node).some(({ reason }) => !isBefore(reason));
}

/** Throwing link events from which a token jumps to a catching one: no flow is drawn between them. */
function linksTo(graph: ProcessGraph, node: FlowNode): string[] {
  if (node.type !== 'bpmn:IntermediateCatchEvent' || node.trigger.kind !== 'link') return [];
  return [...graph.nodes.values()].flatMap((each) =>
    each.type === 'bpmn:IntermediateThrowEvent' && each.trigger.kind === 'link' && each.trigger.target === node.id
      ? [each.id]
      : [],
  );
}

/** The stretch that would run again if the engine died at this element. */
export function replayHorizon(graph: ProcessGraph, id: string): Horizon {
  const nodes = new Set<FlowNode>();
  const flows = new Set<string>();
  const walk = (node: FlowNode): void => {
    if (nodes.has(node)) return;
    nodes.add(node);
    if (savesBefore(graph, node)) return;
    for (const flow of node.incoming) {
      flows.add(flow.id);
      reach(flow.source);
    }
    if (node.type === 'bpmn:BoundaryEvent') reach(node.attachedTo);
    for (const thrower of linksTo(graph, node)) reach(thrower);
    // The first of a subprocess: what comes before is the way to the subprocess, which saves on entering.
  };
  const reach = (source: string): void => {
    const node = graph.nodes.get(source);
    if (node !== undefined && !savesAfter(graph, node)) walk(node);
  };
  const start = graph.nodes.get(id);
  if (start !== undefined) walk(start);
  return { nodes: [...nodes].toSorted((left, right) => left.index - right.index), flows: [...flows] };
}

const worksIn = ({ nodes }: Horizon): readonly FlowNode[] =>
  nodes.filter((node) => WORKS.has(node.type) || effectOf(node) !== null);

/** Ids of what is shaded: all of the stretch, where work would be done again; nothing where the words say so. */
export function shadedIn(horizon: Horizon): readonly string[] {
  return worksIn(horizon).length === 0 ? [] : [...horizon.nodes.map(({ id }) => id), ...horizon.flows];
}

/** In words. Only what does work is named: that a gateway decides again harms nobody. */
export function horizonWords(graph: ProcessGraph, id: string, horizon: Horizon): string {
  const nameOf = (node: FlowNode): string => `“${node.name ?? node.id}”`;
  const at = graph.nodes.get(id);
  const works = worksIn(horizon);
  const where = at !== undefined && works.includes(at) ? `while ${nameOf(at)} is at work` : 'here';
  if (works.length === 0) return `If the engine died ${where}, no work would be done again.`;
  const listed = works.slice(0, mostNamed).map(nameOf).join(', ');
  const more = works.length > mostNamed ? ` and ${works.length - mostNamed} more` : '';
  return `If the engine died ${where}, this would run again: ${listed}${more}`;
}

const mostNamed = 4;

/** What a task or event does outside, in words; null: nothing. */
function effectOf(node: FlowNode): string | null {
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

const WORKS: ReadonlySet<string> = new Set([
  'bpmn:ScriptTask',
  'bpmn:ServiceTask',
  'bpmn:SendTask',
  'bpmn:BusinessRuleTask',
]);

/** Whether what was done before a node is saved before the node's own work begins. */
function isSavedAt(graph: ProcessGraph, node: FlowNode, seen: Set<string>): boolean {
  if (seen.has(node.id)) return true;
  seen.add(node.id);
  if (savesBefore(graph, node)) return true;
  if (WORKS.has(node.type)) return false;
  // An end, a fork, a wait: each is a checkpoint of the same step.
  if (savesAfter(graph, node) || node.outgoing.length === 0) return true;
  return node.outgoing.every(({ target }) => {
    const next = graph.nodes.get(target);
    return next === undefined || isSavedAt(graph, next, seen);
  });
}

/** Effects outside that nothing saves before the next work begins: a crash there does them twice. */
export function unsavedEffects(graph: ProcessGraph): DiagramProblem[] {
  return [...graph.nodes.values()].flatMap((node): DiagramProblem[] => {
    const effect = effectOf(node);
    if (effect === null || savesAfter(graph, node)) return [];
    const isSaved = node.outgoing.every(({ target }) => {
      const next = graph.nodes.get(target);
      return next === undefined || isSavedAt(graph, next, new Set([node.id]));
    });
    if (isSaved) return [];
    const name = node.name ?? node.id;
    return [
      {
        severity: 'warning',
        element: node.id,
        rule: 'unsaved-effect',
        source: 'checkpoint',
        message: `“${name}” ${effect}, and nothing saves that it did: a crash right after it would do it twice. Mark a checkpoint after it (k).`,
      },
    ];
  });
}
