import type { StartEvent } from '../../model/graph/event.ts';
import type { StartTrigger } from '../commands.ts';
import { closeScope, emptyToken } from '../cancellation.ts';
import { handOnTo } from '../event-data.ts';
import { complete, enter } from '../executions.ts';
import { leave } from '../flow.ts';
import { raiseIncident } from '../incidents.ts';
import type { Token } from '../job-state.ts';
import type { Step } from '../step.ts';
import { ownVariables } from '../variables.ts';
import { awaitTrigger, disarm, partsOf, waitsForAll } from '../waits.ts';
import type { Behaviour } from './behaviour.ts';

/** Start event (BPMN 2.0.2, 13.5.1): what triggered it has happened already; a parallel multiple one waits for the rest. */
export const startEvent: Behaviour<StartEvent> = {
  enter(step, node, token) {
    if (waitsForAll(node.trigger) && node.scope === step.graph.processId) awaitRest(step, node, token, null);
    else {
      enter(step, node, token);
      goOn(step, node, token);
    }
  },
  begun(step, node, token, { by }) {
    if (waitsForAll(node.trigger)) awaitRest(step, node, token, partThatCame(node, by));
  },
  occurred(step, node, token, _wait, variables) {
    disarm(step, token);
    if (handOnTo(step, node, token, variables)) goOn(step, node, token);
  },
  again(step, node, token) {
    if (token.stage === 'finishing' && token.inner !== null) {
      // A process keeps all that it was started with.
      const only = node.scope === step.graph.processId && !waitsForAll(node.trigger);
      if (handOnTo(step, node, token, ownVariables(step.state, token.inner), only)) goOn(step, node, token);
    } else {
      emptyToken(step, token);
      startEvent.enter(step, node, token);
    }
  },
};

/** Waits for all definitions of a parallel multiple start event but the one that has come. */
function awaitRest(step: Step, node: StartEvent, token: Token, came: number | null): void {
  enter(step, node, token);
  const failure = awaitTrigger(step, { token }, node, node.trigger, 'catch', { except: came });
  if (failure === null) {
    step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: 'multiple', answer: 0 });
    return;
  }
  disarm(step, token);
  raiseIncident(step, token, failure);
}

function goOn(step: Step, node: StartEvent, token: Token): void {
  disarm(step, token);
  if (token.inner !== null) closeScope(step, token.inner, true);
  complete(step, node, token);
  step.emit({ type: 'leaving-started', token: token.id });
  leave(step, node, token);
}

function partThatCame(node: StartEvent, { kind, name }: StartTrigger): number {
  return partsOf(node.trigger).findIndex((part) => {
    if (part.kind !== kind) return false;
    if (part.kind === 'message') return part.message.name === name;
    return part.kind === 'signal' ? part.signal === name : true;
  });
}
