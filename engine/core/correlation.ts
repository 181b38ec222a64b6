/**
 * Correlation by the properties of a file (BPMN 2.0.2, 8.4.2). The first message of a conversation that carries a key, sent
 * or received, says what the key is; every later one that carries it must carry the same.
 */
import type { Expression } from '../model/graph/expression.ts';
import type { ConversationKey, MessageRef } from '../model/graph/message.ts';
import type { FlowNode, ProcessGraph } from '../model/graph/process.ts';
import type { Evaluation } from './evaluation.ts';
import { seedOf } from './hash.ts';
import type { JobState, Subscription } from './job-state.ts';
import type { Step } from './step.ts';
import { encodeValue, Temporal, type Value, type Variables } from './value.ts';

/** Evaluates over the content of a message alone. */
export type EvaluateOne = (expression: Expression) => Evaluation;

/** What a message carries: its content, and the key that its sender named, if any. */
export interface Carried {
  readonly variables: Variables;
  readonly key: string | null;
}

/** Keys that a message carries, by id. Only those of which all properties have a value (BPMN 2.0.2, 8.4.2). */
type Keys = ReadonlyMap<string, string>;

/** A correlation key as text: people write numbers and text alike. */
export function keyText(value: Value): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && !(value instanceof Temporal)) return encodeValue(value);
  return String(value);
}

/** One key of several properties; none while one of them has no value. */
export function together(
  message: Pick<MessageRef, 'name'>,
  properties: readonly Expression[],
  evaluateOne: EvaluateOne,
): { key: string | null } | string {
  const values: Value[] = [];
  for (const property of properties) {
    const answer = evaluateOne(property);
    if (!answer.ok && answer.missing !== true)
      return `a correlation property of message ${message.name} cannot be computed: ${answer.message}`;
    values.push(answer.ok ? answer.value : null);
  }
  if (values.length === 0 || values.includes(null)) return { key: null };
  return { key: keyText(values.length === 1 ? (values[0] as Value) : values) };
}

/** What is known of the conversation that a message belongs to: whoever waits for it is found by it. Null: nothing yet. */
export function knownKey(state: JobState, message: MessageRef): string | null {
  for (const { id } of keysOf(message)) {
    const known = state.keys.get(id);
    if (known !== undefined) return known;
  }
  return null;
}

/** Why a message that came is none of the job's conversation; null: it is. */
export function strange(step: Step, message: MessageRef, carried: Carried): string | null {
  const keys = keysOf(message);
  if (keys.length === 0) return null;
  const found = carriedKeys(step, message, carried);
  if (typeof found !== 'string' && found.size === 0)
    return `it carries no value of ${keys.map(({ name }) => name).join(' or ')} (BPMN 2.0.2, 8.4.2)`;
  return contradiction(step, message, carried, found);
}

/** Why a message that is to start the process is none of those that its start event awaits; null: it is. */
export function otherThan(step: Step, message: MessageRef, carried: Carried): string | null {
  const { correlation } = message;
  if (correlation?.exact !== true) return null;
  const moment = { now: step.state.now, seed: seedOf(String(step.state.seed), message.name) };
  const [found, wanted] = [correlation.sent, correlation.awaited].map((properties) =>
    together(message, properties, (expression) => step.env.evaluate(expression, carried.variables, moment)),
  );
  if (typeof found === 'string') return found;
  if (typeof wanted === 'string') return wanted;
  if (found?.key === wanted?.key) return null;
  const names = correlation.sent.map(({ text }) => text).join(' and ');
  return `it starts the process with ${names} ${wanted?.key ?? ''}, and the message has ${found?.key ?? 'no value'}`;
}

/** Why a message says something else than those before it in the conversation; null: it does not. */
export function contradiction(
  step: Step,
  message: MessageRef,
  carried: Carried,
  found = carriedKeys(step, message, carried),
): string | null {
  if (typeof found === 'string') return found;
  for (const { id, name } of keysOf(message)) {
    const [known, value] = [step.state.keys.get(id), found.get(id)];
    if (known === undefined || value === undefined || known === value) continue;
    return `${name} is ${value} in the message and ${known} in the conversation of job ${step.state.id} (BPMN 2.0.2, 8.4.2)`;
  }
  return null;
}

