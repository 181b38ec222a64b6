/** What a called job gives back to a caller that maps no outputs: only what it changed, so that no update is lost. */
import type { CallResult } from './commands.ts';
import { longId } from './hash.ts';
import type { JobState } from './job-state.ts';
import { ownVariables } from './variables.ts';
import { encodeValue, setOwn, type Value, type Variables } from './value.ts';

/** A digest of each variable. */
export function digests(variables: Variables): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) setOwn(result, name, longId(encodeValue(value)));
  return result;
}

/** The root variables of a called job that differ from what it was given. */
export function changedVariables(state: JobState): Variables {
  const changed: { [name: string]: Value } = {};
  for (const [name, value] of state.scopes.get(state.root)?.variables ?? []) {
    const given = state.given?.[name];
    // A data object that nobody gave it, and that it has no value for, is nobody else's.
    if (value === null && given === undefined) continue;
    if (given !== longId(encodeValue(value))) setOwn(changed, name, value);
  }
  return changed;
}

/** What a called job that has completed gives back. */
export function resultOf(state: JobState): Extract<CallResult, { kind: 'completed' }> {
  return {
    kind: 'completed',
    variables: ownVariables(state, state.root),
    changed: Object.keys(changedVariables(state)),
  };
}
