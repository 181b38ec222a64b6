import type { EndEvent } from '../../model/graph.ts';
import { emptyScope } from '../cancellation.ts';
import { throwFromScope } from '../errors.ts';
import { complete, enter } from '../executions.ts';
import { send } from '../sending.ts';
import type { Behaviour } from './behaviour.ts';

/** End event (BPMN 2.0.2, 13.5.6): none, message, error, terminate. */
export const endEvent: Behaviour<EndEvent> = {
  enter(step, node, token) {
    enter(step, node, token);
    const { trigger } = node;
    if (trigger.kind === 'message' && !send(step, token, node.id, trigger.message, trigger.payload)) return;
    complete(step, node, token);
    const { scope } = token;
    step.emit({ type: 'token-consumed', token: token.id, node: node.id });
    if (trigger.kind === 'terminate') {
      emptyScope(step, scope);
    } else if (trigger.kind === 'error') {
      const code = trigger.error.code ?? '';
      throwFromScope(step, scope, { code, message: `error end event ${node.id} was reached`, node: node.id });
    }
  },
};
