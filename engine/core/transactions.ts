/**
 * Cancelling a transaction (BPMN 2.0.2, 10.3.5 and 13.3.4): what goes on in it ends, what was completed in it is compensated,
 * and only then is it left, through its cancel boundary event.
 */
import { cancelToken, emptyScope } from './cancellation.ts';
import { compensate } from './compensation.ts';
import { interrupt } from './errors.ts';
import type { Token } from './job-state.ts';
import { InvariantBroken } from './lifecycle.ts';
import { outwards } from './scope-walk.ts';
import type { Step } from './step.ts';
import { disarmScope } from './waits.ts';

/** Cancels the transaction around a scope. `node`: the cancel end event. */
export function cancelTransaction(step: Step, scope: string, node: string): void {
  for (const { scope: around, owner } of outwards(step, scope)) {
    if (owner === null || step.node(owner.node).type !== 'bpmn:Transaction') continue;
    disarmScope(step, around.id);
    emptyScope(step, around.id, 'salvage');
    step.emit({ type: 'scope-interrupted', scope: around.id, node });
    if (!compensate(step, around.id, node, null, owner.id)) leaveCancelled(step, owner);
    return;
  }
  throw new InvariantBroken(step.state.id, `${node} lies in no transaction`);
}

/**
 * A cancelled transaction has been compensated. Without a cancel boundary event its token ends here. One instance of a
 * repeated transaction takes all of them with it: the boundary event is attached to them together.
 */
export function leaveCancelled(step: Step, instance: Token): void {
  const body = instance.index === null ? undefined : step.state.scopes.get(instance.scope)?.token;
  const token = step.state.tokens.get(body ?? '') ?? instance;
  const node = step.node(token.node);
  const events = 'boundary' in node ? node.boundary.map((id) => step.node(id)) : [];
  for (const event of events) {
    if (event.type !== 'bpmn:BoundaryEvent' || event.trigger.kind !== 'cancel') continue;
    interrupt(step, token, event, 'interrupted');
    return;
  }
  cancelToken(step, token);
}
