/** What all activities have in common: mapped variables, boundary events, results (BPMN 2.0.2, 13.3.2). */
import type { Activity } from '../model/graph/activity.ts';
import type { NodeData } from '../model/graph/data.ts';
import type { Assignment } from '../model/graph/mapping.ts';
import type { FlowNode } from '../model/graph/process.ts';
import { closeScope } from './cancellation.ts';
import { record } from './compensable.ts';
import { countOf } from './counts.ts';
import { complete, enter, nextAttempt } from './executions.ts';
import { leave } from './flow.ts';
import { inputsOf, lackingOutputs, outputsOf, ownValue, withPart, type Transfer } from './data.ts';
import { raiseIncident } from './incidents.ts';
import { hasWaited, collectionOf, outsideView, standsForInstances } from './data-waits.ts';
import { afterInstance, completeInstance, instanceVariables } from './instances.ts';
import type { JobState, Token } from './job-state.ts';
import { innermost, type Step } from './step.ts';
import { hides, ownVariables, visibleVariables } from './variables.ts';
import { pick, setOwn, type Value, type Variables } from './value.ts';
import { awaitBoundary, awaitData, disarm, disarmScope } from './waits.ts';
import type { HttpRequest, Work } from './work.ts';

export { isActivity } from './compensable.ts';

/**
 * Evaluates assignments in order, each seeing the ones before. What one changes a part of is what they left, else what is around
 * them. A text says which one failed and why.
 */
export function assignments(
  step: Step,
  token: Token,
  list: readonly Assignment[],
  extra: Variables,
  around: Variables = {},
): Variables | string {
  const result: { [name: string]: Value } = {};
  for (const { name, value, path } of list) {
    const answer = step.evaluate(value, token, { ...extra, ...result });
    if (!answer.ok) return `${name} cannot be computed: ${answer.message}`;
    const whole = Object.hasOwn(result, name) ? result : around;
    setOwn(result, name, path === undefined ? answer.value : withPart(ownValue(whole, name), path, answer.value));
  }
  return result;
}

/**
 * Enters an activity: maps its inputs, opens its boundary events. `own`: whether mapped inputs get a scope of their own
 * here (a subprocess and a called job have one anyway).
 * @returns the mapped inputs, or null when an incident was raised instead.
 */
export function begin(step: Step, node: Activity, token: Token, own: boolean): Variables | null {
  const resumed = hasWaited(token);
  if (!resumed) enter(step, node, token);
  const instance = instanceVariables(step, node, token);
  const inputs = assignments(step, token, node.mapping?.inputs ?? [], instance);
  if (typeof inputs === 'string') {
    raiseIncident(step, token, `input ${inputs}`);
    return null;
  }
  const failure = token.index === null && !resumed ? awaitBoundary(step, token, node) : null;
  if (failure !== null) {
    raiseIncident(step, token, failure);
    return null;
  }
  const given = fill(step, node, token, { ...instance, ...inputs });
  if (given === null) return null;
  let inner: string | null = null;
  const kept = { ...(isFlow(node) ? {} : { ...instance, ...given }), ...(own ? inputs : {}) };
  const opens = (own && node.mapping !== null) || Object.keys(kept).length > 0;
  if (opens && token.instance !== null) {
    inner = token.instance;
    step.emit({
      type: 'scope-opened',
      scope: inner,
      parent: token.scope,
      node: node.id,
      kind: 'local',
      token: token.id,
    });
    for (const [name, value] of Object.entries(kept)) step.emit({ type: 'variable-set', scope: inner, name, value });
  }
  step.emit({ type: 'working-started', token: token.id, inner });
  return isFlow(node) ? { ...instance, ...inputs, ...given } : { ...inputs, ...dataInputs(node, given) };
}

/** Fills the data inputs of an activity. Null: it waits for them, or an incident was raised. */
function fill(step: Step, node: Activity, token: Token, own: Variables): Variables | null {
  if (node.data === null) return {};
  const inputs = inputsOf(step, outsideView(step, token, own), node.data);
  if (inputs.kind === 'ready') return inputs.variables;
  if (inputs.kind === 'failed') raiseIncident(step, token, inputs.message);
  else awaitData(step, token, node, inputs.store);
  return null;
}

/** Whether an activity that waited for its data inputs would find them now, or fail to compute them. */
export function canBegin(step: Step, node: Activity, token: Token): boolean {
  if (standsForInstances(node, token)) return collectionOf(step, node, token).kind !== 'unavailable';
  if (node.data === null) return true;
  const instance = instanceVariables(step, node, token);
  const inputs = assignments(step, token, node.mapping?.inputs ?? [], instance);
  const own = typeof inputs === 'string' ? instance : { ...instance, ...inputs };
  return inputsOf(step, outsideView(step, token, own), node.data).kind !== 'unavailable';
}

/** Those of an activity's variables that are its data inputs. */
export function dataInputs(node: Activity, variables: Variables): Variables {
  return pick(variables, node.data?.inputs ?? []);
}

/** Whether the activity has a scope of its own in which tokens live. */
function isFlow(node: FlowNode): boolean {
  return ['bpmn:SubProcess', 'bpmn:Transaction', 'bpmn:AdHocSubProcess'].includes(node.type);
}

/** Begins one more try of an activity whose work is to wait: its variables and boundary events are there already. */
export function beginAgain(step: Step, node: Activity, token: Token): void {
  const { inner } = token;
  enter(step, node, token);
  step.emit({ type: 'working-started', token: token.id, inner });
}

/** Engine deaths over one activity instance after which it is set aside (checkpoint-semantics, section 5). */
const DEATHS = 3;

/** Whether one more engine death over an activity instance sets it aside. */
export function isSuspect(state: JobState, instance: string): boolean {
  return countOf(state.deaths, instance) === DEATHS - 1;
}

