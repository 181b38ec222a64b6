import type { AdHocSubProcess } from '../../model/graph/activity.ts';
import { begin, finish } from '../activity.ts';
import { adHocVerdict, ENOUGH } from '../ad-hoc.ts';
import type { Refusal } from '../commands.ts';
import { armScope, declare } from '../event-subprocess.ts';
import { tokenOf } from '../executions.ts';
import { createToken } from '../flow.ts';
import { raiseIncident } from '../incidents.ts';
import type { Token } from '../job-state.ts';
import type { Step } from '../step.ts';
import { ownVariables } from '../variables.ts';
import type { Behaviour } from './behaviour.ts';

/**
 * Ad-hoc subprocess (BPMN 2.0.2, 13.3.5): its activities without a way in are enabled from the beginning. Where people choose
 * among them, they begin them, as often as they like, until the completion condition is true or they say that it is done. Else
 * each is performed once: all together, or, where the ordering is sequential, one after the other in the order of the file.
 */
export const adHocSubProcess: Behaviour<AdHocSubProcess> = {
  enter(step, node, token) {
    const inputs = begin(step, node, token, false);
    if (inputs === null || token.instance === null) return;
    const scope = token.instance;
    step.emit({ type: 'scope-opened', scope, parent: token.scope, node: node.id, kind: 'flow', token: token.id });
    for (const [name, value] of Object.entries(inputs)) step.emit({ type: 'variable-set', scope, name, value });
    declare(step, scope, node.id);
    step.emit({ type: 'working-started', token: token.id, inner: scope });
    const wait = node.choice === 'people' ? 'choice' : 'scope';
    step.emit({ type: 'wait-started', token: token.id, node: node.id, wait, answer: 0 });
    armScope(step, scope);
    if (node.choice === 'all') choose(step, node, token);
  },
  emptied(step, node, token) {
    const { inner } = token;
    if (inner === null) return;
    const enabled = enabledIn(step, node, inner);
    // An interrupting event subprocess has taken the place of what was left to do; people have said that nothing is.
    const interrupted = step.state.scopes.get(inner)?.interrupted === true || node.choice === 'people';
    const verdict =
      interrupted || node.completionCondition === null
        ? interrupted || enabled === 0
        : adHocVerdict(step, node, token, inner);
    if (typeof verdict === 'string') {
      raiseIncident(step, token, verdict);
    } else if (verdict) {
      finish(step, node, token, (node.mapping?.outputs.length ?? 0) > 0 ? ownVariables(step.state, inner) : {});
    } else if (enabled > 0) {
      choose(step, node, token);
    } else {
      raiseIncident(
        step,
        token,
        `everything in ${node.id} has been performed, but its completion condition is not true; a retry performs it again`,
      );
    }
  },
};

/**
 * Begins an activity that a person chose, or takes it that there is nothing more to do. What interrupted it, or ended it, came
 * first.
 */
export function chooseActivity(step: Step, instance: string, activity: string | null): Refusal | null {
  const token = step.state.tokens.get(tokenOf(instance));
  if (token?.instance !== instance || token.wait !== 'choice' || token.inner === null)
    return { code: 'too-late', message: `no ad-hoc subprocess waits as ${instance}` };
  const node = step.node(token.node);
  const scope = step.state.scopes.get(token.inner);
  if (node.type !== 'bpmn:AdHocSubProcess' || scope === undefined || scope.interrupted)
    return { code: 'too-late', message: `nothing can be chosen in ${token.node} any more` };
  if (activity === null) {
    step.emit({ type: 'activities-chosen', scope: scope.id, node: node.id, count: ENOUGH });
    return null;
  }
  if (scope.chosen >= ENOUGH)
    return { code: 'too-late', message: `${node.id} is done when what goes on in it has ended` };
  const enabled = initialOf(step, node);
  if (!enabled.includes(activity))
    return {
      code: 'unknown',
      message: `${activity} is none of ${enabled.join(', ')}, which can be chosen in ${node.id}`,
    };
  if (node.ordering === 'sequential' && scope.alive > 0)
    return { code: 'illegal', message: `${node.id} is sequential, and something goes on in it` };
  step.emit({ type: 'activities-chosen', scope: scope.id, node: node.id, count: 1 });
  createToken(step, scope.id, activity, null, [token.id], ...(scope.chosen === 1 ? [] : [String(scope.chosen)]));
  return null;
}

/** How many of its activities have yet to be performed. */
function enabledIn(step: Step, node: AdHocSubProcess, scope: string): number {
  return initialOf(step, node).length - (step.state.scopes.get(scope)?.chosen ?? 0);
}

function initialOf(step: Step, node: AdHocSubProcess): readonly string[] {
  return step.graph.scopes.get(node.id)?.initial ?? [];
}

/** Begins all enabled activities, or, in sequence, the next one. */
function choose(step: Step, node: AdHocSubProcess, token: Token): void {
  const { inner } = token;
  if (inner === null) return;
  const initial = initialOf(step, node);
  const from = step.state.scopes.get(inner)?.chosen ?? 0;
  const chosen = initial.slice(from, node.ordering === 'sequential' ? from + 1 : undefined);
  step.emit({ type: 'activities-chosen', scope: inner, node: node.id, count: chosen.length });
  for (const id of chosen) createToken(step, inner, id, null, [token.id]);
}
