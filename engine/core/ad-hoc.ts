/** When an ad-hoc subprocess is over (BPMN 2.0.2, 13.3.5): its condition is evaluated whenever an activity in it completes. */
import type { AdHocSubProcess } from '../model/graph/activity.ts';
import { verdictOf } from './condition.ts';
import type { Scope, Token } from './job-state.ts';
import type { Step } from './step.ts';
import { ownVariables } from './variables.ts';

/** The ad-hoc subprocess that a token lies in directly; null: it lies in none. */
export function adHocAround(step: Step, token: Token): AdHocSubProcess | null {
  const scope = step.state.scopes.get(token.scope);
  const node = scope?.kind === 'flow' && scope.token !== null ? step.graph.nodes.get(scope.node) : undefined;
  return node?.type === 'bpmn:AdHocSubProcess' ? node : null;
}

/** Whether its completion condition is true, seen from its scope, or why nobody can tell. Without one it is not. */
export function adHocVerdict(step: Step, node: AdHocSubProcess, token: Token, scope: string): boolean | string {
  if (node.completionCondition === null) return false;
  if (isEnough(step, scope) && node.choice !== 'people') return true;
  const condition = node.completionCondition;
  const answer = verdictOf(condition, step.evaluate(condition, token, ownVariables(step.state, scope)));
  return answer.ok ? answer.holds : `the completion condition of ${node.id} cannot be computed: ${answer.message}`;
}

/** Whether nothing more begins in it: its condition was true once, or people have said so. What goes on in it ends first. */
export function isEnough(step: Step, scope: string | null): boolean {
  return (step.state.scopes.get(scope ?? '')?.chosen ?? 0) >= ENOUGH;
}

/** So many activities are never begun in one ad-hoc subprocess: it is done when what goes on in it has ended. */
export const ENOUGH = 1_000_000_000;

/** Whether an ad-hoc subprocess in which nothing goes on waits for people, who may begin more in it. */
export function awaitsChoice(step: Step, token: Token, scope: Scope): boolean {
  if (token.wait !== 'choice' || scope.interrupted || scope.chosen >= ENOUGH) return false;
  const node = step.node(token.node);
  // The condition is looked at when an activity has completed, not before the first.
  return (
    node.type === 'bpmn:AdHocSubProcess' && (scope.chosen === 0 || adHocVerdict(step, node, token, scope.id) === false)
  );
}
