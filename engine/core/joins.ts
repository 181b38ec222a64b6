/**
 * Elements that wait for several tokens: parallel joins (BPMN 2.0.2, 13.4.1), inclusive joins (13.4.3), complex gateways
 * (13.4.5), activities with a start quantity (13.3.2). Tokens line up, by the flow they came; each merge takes some.
 */
import type { ComplexGateway } from '../model/graph/gateway.ts';
import type { FlowNode } from '../model/graph/process.ts';
import { activation, speaksInReset } from './complex-gate.ts';
import { arrivedAt } from './census.ts';
import { complete, enter } from './executions.ts';
import { createToken, isDeciding, leave } from './flow.ts';
import type { JobState, Token } from './job-state.ts';
import { JoinLookout, rest, type Merge } from './join-lookout.ts';
import { reachOf } from './reach.ts';
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

type Ways = ReadonlyMap<string, readonly string[]>;
const NO_WAYS: Ways = new Map();

/** The next merge: of the joins that could, the one that was complete first. Null: nothing can merge. */
export function mergeable(step: Step): Merge | null {
  const { state } = step;
  if (state.census.arrived.size === 0) {
    rest(state);
    return idleReset(step);
  }
  const lookout = JoinLookout.of(state);
  const still = state.ready.length === 0;
  if (lookout.changed.size > 0 || still) {
    const scopes = still ? new Set([...lookout.changed, ...lookout.later]) : [...lookout.changed];
    lookout.changed.clear();
    if (still) lookout.later.clear();
    for (const scope of scopes) lookAt(step, lookout, scope, still);
  }
  let next: Merge | null = null;
  for (const merges of lookout.found.values()) {
    for (const merge of merges) {
      if (!still && merge.node.type === 'bpmn:InclusiveGateway') continue;
      if (next === null || isBefore(merge, next)) next = merge;
    }
  }
  return next ?? idleReset(step);
}

/** Looks at all joins of a scope; `still`: no token of the job can move at once. */
function lookAt(step: Step, lookout: JoinLookout, scope: string, still: boolean): void {
  const merges: Merge[] = [];
  for (const [id, ways] of step.state.census.arrived.get(scope) ?? []) {
    const node = step.graph.nodes.get(id);
    if (node === undefined) continue;
    if (node.type === 'bpmn:InclusiveGateway' && !still) {
      lookout.later.add(scope);
      continue;
    }
    // Variables decide here too.
    if (node.type === 'bpmn:ComplexGateway') lookout.changed.add(scope);
    const merge = mergeAt(step, node, scope, ways);
    if (merge !== null) merges.push(merge);
  }
  if (merges.length > 0) lookout.found.set(scope, merges);
  else lookout.found.delete(scope);
}

function isBefore(one: Merge, other: Merge): boolean {
  if (one.complete !== other.complete) return one.complete < other.complete;
  return one.scope === other.scope ? one.node.id < other.node.id : one.scope < other.scope;
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
    return active.ok && active.holds ? taken(node, scope, tokens) : null;
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
      if (node?.type !== 'bpmn:ComplexGateway' || arrivedAt(step.state, id, place).size > 0) continue;
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
  const crowd = JoinLookout.of(state).crowdIn(scope);
  let here = crowd.get(node.id) ?? 0;
  for (const line of arrivedAt(state, scope, node.id).values()) here -= line.length;
  // One of them is inside already.
  if (here > 0) return true;
  if (node.incoming.every(({ id }) => marked.has(id))) return false;
  const reach = reachOf(graph, node);
  for (const from of crowd.keys()) {
    const ways = from === node.id ? undefined : reach.get(from);
    if (ways !== undefined && ways.all.some((way) => !marked.has(way)) && !ways.flows.some((way) => marked.has(way)))
      return true;
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
