/** Executions: one try of an activity instance, or one pass through another flow node. */
import type { FlowNode } from '../model/graph/process.ts';
import type { ExecutionOutcome } from './events.ts';
import type { Token } from './job-state.ts';
import { countOf } from './counts.ts';
import type { Step } from './step.ts';

/** The token is inside the element from here on. */
export function enter(step: Step, node: FlowNode, token: Token): void {
  // An incident on the way in keeps its instance: entering again is one more attempt of the same.
  const { instance, visit } = visitOf(node, token);
  step.emit({
    type: 'element-entered',
    token: token.id,
    node: node.id,
    instance,
    visit,
    counted: node.cyclic,
    attempt: nextAttempt(step, instance, token.attempt),
    at: step.env.now,
  });
}

/** The token stands for all instances of a repeated activity from here on. */
export function enterInstances(step: Step, node: FlowNode, token: Token): void {
  const { instance, visit } = visitOf(node, token);
  step.emit({
    type: 'instances-entered',
    token: token.id,
    node: node.id,
    instance,
    visit,
    counted: node.cyclic,
    at: step.env.now,
  });
}

function visitOf(node: FlowNode, token: Token): { readonly instance: string; readonly visit: number } {
  const again = token.instance !== null;
  const visit = again ? token.visit : node.cyclic ? countOf(token.visits, node.id) + 1 : 1;
  return { visit, instance: token.instance ?? `${node.id}#${token.id}${visit > 1 ? `.${visit}` : ''}` };
}

/** Id of the token whose activity instance it is. */
export function tokenOf(instance: string): string {
  return instance.slice(instance.lastIndexOf('#') + 1).split('.', 1)[0] as string;
}

/** One above everything that was, or may have been, begun before. */
export function nextAttempt(step: Step, instance: string, last: number): number {
  const lost = countOf(step.state.lostAttempts, instance);
  return Math.max(last, lost, step.state.attemptFloor) + 1;
}

/** The element is done; its execution ends here. */
export function complete(step: Step, node: FlowNode, token: Token): void {
  left(step, node.id, token, 'completed');
}

/** Ends the execution of the element that the token stands on. */
export function left(step: Step, node: string, token: Token, outcome: ExecutionOutcome): void {
  const { id, instance, attempt, enteredAt } = token;
  if (instance === null) return;
  step.emit({
    type: 'element-left',
    token: id,
    node,
    instance,
    attempt,
    outcome,
    startedAt: enteredAt,
    at: step.env.now,
  });
}
