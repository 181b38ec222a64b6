/** An incident: a technical failure that waits for a person. The token stays where it is. */
import { isOpen, left } from './executions.ts';
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
      attempts: token.attempt,
      at: step.env.now,
    },
  });
}
