import { describe, expect, it } from 'vitest';
import { diffOf, variableChanges } from '../../../engine/application/diff-view.ts';
import { decodeJob, encodeHeader, newJob } from '../../../engine/core/job-codec.ts';
import { encodeValue, type Variables } from '../../../engine/core/value.ts';
import type { JobState, Token } from '../../../engine/core/job-state.ts';

/** A state as a reader would find it: variables by scope, tokens by id at node and state. */
function state(
  scopes: Record<string, Variables>,
  tokens: Record<string, [node: string, state: Token['state']]> = {},
): JobState {
  const job = newJob({
    id: 'j',
    extId: 'j',
    lineage: 'l',
    definition: { key: 'p', version: 1 },
    parent: null,
    simulated: false,
    seed: 1,
    clock: 'wall',
    startedAt: 0,
  });
  const rows = Object.entries(scopes).flatMap(([id, variables]) => [
    {
      entity: 'scope' as const,
      id,
      data: JSON.stringify({ id, parent: null, node: `${id}-node`, kind: 'flow', token: null }),
    },
    ...Object.entries(variables).map(([name, value]) => {
      return { entity: 'variable' as const, id: JSON.stringify([id, name]), data: encodeValue(value) };
    }),
  ]);
  const tokenRows = Object.entries(tokens).map(([id, [node, tokenState]], arrival) => {
    const token = { id, scope: 'root', node, state: tokenState, arrival, visit: 1, instance: null };
    return { entity: 'token' as const, id, data: JSON.stringify(token) };
  });
  return decodeJob(encodeHeader(job), [...rows, ...tokenRows]);
}

describe('the difference of two states', () => {
  it('names what was added, removed and changed, by scope', () => {
    const from = state({ root: { a: 1, b: { x: [1] }, gone: 'x', same: -0 }, sub: { a: 1 } });
    const to = state({ root: { a: 2, b: { x: [1] }, fresh: null, same: -0 }, sub: { a: 1 } });
    expect(diffOf(from, to).variables).toEqual([
      { scope: 'root-node', name: 'a', change: 'changed', from: 1, to: 2 },
      { scope: 'root-node', name: 'fresh', change: 'added', to: null },
      { scope: 'root-node', name: 'gone', change: 'removed', from: 'x' },
    ]);
  });

  it('sees the difference between 0 and -0, and between an integer and its neighbour beyond 2^53', () => {
    const changes = diffOf(
      state({ root: { z: 0, n: 9007199254740992n } }),
      state({ root: { z: -0, n: 9007199254740993n } }),
    ).variables;
    expect(changes.map(({ name }) => name)).toEqual(['n', 'z']);
  });

  it('follows tokens by their identity', () => {
    const from = state(
      { root: {} },
      { t1: ['a', 'waiting'], t2: ['b', 'running'], t3: ['c', 'waiting'], t4: ['d', 'ready'] },
    );
    const to = state(
      { root: {} },
      { t1: ['x', 'waiting'], t2: ['b', 'incident'], t4: ['d', 'ready'], t5: ['e', 'ready'] },
    );
    expect(diffOf(from, to).tokens).toEqual([
      {
        token: 't1',
        change: 'moved',
        from: { element: 'a', state: 'waiting' },
        to: { element: 'x', state: 'waiting' },
      },
      {
        token: 't2',
        change: 'turned',
        from: { element: 'b', state: 'running' },
        to: { element: 'b', state: 'incident' },
      },
      { token: 't3', change: 'went', from: { element: 'c', state: 'waiting' }, to: null },
      { token: 't5', change: 'came', from: null, to: { element: 'e', state: 'ready' } },
    ]);
  });

  it('against nothing everything is new', () => {
    expect(variableChanges(null, state({ root: { a: 1 } }))).toEqual([
      { scope: 'root-node', name: 'a', change: 'added', to: 1 },
    ]);
  });

  it('of two jobs that share no beginning pairs variables and tokens by where they stand', () => {
    const left = jobOf(
      'l',
      { kind: 'red', same: 1 },
      [
        [0, 'a'],
        [1, 'b'],
      ],
      { t1: ['check', 'waiting'], t2: ['ship', 'ready'] },
    );
    const right = jobOf(
      'r',
      { kind: 'blue', same: 1 },
      [
        [1, 'c'],
        [0, 'a'],
      ],
      { u1: ['check', 'incident'], u2: ['bill', 'ready'] },
    );
    const { variables, tokens } = diffOf(left, right);
    expect(variables).toEqual([
      { scope: 'each', name: 'item', change: 'changed', from: 'b', to: 'c' },
      { scope: 'process', name: 'kind', change: 'changed', from: 'red', to: 'blue' },
    ]);
    expect(tokens).toEqual([
      {
        token: 'r-u1',
        change: 'turned',
        from: { element: 'check', state: 'waiting' },
        to: { element: 'check', state: 'incident' },
      },
      { token: 'l-t2', change: 'went', from: { element: 'ship', state: 'ready' }, to: null },
      { token: 'r-u2', change: 'came', from: null, to: { element: 'bill', state: 'ready' } },
    ]);
  });

  it('pairs the instances of a repeated activity in two such jobs by their number, whichever of them are gone', () => {
    const left = jobOf(
      'l',
      {},
      [
        [1, 'b'],
        [2, 'c'],
      ],
      {},
    );
    const right = jobOf(
      'r',
      {},
      [
        [0, 'a'],
        [1, 'b'],
        [2, 'c'],
      ],
      {},
    );
    const { variables, tokens } = diffOf(left, right);
    expect(variables).toEqual([{ scope: 'each', name: 'item', change: 'added', to: 'a' }]);
    expect(tokens).toEqual([{ token: 'r-i0', change: 'came', from: null, to: { element: 'each', state: 'waiting' } }]);
  });
});

/** A job whose ids all begin with its own: instances of a repeated activity by number and item, tokens by place. */
function jobOf(
  id: string,
  variables: Variables,
  items: readonly (readonly [index: number, item: string])[],
  standing: Record<string, readonly [node: string, state: Token['state']]>,
): JobState {
  const job = state({});
  const scope = (own: string, parent: string | null, node: string, token: string | null, held: Variables) => [
    { entity: 'scope' as const, id: own, data: JSON.stringify({ id: own, parent, node, kind: 'flow', token }) },
    ...Object.entries(held).map(([name, value]) => {
      return { entity: 'variable' as const, id: JSON.stringify([own, name]), data: encodeValue(value) };
    }),
  ];
  const token = (own: string, node: string, tokenState: Token['state'], arrival: number, index: number | null) => {
    const data = { id: own, scope: id, node, state: tokenState, arrival, visit: 1, instance: null, index };
    return { entity: 'token' as const, id: own, data: JSON.stringify(data) };
  };
  job.root = id;
  return decodeJob(encodeHeader(job), [
    ...scope(id, null, 'process', null, variables),
    ...items.flatMap(([index, item]) => [
      ...scope(`${id}-s${index}`, id, 'each', `${id}-i${index}`, { item }),
      token(`${id}-i${index}`, 'each', 'waiting', index, index),
    ]),
    ...Object.entries(standing).map(([own, [node, at]], arrival) => token(`${id}-${own}`, node, at, arrival + 9, null)),
  ]);
}
