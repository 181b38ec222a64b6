/**
 * Moving a saved job to another version of its process: what of its state goes where, what has no home there, and what
 * goes along with that when dropping is allowed (checkpoint-semantics, section 8). Pure.
 *
 *  1. State has a home at the element of the same id, unless a mapping names another.
 *  2. What is inside an element needs one of the same kind; what stands in front of it needs any.
 *  3. A token lies in the same subprocess there, by the same rule.
 *  4. What waits for an event needs one that is triggered by the same kind of thing.
 *  5. With a token goes everything that it opened; with the last token of a subprocess goes the subprocess.
 */
import type { Changes } from '../core/adaptation.ts';
import type { JobState, Scope, Subscription, Timer, Token } from '../core/job-state.ts';
import { waitId } from '../core/wait-id.ts';
import type { FlowNode, ProcessGraph } from '../model/graph/process.ts';

/** Element or sequence flow of the saved version → of the new one. */
export type Mapping = Readonly<Record<string, string>>;

export interface Moved {
  readonly what: 'token' | 'timer' | 'subscription';
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

export interface Homeless {
  readonly what: 'token' | 'timer' | 'subscription';
  readonly id: string;
  readonly element: string;
  readonly reason: string;
}

export interface Dropped {
  readonly what: 'token' | 'timer' | 'subscription' | 'variable' | 'called job';
  readonly id: string;
  readonly element: string;
}

export interface MovePlan {
  /** What keeps a home, and where. */
  readonly moves: readonly Moved[];
  /** What has none: refused, unless dropping is allowed. */
  readonly homeless: readonly Homeless[];
  /** All that goes when dropping is allowed: the homeless, and what belongs to them. */
  readonly dropped: readonly Dropped[];
  /** Nothing would be left to go on with. */
  readonly empty: boolean;
  /** The mapping names what is not there. */
  readonly problems: readonly string[];
  /** Where a token comes from, in the new version; null where that flow is gone and nothing depends on it. */
  readonly via: ReadonlyMap<string, string | null>;
  readonly element: (id: string) => string;
  /** What is new in the version. */
  readonly changes: Changes;
}

export interface Move {
  readonly state: JobState;
  readonly from: ProcessGraph;
  readonly to: ProcessGraph;
  readonly map: Mapping;
}

export function planMove(move: Move): MovePlan {
  return new Planner(move).plan();
}

class Planner {
  readonly #move: Move;
  readonly #moves: Moved[] = [];
  readonly #homeless: Homeless[] = [];
  readonly #dropped: Dropped[] = [];
  readonly #gone = new Set<string>();
  readonly #via = new Map<string, string | null>();
  readonly #taken = new Set<string>();

  constructor(move: Move) {
    this.#move = move;
  }

