/**
 * The results of a decision in the shapes of Camunda's `mapDecisionResult`. There a decision has a list of results, one for
 * each rule that hit, and each is a map of output names.
 */
import type { DecisionShape } from '../../model/graph/implementation.ts';
import { setOwn, Temporal, type Value, type Variables } from '../../core/value.ts';
import type { Decision, DecisionService } from './decision-graph.ts';

/** Why there is none, as a text, where there are more results than the shape has room for. */
export function shapedResult(
  value: Value,
  decision: Decision | DecisionService | null,
  shape: DecisionShape,
): { readonly value: Value } | string {
  const results = resultsOf(value, decision);
  if (shape === 'resultList') return { value: results };
  if (shape === 'collectEntries') {
    const entries = results.map(entryOf);
    return entries.includes(undefined) ? severalOutputs(shape) : { value: entries as Value[] };
  }
  const [only = null, ...others] = results;
  if (others.length > 0) return `it has ${results.length} results, and mapDecisionResult="${shape}" wants one`;
  if (shape === 'singleResult' || only === null) return { value: only };
  const entry = entryOf(only);
  return entry === undefined ? severalOutputs(shape) : { value: entry };
}

function severalOutputs(shape: DecisionShape): string {
  return `its result has several outputs, and mapDecisionResult="${shape}" wants one`;
}

function entryOf(result: Variables): Value | undefined {
  const entries = Object.values(result);
  return entries.length === 1 ? entries[0] : undefined;
}

function resultsOf(value: Value, decision: Decision | DecisionService | null): Variables[] {
  const logic = decision !== null && 'logic' in decision ? decision.logic : null;
  const table = logic?.kind === 'table' ? logic : null;
  const several = table?.aggregator === null && ['COLLECT', 'RULE ORDER', 'OUTPUT ORDER'].includes(table.hitPolicy);
  const found = several && Array.isArray(value) ? (value as readonly Value[]) : value === null ? [] : [value];
  const name = table?.outputs[0]?.name ?? decision?.variable.name ?? 'result';
  return found.map((each) => (isMap(each) && (table === null || table.outputs.length > 1) ? each : named(name, each)));
}

function named(name: string, value: Value): Variables {
  const result: { [name: string]: Value } = {};
  setOwn(result, name, value);
  return result;
}

function isMap(value: Value): value is Variables {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Temporal);
}
