/** What a piece of completed work leaves behind, as variables. */
import { setOwn, type Value, type Variables } from './value.ts';
import type { Outcome } from './work.ts';

/** Its writes, and its result under the result variable, where one is named. */
export function resultsOf(resultVariable: string | null, outcome: Extract<Outcome, { kind: 'completed' }>): Variables {
  const results: { [name: string]: Value } = {};
  for (const [name, value] of Object.entries(outcome.writes)) setOwn(results, name, value);
  if (resultVariable !== null) setOwn(results, resultVariable, outcome.result);
  return results;
}