  plan(): MovePlan {
    const { state } = this.#move;
    const tokens = [...state.tokens.values()].toSorted((left, right) => left.arrival - right.arrival);
    for (const token of tokens) {
      const reason = this.#homeOf(token);
      if (reason !== null) {
        this.#homeless.push({ what: 'token', id: token.id, element: token.node, reason });
        this.#gone.add(token.id);
      }
    }
    this.#spread();
    for (const token of tokens) {
      if (this.#gone.has(token.id)) this.#drop(token);
      else this.#moves.push({ what: 'token', id: token.id, from: token.node, to: this.#element(token.node) });
    }
    for (const timer of this.#inOrder(state.timers)) this.#place('timer', timer);
    for (const subscription of this.#inOrder(state.subscriptions)) this.#place('subscription', subscription);
    const left = tokens.some(({ id }) => !this.#gone.has(id));
    return {
      moves: this.#moves,
      homeless: this.#homeless,
      dropped: this.#dropped,
      empty: tokens.length > 0 && !left,
      problems: this.#problems(),
      via: this.#via,
      element: (id) => this.#element(id),
      changes: { arm: this.#newEvents(), count: this.#countedOtherwise() },
    };
  }

  /** Where two want to one place, what was there comes before what is mapped to it, and what waited first before the others. */
  #inOrder<T extends Timer | Subscription>(waits: ReadonlyMap<string, T>): T[] {
    const isMoved = ({ node }: T): number => Number(this.#element(node) !== node);
    return [...waits.values()].toSorted((one, other) => isMoved(one) - isMoved(other) || one.number - other.number);
  }

  /** Events that somebody waits for while an activity or a scope is at work, each with its place. */
  #events(graph: ProcessGraph, name: (id: string) => string): Map<string, string> {
    const found = new Map<string, string>();
    for (const node of graph.nodes.values())
      if (node.type === 'bpmn:BoundaryEvent')
        found.set(`${name(node.attachedTo)} ${name(node.id)} ${triggerKind(node)}`, node.id);
    for (const { id, eventSubProcesses } of graph.scopes.values())
      for (const { start } of eventSubProcesses) {
        const scope = id === graph.processId ? this.#move.to.processId : name(id);
        found.set(`${scope} ${name(start)} ${triggerKind(graph.nodes.get(start))}`, start);
      }
    return found;
  }

  #newEvents(): string[] {
    const { from, to } = this.#move;
    const before = this.#events(from, (id) => this.#element(id));
    return [...this.#events(to, (id) => id)].flatMap(([place, id]) => (before.has(place) ? [] : [id]));
  }

  /** Repeated activities of which the versions say differently how many instances there are. */
  #countedOtherwise(): string[] {
    const { from, to } = this.#move;
    return [...from.nodes.values()].flatMap((here) => {
      const there = to.nodes.get(this.#element(here.id));
      return there !== undefined && countOf(here) !== countOf(there) ? [there.id] : [];
    });
  }

  #element(id: string): string {
    const { map } = this.#move;
    return Object.hasOwn(map, id) ? (map[id] as string) : id;
  }

  #problems(): string[] {
    const { from, to, map } = this.#move;
    const isIn = (graph: ProcessGraph, id: string): boolean => graph.nodes.has(id) || graph.flows.has(id);
    return Object.entries(map).flatMap(([old, next]) => [
      ...(isIn(from, old) ? [] : [`the mapping ${old}=${next}: the saved version has no element ${old}`]),
      ...(isIn(to, next) ? [] : [`the mapping ${old}=${next}: the new version has no element ${next}`]),
    ]);
  }

  /** Null: it has one; else why not. */
  #homeOf(token: Token): string | null {
    const { from, to, state } = this.#move;
    const id = this.#element(token.node);
    const there = to.nodes.get(id);
    if (there === undefined) return `there is no element ${id} in the new version`;
    const scope = state.scopes.get(token.scope);
    // The instances of a repeated activity lie in a scope of the activity itself.
    const lies =
      scope?.kind === 'instances' && scope.node === token.node
        ? there.scope
        : scope === undefined
          ? null
          : this.#scopeNode(scope);
    if (lies !== there.scope) return `${id} lies in ${there.scope} in the new version, not in ${lies ?? 'nothing'}`;
    const here = from.nodes.get(token.node);
    if (token.instance !== null && here !== undefined) {
      const other = otherKind(here, there);
      if (other !== null) return other;
    }
    return this.#wayOf(token, there);
  }

  /** A join tells tokens apart by the flow that they came by. */
  #wayOf(token: Token, there: FlowNode): string | null {
    if (token.via === null) {
      this.#via.set(token.id, null);
      return null;
    }
    const way = this.#element(token.via);
    const leads = there.incoming.some((flow) => flow.id === way);
    this.#via.set(token.id, leads ? way : null);
    if (leads || there.incoming.length <= 1 || token.state === 'running' || token.state === 'waiting') return null;
    return `no sequence flow ${way} leads to ${there.id} in the new version`;
  }

  /** Id, in the new version, of the process or subprocess that a scope belongs to. */
  #scopeNode(scope: Scope): string {
    return scope.parent === null ? this.#move.to.processId : this.#element(scope.node);
  }

