/** What differs between two states of a job. */
import type { JobState, Token } from '../core/job-state.ts';
import { sameValue, type Value } from '../core/value.ts';
import type { DiffView, VariableChange } from '../protocol/views.ts';
import { partsById, partsByPlace, shareIds, type Parts } from './counterparts.ts';
import { plainOf } from './plain.ts';

interface Held {
  readonly scope: string;
  readonly name: string;
  readonly value: Value;
}

/**
 * Variables of all scopes and tokens. Of one job and its forks each by its identity: a token keeps its id from element to
 * element. Of jobs that share no beginning by where they stand.
 */
export function diffOf(from: JobState, to: JobState): Pick<DiffView, 'variables' | 'tokens'> {
  if (shareIds(from, to)) return { variables: variableChanges(from, to), tokens: tokenChanges(from, to) };
  const [before, after] = [partsByPlace(from), partsByPlace(to)];
  return {
    variables: changesBetween(variablesOf(before), variablesOf(after)),
    tokens: standingChanges(before.tokens, after.tokens),
  };
}

function variablesOf({ scopes }: Parts): Map<string, Held> {
  const held = new Map<string, Held>();
  for (const [key, scope] of scopes) {
    for (const [name, value] of scope.variables) {
      held.set(JSON.stringify([key, name]), { scope: scope.node, name, value });
    }
  }
  return held;
}

/** Of one job, by name. `from` null: everything is new. */
export function variableChanges(from: JobState | null, to: JobState): VariableChange[] {
  return changesBetween(from === null ? new Map() : variablesOf(partsById(from)), variablesOf(partsById(to)));
}

function changesBetween(before: ReadonlyMap<string, Held>, after: ReadonlyMap<string, Held>): VariableChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const changes = keys.flatMap((key): VariableChange[] => {
    const old = before.get(key);
    const now = after.get(key);
    if (old === undefined) {
      return now === undefined ? [] : [{ scope: now.scope, name: now.name, change: 'added', to: plainOf(now.value) }];
    }
    const { scope, name } = old;
    if (now === undefined) return [{ scope, name, change: 'removed', from: plainOf(old.value) }];
    if (sameValue(old.value, now.value)) return [];
    return [{ scope, name, change: 'changed', from: plainOf(old.value), to: plainOf(now.value) }];
  });
  return changes.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

const placeOf = ({ node, state }: Token): { element: string; state: string } => ({ element: node, state });

function tokenChanges(from: JobState, to: JobState): DiffView['tokens'] {
  const changes: DiffView['tokens'] = [];
  for (const [id, token] of from.tokens) {
    const now = to.tokens.get(id);
    if (now === undefined) changes.push({ token: id, change: 'went', from: placeOf(token), to: null });
    else if (now.node !== token.node || now.visit !== token.visit) {
      changes.push({ token: id, change: 'moved', from: placeOf(token), to: placeOf(now) });
    } else if (now.state !== token.state) {
      changes.push({ token: id, change: 'turned', from: placeOf(token), to: placeOf(now) });
    }
  }
  for (const [id, token] of to.tokens) {
    if (!from.tokens.has(id)) changes.push({ token: id, change: 'came', from: null, to: placeOf(token) });
  }
  return changes;
}

/** Tokens of two jobs by element: none has moved from one job to the other. */
function standingChanges(before: ReadonlyMap<string, Token>, after: ReadonlyMap<string, Token>): DiffView['tokens'] {
  const changes: DiffView['tokens'] = [];
  for (const [place, token] of before) {
    const now = after.get(place);
    if (now === undefined) changes.push({ token: token.id, change: 'went', from: placeOf(token), to: null });
    else if (now.state !== token.state) {
      changes.push({ token: now.id, change: 'turned', from: placeOf(token), to: placeOf(now) });
    }
  }
  for (const [place, token] of after) {
    if (!before.has(place)) changes.push({ token: token.id, change: 'came', from: null, to: placeOf(token) });
  }
  return changes;
}
