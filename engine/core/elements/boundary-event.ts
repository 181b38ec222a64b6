import type { BoundaryEvent } from '../../model/graph/event.ts';
import { closeScope, emptyToken } from '../cancellation.ts';
import { handOnTo } from '../event-data.ts';
import { complete, enter } from '../executions.ts';
import { leave } from '../flow.ts';
import type { Token } from '../job-state.ts';
import type { Step } from '../step.ts';
import { ownVariables } from '../variables.ts';
import type { Behaviour } from './behaviour.ts';

/** Boundary event: its trigger belongs to the activity it is attached to (see boundary.ts); here its own token goes on. */
export const boundaryEvent: Behaviour<BoundaryEvent> = {
  enter(step, node, token) {
    enter(step, node, token);
    complete(step, node, token);
    leave(step, node, token);
  },
  again(step, node, token) {
    if (token.stage === 'finishing' && token.inner !== null) handOnAgain(step, node, token, token.inner);
    else {
      emptyToken(step, token);
      boundaryEvent.enter(step, node, token);
    }
  },
};

/** Hands on what was kept because it could not be. */
function handOnAgain(step: Step, node: BoundaryEvent, token: Token, inner: string): void {
  if (!handOnTo(step, node, token, ownVariables(step.state, inner))) return;
  closeScope(step, inner, true);
  complete(step, node, token);
  step.emit({ type: 'leaving-started', token: token.id });
  leave(step, node, token);
}
