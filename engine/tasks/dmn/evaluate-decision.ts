/** Evaluates a decision and, before it, the decisions that it needs. */
import type { Evaluate, Evaluation, Moment } from '../../core/evaluation.ts';
import { setOwn, type Value, type Variables } from '../../core/value.ts';
import { evaluateUnaryTest } from '../../expressions/evaluate.ts';
import type { Decision, DecisionGraph, DecisionTable } from './decision-graph.ts';
import { HitConflict, settle, type Hit } from './hit-policy.ts';
import { typed } from './input-type.ts';

/** Which rules of which table hit, in the order of evaluation; rules count from 1. */
export interface TableHits {
  readonly decision: string;
  readonly rules: readonly number[];
}

export type DecisionResult =
  | { readonly ok: true; readonly value: Value; readonly hits: readonly TableHits[] }
  | { readonly ok: false; readonly message: string };

/** The decision that is meant by an id or, where no decision has that id, by a name. */
export function findDecision(graph: DecisionGraph, id: string): Decision | null {
  return graph.decisions.get(id) ?? [...graph.decisions.values()].find(({ name }) => name === id) ?? null;
}

/** Evaluates a decision on variables. Never throws. */
export function evaluateDecision(
  graph: DecisionGraph,
  id: string,
  variables: Variables,
  moment: Moment,
  evaluate: Evaluate,
): DecisionResult {
  const decision = findDecision(graph, id);
  if (decision === null) return { ok: false, message: `there is no decision ${id}` };
  const run = new Run(graph, variables, moment, evaluate);
  try {
    return { ok: true, value: run.decide(decision), hits: run.hits };
  } catch (reason) {
    if (reason instanceof Undecided || reason instanceof HitConflict) return { ok: false, message: reason.message };
    throw reason;
  }
}

/** A decision has no result; the message names the decision. */
class Undecided extends Error {}

class Run {
  readonly hits: TableHits[] = [];
  readonly #graph: DecisionGraph;
  readonly #variables: Variables;
  readonly #moment: Moment;
  readonly #evaluate: Evaluate;
  readonly #results = new Map<string, Value>();
  readonly #underWay: Decision[] = [];

  constructor(graph: DecisionGraph, variables: Variables, moment: Moment, evaluate: Evaluate) {
    this.#graph = graph;
    this.#variables = variables;
    this.#moment = moment;
    this.#evaluate = evaluate;
  }

  decide(decision: Decision): Value {
    const known = this.#results.get(decision.id);
    if (known !== undefined) return known;
    const [reason] = decision.unsupported;
    if (reason !== undefined) throw new Undecided(`decision ${decision.id} ${reason}`);
    if (this.#underWay.includes(decision)) {
      const ring = [...this.#underWay.slice(this.#underWay.indexOf(decision)), decision]
        .map(({ id }) => id)
        .join(' → ');
      throw new Undecided(`decisions need each other: ${ring}`);
    }
    this.#underWay.push(decision);
    const context: { [name: string]: Value } = { ...this.#variables };
    for (const id of decision.decisions) {
      const needed = this.#graph.decisions.get(id);
      if (needed === undefined) throw new Undecided(`decision ${decision.id} needs ${id}, which is not a decision`);
      setOwn(context, needed.variable, this.decide(needed));
    }
    for (const input of decision.inputs) {
      if (!Object.hasOwn(context, input.name)) {
        throw new Undecided(`decision ${decision.id} needs the input "${input.name}", and there is no such variable`);
      }
      setOwn(context, input.name, typed(context[input.name] as Value, input.type));
    }
    const value = this.#value(decision, context);
    this.#underWay.pop();
    this.#results.set(decision.id, value);
    return value;
  }

  #value(decision: Decision, context: Variables): Value {
    const { logic } = decision;
    switch (logic.kind) {
      case 'literal':
        return this.#feel(logic.text, context, `decision ${decision.id}`);
      case 'table':
        return this.#table(decision, logic, context);
      case 'unsupported':
        throw new Undecided(`decision ${decision.id} ${logic.reason}`);
    }
  }

  #table(decision: Decision, table: DecisionTable, context: Variables): Value {
    const place = `decision ${decision.id}`;
    const inputs = table.inputs.map((input) => {
      const value = typed(this.#feel(input.expression, context, `${place}, input ${input.label}`), input.type);
      if (
        input.allowed !== null &&
        value !== null &&
        !this.#passes(input.allowed, value, context, `${place}, input ${input.label}`)
      ) {
        throw new Undecided(
          `${place}: the value of input ${input.label} is not among those allowed (${input.allowed})`,
        );
      }
      return value;
    });
    const hits: Hit[] = [];
    for (const [index, { tests, outputs }] of table.rules.entries()) {
      const rule = `${place}, rule ${index + 1}`;
      const hit = tests.every((test, column) => this.#passes(test, inputs[column] ?? null, context, rule));
      if (!hit) continue;
      hits.push({ rule: index + 1, outputs: outputs.map((output) => this.#output(output, context, rule)) });
      if (table.hitPolicy === 'FIRST') break;
    }
    this.hits.push({ decision: decision.id, rules: hits.map(({ rule }) => rule) });
    const priorities = table.outputs.map(({ values }) => (values === null ? null : this.#list(values, context, place)));
    const standard = table.outputs.some((output) => output.default !== null)
      ? table.outputs.map((output) => this.#output(output.default ?? '', context, place))
      : null;
    try {
      return settle(table, hits, priorities, standard);
    } catch (reason) {
      if (reason instanceof HitConflict) throw new Undecided(`${place}: ${reason.message}`);
      throw reason;
    }
  }

  #passes(test: string, value: Value, context: Variables, place: string): boolean {
    if (test === '' || test === '-') return true;
    return this.#known(evaluateUnaryTest(test, value, context, this.#moment), place) === true;
  }

  #output(text: string, context: Variables, place: string): Value {
    return text === '' ? null : this.#feel(text, context, place);
  }

  #list(values: string, context: Variables, place: string): readonly Value[] {
    const list = this.#feel(`[${values}]`, context, place);
    return Array.isArray(list) ? (list as readonly Value[]) : [];
  }

  #feel(text: string, context: Variables, place: string): Value {
    return this.#known(this.#evaluate({ language: 'feel', text }, context, this.#moment), place);
  }

  #known(evaluation: Evaluation, place: string): Value {
    if (evaluation.ok) return evaluation.value;
    throw new Undecided(`${place}: ${evaluation.message}`);
  }
}
