/**
 * From where a token can still come to a join: directed paths of sequence flows (BPMN 2.0.2, 13.4.3). A pair of link
 * events stands for one (10.5.5, table 10.98).
 */
import type { FlowNode, ProcessGraph, SequenceFlow } from '../model/graph.ts';

/** From where a way into a join can be reached without visiting the join. */
interface Sources {
  /** Along sequence flows alone, as the standard words it. */
  readonly flows: ReadonlySet<string>;
  /** And by way of events attached to an activity on the path: a token inside may leave there. */
  readonly all: ReadonlySet<string>;
}

const KNOWN = new WeakMap<ProcessGraph, Map<string, Sources>>();

function sourcesOf(graph: ProcessGraph, join: FlowNode, way: SequenceFlow): Sources {
  let known = KNOWN.get(graph);
  if (known === undefined) KNOWN.set(graph, (known = new Map<string, Sources>()));
  let sources = known.get(way.id);
  if (sources === undefined) {
    sources = { flows: search(graph, join, way, false), all: search(graph, join, way, true) };
    known.set(way.id, sources);
  }
  return sources;
}

/** Backwards from the way's source. The join itself may be where a path begins, never what it visits. */
function search(graph: ProcessGraph, join: FlowNode, way: SequenceFlow, attached: boolean): ReadonlySet<string> {
  const found = new Set([way.source]);
  const pending = [way.source];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const node = graph.nodes.get(id);
    if (node === undefined || id === join.id) continue;
    const before = [...node.incoming.map(({ source }) => source), ...linksTo(graph, node)];
    if (attached && node.type === 'bpmn:BoundaryEvent') before.push(node.attachedTo);
    for (const source of before) {
      if (found.has(source)) continue;
      found.add(source);
      pending.push(source);
    }
  }
  return found;
}

/** The throwing ends of a link, seen from its catching end. */
function linksTo(graph: ProcessGraph, node: FlowNode): readonly string[] {
  if (node.type !== 'bpmn:IntermediateCatchEvent' || node.trigger.kind !== 'link') return [];
  return [...graph.nodes.values()].flatMap((other) =>
    other.type === 'bpmn:IntermediateThrowEvent' && other.trigger.kind === 'link' && other.trigger.target === node.id
      ? [other.id]
      : [],
  );
}

/** Whether a token at a node can come by one of these ways. */
export function canCome(
  graph: ProcessGraph,
  join: FlowNode,
  ways: readonly SequenceFlow[],
  from: string,
  along: keyof Sources,
): boolean {
  return ways.some((way) => sourcesOf(graph, join, way)[along].has(from));
}
