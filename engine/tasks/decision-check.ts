/** Whether decisions can be evaluated: what can be said of a DMN file without variables. */
import { functionsMissing, functionsMissingInTest, parses, parsesUnaryTest } from '../expressions/evaluate.ts';
import type { Problem } from '../model/problem.ts';
import {
  partsOf,
  type Decision,
  type DecisionGraph,
  type DecisionLogic,
  type DecisionService,
  type DecisionTable,
  type ItemType,
  type Knowledge,
} from './dmn/decision-graph.ts';
import { findDecision } from './dmn/evaluate-decision.ts';
import type { DmnReading } from './dmn/read-dmn.ts';
import { SpelledNames } from './spelled-names.ts';

/** One decision of a file, with all that it needs. */
export function judgeDecision(reading: DmnReading, file: string, decisionId: string): Problem[] {
  if (!reading.ok) return [unreadableFile(file, reading.reason)];
  const asked = findDecision(reading.graph, decisionId);
  if (asked !== null) {
    const needed = withNeeds(reading.graph, asked);
    const names = spelledNames(reading.graph);
    const holders = needed.flatMap((each) => [each.id, ...('inputs' in each ? each.inputs.map(({ id }) => id) : [])]);
    return [
      ...needed.flatMap((each) => problemsOf(each, file, names)),
      ...missingFunctions(needed, file, reading.graph),
      ...warningsOf(reading.graph, file, new Set([...holders, ...reading.graph.types.keys()])),
    ];
  }
  const known = [...reading.graph.decisions.keys()].slice(0, 10).join(', ');
  const message = `${file} has no decision ${decisionId}${known === '' ? '' : `; it has ${known}`}.`;
  return [{ severity: 'error', file, element: decisionId, rule: 'unknown-decision', message }];
}

/** Everything that a file holds. */
export function judgeDecisions(reading: DmnReading, file: string): Problem[] {
  if (!reading.ok) return [unreadableFile(file, reading.reason)];
  const { graph } = reading;
  const all = [...graph.decisions.values(), ...graph.knowledge.values(), ...graph.services.values()];
  const names = spelledNames(graph);
  return [
    ...all.flatMap((each) => problemsOf(each, file, names)),
    ...missingFunctions(all, file, graph),
    ...warningsOf(graph, file, null),
  ];
}

/** What the file names and does not have. `holders`: of these only; null: of all. */
function warningsOf(graph: DecisionGraph, file: string, holders: ReadonlySet<string> | null): Problem[] {
  const warning = (element: string | null, rule: string, message: string): Problem => ({
    severity: 'warning',
    file,
    element,
    rule,
    message,
  });
  return [
    ...graph.unknownTypes
      .filter(({ holder }) => holders === null || holders.has(holder))
      .map(({ holder, type }) =>
        warning(
          graph.types.has(holder) ? null : holder,
          'unknown-type',
          `${file}: ${holder} names the type ${type}, which neither FEEL nor the file has; its values are not checked (DMN 1.5, 7.3.2).`,
        ),
      ),
    ...graph.imports.map((each) =>
      warning(
        null,
        'import-not-read',
        `${file}: what it imports (${each}) is not read: a name from there is unknown when it is evaluated (DMN 1.5, 6.3.3).`,
      ),
    ),
  ];
}

function unreadableFile(file: string, reason: string): Problem {
  return { severity: 'error', file, element: null, rule: 'unreadable-dmn', message: `${file}: ${reason}.` };
}

function whatIs(each: Needed, file: string): string {
  const kind =
    'encapsulated' in each ? 'decision service' : 'decisions' in each ? 'decision' : 'business knowledge model';
  return `${file}: ${kind} ${each.id}`;
}

function problemsOf(each: Needed, file: string, names: SpelledNames): Problem[] {
  const what = whatIs(each, file);
  const problem = (element: string, rule: string, message: string): Problem => ({
    severity: 'error',
    file,
    element,
    rule,
    message,
  });
  return [
    ...each.unsupported.map((reason) => problem(each.id, 'unsupported-decision', `${what} ${reason}.`)),
    ...('logic' in each ? unreadable(each.logic, names) : []).map(({ reason, place, cell }) =>
      problem(cell ?? each.id, 'invalid-expression', `${what}${place === null ? '' : `, ${place}`}: ${reason}.`),
    ),
  ];
}

/** Functions that the logic calls and that neither FEEL nor the file has; any name of the file may be a function. */
function missingFunctions(needed: readonly Needed[], file: string, graph: DecisionGraph): Problem[] {
  const all = [...graph.decisions.values(), ...graph.knowledge.values(), ...graph.services.values()];
  const known = new Set([...all.flatMap((one) => [one.name, ...namesOf(one)]), ...namesOfInputs(graph)]);
  return needed.flatMap((each) => ('logic' in each ? missingIn(each, each.logic, file, known) : []));
}

