import type { IntermediateCatchEvent } from '../../model/graph.ts';
import { setVariables } from '../activity.ts';
import { complete, enter } from '../executions.ts';
import { leave } from '../flow.ts';
import { raiseIncident } from '../incidents.ts';
import type { Token } from '../job-state.ts';
import type { Step } from '../step.ts';
import { awaitTrigger, disarm } from '../waits.ts';
import type { Behaviour } from './behaviour.ts';

function goOn(step: Step, node: IntermediateCatchEvent, token: Token): void {
  disarm(step, token);
  complete(step, node, token);
  step.emit({ type: 'leaving-started', token: token.id });
  leave(step, node, token);
}

/** Intermediate catch event: waits for a message or a timer. */
export const intermediateCatchEvent: Behaviour<IntermediateCatchEvent> = {
  enter(step, node, token) {
    enter(step, node, token);
    const failure = awaitTrigger(step, token, node, node.trigger, 'catch');
    if (failure !== null) raiseIncident(step, token, failure);
    else step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: node.trigger.kind, answer: 0 });
  },
  timer(step, node, token) {
    goOn(step, node, token);
  },
  message(step, node, token, _subscription, variables) {
    setVariables(step, token, variables);
    goOn(step, node, token);
  },
};
