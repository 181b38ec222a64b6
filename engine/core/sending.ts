/** Messages on their way out: part of the job's state until a durable checkpoint lets them go. */
import type { Assignment } from '../model/graph/mapping.ts';
import type { MessageRef } from '../model/graph/message.ts';
import { assignments } from './activity.ts';
import { calledHere } from './computed-name.ts';
import { contradiction, knownKey, learn, together } from './correlation.ts';
import { raiseIncident } from './incidents.ts';
import type { Token } from './job-state.ts';
import { outgoingId } from './outgoing-id.ts';
import type { Step } from './step.ts';
import type { Variables } from './value.ts';
import { correlationKey } from './waits.ts';

/** Sends from an element that the token stands on; `taken`: its data inputs, which go along. False: an incident was raised instead. */
export function send(
  step: Step,
  token: Token,
  node: string,
  message: MessageRef,
  payload: readonly Assignment[],
  part = 0,
  taken: Variables = {},
): boolean {
  const assigned = assignments(step, token, payload, taken);
  const variables = typeof assigned === 'string' ? assigned : { ...taken, ...assigned };
  const key = typeof variables === 'string' ? { key: null } : keyOf(step, token, message, variables);
  const carried = typeof key === 'string' || typeof variables === 'string' ? null : { variables, key: key.key };
  const called = calledHere(`the name of message ${message.name}`, message, (expression) =>
    step.evaluate(expression, token),
  );
  const failure =
    (typeof called === 'string' ? called : null) ??
    failureOf(key, variables) ??
    (carried === null ? null : contradiction(step, message, carried));
  if (failure !== null || typeof called === 'string' || carried === null || token.instance === null) {
    raiseIncident(step, token, failure ?? `message ${message.name} cannot be sent`);
    return false;
  }
  step.emit({
    type: 'message-sent',
    message: {
      id: outgoingId('message', step, token.instance, token.edit, part),
      audience: null,
      name: called.name,
      ...carried,
      element: node,
      instance: token.instance,
    },
  });
  learn(step, node, message, carried);
  return true;
}

function failureOf(key: { key: string | null } | string, variables: Variables | string): string | null {
  if (typeof key === 'string') return key;
  return typeof variables === 'string' ? `payload ${variables}` : null;
}

/** The key that a message is sent with: as it says, or as the file's correlation properties find in its content. */
function keyOf(step: Step, token: Token, message: MessageRef, content: Variables): { key: string | null } | string {
  if (message.correlationKey !== null || message.correlation === undefined)
    return correlationKey(step, { token }, message);
  const sent = together(message, message.correlation.sent, (expression) => step.evaluate(expression, token, content));
  // A message without the properties in it still belongs to the conversation in which it is sent.
  return typeof sent === 'string' || sent.key !== null ? sent : { key: knownKey(step.state, message) };
}
