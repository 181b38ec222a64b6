import type { BoundaryEvent } from '../../model/graph.ts';
import { complete, enter } from '../executions.ts';
import { leave } from '../flow.ts';
import type { Behaviour } from './behaviour.ts';

/** Boundary event: its trigger belongs to the activity it is attached to (see boundary.ts); here its own token goes on. */
export const boundaryEvent: Behaviour<BoundaryEvent> = {
  enter(step, node, token) {
    enter(step, node, token);
    complete(step, node, token);
    leave(step, node, token);
  },
};
