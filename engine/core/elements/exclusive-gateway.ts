import type { ExclusiveGateway } from '../../model/graph/gateway.ts';
import { enter } from '../executions.ts';
import { leave } from '../flow.ts';
import type { Behaviour } from './behaviour.ts';

/** Exclusive gateway (BPMN 2.0.2, 13.4.2): every token passes; the first true condition, else the default, is taken. */
export const exclusiveGateway: Behaviour<ExclusiveGateway> = {
  enter(step, node, token) {
    enter(step, node, token);
    leave(step, node, token);
  },
};
