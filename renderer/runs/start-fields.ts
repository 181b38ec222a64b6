/** The fields of a start form: what the diagram needs, filled in from a scenario where there is one. */
import { parseJson } from '../../engine/core/json.ts';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { noneStartsOf, timedStartsOf } from '../../engine/model/starts.ts';
import type { PlainValue } from '../../engine/protocol/views.ts';
import { elementName } from '../jobs/element-names.ts';
import { fieldTypeOf, typedOf, type Field, type Typed } from '../jobs/form-fields.ts';
import { startVariables, type Called } from './start-variables.ts';

export type Examples = Readonly<Record<string, PlainValue>>;

/** What the diagram needs, then whatever else the examples hold. */
export function startFields(graph: ProcessGraph, examples: Examples, called: Called = new Map()): Field[] {
  const needed = startVariables(graph, called).filter(
    ({ messageMayBring, name }) => !messageMayBring || Object.hasOwn(examples, name),
  );
  const fields = needed.map(({ name, readBy }): Field => {
    const others = readBy.length - 1;
    const reader = elementName(graph, readBy[0] ?? '');
    const words = `Read by ${reader}${others === 0 ? '' : ` and ${others} more`}`;
    // A question brings its own mark.
    return {
      ...fieldOf(name, examples),
      hint: /[.?!]$/.test(words) ? words : `${words}.`,
      readBy: others === 0 ? `“${reader}” reads it` : `“${reader}” and ${others} more read it`,
    };
  });
  const rest = Object.keys(examples).filter((name) => !needed.some((each) => each.name === name));
  return [...fields, ...rest.map((name) => fieldOf(name, examples))];
}

/** What is read and was not given, a sentence each; empty too where what was given cannot be told. */
export function emptyWords(fields: readonly Field[], variables: string | null): readonly string[] {
  if (variables === null) return [];
  const given = parseJson(variables) as Readonly<Record<string, PlainValue>>;
  return fields
    .filter(({ name, readBy }) => readBy !== undefined && !Object.hasOwn(given, name))
    .map(({ name, readBy }) => `${name} is empty: ${readBy}.`);
}

function fieldOf(name: string, examples: Examples): Field {
  const known = Object.hasOwn(examples, name);
  const type = known ? fieldTypeOf(examples[name]) : 'json';
  return { name, label: name, type, required: false, options: [], hint: null };
}

/** A start event that a person can choose. */
export interface Beginning {
  readonly value: string;
  readonly label: string;
}

/** Where a process has several none start events, each is another way to begin; empty: there is nothing to choose. */
export function beginningsOf(graph: ProcessGraph | null): readonly Beginning[] {
  const ways = graph === null ? [] : noneStartsOf(graph);
  if (graph === null || ways.length < 2) return [];
  return ways.map((id) => ({ value: id, label: graph.nodes.get(id)?.name ?? id }));
}

/** A start event with timers, in words. */
export interface NamedTimer {
  readonly name: string;
  readonly times: string;
}

/** What starts the process by itself once it is deployed. */
export function timersOf(graph: ProcessGraph | null): readonly NamedTimer[] {
  if (graph === null) return [];
  return timedStartsOf(graph).map(({ node, timers }) => ({
    name: elementName(graph, node),
    times: timers.map(({ value }) => value.text).join(', '),
  }));
}

/** The examples as they stand in the fields. */
export function typedExamples(fields: readonly Field[], examples: Examples): Typed {
  return Object.fromEntries(
    fields.map(({ name, type }) => [name, typedOf(type, Object.hasOwn(examples, name) ? examples[name] : undefined)]),
  );
}

/** Variables of a scenario file's text; none where it cannot be read: whoever runs it gets the reason. */
export function scenarioVariables(text: string): Examples {
  try {
    const read = parseJson(text);
    const variables =
      typeof read === 'object' && read !== null ? (read as { readonly variables?: unknown }).variables : undefined;
    return typeof variables === 'object' && variables !== null && !Array.isArray(variables)
      ? (variables as Examples)
      : {};
  } catch (failure) {
    if (failure instanceof SyntaxError) return {};
    throw failure;
  }
}

/** `processes/order.bpmn` goes with `scenarios/order.json`. */
export function scenarioFor(path: string, scenarios: readonly string[]): string | null {
  const name = (each: string): string => (each.split('/').at(-1) ?? each).replace(/\.[^.]*$/, '');
  return scenarios.find((scenario) => name(scenario) === name(path)) ?? null;
}
