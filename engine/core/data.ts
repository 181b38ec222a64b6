/**
 * How data moves (BPMN 2.0.2, 10.4.2): associations fill an activity's data inputs before it begins, and copy its data
 * outputs outside when it is done. A value that is not there, or null, is unavailable.
 */
import type { DataAssociation, DataPlace, DataSet, NodeData } from '../model/graph/data.ts';
import type { Expression } from '../model/graph/expression.ts';
import type { Evaluation } from './evaluation.ts';
import type { Step } from './step.ts';
import { pick, setOwn, type Value, type Variables } from './value.ts';

/** Whose eyes an association is evaluated with. */
export interface View {
  /** What lies around the element. */
  readonly outside: Variables;
  /** What is its own: its data, or what has come to it. */
  readonly own: Variables;
  readonly evaluate: (expression: Expression, extra: Variables) => Evaluation;
}

interface Failure {
  readonly message: string;
  /** An expression names what is not there (yet). */
  readonly missing: boolean;
}

interface Moved {
  readonly place: DataPlace;
  readonly value: Value;
}

/** What associations have moved so far: a later one sees what an earlier one left. */
export class Transfer {
  readonly #step: Step;
  readonly #view: View;
  readonly #moved = new Map<string, Moved>();
  /** A data store that had no value when it was asked for one. */
  emptyStore: string | null = null;

  constructor(step: Step, view: View) {
    this.#step = step;
    this.#view = view;
  }

  /** `unavailable`: a source has no value, and nothing has moved. */
  move(association: DataAssociation): 'moved' | 'unavailable' | Failure {
    const seen: { [name: string]: Value } = {};
    for (const { place, names } of association.sources) {
      const value = this.#read(place);
      if (value === null) return 'unavailable';
      for (const name of names) setOwn(seen, name, value);
    }
    const { transformation, target } = association;
    const [source] = association.sources;
    if (transformation !== null && target !== null) {
      const answer = this.#view.evaluate(transformation, { ...this.taken(), ...seen });
      if (!answer.ok) return failed(answer, 'transformation');
      this.#write(target, [], answer.value);
    } else if (association.assignments.length === 0 && source !== undefined && target !== null) {
      this.#write(target, [], this.#read(source.place));
    }
    for (const { from, to, path } of association.assignments) {
      const answer = this.#view.evaluate(from, { ...this.taken(), ...seen });
      if (!answer.ok) return failed(answer, 'assignment');
      this.#write(to, path, answer.value);
    }
    return 'moved';
  }