function missingIn(each: Needed, logic: DecisionLogic, file: string, known: ReadonlySet<string>): Problem[] {
  return textsIn(logic).flatMap(({ text, isTest, place, cell }) =>
    (isTest ? functionsMissingInTest(text, known) : functionsMissing({ language: 'feel', text }, known)).map(
      (words): Problem => ({
        severity: 'warning',
        file,
        element: cell ?? each.id,
        rule: 'unknown-function',
        message: `${whatIs(each, file)}${place === null ? '' : `, ${place}`}: ${words}: evaluating it fails.`,
      }),
    ),
  );
}

function namesOfInputs({ inputs }: DecisionGraph): string[] {
  return [...inputs.values()].map(({ name }) => name);
}

type Needed = Decision | DecisionService | Knowledge;

function withNeeds(graph: DecisionGraph, asked: Needed): Needed[] {
  const found = new Set([asked]);
  for (const each of found) {
    const ids = [
      ...('decisions' in each ? each.decisions : []),
      ...('outputs' in each ? each.outputs : []),
      ...('knowledge' in each ? each.knowledge : []),
    ];
    for (const id of ids) {
      const needed = graph.decisions.get(id) ?? graph.knowledge.get(id) ?? graph.services.get(id);
      if (needed !== undefined) found.add(needed);
    }
  }
  return [...found];
}

/** All that a text of the file may name, parts of values included. */
function spelledNames(graph: DecisionGraph): SpelledNames {
  const all = [...graph.decisions.values(), ...graph.knowledge.values(), ...graph.services.values()];
  const parts = ({ components }: ItemType): string[] =>
    (components ?? []).flatMap((each) => [each.name, ...parts(each)]);
  return new SpelledNames([
    ...all.flatMap(namesOf),
    ...namesOfInputs(graph),
    ...[...graph.types.values()].flatMap(parts),
  ]);
}

function namesOf(each: Needed): string[] {
  return [
    each.variable.name,
    ...('inputs' in each ? each.inputs.map(({ name }) => name) : []),
    ...('logic' in each ? namesIn(each.logic) : []),
  ];
}

function namesIn(logic: DecisionLogic): string[] {
  const own =
    logic.kind === 'context'
      ? logic.entries.flatMap(({ variable }) => (variable === null ? [] : [variable.name]))
      : logic.kind === 'function'
        ? logic.parameters.map(({ name }) => name)
        : logic.kind === 'relation'
          ? logic.columns.map(({ name }) => name)
          : 'variable' in logic
            ? [logic.variable]
            : [];
  return [...own, ...partsOf(logic).flatMap(namesIn)];
}

/** A piece of FEEL, and where it stands. */
interface Text {
  readonly text: string;
  readonly isTest: boolean;
  /** Where in a table, as people count; null: it is in none. */
  readonly place: string | null;
  /** Id of the cell, or of the column where it stands in the head of one; null: it has none. */
  readonly cell: string | null;
}

interface Unreadable extends Pick<Text, 'place' | 'cell'> {
  readonly reason: string;
}

function unreadable(logic: DecisionLogic, names: SpelledNames): Unreadable[] {
  return textsIn(logic).flatMap(({ text, isTest, place, cell }) => {
    const read = isTest ? parsesUnaryTest : (each: string) => parses({ language: 'feel', text: each });
    const reason = names.arePlain ? read(text) : names.unreadable(text, read);
    return reason === null ? [] : [{ reason, place, cell }];
  });
}

/** Every text that is evaluated with the logic. */
function textsIn(logic: DecisionLogic): Text[] {
  const within = partsOf(logic).flatMap(textsIn);
  if (logic.kind === 'literal') return [...within, { text: logic.text, isTest: false, place: null, cell: null }];
  return logic.kind === 'table' ? [...within, ...textsOf(logic)] : within;
}

function textsOf({ inputs, outputs, rules }: DecisionTable): Text[] {
  const columns = [...inputs, ...outputs].map(({ label }) => label);
  const feel = (text: string, place: string, cell: string | null = null): Text => ({
    text,
    isTest: false,
    place,
    cell,
  });
  const test = (text: string, place: string, cell: string | null = null): Text[] =>
    text === '' || text === '-' ? [] : [{ text, isTest: true, place, cell }];
  return [
    ...inputs.flatMap(({ id, label, expression, allowed }) => [
      feel(expression, `input ${label}`, id),
      ...(allowed === null ? [] : test(allowed, `values of input ${label}`, id)),
    ]),
    ...rules.flatMap((rule, index) => {
      const where = (column: number): [string, string | null] => [
        `rule ${index + 1}, ${columns[column] ?? ''}`,
        rule.cells[column] ?? null,
      ];
      return [
        ...rule.tests.flatMap((text, column) => test(text, ...where(column))),
        ...rule.outputs.flatMap((text, column) =>
          text === '' ? [] : [feel(text, ...where(rule.tests.length + column))],
        ),
      ];
    }),
    ...outputs.flatMap(({ id, label, values, default: usual }) => [
      ...(values === null ? [] : [feel(`[${values}]`, `values of output ${label}`, id)]),
      ...(usual === null ? [] : [feel(usual, `default of output ${label}`, id)]),
    ]),
  ];
}
