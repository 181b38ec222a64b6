import type { ParallelGateway } from '../../model/graph.ts';
import { complete, enter } from '../executions.ts';
import { leave } from '../flow.ts';
import { isJoin } from '../joins.ts';
import type { Behaviour } from './behaviour.ts';

/** Parallel gateway (BPMN 2.0.2, 13.4.1): a join waits (see joins.ts); with one way in it passes and forks. */
export const parallelGateway: Behaviour<ParallelGateway> = {
  enter(step, node, token) {
    if (isJoin(node)) {
      step.emit({ type: 'token-joining', token: token.id, node: node.id });
      step.joined = true;
      return;
    }
    enter(step, node, token);
    complete(step, node, token);
    leave(step, node, token);
  },
};
