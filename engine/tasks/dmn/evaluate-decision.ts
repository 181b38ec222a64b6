/** Evaluates a decision or a decision service and, before it, all that it needs. */
import type { Moment } from '../../core/evaluation.ts';
import type { Value, Variables } from '../../core/value.ts';
import { FeelScope, feelFunction, kindOf } from '../../expressions/feel-scope.ts';
import type { Decision, DecisionGraph, DecisionService, InputData } from './decision-graph.ts';
import { evaluateLogic, functionOf } from './evaluate-logic.ts';
import { valueOf } from './evaluate-table.ts';
import { Evaluation, Undecided, type TableHits } from './evaluation.ts';

export type { TableHits } from './evaluation.ts';

/** What a decision on the way came to. */
export interface DecidedValue {
  readonly decision: string;
  readonly name: string;
  readonly value: Value;
}

export type DecisionResult =
  | {
      readonly ok: true;
      readonly value: Value;
      readonly hits: readonly TableHits[];
      /** Every decision that was evaluated, in that order; those that are functions are left out. */
      readonly decided: readonly DecidedValue[];
    }
  | { readonly ok: false; readonly message: string };

/** The decision or service that is meant by an id or, where none has that id, by a name. */
export function findDecision(graph: DecisionGraph, id: string): Decision | DecisionService | null {
  const byName = <T extends { readonly name: string }>(all: ReadonlyMap<string, T>): T | undefined =>
    [...all.values()].find(({ name }) => name === id);
  return graph.decisions.get(id) ?? graph.services.get(id) ?? byName(graph.decisions) ?? byName(graph.services) ?? null;
}

/** Evaluates a decision or a service on variables. Never throws. */
export function evaluateDecision(
  graph: DecisionGraph,
  id: string,
  variables: Variables,
  moment: Moment,
): DecisionResult {
  const asked = findDecision(graph, id);
  if (asked === null) return { ok: false, message: `there is no decision ${id}` };
  const evaluation = new Evaluation(graph.types, moment);
  try {
    const run = new Run(graph, FeelScope.of(variables), evaluation, new Map());
    const raw = 'logic' in asked ? run.decide(asked) : run.serve(asked);
    const value = valueOf(raw, `${'logic' in asked ? 'decision' : 'decision service'} ${asked.id}`);
    return { ok: true, value, hits: evaluation.hits, decided: run.decided() };
  } catch (reason) {
    if (reason instanceof Undecided) return { ok: false, message: reason.message };
    throw reason;
  }
}

class Run {
  readonly #graph: DecisionGraph;
  /** The variables of the job, or what a service was given. */
  readonly #given: FeelScope;
  readonly #evaluation: Evaluation;
  readonly #results: Map<string, unknown>;
  readonly #functions = new Map<string, unknown>();
  readonly #underWay: string[] = [];

  /** @param results Of decisions that are given from outside. */
  constructor(graph: DecisionGraph, given: FeelScope, evaluation: Evaluation, results: Map<string, unknown>) {
    this.#graph = graph;
    this.#given = given;
    this.#evaluation = evaluation;
    this.#results = results;
  }

