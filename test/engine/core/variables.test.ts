/** Scoped variables: BPMN 2.0.2, 10.5.7. */
import { describe, expect, test } from 'vitest';
import { apply } from '../../../engine/core/apply.ts';
import { newJob } from '../../../engine/core/job-codec.ts';
import type { JobState } from '../../../engine/core/job-state.ts';
import { InvariantBroken } from '../../../engine/core/lifecycle.ts';
import type { Value } from '../../../engine/core/value.ts';
import { hides, owner, ownVariables, visibleVariables } from '../../../engine/core/variables.ts';

/** Process `root` with subprocess `sub` in it, and in that an activity with variables of its own, `local`. */
function nested(variables: Readonly<Record<string, Readonly<Record<string, Value>>>>): JobState {
  const state = newJob({
    id: 'job',
    extId: 'job',
    lineage: 'job',
    definition: { key: 'p', version: 1 },
    parent: null,
    simulated: false,
    seed: 1,
    clock: 'wall',
    startedAt: 0,
  });
  const open = (scope: string, parent: string | null, kind: 'flow' | 'local'): void => {
    apply(state, { type: 'scope-opened', scope, parent, node: scope, kind, token: null });
  };
  open('root', null, 'flow');
  open('sub', 'root', 'flow');
  open('local', 'sub', 'local');
  for (const [scope, own] of Object.entries(variables)) {
    for (const [name, value] of Object.entries(own)) apply(state, { type: 'variable-set', scope, name, value });
  }
  return state;
}

const state = nested({ root: { a: 1, b: 1, c: 1 }, sub: { b: 2, c: 2, own: null }, local: { c: 3 } });

describe('a name', () => {
  test('is looked up from the inside out', () => {
    expect(visibleVariables(state, 'local')).toEqual({ a: 1, b: 2, c: 3, own: null });
    expect(visibleVariables(state, 'sub')).toEqual({ a: 1, b: 2, c: 2, own: null });
    expect(visibleVariables(state, 'root')).toEqual({ a: 1, b: 1, c: 1 });
    expect(ownVariables(state, 'sub')).toEqual({ b: 2, c: 2, own: null });
  });

  test.each([
    ['a', 'root'],
    ['b', 'sub'],
    ['c', 'local'],
    ['own', 'sub'],
    ['new', 'sub'],
    ['toString', 'sub'],
  ])('%s, seen from the activity, is owned by %s', (name, scope) => {
    expect(owner(state, 'local', name, 'scope')).toBe(scope);
  });

  test.each([
    ['b', 'sub'],
    ['c', 'local'],
    ['new', 'root'],
  ])('%s is owned by %s in files of engines that keep what is new in the process', (name, scope) => {
    expect(owner(state, 'local', name, 'process')).toBe(scope);
  });

  test('is hidden by a scope that has one of its own', () => {
    expect(hides(state, 'local', 'c')).toBe(true);
    expect(hides(state, 'local', 'a')).toBe(false);
    expect(hides(state, null, 'a')).toBe(false);
  });

  test('may be any text', () => {
    const odd = nested({ root: JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as Record<string, Value> });
    expect(Object.keys(visibleVariables(odd, 'local'))).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(visibleVariables(odd, 'local'))).toBe(Object.prototype);
  });

  test('in a scope that does not exist is a defect', () => {
    expect(() => visibleVariables(state, 'gone')).toThrow(InvariantBroken);
    expect(() => owner(state, 'gone', 'a', 'scope')).toThrow(InvariantBroken);
  });
});

test('what is visible is a fresh object each time', () => {
  const seen = visibleVariables(state, 'root') as { a: Value };
  seen.a = 99;
  expect(visibleVariables(state, 'root')).toMatchObject({ a: 1 });
});
