/** Business rule tasks: a decision of a DMN file in the workspace. */
import type { DecisionShape } from '../model/graph.ts';
import type { Problem } from '../model/problem.ts';
import type { Moment } from '../core/evaluation.ts';
import { Temporal, type Value, type Variables } from '../core/value.ts';
import type { Outcome } from '../core/work.ts';
import { BoundedCache } from '../expressions/bounded-cache.ts';
import { parses, parsesUnaryTest } from '../expressions/evaluate.ts';
import { isPlainName } from '../expressions/feel-values.ts';
import {
  partsOf,
  type Decision,
  type DecisionGraph,
  type DecisionLogic,
  type DecisionService,
  type Knowledge,
} from './dmn/decision-graph.ts';
import { evaluateDecision, findDecision, type DecisionResult } from './dmn/evaluate-decision.ts';
import { readDmn, type DmnReading } from './dmn/read-dmn.ts';
import { shapedResult } from './dmn/result-shape.ts';

const readings = new BoundedCache<Promise<DmnReading>>(100);

/** Evaluates a decision of a DMN text on variables, and says which rules hit. Never rejects. */
export async function decide(
  xml: string,
  decision: string,
  variables: Variables,
  moment: Moment,
): Promise<DecisionResult> {
  const reading = await readings.get(xml, readDmn);
  if (!reading.ok) return { ok: false, message: reading.reason };
  return evaluateDecision(reading.graph, decision, variables, moment);
}

/** What a DMN text has to ask for: its decisions and decision services, in the order of the file. Never rejects. */
export async function decisionsOf(
  xml: string,
): Promise<
  | { readonly ok: true; readonly decisions: readonly { readonly id: string; readonly name: string }[] }
  | { readonly ok: false; readonly reason: string }
> {
  const reading = await readings.get(xml, readDmn);
  if (!reading.ok) return reading;
  const { decisions, services } = reading.graph;
  return { ok: true, decisions: [...decisions.values(), ...services.values()].map(({ id, name }) => ({ id, name })) };
}

/** The decision of a business rule task. Never rejects. */
export async function performDecision(
  element: string,
  { file, decision, shape }: { readonly file: string; readonly decision: string; readonly shape?: DecisionShape },
  task: {
    readonly variables: Variables;
    readonly moment: Moment;
    readonly resources: (file: string) => string | null;
    /** No result variable is named: the outputs of a context become variables of their own. */
    readonly spread: boolean;
  },
): Promise<Outcome> {
  const xml = task.resources(file);
  if (xml === null) return { kind: 'failed', message: `${element}: the file ${file} is not there` };
  const result = await decide(xml, decision, task.variables, task.moment);
  if (!result.ok) return { kind: 'failed', message: `${element}: ${file}: ${result.message}` };
  if (shape !== undefined) {
    const reading = await readings.get(xml, readDmn);
    const asked = reading.ok ? findDecision(reading.graph, decision) : null;
    const shaped = shapedResult(result.value, asked, shape);
    return typeof shaped === 'string'
      ? { kind: 'failed', message: `${element}: ${file}: ${shaped}` }
      : { kind: 'completed', result: shaped.value, writes: {} };
  }
  return { kind: 'completed', result: result.value, writes: task.spread ? fieldsOf(result.value) : {} };
}

function fieldsOf(value: Value): Variables {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Temporal) return {};
  return value as Variables;
}

/** Whether a decision of a file can be evaluated, with all that it needs: at deployment, without variables. */
export async function checkDecision(xml: string, file: string, decisionId: string): Promise<Problem[]> {
  const problem = (element: string | null, rule: string, message: string): Problem => ({
    severity: 'error',
    file,
    element,
    rule,
    message,
  });
  const reading = await readings.get(xml, readDmn);
  if (!reading.ok) return [problem(null, 'unreadable-dmn', `${file}: ${reading.reason}.`)];
  const asked = findDecision(reading.graph, decisionId);
  if (asked === null) {
    const known = [...reading.graph.decisions.keys()].slice(0, 10).join(', ');
    return [
      problem(
        decisionId,
        'unknown-decision',
        `${file} has no decision ${decisionId}${known === '' ? '' : `; it has ${known}`}.`,
      ),
    ];
  }
  const needed = withNeeds(reading.graph, asked);
  // Names that FEEL must know before it can read a text: then reading without variables says nothing.
  const plain = needed.every((each) => namesOf(each).every(isPlainName));
  return needed.flatMap((each) => {
    const what = `${file}: ${'encapsulated' in each ? 'decision service' : 'decisions' in each ? 'decision' : 'business knowledge model'} ${each.id}`;
    return [
      ...each.unsupported.map((reason) => problem(each.id, 'unsupported-decision', `${what} ${reason}.`)),
      ...(plain && 'logic' in each ? unreadable(each.logic) : []).map((reason) =>
        problem(each.id, 'invalid-expression', `${what}: ${reason}.`),
      ),
    ];
  });
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

function unreadable(logic: DecisionLogic): string[] {
  const feel = (text: string): string | null => parses({ language: 'feel', text });
  const test = (text: string): string | null => (text === '' || text === '-' ? null : parsesUnaryTest(text));
  const reasons: (string | null)[] = partsOf(logic).flatMap(unreadable);
  if (logic.kind === 'literal') reasons.push(feel(logic.text));
  if (logic.kind === 'table') {
    for (const input of logic.inputs)
      reasons.push(feel(input.expression), input.allowed === null ? null : test(input.allowed));
    for (const rule of logic.rules) {
      reasons.push(...rule.tests.map(test), ...rule.outputs.map((text) => (text === '' ? null : feel(text))));
    }
    for (const output of logic.outputs) {
      reasons.push(
        output.values === null ? null : feel(`[${output.values}]`),
        output.default === null ? null : feel(output.default),
      );
    }
  }
  return reasons.filter((reason) => reason !== null);
}
