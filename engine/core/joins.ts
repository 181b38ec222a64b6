/**
 * Elements that wait for several tokens: parallel joins (BPMN 2.0.2, 13.4.1), inclusive joins (13.4.3), complex gateways
 * (13.4.5), activities with a start quantity (13.3.2). Tokens line up, by the flow they came; each merge takes some.
 */
import type { ComplexGateway, FlowNode } from '../model/graph.ts';
import { activation, speaksInReset } from './complex-gate.ts';
import { complete, enter } from './executions.ts';
import { createToken, isDeciding, leave } from './flow.ts';
import type { JobState, Token } from './job-state.ts';
import { canCome } from './reach.ts';
import type { Step } from './step.ts';

export function isJoin(node: FlowNode): boolean {
  switch (node.type) {
    case 'bpmn:ParallelGateway':
    case 'bpmn:InclusiveGateway':
    case 'bpmn:ComplexGateway':
      return node.incoming.length > 1;
    default:
      return 'startQuantity' in node && node.startQuantity > 1;
  }
}

/** Whether a token that comes here has to line up. An instance of a repeated activity is inside already. */
export function linesUp(node: FlowNode, token: Token): boolean {
  return token.index === null && isJoin(node);
}

export interface Merge {
  readonly node: FlowNode;
  readonly scope: string;
  /** In order of the ways in. */
  readonly tokens: readonly Token[];
  /** Arrival of the token that made it complete. */
  readonly complete: number;
  /** A complex gateway that was waiting for reset. */
  readonly reset: boolean;
}

type Ways = ReadonlyMap<string, readonly string[]>;
const NO_WAYS: Ways = new Map();

/** The next merge: of the joins that could, the one that was complete first. Null: nothing can merge. */
export function mergeable(step: Step): Merge | null {
  const { state } = step;
  let next: Merge | null = null;
  for (const [place, ways] of state.census.arrived) {
    const cut = place.lastIndexOf('\n');
    const node = step.graph.nodes.get(place.slice(cut + 1));
    const merge = node === undefined ? null : mergeAt(step, node, place.slice(0, cut), ways);
    if (merge !== null && (next === null || merge.complete < next.complete)) next = merge;
  }
  return next ?? idleReset(step);
}

function mergeAt(step: Step, node: FlowNode, scope: string, ways: Ways): Merge | null {
  switch (node.type) {
    case 'bpmn:ParallelGateway':
      return ways.size < node.incoming.length ? null : taken(node, scope, firsts(step.state, node, ways));
    case 'bpmn:InclusiveGateway':
      return mayStillCome(step, node, scope, new Set(ways.keys()))
        ? null
        : taken(node, scope, firsts(step.state, node, ways));
    case 'bpmn:ComplexGateway':
      return complexMerge(step, node, scope, ways);
    default: {
      const tokens = [...ways.values()].flat().flatMap((id) => step.state.tokens.get(id) ?? []);
      const wanted = 'startQuantity' in node ? node.startQuantity : 1;
      if (tokens.length < wanted) return null;
      return taken(node, scope, tokens.toSorted((one, other) => one.arrival - other.arrival).slice(0, wanted));
    }
  }
}

function complexMerge(step: Step, node: ComplexGateway, scope: string, ways: Ways): Merge | null {
  const gate = step.state.scopes.get(scope)?.gates[node.id];
  const tokens = firsts(step.state, node, ways);
  if (gate === undefined) {
    const active = activation(step, node, tokens[0] as Token, counts(ways));
    return active.ok && active.value === true ? taken(node, scope, tokens) : null;
  }
  const consumed = new Set(gate.ways);
  if (mayStillCome(step, node, scope, new Set([...ways.keys(), ...consumed]))) return null;
  const late = tokens.filter((token) => !consumed.has(token.via ?? ''));
  return { node, scope, tokens: late, complete: completeBy(late), reset: true };
}

