/** Parallel joins (BPMN 2.0.2, 13.4.1): one token from every way in; more on one way wait for the next round. */
import type { FlowNode, ProcessGraph } from '../model/graph.ts';
import { complete, enter } from './executions.ts';
import { createToken, leave } from './flow.ts';
import type { JobState, Token } from './job-state.ts';
import type { Step } from './step.ts';

export function isJoin(node: FlowNode): boolean {
  return node.type === 'bpmn:ParallelGateway' && node.incoming.length > 1;
}

interface Merge {
  readonly node: FlowNode;
  /** In order of the ways in. */
  readonly tokens: readonly Token[];
  /** Arrival of the token that made it complete. */
  readonly complete: number;
}

/** The next merge: of the joins that could, the one that was complete first. Null: nothing can merge. */
export function mergeable(graph: ProcessGraph, state: JobState): Merge | null {
  let next: Merge | null = null;
  for (const [place, ways] of state.census.arrived) {
    const node = graph.nodes.get(place.slice(place.lastIndexOf('\n') + 1));
    if (node === undefined || ways.size < node.incoming.length) continue;
    const tokens = node.incoming.flatMap((flow) => state.tokens.get(ways.get(flow.id)?.[0] ?? '') ?? []);
    if (tokens.length < node.incoming.length) continue;
    const complete = Math.max(...tokens.map((token) => token.arrival));
    if (next === null || complete < next.complete) next = { node, tokens, complete };
  }
  return next;
}

/** Merges once. */
export function merge(step: Step, node: FlowNode, tokens: readonly Token[]): void {
  const [first] = tokens;
  if (first === undefined) return;
  const ids = tokens.map((token) => token.id);
  const { scope } = first;
  for (const token of tokens) step.emit({ type: 'token-consumed', token: token.id, node: node.id });
  const into = createToken(step, scope, node.id, null, ids, 'join');
  step.emit({ type: 'joined', node: node.id, tokens: ids, into });
  const token = step.state.tokens.get(into) as Token;
  enter(step, node, token);
  complete(step, node, token);
  leave(step, node, token);
}
