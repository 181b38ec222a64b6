import type { ParallelGateway } from '../../model/graph/gateway.ts';
import { complete, enter } from '../executions.ts';
import { leave } from '../flow.ts';
import type { Behaviour } from './behaviour.ts';

/** Parallel gateway (BPMN 2.0.2, 13.4.1): a token goes out on every way. With several ways in it waits (see joins.ts). */
export const parallelGateway: Behaviour<ParallelGateway> = {
  enter(step, node, token) {
    enter(step, node, token);
    complete(step, node, token);
    leave(step, node, token);
  },
};
