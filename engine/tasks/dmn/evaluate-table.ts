/** A decision table (DMN 1.5, chapter 8). */
import { FeelScope, fromFeel, toFeel } from '../../expressions/feel-scope.ts';
import { UnsupportedValue, type Value } from '../../core/value.ts';
import type { DecisionTable, TableOutput } from './decision-graph.ts';
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
  /** An output without a value says nothing; of a list each item is asked about. */
  const isAllowed = ({ allowed }: TableOutput, value: unknown): boolean => {
    if (allowed === null || value === null || evaluation.passes(allowed, value, scope, place)) return true;
    return Array.isArray(value) && value.every((item) => evaluation.passes(allowed, item, scope, place));
  };
  /** What a test of a column sees. */
  const sight = (test: string, column: number): FeelScope => {
    const alias = table.inputs[column]?.alias ?? null;
    if (alias === null || !test.includes(alias) || scope.has(alias)) return scope;
    const within = new FeelScope(scope);
    within.set(alias, inputs[column] ?? null);
    return within;
  };
  const hits: Hit[] = [];
  for (const [index, rule] of table.rules.entries()) {
    const at = `${place}, rule ${index + 1}`;
    const passes = (test: string, column: number): boolean =>
      evaluation.passes(test, inputs[column] ?? null, sight(test, column), at);
    if (!rule.tests.every(passes)) continue;
    hits.push({
      rule: index + 1,
      outputs: rule.outputs.map((text, column) => {
        const value = text === '' ? null : evaluation.feel(text, scope, at);
        const output = table.outputs[column];
        const made = evaluation.conform(value, output?.type ?? null, at);
        if (output !== undefined && !isAllowed(output, made))
          throw new Undecided(
            `${at}: the value of output ${output.label} is not among those allowed (${output.allowed})`,
          );
        return valueOf(made, at);
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
  const ranked = table.hitPolicy === 'PRIORITY' || table.hitPolicy === 'OUTPUT ORDER';
  const priorities = table.outputs.map(({ values }) => {
    const list = values === null || !ranked ? null : valueOf(evaluation.feel(`[${values}]`, scope, place), place);
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