/**
 * Asks the world for the activity's work: its first try, a retry, or again after a crash. After a crash the token may
 * have to come here anew, from a checkpoint before: then deadly work is its first try again, as far as its state says.
 */
export function requestWork(
  step: Step,
  node: FlowNode,
  token: Token,
  kind: Work['kind'],
  request: HttpRequest | null,
  as: 'first' | 'retry' | 'again',
): void {
  if (token.instance === null) return;
  const deaths = countOf(step.state.deaths, token.instance);
  if (deaths >= DEATHS) {
    raiseIncident(step, token, `the engine died ${deaths} times while it worked on ${node.id}; it is set aside`);
    return;
  }
  const attempt = as === 'first' ? token.attempt : nextAttempt(step, token.instance, token.attempt);
  const tries = as === 'retry' ? token.try + 1 : token.try;
  const answer =
    as === 'again' ? token.answer : step.state.simulated ? countOf(step.state.answers, node.id) : tries - 1;
  step.emit({
    type: 'work-requested',
    token: token.id,
    node: node.id,
    kind,
    request,
    attempt,
    try: tries,
    answer,
    at: step.env.now,
  });
  const common = {
    token: token.id,
    node: node.id,
    instance: token.instance,
    visit: token.visit,
    attempt,
    try: tries,
    answer,
    idempotencyKey: step.idempotencyKey(token),
    seed: step.moment(token).seed,
  };
  step.work.push(kind === 'http' || kind === 'external' ? { ...common, kind, request } : { ...common, kind });
}

/** Sets variables where they are owned, as seen from the token. */
export function setVariables(step: Step, token: Token, variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) {
    step.write(innermost(step.state, token), name, value);
  }
}

/**
 * The activity's work is done: keeps its results, closes what it opened, and goes on. With an output mapping only the
 * mapped names leave the activity, but for what a script wrote to variables that exist outside.
 */
export function finish(step: Step, node: Activity, token: Token, results: Variables): void {
  const outputs = node.mapping?.outputs ?? [];
  if (outputs.length > 0 && node.type === 'bpmn:ScriptTask') {
    const outside = visibleVariables(step.state, token.scope);
    for (const [name, value] of Object.entries(results)) {
      const written = Object.hasOwn(outside, name) && !hides(step.state, token.inner, name);
      if (written) step.write(token.scope, name, value);
    }
  }
  const around = outputs.some(({ path }) => path !== undefined) ? visibleVariables(step.state, token.scope) : {};
  const mapped = outputs.length === 0 ? results : assignments(step, token, outputs, results, around);
  const copied =
    node.data === null || typeof mapped === 'string'
      ? null
      : copyOut(step, node.data, token, { ...results, ...mapped });
  const after =
    typeof mapped === 'string' || typeof copied === 'string' || token.index === null
      ? null
      : afterInstance(step, node, token, { ...results, ...mapped, ...copied?.taken() });
  if (typeof mapped === 'string' || typeof copied === 'string' || typeof after === 'string') {
    keepResults(step, node, token, results);
    const failure = typeof mapped === 'string' ? `output ${mapped}` : typeof copied === 'string' ? copied : after;
    raiseIncident(step, token, failure as string);
    return;
  }
  if (outputs.length === 0) setVariables(step, token, results);
  else for (const [name, value] of Object.entries(mapped)) step.write(token.scope, name, value);
  copied?.put(node.id, token.scope);
  disarm(step, token);
  const kept = record(step, node, token);
  if (token.inner !== null) {
    if (kept) disarmScope(step, token.inner);
    else closeScope(step, token.inner, true);
  }
  complete(step, node, token);
  if (after !== null) {
    completeInstance(step, node, token, after);
    return;
  }
  step.emit({ type: 'leaving-started', token: token.id });
  leave(step, node, token);
}

/** Copies an activity's data outputs: from what it leaves behind, from its own variables, from the scope that it is. */
function copyOut(step: Step, data: NodeData, token: Token, results: Variables): Transfer | string {
  return outputsOf(step, outsideView(step, token, withOwn(step, token, results)), data);
}

function withOwn(step: Step, token: Token, results: Variables): Variables {
  return { ...(token.inner === null ? {} : ownVariables(step.state, token.inner)), ...results };
}

/**
 * The data outputs that results would leave without a value, so that no output set is complete. Where the mapping of its
 * outputs cannot be computed, that is told first: none.
 */
export function outputsLeftOut(step: Step, node: Activity, token: Token, results: Variables): readonly string[] {
  if (node.data === null) return [];
  const mapped = assignments(step, token, node.mapping?.outputs ?? [], results);
  return typeof mapped === 'string' ? [] : lackingOutputs(node.data, withOwn(step, token, { ...results, ...mapped }));
}

/** Keeps what the work left behind, so that mapping it again does not take doing it again. */
export function keepResults(step: Step, node: FlowNode, token: Token, results: Variables): void {
  const { instance } = token;
  if (token.stage === 'finishing' || instance === null) return;
  if (token.inner === null) {
    step.emit({
      type: 'scope-opened',
      scope: instance,
      parent: token.scope,
      node: node.id,
      kind: 'local',
      token: token.id,
    });
    step.emit({ type: 'working-started', token: token.id, inner: instance });
  }
  // A subprocess has them already.
  if (!isFlow(node)) {
    for (const [name, value] of Object.entries(results))
      step.emit({ type: 'variable-set', scope: instance, name, value });
  }
  step.emit({ type: 'results-kept', token: token.id });
}

/** Maps the results that were kept. */
export function finishAgain(step: Step, node: Activity, token: Token): void {
  finish(step, node, token, token.inner === null ? {} : ownVariables(step.state, token.inner));
}
