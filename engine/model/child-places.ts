/** Where the children of an edited element stand: where they stood, wherever the writer puts them; and what is new beside its neighbour. */
import { BPMN, BPMN_DIAGRAM } from './namespace.ts';
import type { Segment } from './source-segments.ts';
import { childElements, type SourceElement } from './source-tree.ts';
import { spelled, type Pairs } from './tree-pairs.ts';

/** A child, or what is left of one. */
export interface Placed {
  /** What stood there; null: the child is new here. */
  readonly segment: Segment | null;
  /** Null: it is gone, its notes stay. */
  readonly child: SourceElement | null;
}

/** Elements that hold others in no order: what was taken out and put back by an undo is at another place in the model. */
const UNORDERED_IN = new Set([
  ...['definitions', 'collaboration', 'process', 'subProcess', 'transaction', 'adHocSubProcess'].map(
    (name) => `{${BPMN}}${name}`,
  ),
  `{${BPMN_DIAGRAM}}BPMNPlane`,
]);
const UNORDERED = new Set(['incoming', 'outgoing', 'flowNodeRef'].map((name) => `{${BPMN}}${name}`));

/**
 * @param now The children by what is read of them.
 * @param pairs What each child was before the edits.
 */
export function placedChildren(
  before: SourceElement,
  after: SourceElement,
  segments: readonly Segment[],
  now: ReadonlyMap<SourceElement, SourceElement>,
  pairs: Pairs,
): readonly Placed[] {
  const children = childElements(after);
  const kept = new Set(now.values());
  if (!isInOrder(before, after, kept, pairs)) return inNewOrder(children, segments, now);
  const { first, behind } = newcomers(children, kept);
  const placed = (child: SourceElement): Placed => ({ segment: null, child });
  if (kept.size === 0) {
    return [...first.map(placed), ...segments.map((segment): Placed => ({ segment, child: null }))];
  }
  // What is new and comes first stands before what it is followed by, which may not be the first there.
  const following = children[first.length];
  return segments.flatMap((segment): Placed[] => {
    const child = now.get(segment.element) ?? null;
    if (child === null) return [{ segment, child }];
    return [
      ...(child === following ? first.map(placed) : []),
      { segment, child },
      ...(behind.get(child) ?? []).map(placed),
    ];
  });
}

/** Whether those that are still there follow each other as they did, as far as they have an order. */
function isInOrder(
  before: SourceElement,
  after: SourceElement,
  kept: ReadonlySet<SourceElement>,
  pairs: Pairs,
): boolean {
  if (UNORDERED_IN.has(spelled(after))) return true;
  const places = new Map(childElements(before).map((each, index) => [each, index]));
  let last = -1;
  return childElements(after).every((child) => {
    const was = pairs.get(child);
    const place = was === undefined || !kept.has(child) || UNORDERED.has(spelled(child)) ? undefined : places.get(was);
    if (place === undefined) return true;
    if (place < last) return false;
    last = place;
    return true;
  });
}

interface Newcomers {
  /** Before the first that was there. */
  readonly first: readonly SourceElement[];
  /** By what they follow. */
  readonly behind: ReadonlyMap<SourceElement, readonly SourceElement[]>;
}

function newcomers(children: readonly SourceElement[], kept: ReadonlySet<SourceElement>): Newcomers {
  const first: SourceElement[] = [];
  const behind = new Map<SourceElement, SourceElement[]>();
  let list = first;
  for (const child of children) {
    if (kept.has(child)) behind.set(child, (list = []));
    else list.push(child);
  }
  return { first, behind };
}

/** The children as they are now, and what is gone before what stood behind it. */
function inNewOrder(
  children: readonly SourceElement[],
  segments: readonly Segment[],
  now: ReadonlyMap<SourceElement, SourceElement>,
): readonly Placed[] {
  const before = new Map<SourceElement, Segment[]>();
  let gone: Segment[] = [];
  const segmentOf = new Map<SourceElement, Segment>();
  for (const segment of segments) {
    const child = now.get(segment.element);
    if (child === undefined) gone.push(segment);
    else {
      segmentOf.set(child, segment);
      before.set(child, gone);
      gone = [];
    }
  }
  return [
    ...children.flatMap((child): Placed[] => [
      ...(before.get(child) ?? []).map((segment) => ({ segment, child: null })),
      { segment: segmentOf.get(child) ?? null, child },
    ]),
    ...gone.map((segment) => ({ segment, child: null })),
  ];
}
