import type { IntermediateCatchEvent } from '../../model/graph/event.ts';
import { keepResults } from '../activity.ts';
import { closeScope, emptyToken } from '../cancellation.ts';
import { handOn, leaveBehind, leftBehind } from '../event-data.ts';
import { complete, enter } from '../executions.ts';
import { leave } from '../flow.ts';
import { raiseIncident } from '../incidents.ts';
import type { Token, Wait } from '../job-state.ts';
import { keepingParts } from '../kept-parts.ts';
import type { Step } from '../step.ts';
import type { Variables } from '../value.ts';
import { ownVariables } from '../variables.ts';
import { awaitTrigger, disarm } from '../waits.ts';
import type { Behaviour } from './behaviour.ts';

/** Intermediate catch event (BPMN 2.0.2, 13.5.2): waits for its trigger; a link is passed through. */
export const intermediateCatchEvent: Behaviour<IntermediateCatchEvent> = {
  enter(step, node, token) {
    enter(step, node, token);
    if (node.trigger.kind === 'link') {
      goOnMapped(step, node, token, {});
      return;
    }
    const failure = awaitTrigger(step, { token }, node, node.trigger, 'catch');
    if (failure === null) {
      step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: node.trigger.kind as Wait, answer: 0 });
      return;
    }
    keepingParts(step, token, disarm);
    raiseIncident(step, token, failure);
  },
  occurred(step, node, token, _wait, variables) {
    goOnWith(step, node, token, variables);
  },
  again(step, node, token) {
    if (token.stage === 'finishing' && token.inner !== null)
      goOnWith(step, node, token, ownVariables(step.state, token.inner));
    else {
      keepingParts(step, token, emptyToken);
      intermediateCatchEvent.enter(step, node, token);
    }
  },
};

/** Hands on what came with the trigger, and goes on; unless that cannot be done, which is an incident. */
export function goOnWith(step: Step, node: IntermediateCatchEvent, token: Token, variables: Variables): void {
  const failure = handOn(step, node, token.scope, variables);
  if (failure === null) goOnMapped(step, node, token, variables);
  else stop(step, node, token, variables, failure);
}

/** What came is kept, so that handing it on again does not take waiting for it again. */
function stop(step: Step, node: IntermediateCatchEvent, token: Token, variables: Variables, failure: string): void {
  disarm(step, token);
  keepResults(step, node, token, variables);
  raiseIncident(step, token, failure);
}

function goOnMapped(step: Step, node: IntermediateCatchEvent, token: Token, variables: Variables): void {
  const left = leftBehind(step, node, token, variables);
  if (typeof left === 'string') {
    stop(step, node, token, variables, left);
    return;
  }
  leaveBehind(step, token, left);
  goOn(step, node, token);
}

function goOn(step: Step, node: IntermediateCatchEvent, token: Token): void {
  disarm(step, token);
  if (token.inner !== null) closeScope(step, token.inner, true);
  complete(step, node, token);
  step.emit({ type: 'leaving-started', token: token.id });
  leave(step, node, token);
}
