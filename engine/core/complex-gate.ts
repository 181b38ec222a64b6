/** The state of complex gateways (BPMN 2.0.2, 13.4.5): waiting for start, or, once activated, waiting for reset. */
import type { Expression } from '../model/graph/expression.ts';
import type { ComplexGateway } from '../model/graph/gateway.ts';
import { verdictOf, type Verdict } from './condition.ts';
import type { Token } from './job-state.ts';
import type { Step } from './step.ts';
import { setOwn, type Value, type Variables } from './value.ts';

/** Whether a complex gateway, for which this token stands, is in its second phase. */
function isResetting(step: Step, node: ComplexGateway, token: Token): boolean {
  return node.incoming.length > 1 && step.state.scopes.get(token.scope)?.gates[node.id]?.by !== token.id;
}

/** Whether a gateway may send tokens in its second phase: only conditions that know of the phases can mean to. */
export function speaksInReset(node: ComplexGateway): boolean {
  return node.outgoing.some(({ condition }) => condition !== null && /\bwaitingForStart\b/.test(condition.text));
}

/** Evaluates the activation condition; a gateway without one is activated by any token. */
export function activation(
  step: Step,
  node: ComplexGateway,
  token: Token,
  counts: ReadonlyMap<string, number>,
): Verdict {
  const condition = node.activationCondition;
  if (condition === null) return { ok: true, holds: true };
  let total = 0;
  const seen: { [name: string]: Value } = {};
  for (const count of counts.values()) total += count;
  for (const id of waysNamedIn(node, condition)) setOwn(seen, id, counts.get(id) ?? 0);
  const gate = { ...seen, activationCount: total, waitingForStart: true };
  return verdictOf(condition, step.evaluate(condition, token, gate));
}

/** Ways whose counts an activation condition may ask for. What is no FEEL may put names together. */
function waysNamedIn(node: ComplexGateway, { language, text }: Expression): readonly string[] {
  let named = NAMED.get(node);
  if (named === undefined) {
    const all = node.incoming.map(({ id }) => id);
    named = language === 'feel' ? all.filter((id) => text.includes(id)) : all;
    NAMED.set(node, named);
  }
  return named;
}

const NAMED = new WeakMap<ComplexGateway, readonly string[]>();

/** What the conditions of its ways out see of the gateway. */
export function stateOf(step: Step, node: ComplexGateway, token: Token): Variables {
  return { waitingForStart: !isResetting(step, node, token) };
}
