/** What tokens at joins wait for, for people: which ways are empty, who may still come, and whether anybody can. */
import type { FlowNode, ProcessGraph } from '../model/graph.ts';
import { arrivedAt } from './census.ts';
import type { JobState, Token } from './job-state.ts';
import { canCome } from './reach.ts';

export interface JoinWait {
  /** Ways in by which no token has come. */
  readonly missing: readonly string[];
  /** Elements with a token that can still come by one of them. */
  readonly from: readonly string[];
  /** Whether nobody can come any more: the standard keeps the token all the same. */
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
    if (more.length === 0) return waits;
    for (const [token] of more) stuck.add(token);
  }
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
    from: [...new Set(coming.map((other) => other.node))],
    forEver: hopeless && (missing.length > 0 || takesAnyWay(node)),
  };
}

/** Whether one more token by a way that has one already can matter. */
function takesAnyWay(node: FlowNode): boolean {
  return node.type === 'bpmn:ComplexGateway' || 'startQuantity' in node;
}
