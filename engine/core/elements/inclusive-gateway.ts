import type { ComplexGateway, InclusiveGateway } from '../../model/graph/gateway.ts';
import { enter } from '../executions.ts';
import { leave } from '../flow.ts';
import type { Behaviour } from './behaviour.ts';

/**
 * Inclusive gateway (BPMN 2.0.2, 13.4.3): every way whose condition is true is taken, else the default. With several ways
 * in it waits (see joins.ts), as the complex gateway does (13.4.5).
 */
export const inclusiveGateway: Behaviour<InclusiveGateway | ComplexGateway> = {
  enter(step, node, token) {
    enter(step, node, token);
    leave(step, node, token);
  },
};
