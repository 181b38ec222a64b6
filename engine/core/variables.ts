/** Scoped variables (BPMN 2.0.2, 10.5.7): a name is looked up from the inside out, and written where it is owned. */
import type { ProcessGraph } from '../model/graph/process.ts';
import type { JobState, Rounds, Scope } from './job-state.ts';
import { InvariantBroken } from './lifecycle.ts';
import { setOwn, type Value, type Variables } from './value.ts';

function scopeOf(state: JobState, id: string): Scope {
  const scope = state.scopes.get(id);
  if (scope === undefined) throw new InvariantBroken(state.id, `no scope ${id}`);
  return scope;
}

/** All variables visible in a scope, inner ones hiding outer ones. A fresh object. */
export function visibleVariables(state: JobState, scope: string): Variables {
  const chain: Scope[] = [];
  for (let at: string | null = scope; at !== null;) {
    const current = scopeOf(state, at);
    chain.push(current);
    at = current.parent;
  }
  const visible: { [name: string]: Value } = {};
  for (let index = chain.length - 1; index >= 0; index -= 1) {
    const at = chain[index] as Scope;
    const named = at.kind === 'instances' ? Object.entries(attributesOf(state, at)) : at.variables;
    for (const [name, value] of named) setOwn(visible, name, value);
  }
  return visible;
}

/**
 * Id of the scope that owns a name, seen from `scope`. A new name belongs to the nearest process or subprocess, or, in files of
 * engines that keep it so, to the process.
 */
export function owner(state: JobState, scope: string, name: string, newAt: ProcessGraph['newVariablesAt']): string {
  let home: string | null = null;
  for (let at: string | null = scope; at !== null;) {
    const current = scopeOf(state, at);
    if (current.kind !== 'instances' && current.variables.has(name)) return current.id;
    if (current.kind === 'flow' && (home === null || newAt === 'process')) home = current.id;
    at = current.parent;
  }
  if (home === null) throw new InvariantBroken(state.id, `scope ${scope} lies in no process`);
  return home;
}

/** What the instances of a repeated activity see of it (BPMN 2.0.2, 10.3.8, table 10.30), and what other engines call it. */
function attributesOf(state: JobState, scope: Scope): Variables {
  const rounds = scope.token === null ? undefined : state.tokens.get(scope.token)?.rounds;
  return rounds === undefined || rounds === null || rounds.total === null ? {} : attributes(rounds);
}

/** The attributes of multi-instance as variables. */
export function attributes({ total, started, completed, terminated }: Rounds): Variables {
  const active = started - completed - terminated;
  return {
    numberOfInstances: total,
    numberOfActiveInstances: active,
    numberOfCompletedInstances: completed,
    numberOfTerminatedInstances: terminated,
    nrOfInstances: total,
    nrOfActiveInstances: active,
    nrOfCompletedInstances: completed,
  };
}

/** Whether a scope, where there is one, has a variable of this name of its own. */
export function hides(state: JobState, scope: string | null, name: string): boolean {
  return scope !== null && scopeOf(state, scope).variables.has(name);
}

/** The variables of one scope as an object. */
export function ownVariables(state: JobState, scope: string): Variables {
  const own: { [name: string]: Value } = {};
  for (const [name, value] of scopeOf(state, scope).variables) setOwn(own, name, value);
  return own;
}

/** A variable gets a value. */
export interface Change {
  readonly scope: string;
  readonly name: string;
  /** Whether the scope did not have it before. */
  readonly created: boolean;
  /** Who begins to wait later than this is not there to hear of it. */
  readonly number: number;
}

/** What a variable that is about to be set is a change of. */
export function changeOf(state: JobState, { scope, name }: Pick<Change, 'scope' | 'name'>): Change {
  return { scope, name, created: !hides(state, scope, name), number: state.numbers };
}
