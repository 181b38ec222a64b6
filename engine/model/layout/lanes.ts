/** The lanes of a process: which nodes lie in which, and how lanes lie in each other. */
import { childOf, childrenOf, type Element } from '../element.ts';

export interface LaneBand {
  readonly lane: Element;
  /** How many lanes it lies in. */
  readonly depth: number;
  /** First and last of the leaves in it, by number. */
  readonly from: number;
  readonly to: number;
}

export interface Lanes {
  /** Every lane, the outer one before those in it. */
  readonly bands: readonly LaneBand[];
  /** How many lanes hold no lanes. */
  readonly leaves: number;
  readonly depth: number;
  /** Number of the leaf that a node lies in; the first one for nodes in none. */
  readonly leafOf: (node: Element) => number;
}

/** Null where the process has none. */
export function lanesOf(process: Element): Lanes | null {
  const set = childrenOf(process, 'laneSets')[0];
  if (set === undefined || childrenOf(set, 'lanes').length === 0) return null;
  const bands: LaneBand[] = [];
  const leafOf = new Map<Element, number>();
  let leaves = 0;
  let deepest = 0;
  const read = (lane: Element, depth: number): void => {
    deepest = Math.max(deepest, depth + 1);
    const place = bands.length;
    const from = leaves;
    const inner = childOf(lane, 'childLaneSet');
    const lanes = inner === null || depth > 20 ? [] : childrenOf(inner, 'lanes');
    bands.push({ lane, depth, from, to: from });
    if (lanes.length === 0) leaves += 1;
    else for (const each of lanes) read(each, depth + 1);
    bands[place] = { lane, depth, from, to: leaves - 1 };
    for (const node of childrenOf(lane, 'flowNodeRef')) if (!leafOf.has(node)) leafOf.set(node, from);
  };
  for (const lane of childrenOf(set, 'lanes')) read(lane, 0);
  return { bands, leaves, depth: deepest, leafOf: (node) => leafOf.get(node) ?? 0 };
}
