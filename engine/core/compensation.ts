/**
 * Compensation (BPMN 2.0.2, 10.7 and 13.5.5): what an activity did is undone by its handler, after it has completed. The
 * handlers of one throw run one after another, in reverse order of completion. A subprocess without a handler of its own is
 * compensated by what was done in it; its scope is kept for that, with the variables as they were when it completed.
 */
import type { FlowNode } from '../model/graph/process.ts';
import { isActivity } from './compensable.ts';
import { enterByEvent } from './event-subprocess.ts';
import { createToken } from './flow.ts';
import type { Compensable, CompensationTarget, Scope, Token } from './job-state.ts';
import type { Step } from './step.ts';

/**
 * The scopes whose activities a throwing event in `scope` can compensate: its own, and from an event subprocess also what
 * lies around that (BPMN 2.0.2, 10.7.2).
 */
function visible(step: Step, scope: string): readonly Scope[] {
  const scopes: Scope[] = [];
  for (let at: string | null = scope; at !== null;) {
    const current: Scope | undefined = step.state.scopes.get(at);
    if (current === undefined) break;
    scopes.push(current);
    const node: FlowNode | undefined = step.graph.nodes.get(current.node);
    if (node === undefined || !('byEvent' in node) || !node.byEvent) break;
    at = current.parent;
  }
  return scopes;
}

interface Plan {
  readonly targets: CompensationTarget[];
  readonly taken: { scope: string; instance: string }[];
}

/** Latest first. */
function plan(step: Step, scope: Scope, activity: string | null, into: Plan): void {
  for (const compensable of scope.compensables.toReversed()) {
    if (activity !== null && compensable.node !== activity) continue;
    into.taken.push({ scope: scope.id, instance: compensable.instance });
    expand(step, scope, compensable, into);
  }
}

function expand(step: Step, scope: Scope, { node: id, instance, inner, byContent }: Compensable, into: Plan): void {
  const node = step.node(id);
  const by = isActivity(node) ? node.compensation : null;
  if (by === null) return;
  if (!byContent && by.kind === 'activity') {
    into.targets.push({ scope: scope.id, node: by.handler, start: null, instance });
  } else if (!byContent && by.kind === 'event-subprocess' && inner !== null) {
    into.targets.push({ scope: inner, node: by.subProcess, start: by.start, instance });
  } else {
    const content = inner === null ? undefined : step.state.scopes.get(inner);
    if (content !== undefined) plan(step, content, null, into);
  }
}

/**
 * Takes what a throw compensates: an activity's instances, or all that can be in the scope. Nobody else compensates them.
 * `thrower` waits until the last handler is done. False: there is nothing to compensate.
 */
export function compensate(
  step: Step,
  scope: string,
  node: string,
  activity: string | null,
  thrower: string | null,
  occurrence = '',
): boolean {
  const planned: Plan = { targets: [], taken: [] };
  const scopes = visible(step, scope);
  const own = activity === null ? ownHandler(step, scopes, occurrence) : null;
  if (own !== null) planned.targets.push(own);
  else for (const each of scopes) plan(step, each, activity, planned);
  step.emit({ type: 'compensation-thrown', node, taken: planned.taken });
  if (planned.targets.length === 0) return false;
  nextHandler(step, { thrower, rest: planned.targets });
  return true;
}

/**
 * What is thrown at the level of the process, for all of it, is the turn of the compensation event subprocess directly in it:
 * what that throws in turn reaches the activities, as in a subprocess that has one.
 */
function ownHandler(step: Step, scopes: readonly Scope[], occurrence: string): CompensationTarget | null {
  const own = step.graph.compensation;
  const outermost = scopes.at(-1);
  if (own === null || outermost?.parent !== null || scopes.some(({ node }) => node === own.subProcess)) return null;
  return { scope: outermost.id, node: own.subProcess, start: own.start, instance: occurrence };
}

/** Begins the next handler. Answers the token that may go on because there is none; null: nobody waits, or not yet. */
export function nextHandler(step: Step, { thrower, rest }: NonNullable<Token['compensation']>): Token | null {
  const [target, ...later] = rest;
  if (target === undefined) return thrower === null ? null : (step.state.tokens.get(thrower) ?? null);
  const created = createToken(step, target.scope, target.node, null, [], 'compensation', target.instance);
  step.emit({ type: 'compensation-started', token: created, target, run: { thrower, rest: later } });
  const token = step.state.tokens.get(created) as Token;
  if (target.start !== null) enterByEvent(step, token, target.start);
  return null;
}
