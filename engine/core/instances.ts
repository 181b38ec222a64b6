/**
 * Repeated activities (BPMN 2.0.2, 13.3.6 and 13.3.7): the token that came stands for all instances and has the boundary
 * events; in the scope that it opens each instance is a token at the same element, told apart by its index. A standard
 * loop is a sequence of instances of which nobody knows the number beforehand.
 */
import type { Activity } from '../model/graph/activity.ts';
import type { Loop, MultiInstance, StandardLoop } from '../model/graph/loop.ts';
import { closeScope, emptyScope } from './cancellation.ts';
import { record } from './compensable.ts';
import { thrownName } from './computed-name.ts';
import { verdictOf } from './condition.ts';
import { Transfer } from './data.ts';
import { hasWaited, collectionOf, outsideView } from './data-waits.ts';
import { enterInstances } from './executions.ts';
import { leave } from './flow.ts';
import { shortId } from './hash.ts';
import { raiseIncident } from './incidents.ts';
import type { Rounds, Token } from './job-state.ts';
import { InvariantBroken } from './lifecycle.ts';
import type { Step } from './step.ts';
import { release, type Prepared } from './release.ts';
import { attributes, ownVariables } from './variables.ts';
import { pick, setOwn, type Value, type Variables } from './value.ts';
import { awaitBoundary, awaitData, disarm } from './waits.ts';

/** Instances that one activity may have: at once, and one after the other. */
const MOST_AT_ONCE = 10_000;
const MOST = 1_000_000;

/** Names of what the scope of the instances keeps; nobody but this file reads them. */
const ITEMS = 'items';
const outputOf = (index: number): string => `output ${index + 1}`;

/** How many instances there are to be. */
interface Plan {
  /** Null: not known beforehand. */
  readonly total: number | null;
  readonly items: readonly Value[] | null;
  /** How many begin at once. */
  readonly first: number;
}

/** A token has come to a repeated activity. */
export function enterRepeated(step: Step, node: Activity, token: Token): void {
  const resumed = hasWaited(token);
  if (!resumed) enterInstances(step, node, token);
  const scope = token.instance as string;
  const failure = resumed ? null : awaitBoundary(step, token, node);
  const data = collectionOf(step, node, token);
  if (failure === null && data.kind === 'unavailable') {
    awaitData(step, token, node, data.store);
    return;
  }
  const filled = data.kind === 'ready' ? data.variables : {};
  const plan = failure ?? (data.kind === 'failed' ? data.message : planOf(step, loopOf(node), token, filled));
  if (typeof plan === 'string') {
    disarm(step, token);
    raiseIncident(step, token, plan);
    return;
  }
  step.emit({ type: 'scope-opened', scope, parent: token.scope, node: node.id, kind: 'instances', token: token.id });
  step.emit({ type: 'working-started', token: token.id, inner: scope });
  step.emit({ type: 'instances-counted', token: token.id, node: node.id, total: plan.total });
  if (plan.items !== null) step.emit({ type: 'variable-set', scope, name: ITEMS, value: plan.items });
  step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: 'instances', answer: 0 });
  for (let index = 0; index < plan.first; index += 1) startInstance(step, node, token, index);
}

/** How a repeated activity that is under way gets another number of instances. */
export interface Recount {
  /** Instances that have not begun, and fall away. */
  readonly withdrawn: readonly Token[];
  readonly carryOut: () => void;
}

/**
 * Counts the instances of a repeated activity anew: those that are missing are created, and only such as have not begun fall
 * away. Says why that cannot be. Emits nothing before it is carried out.
 */
