/** The expressions of a DMN file, in boxes or not. */
import type { DmnElement } from 'dmn-moddle';
import type { DecisionLogic, LogicFunction } from './decision-graph.ts';
import { elements, one, string, textOf, typedOf } from './element.ts';
import { readTable } from './read-table.ts';

/** What is the same for the whole file. */
export interface FileContext {
  readonly expressionLanguage: string | null;
  /** The values that an item definition of the file allows. */
  readonly allowedValues: (type: string) => string | null;
}

/** Reads an expression; none at all is empty, and what cannot be evaluated is kept as the reason why. */
export function readLogic(logic: DmnElement | null, file: FileContext): DecisionLogic {
  if (logic === null) return { kind: 'empty', type: null };
  const type = string(logic, 'typeRef');
  const within = (element: DmnElement | null): DecisionLogic => readLogic(element, file);
  const child = (name: string): DecisionLogic => {
    const element = one(logic, name);
    return within(element === null ? null : one(element, 'expression'));
  };
  switch (logic.$type) {
    case 'dmn:LiteralExpression':
      return literalOf(logic, file);
    case 'dmn:DecisionTable':
      return readTable(logic, file.allowedValues);
    case 'dmn:Context':
      return {
        kind: 'context',
        type,
        entries: elements(logic, 'contextEntry').map((entry) => {
          const variable = one(entry, 'variable');
          return { variable: variable === null ? null : typedOf(variable), value: within(one(entry, 'value')) };
        }),
      };
    case 'dmn:List':
      return { kind: 'list', type, items: elements(logic, 'elements').map(within) };
    case 'dmn:Relation':
      return relationOf(logic, type, within);
    case 'dmn:FunctionDefinition':
      return readFunction(logic, file);
    case 'dmn:Invocation':
      return {
        kind: 'invocation',
        type,
        called: within(one(logic, 'calledFunction')),
        bindings: elements(logic, 'binding').map((binding) => {
          const parameter = one(binding, 'parameter');
          return {
            parameter: parameter === null ? { name: '', type: null } : typedOf(parameter),
            value: within(one(binding, 'bindingFormula')),
          };
        }),
      };
    case 'dmn:Conditional':
      return { kind: 'conditional', type, condition: child('if'), then: child('then'), otherwise: child('else') };
    case 'dmn:Filter':
      return { kind: 'filter', type, list: child('in'), match: child('match') };
    case 'dmn:For':
      return { kind: 'for', type, variable: iteratorOf(logic), list: child('in'), body: child('return') };
    case 'dmn:Every':
    case 'dmn:Some': {
      const kind = logic.$type === 'dmn:Every' ? 'every' : 'some';
      return { kind, type, variable: iteratorOf(logic), list: child('in'), body: child('satisfies') };
    }
    default:
      return unsupported(`is ${logic.$type}, which is not supported`);
  }
}

/** A function in a box, or the logic of a business knowledge model. */
export function readFunction(definition: DmnElement, file: FileContext): LogicFunction {
  const kind = string(definition, 'kind') ?? 'FEEL';
  return {
    kind: 'function',
    type: string(definition, 'typeRef'),
    parameters: elements(definition, 'formalParameter').map(typedOf),
    body:
      kind === 'FEEL'
        ? readLogic(one(definition, 'body'), file)
        : unsupported(`holds a function in ${kind}, which is not supported: only FEEL is`),
  };
}

function literalOf(logic: DmnElement, file: FileContext): DecisionLogic {
  const language = string(logic, 'expressionLanguage') ?? file.expressionLanguage;
  if (language !== null && !/feel/i.test(language)) return unsupported(`is in ${language}; only FEEL is supported`);
  if (one(logic, 'importedValues') !== null) return unsupported('imports values, which is not supported');
  const text = textOf(logic);
  if (text === '') return { kind: 'empty', type: null };
  if (/\bexternal\s*\{\s*(?:java|pmml)\b/i.test(text)) {
    return unsupported('holds a function in Java or PMML, which is not supported: only FEEL is');
  }
  return { kind: 'literal', type: string(logic, 'typeRef'), text };
}

function relationOf(
  logic: DmnElement,
  type: string | null,
  within: (element: DmnElement | null) => DecisionLogic,
): DecisionLogic {
  const columns = elements(logic, 'column').map(typedOf);
  const rows = elements(logic, 'row').map((row) => elements(row, 'elements').map(within));
  const uneven = rows.findIndex((row) => row.length !== columns.length);
  if (uneven >= 0) return unsupported(`is a relation whose row ${uneven + 1} has not one cell for each column`);
  return { kind: 'relation', type, columns, rows };
}

function iteratorOf(logic: DmnElement): string {
  return string(logic, 'iteratorVariable') ?? 'item';
}

function unsupported(reason: string): DecisionLogic {
  return { kind: 'unsupported', type: null, reason };
}