  /** What hangs on tokens that go goes, too. */
  #spread(): void {
    const { scopes, tokens, root } = this.#move.state;
    for (let before = -1; before !== this.#gone.size;) {
      before = this.#gone.size;
      for (const token of tokens.values()) {
        const owner = scopes.get(token.scope)?.token ?? null;
        if (owner !== null && this.#gone.has(owner)) this.#gone.add(token.id);
      }
      for (const scope of scopes.values()) {
        if (scope.kind !== 'flow' || scope.id === root || scope.token === null) continue;
        const inside = [...tokens.values()].filter((token) => token.scope === scope.id);
        if (inside.length > 0 && inside.every(({ id }) => this.#gone.has(id))) this.#gone.add(scope.token);
      }
    }
  }

  #drop(token: Token): void {
    const { state } = this.#move;
    this.#dropped.push({ what: 'token', id: token.id, element: token.node });
    if (token.child !== null) this.#dropped.push({ what: 'called job', id: token.child, element: token.node });
    for (const scope of state.scopes.values()) {
      if (scope.token !== token.id) continue;
      for (const name of scope.variables.keys())
        this.#dropped.push({ what: 'variable', id: name, element: scope.node });
    }
  }

  /** A timer or subscription: with its token, and at an event that is still there. */
  #place(
    what: 'timer' | 'subscription',
    wait: Pick<Timer | Subscription, 'id' | 'token' | 'scope' | 'node' | 'kind' | 'part'>,
  ): void {
    const { id, token, node, kind } = wait;
    if (token === null) {
      this.#placeInScope(what, wait);
      return;
    }
    if (this.#gone.has(token)) {
      this.#dropped.push({ what, id, element: node });
      return;
    }
    const { to, state } = this.#move;
    const next = this.#element(node);
    const there = to.nodes.get(next);
    const at = this.#element(state.tokens.get(token)?.node ?? '');
    const belongs =
      kind === 'boundary'
        ? there?.type === 'bpmn:BoundaryEvent' && there.attachedTo === at
        : kind === 'event-subprocess'
          ? there?.scope === at
          : kind === 'gateway'
            ? there?.incoming.some((flow) => flow.source === at) === true
            : there?.id === at;
    const same = kind === 'retry' || triggerKind(this.#move.from.nodes.get(node)) === triggerKind(there);
    const goes = belongs && same;
    if (goes && this.#isFree(what, wait, next)) {
      this.#moves.push({ what, id, from: node, to: next });
      return;
    }
    const reason = goes
      ? `what waits at another element waits at ${next} already`
      : there === undefined
        ? `there is no event ${next} in the new version`
        : belongs
          ? `${next} is triggered otherwise in the new version`
          : `${next} does not belong to ${at} there`;
    this.#homeless.push({ what, id, element: node, reason });
    this.#dropped.push({ what, id, element: node });
  }

  /** What a scope waits for: with its scope, and at an event subprocess that is still in it. */
  #placeInScope(
    what: 'timer' | 'subscription',
    wait: Pick<Timer | Subscription, 'id' | 'token' | 'scope' | 'node' | 'part'>,
  ): void {
    const { id, scope, node } = wait;
    const { to, state } = this.#move;
    const around = state.scopes.get(scope ?? '');
    if (around !== undefined && around.token !== null && this.#gone.has(around.token)) {
      this.#dropped.push({ what, id, element: node });
      return;
    }
    const next = this.#element(node);
    const at = around === undefined ? '' : this.#scopeNode(around);
    const there = to.scopes.get(at)?.eventSubProcesses.some(({ start }) => start === next) === true;
    const same = triggerKind(this.#move.from.nodes.get(node)) === triggerKind(to.nodes.get(next));
    const goes = there && same;
    if (goes && this.#isFree(what, wait, next)) {
      this.#moves.push({ what, id, from: node, to: next });
      return;
    }
    const reason = goes
      ? `what waits at another element waits at ${next} already`
      : there
        ? `${next} is triggered otherwise in the new version`
        : `${next} starts no event subprocess of ${at} in the new version`;
    this.#homeless.push({ what, id, element: node, reason });
    this.#dropped.push({ what, id, element: node });
  }

  /** Whether nothing else waits there: a mapping may lead from two elements to one. Takes the place. */
  #isFree(
    what: 'timer' | 'subscription',
    { token, scope, part }: Pick<Timer | Subscription, 'token' | 'scope' | 'part'>,
    node: string,
  ): boolean {
    const place = `${what} ${waitId(token ?? scope ?? '', node, part)}`;
    if (this.#taken.has(place)) return false;
    this.#taken.add(place);
    return true;
  }
}

/** By what an event is triggered: each of its definitions. */
function triggerKind(node: FlowNode | undefined): string {
  if (node === undefined || !('trigger' in node)) return 'none';
  const { trigger } = node;
  if (trigger.kind === 'multiple') return trigger.triggers.map(({ kind }) => kind).join(trigger.all ? ' and ' : ' or ');
  return trigger.kind;
}

/** What says how many instances of a node there are, as one text. */
function countOf(node: FlowNode): string {
  const loop = 'loop' in node ? node.loop : null;
  if (loop?.kind !== 'multi-instance') return '';
  return JSON.stringify([loop.cardinality, loop.collection, loop.collectionData, loop.sequential]);
}

/** Why what is inside one element cannot go on in another; null: it can. */
function otherKind(here: FlowNode, there: FlowNode): string | null {
  if (here.type !== there.type)
    return `${there.id} is a ${there.type} in the new version, ${here.id} was a ${here.type}`;
  const [before, after] = [here, there].map((node) => ('loop' in node ? (node.loop?.kind ?? 'none') : 'none'));
  if (before !== after)
    return `${there.id} is repeated otherwise in the new version (${after ?? 'none'}, not ${before ?? 'none'})`;
  if ('implementation' in here && 'implementation' in there && here.implementation.kind !== there.implementation.kind)
    return `${there.id} is performed otherwise in the new version (${there.implementation.kind}, not ${here.implementation.kind})`;
  return null;
}