export function recount(step: Step, node: Activity, body: Token): Recount | string {
  const loop = loopOf(node);
  const { rounds, inner } = body;
  if (loop.kind === 'standard' || rounds === null || inner === null)
    return { withdrawn: [], carryOut: () => undefined };
  const data = collectionOf(step, node, body);
  if (data.kind === 'unavailable') return `the instances of ${node.id} cannot be counted: ${data.store} holds nothing`;
  const plan = data.kind === 'failed' ? data.message : planOf(step, loop, body, data.variables);
  if (typeof plan === 'string') return `the instances of ${node.id} cannot be counted: ${plan}`;
  const total = plan.total ?? 0;
  const begun = rounds.started;
  const surplus = [...step.state.tokens.values()]
    .filter((token) => token.scope === inner && (token.index ?? 0) >= total)
    .toSorted((left, right) => (left.index ?? 0) - (right.index ?? 0));
  const withdrawn = surplus.filter(({ instance }) => instance === null);
  const left = begun - withdrawn.length;
  if (left > total)
    return `${node.id} would have ${total} instances, and ${left} of the ${rounds.total ?? begun} that it has have begun: only instances that have not begun may fall away`;
  const alive = (step.state.scopes.get(inner)?.alive ?? 0) - withdrawn.length;
  const missing = loop.sequential ? 0 : total - left;
  if (alive + missing <= 0)
    return `${node.id} would have ${total} instances, which are done already: nothing would be left to end it`;
  return {
    withdrawn,
    carryOut: () => {
      step.emit({
        type: 'instances-counted',
        token: body.id,
        node: node.id,
        total,
        ...(withdrawn.length > 0 ? { withdrawn: withdrawn.length } : {}),
      });
      if (plan.items !== null) step.emit({ type: 'variable-set', scope: inner, name: ITEMS, value: plan.items });
      for (let index = left; index < left + missing; index += 1) startInstance(step, node, body, index);
    },
  };
}

/** The plan, or why there is none. */
function planOf(step: Step, loop: Loop, token: Token, filled: Variables): Plan | string {
  if (loop.kind === 'standard') {
    const goesOn = loop.testBefore ? isTrue(step, loop, token, { loopCounter: 0 }) : true;
    if (typeof goesOn === 'string') return goesOn;
    return { total: null, items: null, first: goesOn && loop.maximum !== 0 ? 1 : 0 };
  }
  const items = loop.collection === null ? null : itemsOf(step, loop, token, filled);
  if (typeof items === 'string') return items;
  const total = items === null ? cardinalityOf(step, loop, token) : items.length;
  if (typeof total === 'string') return total;
  const most = loop.sequential ? MOST : MOST_AT_ONCE;
  if (total > most) return `it would have ${total} instances; more than ${most} are not possible`;
  return { total, items, first: loop.sequential ? Math.min(total, 1) : total };
}

function itemsOf(step: Step, loop: MultiInstance, token: Token, filled: Variables): readonly Value[] | string {
  if (loop.collection === null) return [];
  const answer = step.evaluate(loop.collection, token, filled);
  if (!answer.ok) return `the collection cannot be computed: ${answer.message}`;
  if (Array.isArray(answer.value)) return answer.value as readonly Value[];
  return `the collection ${loop.collection.text} is ${answer.value === null ? 'null' : 'no list'}`;
}

function cardinalityOf(step: Step, loop: MultiInstance, token: Token): number | string {
  if (loop.cardinality === null) return 'nothing says how many instances there are';
  const answer = step.evaluate(loop.cardinality, token);
  if (!answer.ok) return `the cardinality cannot be computed: ${answer.message}`;
  const number = typeof answer.value === 'string' && /^\d+$/.test(answer.value) ? Number(answer.value) : answer.value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number;
  return `the cardinality ${loop.cardinality.text} is no whole number that is 0 or more`;
}

function isTrue(step: Step, loop: StandardLoop, token: Token, seen: Variables): boolean | string {
  if (loop.condition === null) return true;
  const answer = verdictOf(loop.condition, step.evaluate(loop.condition, token, seen));
  return answer.ok ? answer.holds : `the loop condition cannot be computed: ${answer.message}`;
}

