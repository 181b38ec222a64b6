/**
 * What a crash would cost, seen from the drawing: the stretch between an element and the checkpoints before it. Both
 * follow single paths; a checkpoint that a parallel branch happens to make in between makes it shorter, never longer.
 */
import {
  effectOf,
  savesAfter,
  savesBefore,
  unsavedEffectRule,
  unsavedEffects,
  works,
} from '../../engine/core/unsaved-effects.ts';
import type { FlowNode, ProcessGraph } from '../../engine/model/graph/process.ts';
import type { DiagramProblem } from './diagram-problem.ts';

export interface Horizon {
  /** Nodes that would run again, in the order of the file, the element itself included. */
  readonly nodes: readonly FlowNode[];
  readonly flows: readonly string[];
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
  nodes.filter((node) => works(node) || effectOf(node) !== null);

/** Ids of what is shaded: all of the stretch, where work would be done again; nothing where the words say so. */
export function shadedIn(horizon: Horizon): readonly string[] {
  return worksIn(horizon).length === 0 ? [] : [...horizon.nodes.map(({ id }) => id), ...horizon.flows];
}

/** In words. Only what does work is named: that a gateway decides again harms nobody. */
export function horizonWords(graph: ProcessGraph, id: string, horizon: Horizon): string {
  const nameOf = (node: FlowNode): string => `“${node.name ?? node.id}”`;
  const at = graph.nodes.get(id);
  const named = worksIn(horizon);
  const where = at !== undefined && named.includes(at) ? `while ${nameOf(at)} is at work` : 'here';
  if (named.length === 0) return `If the engine died ${where}, no work would be done again.`;
  if (named.length === 1 && named[0] === at) return `If the engine died ${where}, it would run again.`;
  const listed = named.slice(0, mostNamed).map(nameOf).join(', ');
  const more = named.length > mostNamed ? ` and ${named.length - mostNamed} more` : '';
  return `If the engine died ${where}, this would run again: ${listed}${more}`;
}

const mostNamed = 4;

/** Effects outside that nothing saves before the next work begins, as problems. */
export function unsavedEffectProblems(graph: ProcessGraph): DiagramProblem[] {
  return unsavedEffects(graph).map(({ element, message }) => ({
    severity: 'warning',
    element,
    rule: unsavedEffectRule,
    source: 'checkpoint',
    message: `${message} Mark a checkpoint after it (K).`,
  }));
}
