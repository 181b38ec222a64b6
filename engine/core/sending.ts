/** Messages on their way out: part of the job's state until a durable checkpoint lets them go. */
import type { Assignment, MessageRef } from '../model/graph.ts';
import { assignments } from './activity.ts';
import { longId } from './hash.ts';
import { raiseIncident } from './incidents.ts';
import type { Token } from './job-state.ts';
import type { Step } from './step.ts';
import { correlationKey } from './waits.ts';

/** Sends from an element that the token stands on. False: an incident was raised instead. */
export function send(
  step: Step,
  token: Token,
  node: string,
  message: MessageRef,
  payload: readonly Assignment[],
  part = 0,
): boolean {
  const key = correlationKey(step, { token }, message);
  const variables = typeof key === 'string' ? {} : assignments(step, token, payload, {});
  const failure = typeof key === 'string' ? key : typeof variables === 'string' ? `payload ${variables}` : null;
  if (failure !== null || typeof key === 'string' || typeof variables === 'string' || token.instance === null) {
    raiseIncident(step, token, failure ?? `message ${message.name} cannot be sent`);
    return false;
  }
  step.emit({
    type: 'message-sent',
    message: {
      id: outgoingId('message', step, token.instance, token.edit, part),
      audience: null,
      name: message.name,
      key: key.key,
      variables,
      element: node,
      instance: token.instance,
    },
  });
  return true;
}

/** The same send, performed again after a crash, has the same id. `part`: which of an event's definitions it is. */
export function outgoingId(
  kind: 'message' | 'signal',
  step: Step,
  instance: string,
  edit: number,
  part: number,
): string {
  const place = part === 0 ? [] : [String(part)];
  return longId(kind, step.state.lineage, instance, String(edit), ...place);
}