  decided(): DecidedValue[] {
    return [...this.#results].flatMap(([id, raw]) => {
      if (kindOf(raw) === 'function' || kindOf(raw) === 'range') return [];
      return [{ decision: id, name: this.#graph.decisions.get(id)?.name ?? id, value: valueOf(raw, id) }];
    });
  }

  decide(decision: Decision): unknown {
    if (this.#results.has(decision.id)) return this.#results.get(decision.id);
    const place = `decision ${decision.id}`;
    refuse(decision.unsupported, place);
    const value = this.#inTurn(decision.id, 'decisions need each other', () => {
      const scope = new FeelScope(this.#given);
      for (const id of decision.knowledge) this.#provide(scope, id);
      for (const id of decision.decisions) {
        const needed = this.#graph.decisions.get(id);
        if (needed === undefined) throw new Undecided(`${place} needs ${id}, which is not a decision`);
        scope.set(needed.variable.name, this.decide(needed));
      }
      for (const input of decision.inputs) scope.set(input.name, this.#input(input, place));
      return evaluateLogic(decision.logic, scope, { holder: decision.id, place }, this.#evaluation);
    });
    const typed = this.#evaluation.conform(value, decision.variable.type, place);
    this.#results.set(decision.id, typed);
    return typed;
  }

  /** The one output decision of a service, or a context of several, on the variables. */
  serve(service: DecisionService): unknown {
    const place = `decision service ${service.id}`;
    refuse(service.unsupported, place);
    const results = new Map<string, unknown>();
    for (const id of service.inputDecisions) {
      const decision = this.#graph.decisions.get(id);
      if (decision === undefined) throw new Undecided(`${place} takes ${id}, which is not a decision`);
      results.set(id, this.#input({ id, ...decision.variable }, place));
    }
    const run = new Run(this.#graph, this.#given, this.#evaluation, results);
    const outputs = service.outputs.map((id) => {
      const decision = this.#graph.decisions.get(id);
      if (decision === undefined) throw new Undecided(`${place} answers with ${id}, which is not a decision`);
      return [decision.variable.name, run.decide(decision)] as const;
    });
    for (const [id, value] of run.#results) this.#results.set(id, value);
    const [only] = outputs;
    const answer = outputs.length === 1 && only !== undefined ? only[1] : Object.fromEntries(outputs);
    return this.#evaluation.conform(answer, service.variable.type, place);
  }

  #input(input: InputData, place: string): unknown {
    if (!this.#given.has(input.name))
      throw new Undecided(`${place} needs the input "${input.name}", and there is no such variable`);
    return this.#evaluation.conform(this.#given.get(input.name), input.type, `${place}, input ${input.name}`);
  }

  /** Makes knowledge, or a service, known as a function. */
  #provide(scope: FeelScope, id: string): void {
    const knowledge = this.#graph.knowledge.get(id);
    const service = this.#graph.services.get(id);
    const it = knowledge ?? service;
    if (it === undefined) throw new Undecided(`${id} is needed as knowledge, and is neither a function nor a service`);
    if (!this.#functions.has(id)) {
      const place = knowledge === undefined ? `decision service ${id}` : `business knowledge model ${id}`;
      refuse(it.unsupported, place);
      this.#inTurn(id, 'business knowledge models need each other', () => {
        if (service !== undefined) this.#functions.set(id, this.#functionOfService(service));
        if (knowledge === undefined) return;
        const around = new FeelScope(null);
        for (const needed of knowledge.knowledge) if (needed !== id) this.#provide(around, needed);
        const made = functionOf(knowledge.logic, around, { holder: id, place }, this.#evaluation);
        // It may call itself.
        around.set(knowledge.variable.name, made);
        this.#functions.set(id, made);
      });
    }
    scope.set(it.variable.name, this.#functions.get(id));
  }

  /** Its parameters are its input data and then its input decisions (DMN 1.5, 10.4). */
  #functionOfService(service: DecisionService): unknown {
    const parameters = [
      ...service.inputs.map(({ name }) => name),
      ...service.inputDecisions.map((id) => this.#graph.decisions.get(id)?.variable.name ?? id),
    ];
    return feelFunction(parameters, (...values) => {
      const given = new FeelScope(null);
      for (const [index, name] of parameters.entries()) given.set(name, values[index] ?? null);
      const run = new Run(this.#graph, given, this.#evaluation, new Map());
      return this.#evaluation.deeper(`decision service ${service.id}`, () => run.serve(service));
    });
  }

  #inTurn<T>(id: string, complaint: string, evaluation: () => T): T {
    const since = this.#underWay.indexOf(id);
    if (since >= 0) throw new Undecided(`${complaint}: ${[...this.#underWay.slice(since), id].join(' → ')}`);
    this.#underWay.push(id);
    const value = evaluation();
    this.#underWay.pop();
    return value;
  }
}

function refuse([reason]: readonly string[], place: string): void {
  if (reason !== undefined) throw new Undecided(`${place} ${reason}`);
}
