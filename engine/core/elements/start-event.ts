import type { StartEvent } from '../../model/graph/event.ts';
import type { StartTrigger } from '../commands.ts';
import { closeScope, emptyToken } from '../cancellation.ts';
import { handOnTo, isMapped } from '../event-data.ts';
import { complete, enter } from '../executions.ts';
import { leave } from '../flow.ts';
import { raiseIncident } from '../incidents.ts';
import type { Token } from '../job-state.ts';
import { keepingParts, keepPart } from '../kept-parts.ts';
import type { Step } from '../step.ts';
import { pick, type Variables } from '../value.ts';
import { ownVariables } from '../variables.ts';
import { awaitTrigger, disarm, partsOf, waitsForAll } from '../waits.ts';
import type { Behaviour } from './behaviour.ts';

/** Start event (BPMN 2.0.2, 13.5.1): what triggered it has happened already; a parallel multiple one waits for the rest. */
export const startEvent: Behaviour<StartEvent> = {
  enter(step, node, token) {
    if (startsWithAll(step, node)) awaitRest(step, node, token);
    else {
      enter(step, node, token);
      goOn(step, node, token);
    }
  },
  begun(step, node, token, { by, variables }) {
    if (!waitsForAll(node.trigger)) return;
    const part = partThatCame(node, by);
    // Without data outputs the process has got all of it.
    const place = { token: token.id, scope: null, node: node.id, part, kind: 'catch', fired: 0 } as const;
    if (part >= 0) keepPart(step, place, isMapped(node) ? variables : {});
    awaitRest(step, node, token);
  },
  occurred(step, node, token, _wait, variables) {
    disarm(step, token);
    if (handOnTo(step, node, token, { ...givenTo(step, node), ...variables })) goOn(step, node, token);
  },
  again(step, node, token) {
    if (token.stage === 'finishing' && token.inner !== null) {
      // A process keeps all that it was started with.
      const only = node.scope === step.graph.processId && !waitsForAll(node.trigger);
      if (handOnTo(step, node, token, ownVariables(step.state, token.inner), only)) goOn(step, node, token);
    } else {
      keepingParts(step, token, emptyToken);
      startEvent.enter(step, node, token);
    }
  },
};

/** Waits for all definitions of a parallel multiple start event but those that have come. */
function awaitRest(step: Step, node: StartEvent, token: Token): void {
  enter(step, node, token);
  const failure = awaitTrigger(step, { token }, node, node.trigger, 'catch');
  if (failure === null) {
    step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: 'multiple', answer: 0 });
    return;
  }
  keepingParts(step, token, disarm);
  raiseIncident(step, token, failure);
}

/** What a process that waits for the rest of its start was given under the names of the event's data outputs. */
function givenTo(step: Step, node: StartEvent): Variables {
  return startsWithAll(step, node) ? pick(ownVariables(step.state, step.state.root), node.data?.outputs ?? []) : {};
}

function startsWithAll(step: Step, node: StartEvent): boolean {
  return waitsForAll(node.trigger) && node.scope === step.graph.processId;
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
