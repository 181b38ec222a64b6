/** A decision table of a DMN file. */
import type { DmnElement } from 'dmn-moddle';
import {
  HIT_POLICIES,
  type Aggregator,
  type DecisionLogic,
  type HitPolicy,
  type TableInput,
  type TableOutput,
} from './decision-graph.ts';
import { elements, one, string, textIn, textOf } from './element.ts';

/** Reads a table; what cannot be evaluated is kept as the reason why. */
export function readTable(table: DmnElement, allowedValues: (type: string) => string | null): DecisionLogic {
  const unsupported = (reason: string): DecisionLogic => ({ kind: 'unsupported', type: null, reason });
  const hitPolicy = (string(table, 'hitPolicy') ?? 'UNIQUE') as HitPolicy;
  if (!HIT_POLICIES.includes(hitPolicy)) return unsupported(`has the hit policy ${hitPolicy}, which is not supported`);
  const aggregator = string(table, 'aggregation') as Aggregator | null;
  const clauses = elements(table, 'output');
  const type = string(table, 'typeRef');
  const outputs = clauses.map((output, index) =>
    outputOf(output, index, clauses.length === 1 ? type : null, allowedValues),
  );
  if (aggregator !== null && outputs.length > 1)
    return unsupported(`aggregates ${outputs.length} outputs by ${aggregator}; only one can be`);
  if (outputs.length === 0) return unsupported('is a decision table without outputs');
  if (outputs.length > 1 && outputs.some(({ name }) => name === null)) {
    return unsupported('is a decision table of several outputs, one of which has no name');
  }
  const inputs = elements(table, 'input').map(inputOf);
  const rules = elements(table, 'rule').map((rule) => ({
    id: string(rule, 'id'),
    tests: elements(rule, 'inputEntry').map(textOf),
    outputs: elements(rule, 'outputEntry').map(textOf),
    cells: [...elements(rule, 'inputEntry'), ...elements(rule, 'outputEntry')].map((entry) => string(entry, 'id')),
  }));
  const uneven = rules.findIndex(
    (rule) => rule.tests.length !== inputs.length || rule.outputs.length !== outputs.length,
  );
  if (uneven >= 0) return unsupported(`is a decision table whose rule ${uneven + 1} has not one entry for each column`);
  const foreign = [
    ...elements(table, 'input').map((input) => one(input, 'inputExpression')),
    ...elements(table, 'rule').flatMap((rule) => [...elements(rule, 'inputEntry'), ...elements(rule, 'outputEntry')]),
  ]
    .map((entry) => (entry === null ? null : string(entry, 'expressionLanguage')))
    .find((language) => language !== null && !/feel/i.test(language));
  if (foreign !== undefined && foreign !== null)
    return unsupported(`is a decision table with entries in ${foreign}; only FEEL is supported`);
  return { kind: 'table', id: string(table, 'id'), type, hitPolicy, aggregator, inputs, outputs, rules };
}

function inputOf(input: DmnElement, index: number): TableInput {
  const expression = one(input, 'inputExpression');
  const text = expression === null ? '' : textOf(expression);
  return {
    id: string(input, 'id'),
    label: string(input, 'label') ?? (text === '' ? `input ${index + 1}` : text),
    expression: text,
    type: expression === null ? null : string(expression, 'typeRef'),
    allowed: textIn(input, 'inputValues'),
    alias: inputVariableOf(input) ?? 'cellInput',
  };
}

/** `inputVariable` of Camunda or Operaton. */
function inputVariableOf({ $attrs }: DmnElement): string | null {
  const all: [string, unknown][] = Object.entries($attrs ?? {});
  const found = all.find(([name]) => /^[\w-]+:inputVariable$/.test(name))?.[1];
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : null;
}

function outputOf(
  output: DmnElement,
  index: number,
  typeOfTable: string | null,
  allowedValues: (type: string) => string | null,
): TableOutput {
  const type = string(output, 'typeRef') ?? typeOfTable;
  const name = string(output, 'name');
  const allowed = textIn(output, 'outputValues');
  return {
    id: string(output, 'id'),
    label: string(output, 'label') ?? name ?? `output ${index + 1}`,
    name,
    type: string(output, 'typeRef'),
    allowed,
    values: allowed ?? (type === null ? null : allowedValues(type)),
    default: textIn(output, 'defaultOutputEntry'),
  };
}