function startInstance(step: Step, node: Activity, body: Token, index: number): void {
  const scope = body.inner;
  if (scope === null) throw new InvariantBroken(step.state.id, `token ${body.id} has no scope for its instances`);
  const token = shortId(scope, node.id, body.id, String(index));
  step.emit({ type: 'instance-started', token: body.id, node: node.id, index });
  step.emit({ type: 'token-created', token, scope, node: node.id, via: null, parents: [body.id], index });
}

/** What one instance has that the others have not; nothing for tokens that are no instance. */
export function instanceVariables(step: Step, node: Activity, token: Token): Variables {
  const { loop } = node;
  const { index } = token;
  if (loop === null || index === null) return {};
  const variables: { [name: string]: Value } = {};
  const first = loop.kind === 'standard' ? 1 : loop.firstCounter;
  setOwn(variables, 'loopCounter', index + first);
  if (loop.kind === 'multi-instance' && loop.indexVariable !== undefined) setOwn(variables, loop.indexVariable, index);
  if (loop.kind === 'multi-instance' && loop.outputItem !== null) setOwn(variables, loop.outputItem, null);
  if (loop.kind === 'multi-instance' && loop.elementVariable !== null) {
    const items = step.state.scopes.get(token.scope)?.variables.get(ITEMS);
    if (Array.isArray(items)) setOwn(variables, loop.elementVariable, (items as readonly Value[])[index] ?? null);
  }
  return variables;
}

/** What is to happen when an instance has completed. */
export interface AfterInstance {
  /** Whether the others are to be cancelled. */
  readonly stop: boolean;
  /** Whether one more begins. */
  readonly next: boolean;
  readonly output: Value | undefined;
  /** What is thrown because it has completed. */
  readonly thrown: readonly Prepared[];
}

/** Says what follows an instance, or why it cannot be said. `results`: what it leaves behind. */
export function afterInstance(step: Step, node: Activity, token: Token, results: Variables): AfterInstance | string {
  const loop = loopOf(node);
  const { rounds } = bodyOf(step, token);
  if (rounds === null) throw new InvariantBroken(step.state.id, `token ${token.id} is an instance of nothing`);
  const inner = token.inner === null ? undefined : step.state.scopes.get(token.inner);
  const own = inner?.kind === 'flow' ? ownVariables(step.state, inner.id) : {};
  const seen = { ...own, ...results };
  if (loop.kind === 'standard') {
    const bounded = loop.maximum !== null && rounds.started >= loop.maximum;
    const goesOn = bounded ? false : isTrue(step, loop, token, seen);
    return typeof goesOn === 'string' ? goesOn : { stop: false, next: goesOn, output: undefined, thrown: [] };
  }
  let output: Value | undefined;
  if (loop.outputElement !== null) {
    const answer = step.evaluate(loop.outputElement, token, seen);
    if (!answer.ok) return `the output element cannot be computed: ${answer.message}`;
    output = answer.value;
  }
  const stop = isComplete(step, loop, token, rounds, seen);
  if (typeof stop === 'string') return stop;
  const thrown = thrownBy(step, loop, token, rounds, seen);
  if (typeof thrown === 'string') return thrown;
  return { stop, next: !stop && loop.sequential && rounds.started < (rounds.total ?? 0), output, thrown };
}

function isComplete(step: Step, loop: MultiInstance, token: Token, rounds: Rounds, seen: Variables): boolean | string {
  if (loop.completionCondition === null) return false;
  const counted = attributes({ ...rounds, completed: rounds.completed + 1 });
  const condition = loop.completionCondition;
  const answer = verdictOf(condition, step.evaluate(condition, token, { ...counted, ...seen }));
  return answer.ok ? answer.holds : `the completion condition cannot be computed: ${answer.message}`;
}

/** Attributes that a signal carries; other engines' names of them stay inside. */
const CARRIED = [
  'numberOfInstances',
  'numberOfActiveInstances',
  'numberOfCompletedInstances',
  'numberOfTerminatedInstances',
];

