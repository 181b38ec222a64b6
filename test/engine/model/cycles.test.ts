import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onCycle } from '../../../engine/model/cycles.ts';
import { file, flow, read } from './bpmn-text.ts';

/** By definition: a node that can be reached from one of its successors. */
function reachesItself(successors: readonly (readonly number[])[], node: number): boolean {
  const seen = new Set<number>();
  const pending = [...(successors[node] ?? [])];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next === node) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    pending.push(...(successors[next] ?? []));
  }
  return false;
}

test('a node is on a cycle if and only if it can reach itself', () => {
  const graph = fc
    .integer({ min: 1, max: 12 })
    .chain((size) =>
      fc.array(fc.array(fc.nat({ max: size - 1 }), { maxLength: 3 }), { minLength: size, maxLength: size }),
    );
  fc.assert(
    fc.property(graph, (successors) => {
      expect(onCycle(successors)).toEqual(successors.map((_, node) => reachesItself(successors, node)));
    }),
    { numRuns: 500 },
  );
});

test('a long chain and a long ring do not overflow the stack', () => {
  const size = 200_000;
  const chain = Array.from({ length: size }, (_, n) => (n + 1 < size ? [n + 1] : []));
  expect(onCycle(chain).some(Boolean)).toBe(false);
  const ring = Array.from({ length: size }, (_, n) => [(n + 1) % size]);
  expect(onCycle(ring).every(Boolean)).toBe(true);
});

test('a way back from a boundary event makes its activity cyclic', async () => {
  const xml = file(`
    <startEvent id="s"/><task id="a"/><endEvent id="e"/>${flow('s', 'a')}${flow('a', 'e')}
    <boundaryEvent id="b" attachedToRef="a"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent>
    ${flow('b', 'a')}`);
  const nodes = [...((await read(xml)).processes[0]?.nodes.values() ?? [])];
  expect(nodes.filter(({ cyclic }) => cyclic).map(({ id }) => id)).toEqual(['a', 'b']);
});
