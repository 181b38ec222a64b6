/** Runs a job until it rests: its tokens move, merge and wait, step by step (step.ts). */
import type { FlowNode } from '../model/graph/process.ts';
import { activation } from './complex-gate.ts';
import type { Command } from './commands.ts';
import { follow } from './consequences.ts';
import { behaviourOf } from './elements/index.ts';
import { raiseIncident } from './incidents.ts';
import type { JobState, Token } from './job-state.ts';
import { linesUp, merge, mergeable } from './joins.ts';
import { hasEnded, isSetAside } from './lifecycle.ts';
import { SLICE, STEP_BOUND, type Step } from './step.ts';
import { isEffectKind } from './work.ts';

/** Elements entered at one instant of a scenario's clock, where nobody is there to stop an endless loop. */
const INSTANT_BOUND = 20_000;

/** Runs to the end of the step (step.ts, invariants 1 to 3). `goesOn`: nothing has happened since the step before. */
export function run(step: Step, goesOn: boolean): void {
  const { state, env } = step;
  const trail: Visit[] = [];
  let loop: string | null = null;
  let entered = 0;
  follow(step);
  while (!hasEnded(state) && !step.joined && !isSetAside(state)) {
    const ready = mergeable(step);
    if (ready !== null) {
      const token = merge(step, ready);
      if (token !== null) behaviourOf(ready.node).enter(step, ready.node, token);
      follow(step);
      continue;
    }
    const [id] = state.ready;
    const token = id === undefined ? undefined : state.tokens.get(id);
    if (token === undefined) break;
    const node = step.node(token.node);
    if (!token.released && env.holds(node.id)) {
      step.emit({ type: 'token-held', token: token.id, node: node.id });
      continue;
    }
    const since = state.simulated ? state.entered : entered;
    if (since > 0 && since % SLICE === 0 && (entered > 0 || goesOn) && othersHaveWork(step)) {
      step.yields = true;
      break;
    }
    if (state.entered >= INSTANT_BOUND) {
      raiseIncident(
        step,
        token,
        `${INSTANT_BOUND} elements were entered while the scenario's clock stood still: it goes round without an end`,
      );
      continue;
    }
    entered += 1;
    trail.push({ token: token.id, node: node.id });
    if (entered > STEP_BOUND) {
      loop ??= loopIn(trail);
      raiseIncident(step, token, `${STEP_BOUND} elements in one step: a loop without a wait, ${loop}`);
      continue;
    }
    if (linesUp(node, token)) lineUp(step, node, token);
    else behaviourOf(node).enter(step, node, token);
    follow(step);
  }
  if (!hasEnded(state)) settle(step);
}

/**
 * Whether work waits to be performed that tokens which only move should not keep from it. Effects go their own way once they
 * have begun; in a scenario, where the order is fixed, they are answered one after another like all work.
 */
function othersHaveWork(step: Step): boolean {
  const { state } = step;
  if (state.census.running === 0) return false;
  if (step.work.length > 0) return true;
  return [...state.tokens.values()].some(
    ({ state: at, work }) => at === 'running' && work !== null && (state.simulated || !isEffectKind(work)),
  );
}

/** A token has come to an element that waits for several. */
function lineUp(step: Step, node: FlowNode, token: Token): void {
  if (node.type === 'bpmn:ComplexGateway') {
    // What cannot be evaluated is an incident of the token that would have it evaluated.
    const answer = activation(step, node, token, new Map([[token.via ?? '', 1]]));
    if (!answer.ok) {
      raiseIncident(step, token, `the activation condition of ${node.id} cannot be computed: ${answer.message}`);
      return;
    }
  }
  step.emit({ type: 'token-joining', token: token.id, node: node.id });
  step.joined = true;
}

interface Visit {
  readonly token: string;
  readonly node: string;
}

/** The elements that the end of a trail goes round, like `A → B → A`. */
function loopIn(all: readonly Visit[]): string {
  const last = all.at(-1)?.node ?? '';
  const own = all.filter(({ token }) => token === all.at(-1)?.token).map(({ node }) => node);
  // A token that is born anew in every round has no trail of its own.
  const trail = own.lastIndexOf(last, -2) < 0 ? all.map(({ node }) => node) : own;
  const before = trail.lastIndexOf(last, -2);
  const round = before < 0 ? trail.slice(-10) : trail.slice(before);
  return round.length > 20 ? `${round.slice(0, 20).join(' → ')} → …` : round.join(' → ');
}

/** Conditions are looked at in the step that follows: until then the job is active, so that whoever takes it up does so. */
export function settleAtRest(step: Step, wasActive: boolean): void {
  settle(step);
  const { state } = step;
  if (wasActive && state.status === 'passive' && hasToLook(state))
    step.emit({ type: 'job-settled', status: 'active', held: state.census.held > 0 });
}

/** What a job that was taken up, or restored, begins with; `more`: of the decision before. */
export function firstCommand(state: JobState, more: boolean): Command | null {
  if (state.status === 'active' && hasToLook(state)) return { type: 'look-again' };
  return more ? { type: 'continue' } : null;
}

/** Whether a job that was taken up has conditions that may be true by now. */
function hasToLook(state: JobState): boolean {
  return state.census.conditions.size > 0 && !isSetAside(state) && !hasEnded(state);
}

function settle(step: Step): void {
  const { state } = step;
  const moves = state.ready.length > 0 || state.census.running > 0 || mergeable(step) !== null;
  const active = moves && !isSetAside(state);
  step.emit({ type: 'job-settled', status: active ? 'active' : 'passive', held: state.census.held > 0 });
}
