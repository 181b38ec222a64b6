import type { StartEvent } from '../../model/graph.ts';
import { complete, enter } from '../executions.ts';
import { leave } from '../flow.ts';
import type { Behaviour } from './behaviour.ts';

/** Start event (BPMN 2.0.2, 13.5.1): what triggered it has happened already. */
export const startEvent: Behaviour<StartEvent> = {
  enter(step, node, token) {
    enter(step, node, token);
    complete(step, node, token);
    leave(step, node, token);
  },
};