/** The events of an instance that completes, which carry how far the activity is (BPMN 2.0.2, 10.3.8, table 10.29). */
function thrownBy(
  step: Step,
  loop: MultiInstance,
  token: Token,
  rounds: Rounds,
  seen: Variables,
): readonly Prepared[] | string {
  const seenNow = attributes({ ...rounds, completed: rounds.completed + 1 });
  const variables = pick(seenNow, CARRIED);
  const thrown: Prepared[] = [];
  for (const [part, { when, trigger }] of loop.events.entries()) {
    if (when === 'first' && rounds.completed > 0) continue;
    if (typeof when !== 'string') {
      const answer = verdictOf(when, step.evaluate(when, token, { ...seenNow, ...seen }));
      if (!answer.ok) return `the condition of what it throws cannot be computed: ${answer.message}`;
      if (!answer.holds) continue;
    }
    const called = thrownName(step, token, trigger);
    if (typeof called === 'string') return called;
    if (trigger.kind === 'signal') thrown.push({ kind: 'signal', part, signal: called.name, variables });
    else thrown.push({ kind: 'escalation', part, code: called.name });
  }
  return thrown;
}

/** An instance has completed: its token goes; what follows was said by {@link afterInstance}. */
export function completeInstance(step: Step, node: Activity, token: Token, after: AfterInstance): void {
  const body = bodyOf(step, token);
  const { scope } = token;
  const index = token.index ?? 0;
  if (after.output !== undefined)
    step.emit({ type: 'variable-set', scope, name: outputOf(index), value: after.output });
  step.emit({ type: 'instance-completed', token: body.id, node: node.id, index });
  release(step, node, token, after.thrown);
  step.emit({ type: 'token-consumed', token: token.id, node: node.id });
  if (after.next) startInstance(step, node, body, body.rounds?.started ?? 0);
  if (!after.stop) return;
  const left = step.state.scopes.get(scope)?.alive ?? 0;
  emptyScope(step, scope);
  if (left > 0) step.emit({ type: 'instances-terminated', token: body.id, node: node.id, count: left });
}

/** No instance is left: the repeated activity is done. */
export function emptyInstances(step: Step, node: Activity, body: Token): void {
  const loop = loopOf(node);
  const scope = body.inner === null ? undefined : step.state.scopes.get(body.inner);
  if (scope === undefined) throw new InvariantBroken(step.state.id, `token ${body.id} has no scope for its instances`);
  if (loop.kind === 'multi-instance' && loop.outputCollection !== null) {
    const outputs: Value[] = [];
    for (let index = 0; index < (body.rounds?.started ?? 0); index += 1) {
      const output = scope.variables.get(outputOf(index));
      if (output !== undefined) outputs.push(output);
    }
    const failure = gather(step, node, loop, body, { [loop.outputCollection]: outputs });
    if (failure !== null) {
      raiseIncident(step, body, failure);
      return;
    }
  }
  disarm(step, body);
  if (!record(step, node, body)) closeScope(step, scope.id, true);
  step.emit({ type: 'leaving-started', token: body.id });
  leave(step, node, body);
}

/** Hands on what the instances gave: through the associations of the data output that gathers, where it has any. */
function gather(step: Step, node: Activity, loop: MultiInstance, body: Token, gathered: Variables): string | null {
  if (loop.outputData.length === 0) {
    for (const [name, value] of Object.entries(gathered)) step.write(body.scope, name, value);
    return null;
  }
  const transfer = new Transfer(step, outsideView(step, body, gathered));
  for (const association of loop.outputData) {
    const done = transfer.move(association);
    if (typeof done === 'object') return done.message;
  }
  transfer.put(node.id, body.scope);
  return null;
}

function loopOf(node: Activity): Loop {
  if (node.loop === null) throw new Error(`${node.id} is not repeated`);
  return node.loop;
}

function bodyOf(step: Step, token: Token): Token {
  const opener = step.state.scopes.get(token.scope)?.token;
  const body = opener === undefined || opener === null ? undefined : step.state.tokens.get(opener);
  if (body === undefined) throw new InvariantBroken(step.state.id, `token ${token.id} is an instance of nothing`);
  return body;
}
