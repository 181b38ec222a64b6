/** Which way a job took, as its executions tell it: of flows themselves nothing is kept. */
import type { ProcessGraph } from '../../engine/model/graph/process.ts';

interface Execution {
  readonly element: string;
  readonly outcome: string;
}

/** Of the ways out of these exactly one is taken each time. */
const choosers: ReadonlySet<string> = new Set(['bpmn:ExclusiveGateway', 'bpmn:EventBasedGateway']);

/**
 * Ids of the sequence flows that were taken: what leads from something completed to something that began after it. Where
 * one way is chosen among several it is the one whose end began first. Executions are in order of start. `arrived`:
 * elements where a token stands that has not begun there, as at a join that waits for the others.
 */
export function takenFlows(
  graph: ProcessGraph | null,
  executions: readonly Execution[],
  arrived: readonly string[] = [],
): Set<string> {
  const taken = new Set<string>();
  if (graph === null) return taken;
  const places = new Map<string, number[]>();
  [...executions.map(({ element }) => element), ...arrived].forEach((element, place) => {
    const known = places.get(element);
    if (known === undefined) places.set(element, [place]);
    else known.push(place);
  });
  executions.forEach(({ element, outcome }, place) => {
    const node = graph.nodes.get(element);
    if (node === undefined || outcome !== 'completed') return;
    const begun = node.outgoing.flatMap(({ id, target }) => {
      const next = firstAfter(places.get(target) ?? [], place);
      return next === null ? [] : [{ id, next }];
    });
    const chosen = choosers.has(node.type) ? begun.toSorted((a, b) => a.next - b.next).slice(0, 1) : begun;
    for (const { id } of chosen) taken.add(id);
  });
  return taken;
}

/** The lowest of rising places beyond one. */
function firstAfter(rising: readonly number[], place: number): number | null {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return rising[low] ?? null;
}
