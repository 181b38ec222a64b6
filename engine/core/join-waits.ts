/** What tokens at joins wait for, for people: which ways are empty, who may still come, and whether anybody can. */
import type { FlowNode, ProcessGraph } from '../model/graph/process.ts';
import { arrivedAt } from './census.ts';
import type { JobState, Token } from './job-state.ts';
import { canCome, reachOf } from './reach.ts';

export interface JoinWait {
  /** Ways in by which no token has come. */
  readonly missing: readonly string[];
  /**
   * Elements with a token that can still come by one of them, in the order of these ways. Where it waits for ever all the same, those tokens wait in turn, each
   * for others of them.
   */
  readonly from: readonly string[];
  /** Whether nobody comes any more: the standard keeps the token all the same. */
  readonly forEver: boolean;
}

/** By token. */
export function joinWaits(graph: ProcessGraph, state: JobState): ReadonlyMap<string, JoinWait> {
  const joining = [...state.tokens.values()].filter((token) => token.state === 'joining');
  // Whoever waits for ever comes nowhere, which can leave others waiting for ever.
  const stuck = new Set<string>();
  for (;;) {
    const waits = new Map<string, JoinWait>();
    for (const token of joining) {
      const wait = waitOf(graph, state, token, stuck);
      if (wait !== null) waits.set(token.id, wait);
    }
    const more = [...waits].filter(([token, { forEver }]) => forEver && !stuck.has(token));
    if (more.length === 0) return withCircles(graph, state, waits);
    for (const [token] of more) stuck.add(token);
  }
}

/** Joins of which each waits for tokens at others of them alone wait for ever, too: nobody outside can set them going. */
function withCircles(
  graph: ProcessGraph,
  state: JobState,
  waits: ReadonlyMap<string, JoinWait>,
): ReadonlyMap<string, JoinWait> {
  const caught = new Map<string, Token>();
  for (const [id, { forEver, missing }] of waits) {
    const token = state.tokens.get(id);
    if (token === undefined || forEver || missing.length === 0) continue;
    // The condition of a complex gateway may come true without anybody's coming.
    if (graph.nodes.get(token.node)?.type !== 'bpmn:ComplexGateway') caught.set(id, token);
  }
  for (let before = -1; before !== caught.size;) {
    before = caught.size;
    const free = new Set<string>();
    for (const { id, node, scope } of state.tokens.values())
      if (!caught.has(id) && waits.get(id)?.forEver !== true) free.add(`${scope} ${node}`);
    for (const [id, { scope }] of caught)
      if (waits.get(id)?.from.some((node) => free.has(`${scope} ${node}`)) === true) caught.delete(id);
  }
  return new Map([...waits].map(([id, wait]) => [id, caught.has(id) ? { ...wait, forEver: true } : wait]));
}

function waitOf(graph: ProcessGraph, state: JobState, token: Token, stuck: ReadonlySet<string>): JoinWait | null {
  const node = graph.nodes.get(token.node);
  if (node === undefined) return null;
  const arrived = arrivedAt(state, token.scope, node.id);
  const missing = node.incoming.filter(({ id }) => !arrived.has(id));
  const wanted = new Set((takesAnyWay(node) ? node.incoming : missing).map(({ id }) => id));
  const others = [...state.tokens.values()].filter(
    (other) => other.scope === token.scope && other.node !== node.id && !stuck.has(other.id),
  );
  const coming = others.filter((other) => canCome(graph, node, wanted, other.node));
  // A parallel join needs every way; the others are content with less.
  const hopeless =
    node.type === 'bpmn:ParallelGateway'
      ? missing.some(({ id }) => !coming.some((other) => canCome(graph, node, new Set([id]), other.node)))
      : coming.length === 0;
  return {
    missing: missing.map(({ id }) => id),
    from: inOrderOfWays(graph, node, wanted, new Set(coming.map((other) => other.node))),
    forEver: hopeless && (missing.length > 0 || takesAnyWay(node)),
  };
}

/** By the first way in by which each can come, then as the process lists them: tokens themselves are in no order. */
function inOrderOfWays(
  graph: ProcessGraph,
  join: FlowNode,
  wanted: ReadonlySet<string>,
  places: ReadonlySet<string>,
): readonly string[] {
  const reach = reachOf(graph, join);
  const ranks = new Map(join.incoming.map(({ id }, index) => [id, index]));
  const rank = (place: string): number =>
    ranks.get(reach.get(place)?.all.find((way) => wanted.has(way)) ?? '') ?? ranks.size;
  return [...graph.nodes.keys()].filter((id) => places.has(id)).toSorted((one, other) => rank(one) - rank(other));
}

/** Whether one more token by a way that has one already can matter. */
function takesAnyWay(node: FlowNode): boolean {
  return node.type === 'bpmn:ComplexGateway' || 'startQuantity' in node;
}
