/** What a piece of completed work leaves behind, as variables. */
import type { ScriptTask, ServiceTask } from '../model/graph/activity.ts';
import { setOwn, type Value, type Variables } from './value.ts';
import type { Outcome } from './work.ts';

/** Its writes, and its result under the result variable, or, where none is named, as the activity's only data output. */
export function resultsOf(
  { resultVariable, resultOutput }: Pick<ScriptTask | ServiceTask, 'resultVariable' | 'resultOutput'>,
  outcome: Extract<Outcome, { kind: 'completed' }>,
): Variables {
  const results: { [name: string]: Value } = {};
  for (const [name, value] of Object.entries(outcome.writes)) setOwn(results, name, value);
  if (resultVariable !== null) setOwn(results, resultVariable, outcome.result);
  else if (resultOutput !== null && outcome.result !== null && !Object.hasOwn(results, resultOutput))
    setOwn(results, resultOutput, outcome.result);
  return results;
}
