/**
 * From where a token can still come to a join: directed paths of sequence flows (BPMN 2.0.2, 13.4.3). A pair of link
 * events stands for one (10.5.5, table 10.98). Worked out once a join, so that deciding only looks it up.
 */
import type { FlowNode, ProcessGraph } from '../model/graph/process.ts';
import type { SequenceFlow } from '../model/graph/sequence-flow.ts';

/** Ways into a join that can be reached from an element without visiting the join. */
interface Reachable {
  /** Along sequence flows alone, as the standard words it. */
  readonly flows: readonly string[];
  /** And by way of events attached to an activity on the path: a token inside may leave there. */
  readonly all: readonly string[];
}

/** By the element where a token is. Who cannot come at all is missing. */
export type Reach = ReadonlyMap<string, Reachable>;

interface Known {
  /** The throwing ends of links, by the catching end. */
  readonly links: ReadonlyMap<string, readonly string[]>;
  readonly joins: Map<string, Reach>;
}

const KNOWN = new WeakMap<ProcessGraph, Known>();

/** From where a token can come to a join, and by which ways. */
export function reachOf(graph: ProcessGraph, join: FlowNode): Reach {
  let known = KNOWN.get(graph);
  if (known === undefined) KNOWN.set(graph, (known = { links: linksOf(graph), joins: new Map<string, Reach>() }));
  let reach = known.joins.get(join.id);
  if (reach === undefined) known.joins.set(join.id, (reach = search(graph, join, known.links)));
  return reach;
}

function linksOf(graph: ProcessGraph): ReadonlyMap<string, readonly string[]> {
  const links = new Map<string, string[]>();
  for (const { id, ...node } of graph.nodes.values()) {
    if (node.type !== 'bpmn:IntermediateThrowEvent' || node.trigger.kind !== 'link') continue;
    const { target } = node.trigger;
    if (target === null) continue;
    links.set(target, [...(links.get(target) ?? []), id]);
  }
  return links;
}

function search(graph: ProcessGraph, join: FlowNode, links: Known['links']): Reach {
  const reach = new Map<string, { flows: string[]; all: string[] }>();
  for (const way of join.incoming) {
    for (const along of ['flows', 'all'] as const) {
      for (const id of sourcesOf(graph, join, way, along === 'all', links)) {
        let ways = reach.get(id);
        if (ways === undefined) reach.set(id, (ways = { flows: [], all: [] }));
        ways[along].push(way.id);
      }
    }
  }
  return reach;
}

/** Backwards from the way's source. The join itself may be where a path begins, never what it visits. */
function sourcesOf(
  graph: ProcessGraph,
  join: FlowNode,
  way: SequenceFlow,
  attached: boolean,
  links: Known['links'],
): ReadonlySet<string> {
  const found = new Set([way.source]);
  const pending = [way.source];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const node = graph.nodes.get(id);
    if (node === undefined || id === join.id) continue;
    const before = [...node.incoming.map(({ source }) => source), ...(links.get(id) ?? [])];
    if (attached && node.type === 'bpmn:BoundaryEvent') before.push(node.attachedTo);
    for (const source of before) {
      if (found.has(source)) continue;
      found.add(source);
      pending.push(source);
    }
  }
  return found;
}

/** Whether a token at a node can come by one of these ways. */
export function canCome(graph: ProcessGraph, join: FlowNode, ways: ReadonlySet<string>, from: string): boolean {
  return (
    reachOf(graph, join)
      .get(from)
      ?.all.some((way) => ways.has(way)) ?? false
  );
}
