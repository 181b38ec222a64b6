/** A decision table (DMN 1.5, chapter 8). */
import { fromFeel, toFeel, type FeelScope } from '../../expressions/feel-scope.ts';
import { UnsupportedValue, type Value } from '../../core/value.ts';
import type { DecisionTable } from './decision-graph.ts';
import { Undecided, type Evaluation } from './evaluation.ts';
import { HitConflict, settle, type Hit } from './hit-policy.ts';

/** Where a table stands: for messages, and as what its hits are reported. */
export interface TablePlace {
  readonly holder: string;
  readonly place: string;
}

/** Evaluates a table, and adds the rules that hit to those of the evaluation. */
export function evaluateTable(
  table: DecisionTable,
  scope: FeelScope,
  { holder, place }: TablePlace,
  evaluation: Evaluation,
): unknown {
  const inputs = table.inputs.map((input) => {
    const at = `${place}, input ${input.label}`;
    const value = evaluation.conform(evaluation.feel(input.expression, scope, at), input.type, at);
    if (input.allowed === null || value === null || evaluation.passes(input.allowed, value, scope, at)) return value;
    throw new Undecided(`${place}: the value of input ${input.label} is not among those allowed (${input.allowed})`);
  });
  const hits: Hit[] = [];
  for (const [index, rule] of table.rules.entries()) {
    const at = `${place}, rule ${index + 1}`;
    if (!rule.tests.every((test, column) => evaluation.passes(test, inputs[column] ?? null, scope, at))) continue;
    hits.push({
      rule: index + 1,
      outputs: rule.outputs.map((text, column) => {
        const value = text === '' ? null : evaluation.feel(text, scope, at);
        return valueOf(evaluation.conform(value, table.outputs[column]?.type ?? null, at), at);
      }),
    });
    if (table.hitPolicy === 'FIRST') break;
  }
  const rules = hits.map(({ rule }) => rule);
  evaluation.hits.push({
    decision: holder,
    table: table.id,
    rules,
    ruleIds: rules.map((rule) => table.rules[rule - 1]?.id ?? null),
  });
  const priorities = table.outputs.map(({ values }) => {
    const list = values === null ? null : valueOf(evaluation.feel(`[${values}]`, scope, place), place);
    return Array.isArray(list) ? (list as readonly Value[]) : null;
  });
  const standard = table.outputs.some((output) => output.default !== null)
    ? table.outputs.map((output) =>
        output.default === null ? null : valueOf(evaluation.feel(output.default, scope, place), place),
      )
    : null;
  try {
    return toFeel(settle(table, hits, priorities, standard));
  } catch (reason) {
    if (reason instanceof HitConflict) throw new Undecided(`${place}: ${reason.message}`);
    throw reason;
  }
}

/** A value of FEEL as one of the job's. */
export function valueOf(value: unknown, place: string): Value {
  try {
    return fromFeel(value, 'its result');
  } catch (reason) {
    if (reason instanceof UnsupportedValue) throw new Undecided(`${place}: ${reason.message}`);
    throw reason;
  }
}
