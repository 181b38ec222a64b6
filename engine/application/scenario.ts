/** Scenario files: reading them, and judging a run by what they expect. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseJson, printJson } from '../core/json.ts';
import { sameValue, toValue, type Value, type Variables } from '../core/value.ts';
import type { Evaluate } from '../core/evaluation.ts';
import { scenario, type Expectation, type Scenario } from '../protocol/scenario.ts';
import type { ResultDocument, Verdict } from '../protocol/views.ts';
import { BadRequest, oneLine } from './failure.ts';
import { issueLines } from './issues.ts';

export interface ScenarioFile {
  readonly text: string;
  readonly scenario: Scenario;
  readonly variables: Variables;
}

/** @throws BadRequest naming file and field. */
export function readScenario(file: string, cwd: string): ScenarioFile {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new BadRequest(`${file}: cannot be read: ${oneLine(error instanceof Error ? error.message : String(error))}`);
  }
  return parseScenario(file, text);
}

/** The same out of its text. @throws BadRequest naming file and field. */
export function parseScenario(file: string, text: string): ScenarioFile {
  let json: Value;
  try {
    json = parseJson(text);
  } catch (error) {
    throw new BadRequest(`${file}: ${oneLine(error instanceof Error ? error.message : String(error))}`);
  }
  const read = scenario.safeParse(json);
  if (!read.success) throw new BadRequest(...issueLines(file, read.error.issues));
  return { text, scenario: read.data, variables: givenVariables(json) };
}

/** As the file says them: the schema's copy would lack one called `__proto__`. */
function givenVariables(json: Value): Variables {
  const { variables = {} } = json as { readonly variables?: Value };
  return variables as Variables;
}

/** Everything in which the run is not what was expected, one sentence each. `now`: the job's logical time. */
export function judge(
  expected: Expectation,
  document: ResultDocument,
  variables: Variables,
  evaluate: Evaluate,
  now: number,
): Verdict {
  const failures = [
    ...statusFailures(expected, document),
    ...variableFailures(expected, variables),
    ...executionFailures(expected, document),
    ...invariantFailures(expected, variables, evaluate, now),
  ];
  return { met: failures.length === 0, failures };
}

function statusFailures({ status }: Expectation, { job }: ResultDocument): string[] {
  return status === undefined || status === job.status ? [] : [`status: expected ${status}, is ${job.status}`];
}

function variableFailures(expected: Expectation, variables: Variables): string[] {
  const wanted = toValue(expected.variables ?? {}, 'expect.variables') as Variables;
  return Object.entries(wanted).flatMap(([name, value]) => {
    const actual = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (actual === undefined) return [`variables.${name}: expected ${printJson(value)}, is not there`];
    return sameValue(comparable(value), comparable(actual))
      ? []
      : [`variables.${name}: expected ${printJson(value)}, is ${printJson(actual)}`];
  });
}

/** As JSON shows it: the scenario file can only spell dates and durations as text, and knows no -0. */
function comparable(value: Value): Value {
  return parseJson(printJson(value));
}

function executionFailures({ executed = [] }: Expectation, { executions }: ResultDocument): string[] {
  const done = executions.filter(({ outcome }) => outcome === 'completed');
  const wanted = Map.groupBy(executed, (element) => element);
  return [...wanted].flatMap(([element, times]) => {
    const instances = new Set(done.filter((row) => row.element === element).map(({ instance }) => instance));
    if (instances.size >= times.length) return [];
    return [`executed: expected ${element} ${times.length} times, completed ${instances.size} times`];
  });
}

function invariantFailures(expected: Expectation, variables: Variables, evaluate: Evaluate, now: number): string[] {
  return (expected.invariants ?? []).flatMap((text) => {
    const answer = evaluate({ language: 'feel', text: text.replace(/^=/, '') }, variables, { now, seed: 0 });
    if (!answer.ok) return [`invariant ${text}: ${oneLine(answer.message)}`];
    return answer.value === true ? [] : [`invariant ${text}: is ${printJson(answer.value)}`];
  });
}