/** Complex gateways that wait for reset, with no token at them. */
function idleReset(step: Step): Merge | null {
  for (const id of step.state.census.gates) {
    for (const place of Object.keys(step.state.scopes.get(id)?.gates ?? {})) {
      const node = step.graph.nodes.get(place);
      if (node?.type !== 'bpmn:ComplexGateway' || step.state.census.arrived.has(`${id}\n${place}`)) continue;
      const merge = complexMerge(step, node, id, NO_WAYS);
      if (merge !== null) return merge;
    }
  }
  return null;
}

/** Whether a scope without tokens has a complex gateway that sends one when it resets. */
export function speaksBeforeItCloses(step: Step, scope: string): boolean {
  if (!step.state.census.gates.has(scope)) return false;
  return Object.keys(step.state.scopes.get(scope)?.gates ?? {}).some((id) => {
    const node = step.graph.nodes.get(id);
    return node?.type === 'bpmn:ComplexGateway' && speaksInReset(node);
  });
}

function taken(node: FlowNode, scope: string, tokens: readonly Token[]): Merge | null {
  return tokens.length === 0 ? null : { node, scope, tokens, complete: completeBy(tokens), reset: false };
}

function completeBy(tokens: readonly Token[]): number {
  return Math.max(0, ...tokens.map(({ arrival }) => arrival));
}

/** The first token of each way in. */
function firsts(state: JobState, node: FlowNode, ways: Ways): Token[] {
  return node.incoming.flatMap((flow) => state.tokens.get(ways.get(flow.id)?.[0] ?? '') ?? []);
}

function counts(ways: Ways): ReadonlyMap<string, number> {
  return new Map([...ways].map(([way, line]) => [way, line.length]));
}

/**
 * The inclusive rule (BPMN 2.0.2, 13.4.3): a token elsewhere is waited for when it can come by a way that has none yet,
 * and cannot come by one that has. Tokens that can move at once move first.
 */
function mayStillCome(step: Step, node: FlowNode, scope: string, marked: ReadonlySet<string>): boolean {
  const { graph, state } = step;
  if (state.ready.length > 0) return true;
  const empty = node.incoming.filter(({ id }) => !marked.has(id));
  const full = node.incoming.filter(({ id }) => marked.has(id));
  for (const token of state.tokens.values()) {
    if (token.scope !== scope) continue;
    if (token.node === node.id) {
      if (token.state !== 'joining') return true;
      continue;
    }
    if (empty.length === 0) continue;
    if (canCome(graph, node, empty, token.node, 'all') && !canCome(graph, node, full, token.node, 'flows')) return true;
  }
  return false;
}

/** Merges once. Answers the token of the merge where its element has yet to be entered. */
export function merge(step: Step, { node, scope, tokens, reset }: Merge): Token | null {
  const ids = tokens.map((token) => token.id);
  // Which came first must not show in the id of what comes of them.
  if ('startQuantity' in node) ids.sort();
  for (const token of tokens) step.emit({ type: 'token-consumed', token: token.id, node: node.id });
  const gate = step.state.scopes.get(scope)?.gates[node.id];
  if (reset) step.emit({ type: 'complex-gateway-reset', scope, node: node.id });
  if (reset && node.type === 'bpmn:ComplexGateway' && !speaksInReset(node)) return null;
  const parents = reset ? [gate?.by ?? '', ...ids] : ids;
  const into = createToken(step, scope, node.id, null, parents, reset ? 'reset' : 'join');
  if (ids.length > 0) step.emit({ type: 'joined', node: node.id, tokens: ids, into });
  const token = step.state.tokens.get(into) as Token;
  if (node.type === 'bpmn:ComplexGateway' && !reset) {
    const ways = tokens.map(({ via }) => via ?? '');
    step.emit({ type: 'complex-gateway-activated', scope, node: node.id, ways, by: into });
  }
  if ('startQuantity' in node) return token;
  enter(step, node, token);
  if (!isDeciding(node)) complete(step, node, token);
  leave(step, node, token);
  return null;
}
