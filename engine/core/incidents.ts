/** An incident: a technical failure that waits for a person. The token stays where it is. */
import { left } from './executions.ts';
import { isOpen } from './waits.ts';
import { shortId } from './hash.ts';
import type { Token } from './job-state.ts';
import type { Step } from './step.ts';

export function raiseIncident(step: Step, token: Token, message: string): void {
  if (isOpen(token)) left(step, token.node, token, 'incident');
  step.emit({
    type: 'incident-raised',
    node: token.node,
    incident: {
      id: shortId('incident', token.instance ?? token.id, token.node, String(token.attempt)),
      token: token.id,
      element: token.node,
      instance: token.instance,
      message,
      attempts: Math.max(token.attempt, triesOf(step, token.id)),
      at: step.env.now,
    },
  });
}

/** With this one: what fails again without a new attempt of its work, a condition or a mapping, was tried once more, too. */
function triesOf(step: Step, who: string): number {
  return (step.triedBefore.get(who) ?? 0) + 1;
}

/**
 * What an event subprocess of a scope waits for cannot be evaluated: an incident of the whole job, which nobody else would
 * tell. `start`: the start event that is armed again when it is taken up.
 */
export function raiseAtScope(step: Step, scope: string, start: string, message: string): void {
  step.emit({
    type: 'incident-raised',
    node: start,
    incident: {
      id: shortId('incident', scope, start, String(step.state.incarnation), message),
      token: null,
      element: start,
      instance: scope,
      message,
      attempts: triesOf(step, `${scope} ${start}`),
      at: step.env.now,
    },
  });
}
