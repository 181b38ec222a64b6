import type { IntermediateThrowEvent } from '../../model/graph.ts';
import { complete, enter } from '../executions.ts';
import { leave } from '../flow.ts';
import { send } from '../sending.ts';
import type { Behaviour } from './behaviour.ts';

/** Intermediate throw event: none (a milestone) or message. */
export const intermediateThrowEvent: Behaviour<IntermediateThrowEvent> = {
  enter(step, node, token) {
    enter(step, node, token);
    if (node.trigger.kind === 'message' && !send(step, token, node.id, node.trigger.message, node.trigger.payload))
      return;
    complete(step, node, token);
    leave(step, node, token);
  },
};
