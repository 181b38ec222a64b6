/** Boundary events: they belong to the activity's token until they fire (BPMN 2.0.2, 13.5.3). */
import type { BoundaryEvent } from '../model/graph/event.ts';
import { interrupt } from './errors.ts';
import { createToken } from './flow.ts';
import type { Token } from './job-state.ts';
import type { Step } from './step.ts';

/** The token of a boundary event that fired: in the activity's place, or beside it. `occurrence` names this time. */
export function fireBoundary(step: Step, node: BoundaryEvent, token: Token, occurrence: string): string {
  return node.interrupting ? interrupt(step, token, node, 'interrupted') : branch(step, node, token, occurrence);
}

/** A token beside the activity. */
export function branch(step: Step, node: BoundaryEvent, token: Token, occurrence: string): string {
  const created = createToken(step, token.scope, node.id, null, [token.id], token.instance ?? '', occurrence);
  step.emit({ type: 'forked', node: node.id, tokens: [created] });
  return created;
}
