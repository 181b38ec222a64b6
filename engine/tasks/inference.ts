/**
 * Forward chaining. The facts are the variables in scope; a rule whose condition is true fires, and what it assigns are
 * facts again, until no rule is left to fire.
 *
 * 1. Of the rules that may fire, the one with the highest salience does; ties in file order.
 * 2. A rule fires once for each change of the facts that its condition names; not again before one of them changed.
 * 3. A fact that only rules assign is null until one of them has.
 * 4. After {@link MAX_FIRINGS} firings the rules are taken to be a loop.
 */
import type { InferenceRule } from '../model/graph/implementation.ts';
import type { Evaluate, Moment } from '../core/evaluation.ts';
import { sameValue, setOwn, type Value, type Variables } from '../core/value.ts';
import type { Outcome } from '../core/work.ts';

/** Most firings of one task. */
export const MAX_FIRINGS = 10_000;

interface Candidate {
  readonly rule: InferenceRule;
  /** Names of facts that the condition may depend on. */
  readonly mentions: (name: string) => boolean;
  /** The condition must be looked at: it never was, or a fact that it names changed. */
  stale: boolean;
}

/** Runs the rules on the variables. The result is the list of the rules that fired, in order. */
export function infer(
  element: string,
  rules: readonly InferenceRule[],
  variables: Variables,
  moment: Moment,
  evaluate: Evaluate,
): Outcome {
  const failed = (rule: InferenceRule, what: string, message: string): Outcome => ({
    kind: 'failed',
    message: `${element}: the ${what} of rule "${rule.name}": ${message}`,
  });
  const facts: { [name: string]: Value } = {};
  for (const { then } of rules) for (const { name } of then) setOwn(facts, name, null);
  for (const [name, value] of Object.entries(variables)) setOwn(facts, name, value);
  const assigned = new Set<string>();
  const fired: string[] = [];
  const agenda: Candidate[] = rules
    .map((rule) => ({ rule, mentions: mentionsOf(rule.when.text), stale: true }))
    .sort((a, b) => b.rule.salience - a.rule.salience);

  for (;;) {
    let next: Candidate | null = null;
    for (const candidate of agenda) {
      if (!candidate.stale) continue;
      const holds = evaluate(candidate.rule.when, facts, moment);
      if (!holds.ok) return failed(candidate.rule, 'condition', holds.message);
      candidate.stale = false;
      if (holds.value !== true) continue;
      next = candidate;
      break;
    }
    if (next === null) break;
    if (fired.length >= MAX_FIRINGS) {
      const late = new Set(fired.slice(-100));
      const loop = rules
        .filter(({ name }) => late.has(name))
        .map(({ name }) => `"${name}"`)
        .join(', ');
      return {
        kind: 'failed',
        message: `${element}: after ${MAX_FIRINGS} firings the rules have not come to an end; they go round in ${loop}`,
      };
    }
    fired.push(next.rule.name);
    for (const { name, value } of next.rule.then) {
      const answer = evaluate(value, facts, moment);
      if (!answer.ok) return failed(next.rule, `value for ${name}`, answer.message);
      assigned.add(name);
      if (sameValue(facts[name] as Value, answer.value)) continue;
      setOwn(facts, name, answer.value);
      for (const candidate of agenda) if (candidate.mentions(name)) candidate.stale = true;
    }
  }

  const writes: { [name: string]: Value } = {};
  for (const name of assigned) {
    const value = facts[name] as Value;
    if (!Object.hasOwn(variables, name) || !sameValue(variables[name] as Value, value)) setOwn(writes, name, value);
  }
  return { kind: 'completed', result: fired, writes };
}

/** Whether a text names a variable, as far as words tell: rather once too often than once too few. */
function mentionsOf(text: string): (name: string) => boolean {
  const words = new Set(text.match(/[\p{L}\p{N}_]+/gu));
  return (name) => (/^[\p{L}\p{N}_]+$/u.test(name) ? words.has(name) : text.includes(name));
}