/** A message was sent or taken: what it carries of its conversation's keys is known from here on. */
export function learn(step: Step, node: string, message: MessageRef, carried: Carried): void {
  const found = carriedKeys(step, message, carried);
  if (typeof found === 'string') return;
  const unknown = [...found].filter(([id]) => step.state.keys.get(id) === undefined);
  for (const [key, value] of unknown) step.emit({ type: 'correlation-key-set', node, key, value });
  if (unknown.length > 0) narrow(step);
}

/** What waits already and knew no key waits for the key from here on. */
function narrow(step: Step): void {
  for (const subscription of [...step.state.subscriptions.values()]) {
    const message = subscription.key === null ? awaitedBy(step.graph, subscription) : null;
    const key = message === null ? null : knownKey(step.state, message);
    if (key !== null) step.emit({ type: 'subscription-opened', subscription: { ...subscription, key } });
  }
}

/**
 * What a message's key may be found by in its content: each key of a conversation, and, where the sender named none, all
 * that is subscribed to.
 */
export function soughtIn({ correlation }: MessageRef, key: string | null): readonly (readonly Expression[])[] {
  if (correlation === undefined) return [];
  const keys = correlation.keys.map(({ properties }) => properties);
  if (correlation.exact === true) return [correlation.sent, ...keys];
  return key !== null || correlation.awaited.length === 0 ? keys : [correlation.sent, ...keys];
}

/** Whether a subscription is one that a message may be offered to: it decides. */
export function mayTake(
  graph: ProcessGraph,
  subscription: Subscription,
  { key }: Carried,
  evaluateOne: EvaluateOne,
): boolean {
  if (subscription.key === null || subscription.key === key) return true;
  const message = awaitedBy(graph, subscription);
  if (message === null) return false;
  return soughtIn(message, key).some((properties) => {
    const found = together(message, properties, evaluateOne);
    return typeof found !== 'string' && found.key === subscription.key;
  });
}

/** The message that a subscription is for, as its element refers to it; null: it is for none. */
export function awaitedBy(graph: ProcessGraph, subscription: Subscription): MessageRef | null {
  if (subscription.trigger !== 'message') return null;
  const node = graph.nodes.get(subscription.node);
  const all = node === undefined ? [] : messagesAt(node);
  return all.find(({ part }) => part === subscription.part)?.message ?? null;
}

/** The message by which an element begins the process. `name`: which of several; null: the first one. */
export function startedBy(graph: ProcessGraph, id: string, name: string | null): MessageRef | null {
  const all = messagesAt(graph.nodes.get(id) ?? null);
  return all.find(({ message }) => name === null || message.name === name)?.message ?? null;
}

function messagesAt(node: FlowNode | null): readonly { readonly message: MessageRef; readonly part: number }[] {
  if (node?.type === 'bpmn:ReceiveTask') return [{ message: node.message, part: 0 }];
  if (node === null || !('trigger' in node)) return [];
  const parts = node.trigger.kind === 'multiple' ? node.trigger.triggers : [node.trigger];
  return parts.flatMap((trigger, part) => (trigger.kind === 'message' ? [{ message: trigger.message, part }] : []));
}

function keysOf(message: MessageRef): readonly ConversationKey[] {
  return message.correlation?.keys ?? [];
}

function carriedKeys(step: Step, message: MessageRef, carried: Carried): Keys | string {
  const keys = keysOf(message);
  const moment = { now: step.state.now, seed: seedOf(String(step.state.seed), message.name) };
  const evaluateOne: EvaluateOne = (expression) => step.env.evaluate(expression, carried.variables, moment);
  const found = new Map<string, string>();
  for (const { id, properties } of keys) {
    const answer = together(message, properties, evaluateOne);
    if (typeof answer === 'string') return answer;
    if (answer.key !== null) found.set(id, answer.key);
  }
  // Who sends a message may name its key instead of writing it into the content: that of its only key.
  const [only, ...others] = keys;
  if (found.size === 0 && only !== undefined && others.length === 0 && carried.key !== null)
    found.set(only.id, carried.key);
  return found;
}