  /** What came to the element's own data. */
  taken(): Variables {
    const taken: { [name: string]: Value } = {};
    for (const { place, value } of this.#moved.values()) if (place.kind === 'own') setOwn(taken, place.name, value);
    return taken;
  }

  /** Writes what moved to places outside, as seen from a scope. */
  put(node: string, scope: string): void {
    const step = this.#step;
    for (const { place, value } of this.#moved.values()) {
      const { kind, name } = place;
      if (kind === 'store') step.emit({ type: 'data-stored', node, store: name, value });
      else if (kind === 'variable') step.write(scope, name, value);
    }
  }

  #read(place: DataPlace): Value {
    const moved = this.#moved.get(keyOf(place));
    if (moved !== undefined) return moved.value;
    if (place.kind !== 'store') return ownValue(this.#view[place.kind === 'own' ? 'own' : 'outside'], place.name);
    const value = this.#step.stored(place.name);
    if (value === null) this.emptyStore = place.name;
    return value;
  }

  #write(place: DataPlace, path: readonly string[], value: Value): void {
    const whole = path.length === 0 ? value : withPart(this.#read(place), path, value);
    this.#moved.set(keyOf(place), { place, value: whole });
  }
}

function keyOf({ kind, name }: DataPlace): string {
  return `${kind} ${name}`;
}

/** Null where there is none. */
export function ownValue(variables: Variables, name: string): Value {
  return Object.hasOwn(variables, name) ? (variables[name] ?? null) : null;
}

function failed(answer: Extract<Evaluation, { ok: false }>, what: string): Failure {
  const message = `the ${what} of a data association cannot be computed: ${answer.message}`;
  return { message, missing: answer.missing === true };
}

/** A value with one part changed; what is no context becomes one. */
export function withPart(whole: Value, path: readonly string[], value: Value): Value {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const context = isContext(whole) ? whole : {};
  const changed: { [name: string]: Value } = {};
  for (const [key, each] of Object.entries(context)) setOwn(changed, key, each);
  setOwn(changed, name, withPart(ownValue(context, name), rest, value));
  return changed;
}

function isContext(value: Value): value is Variables {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

export type Inputs =
  | { readonly kind: 'ready'; readonly variables: Variables }
  /** `store`: a data store that would have to have a value. */
  | { readonly kind: 'unavailable'; readonly store: string }
  | { readonly kind: 'failed'; readonly message: string };

/** Fills the data inputs of the first input set that can be filled, and the properties. Nothing is written. */
export function inputsOf(step: Step, view: View, data: NodeData): Inputs {
  const transfer = new Transfer(step, view);
  const lacking = new Set<string>();
  for (const association of data.into) {
    const done = transfer.move(association);
    if (typeof done === 'object' && !done.missing) return { kind: 'failed', message: done.message };
    if (done !== 'moved') for (const name of targetsOf(association)) lacking.add(name);
  }
  const set = data.inputSets.find(({ required }) => !required.some((name) => lacking.has(name)));
  if (set === undefined && data.inputSets.length > 0) return { kind: 'unavailable', store: transfer.emptyStore ?? '' };
  const variables: { [name: string]: Value } = {};
  for (const name of [...data.properties, ...data.outputs, ...data.inputs]) setOwn(variables, name, null);
  for (const [name, value] of Object.entries(transfer.taken()))
    if (set === undefined || !isOfOther(data.inputSets, set, name)) setOwn(variables, name, value);
  return { kind: 'ready', variables };
}

function targetsOf({ target, assignments }: DataAssociation): readonly string[] {
  return [...(target === null ? [] : [target]), ...assignments.map(({ to }) => to)]
    .filter(({ kind }) => kind === 'own')
    .map(({ name }) => name);
}

/** Whether an item belongs to sets that were not chosen only. */
function isOfOther(sets: readonly DataSet[], chosen: DataSet, name: string): boolean {
  const holds = ({ required, optional }: DataSet): boolean => required.includes(name) || optional.includes(name);
  return !holds(chosen) && sets.some(holds);
}

/** Copies the data outputs of the first complete output set. Nothing is written yet; a text says why it cannot be. */
export function outputsOf(step: Step, view: View, data: NodeData): Transfer | string {
  const transfer = new Transfer(step, view);
  const set = completeSet(data, view.own);
  if (set === undefined && data.outputSets.length > 0)
    return `none of its output sets is complete: ${lackingOutputs(data, view.own).join(', ')} got no value (BPMN 2.0.2, 10.4.2)`;
  for (const association of data.out) {
    const left = association.sources.some(
      ({ place }) => set !== undefined && place.kind === 'own' && isOfOther(data.outputSets, set, place.name),
    );
    const done = left ? 'unavailable' : transfer.move(association);
    if (typeof done === 'object') return done.message;
  }
  return transfer;
}

function completeSet({ outputSets }: NodeData, own: Variables): DataSet | undefined {
  return outputSets.find(({ required }) => required.every((name) => ownValue(own, name) !== null));
}

/** Data outputs without which no output set is complete; none when one is, or when there is none. */
export function lackingOutputs(data: NodeData, own: Variables): readonly string[] {
  if (completeSet(data, own) !== undefined) return [];
  const asked = new Set(data.outputSets.flatMap(({ required }) => required));
  return [...asked].filter((name) => ownValue(own, name) === null);
}

/** What arrives under the names of data outputs; where there is only one, and nothing of its name, it gets all of it. */
export function received(data: NodeData, brought: Variables): Variables {
  const named = pick(brought, data.outputs);
  const [only, ...others] = data.outputs;
  const whole =
    data.byNameOnly !== true &&
    others.length === 0 &&
    Object.keys(named).length === 0 &&
    Object.keys(brought).length > 0;
  return only === undefined || !whole ? named : { [only]: brought };
}

/** What a throwing event takes along: its data inputs, those that have a value. It never waits. */
export function takenAlong(step: Step, view: View, data: NodeData | null): Variables | string {
  if (data === null) return {};
  const transfer = new Transfer(step, view);
  for (const association of data.into) {
    const done = transfer.move(association);
    if (typeof done === 'object') return done.message;
  }
  return transfer.taken();
}
