/** Expressions in boxes (DMN 1.5, 10.2.2): every kind of logic → a value of FEEL. */
import { FeelScope, callFunction, feelFunction, itemsOf, kindOf } from '../../expressions/feel-scope.ts';
import type { DecisionLogic, LogicFunction } from './decision-graph.ts';
import { evaluateTable, type TablePlace } from './evaluate-table.ts';
import { Undecided, type Evaluation } from './evaluation.ts';

type Of<K extends DecisionLogic['kind']> = DecisionLogic extends infer Each
  ? Each extends { readonly kind: infer Kind }
    ? K extends Kind
      ? Each
      : never
    : never
  : never;

/** @throws Undecided */
export function evaluateLogic(logic: DecisionLogic, scope: FeelScope, at: TablePlace, evaluation: Evaluation): unknown {
  return evaluation.deeper(at.place, () => {
    const value = plain(logic, scope, at, evaluation);
    // The type of a function is that of what it returns.
    return logic.kind === 'function' ? value : evaluation.conform(value, logic.type, at.place);
  });
}

function plain(logic: DecisionLogic, scope: FeelScope, at: TablePlace, evaluation: Evaluation): unknown {
  const value = (part: DecisionLogic, within = scope): unknown => evaluateLogic(part, within, at, evaluation);
  switch (logic.kind) {
    case 'literal':
      return evaluation.feel(logic.text, scope, at.place);
    case 'table':
      return evaluateTable(logic, scope, at, evaluation);
    case 'context':
      return contextOf(logic, scope, at, evaluation);
    case 'list':
      return logic.items.map((item) => value(item));
    case 'relation':
      return logic.rows.map((row) =>
        Object.fromEntries(
          logic.columns.map(({ name, type }, index) => {
            const cell = row[index];
            return [name, evaluation.conform(cell === undefined ? null : value(cell), type, at.place)];
          }),
        ),
      );
    case 'function':
      return functionOf(logic, scope, at, evaluation);
    case 'invocation':
      return invoke(logic, scope, at, evaluation);
    case 'conditional': {
      const holds = value(logic.condition);
      if (holds !== null && typeof holds !== 'boolean')
        throw new Undecided(`${at.place}: the condition is a ${kindOf(holds)}, neither true nor false`);
      return value(holds === true ? logic.then : logic.otherwise);
    }
    case 'filter':
      return filter(logic, scope, at, evaluation);
    case 'for': {
      const done: unknown[] = [];
      for (const item of itemsOf(value(logic.list))) {
        const within = new FeelScope(scope);
        within.set(logic.variable, item);
        within.set('partial', [...done]);
        done.push(value(logic.body, within));
      }
      return done;
    }
    case 'every':
    case 'some':
      return quantified(logic, scope, at, evaluation);
    case 'empty':
      return null;
    case 'unsupported':
      throw new Undecided(`${at.place} ${logic.reason}`);
  }
}

function contextOf(logic: Of<'context'>, scope: FeelScope, at: TablePlace, evaluation: Evaluation): unknown {
  const within = new FeelScope(scope);
  const entries: [string, unknown][] = [];
  for (const { variable, value: part } of logic.entries) {
    const place = variable === null ? at.place : `${at.place}, entry ${variable.name}`;
    const value = evaluateLogic(part, within, { ...at, place }, evaluation);
    if (variable === null) return value;
    const made = evaluation.conform(value, variable.type, place);
    within.set(variable.name, made);
    entries.push([variable.name, made]);
  }
  return Object.fromEntries(entries);
}

/** A function that sees what is around the place where it is defined. */
export function functionOf(logic: LogicFunction, scope: FeelScope, at: TablePlace, evaluation: Evaluation): unknown {
  const names = logic.parameters.map(({ name }) => name);
  return feelFunction(names, (...given) => {
    const within = new FeelScope(scope);
    for (const [index, { name, type }] of logic.parameters.entries()) {
      within.set(name, evaluation.conform(given[index] ?? null, type, `${at.place}, parameter ${name}`));
    }
    return evaluation.conform(evaluateLogic(logic.body, within, at, evaluation), logic.type, at.place);
  });
}

function invoke(logic: Of<'invocation'>, scope: FeelScope, at: TablePlace, evaluation: Evaluation): unknown {
  const called = evaluateLogic(logic.called, scope, at, evaluation);
  const given = Object.fromEntries(
    logic.bindings.map(({ parameter, value }) => {
      const place = `${at.place}, parameter ${parameter.name}`;
      const made = evaluateLogic(value, scope, { ...at, place }, evaluation);
      return [parameter.name, evaluation.conform(made, parameter.type, place)];
    }),
  );
  const answer = callFunction(called, given);
  if (answer !== null) return answer.value;
  const name = logic.called.kind === 'literal' ? logic.called.text : 'what it calls';
  throw new Undecided(
    `${at.place}: ${name} is not a function with the parameters ${Object.keys(given).join(', ') || '(none)'}`,
  );
}

function filter(logic: Of<'filter'>, scope: FeelScope, at: TablePlace, evaluation: Evaluation): unknown {
  const list = evaluateLogic(logic.list, scope, at, evaluation);
  if (list === null) return [];
  return itemsOf(list).filter((item) => {
    const within = new FeelScope(scope);
    if (kindOf(item) === 'context') for (const [name, part] of Object.entries(item as object)) within.set(name, part);
    within.set('item', item);
    return isTrue(evaluateLogic(logic.match, within, at, evaluation), 'match', at);
  });
}

function quantified(logic: Of<'every'>, scope: FeelScope, at: TablePlace, evaluation: Evaluation): boolean {
  const list = evaluateLogic(logic.list, scope, at, evaluation);
  const answers = (list === null ? [] : itemsOf(list)).map((item) => {
    const within = new FeelScope(scope);
    within.set(logic.variable, item);
    return isTrue(evaluateLogic(logic.body, within, at, evaluation), 'condition', at);
  });
  return logic.kind === 'every' ? answers.every(Boolean) : answers.some(Boolean);
}

function isTrue(value: unknown, what: string, { place }: TablePlace): boolean {
  if (value === null || typeof value === 'boolean') return value === true;
  throw new Undecided(`${place}: the ${what} is a ${kindOf(value)}, neither true nor false`);
}
