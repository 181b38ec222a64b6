/**
 * Evaluates a decision on values at hand, without a store and without an engine: for people who design rules. The window
 * calls {@link tryDecision} with the text that is on screen; the command line names a file.
 */
import { resolve } from 'node:path';
import type { Variables } from '../core/value.ts';
import type { DecisionView } from '../protocol/views.ts';
import { decide, decisionsOf } from '../tasks/decision.ts';
import type { Context } from './context.ts';
import { textOf } from './diagram-file.ts';
import { plainOf } from './plain.ts';

/** What is asked. */
export interface DecisionQuestion {
  /** DMN. */
  readonly xml: string;
  /** Id or name of a decision, or of a decision service; the only one of the file where none is named. */
  readonly decision: string | null;
  readonly variables: Variables;
  /** What `now()` answers. */
  readonly now: number;
}

/** The outputs and the rules that hit, or why there are none. Never rejects. */
export async function tryDecision({ xml, decision, variables, now }: DecisionQuestion): Promise<DecisionView> {
  const known = await decisionsOf(xml);
  const unanswered = (message: string): DecisionView => ({
    decision,
    message,
    outputs: null,
    rulesHit: [],
    decided: [],
  });
  if (!known.ok) return unanswered(known.reason);
  const asked = decision ?? (known.decisions.length === 1 ? (known.decisions[0]?.id ?? null) : null);
  if (asked === null) {
    return unanswered(
      `the file has ${known.decisions.length} decisions; name one of ${known.decisions.map(({ id }) => id).join(', ')}`,
    );
  }
  const result = await decide(xml, asked, variables, { now, seed: 0 });
  if (!result.ok) return { ...unanswered(result.message), decision: asked };
  return {
    decision: asked,
    message: null,
    outputs: plainOf(result.value),
    rulesHit: result.hits.map((hit) => ({ ...hit, rules: [...hit.rules], ruleIds: [...hit.ruleIds] })),
    decided: result.decided.map(({ decision: id, name, value }) => ({ decision: id, name, value: plainOf(value) })),
  };
}

/** A decision of a file on the disk. @throws BadRequest when it cannot be read at all. */
export async function tryDecisionFile(
  context: Context,
  name: string,
  decision: string | null,
  variables: Variables,
): Promise<DecisionView> {
  return tryDecision({ xml: textOf(resolve(context.cwd, name), name), decision, variables, now: context.now() });
}
