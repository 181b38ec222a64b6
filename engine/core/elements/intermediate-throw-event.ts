import type { IntermediateThrowEvent } from '../../model/graph/event.ts';
import { leaveBehind, leftBehind } from '../event-data.ts';
import { complete, enter } from '../executions.ts';
import { leave } from '../flow.ts';
import { raiseIncident } from '../incidents.ts';
import type { Token } from '../job-state.ts';
import type { Step } from '../step.ts';
import { release } from '../release.ts';
import { compensates, gather, partOf } from '../throwing.ts';
import type { Behaviour } from './behaviour.ts';

/** Intermediate throw event (BPMN 2.0.2, 13.5.2): throws what it names and goes on; a link goes on at its other end. */
export const intermediateThrowEvent: Behaviour<IntermediateThrowEvent> = {
  enter(step, node, token) {
    enter(step, node, token);
    const prepared = gather(step, node, token, node.trigger);
    // What cannot be mapped must not have been thrown already.
    if (prepared === null) return;
    const left = leftBehind(step, node, token);
    if (typeof left === 'string') {
      raiseIncident(step, token, left);
      return;
    }
    release(step, node, token, prepared);
    leaveBehind(step, token, left);
    if (!compensates(step, node, token, node.trigger)) goOn(step, node, token);
  },
  compensated(step, node, token) {
    goOn(step, node, token);
  },
};

function goOn(step: Step, node: IntermediateThrowEvent, token: Token): void {
  complete(step, node, token);
  step.emit({ type: 'leaving-started', token: token.id });
  const target = partOf(node.trigger, 'link')?.target ?? null;
  if (target === null) leave(step, node, token);
  else step.emit({ type: 'token-moved', token: token.id, node: target, via: null });
}
