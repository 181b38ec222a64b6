/** Business rule tasks: a decision of a DMN file in the workspace. */
import type { DecisionShape } from '../model/graph/implementation.ts';
import type { Problem } from '../model/problem.ts';
import type { Moment } from '../core/evaluation.ts';
import { Temporal, type Value, type Variables } from '../core/value.ts';
import type { Outcome } from '../core/work.ts';
import { BoundedCache } from '../expressions/bounded-cache.ts';
import { judgeDecision, judgeDecisions } from './decision-check.ts';
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
  return judgeDecision(await readings.get(xml, readDmn), file, decisionId);
}

/** The same of all that a file holds, for those who edit it. Never rejects. */
export async function checkDecisions(xml: string, file: string): Promise<Problem[]> {
  return judgeDecisions(await readDmn(xml), file);
}
