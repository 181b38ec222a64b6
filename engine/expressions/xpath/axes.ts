/** Where a step of a path leads (XPath 1.0, 2.2 and 2.3). */
import type { DataNode } from './data-tree.ts';
import type { Axis, NodeTest } from './syntax.ts';
import type { Work } from './work.ts';

/** Axes on which the nearest node comes first, against the order of the tree. */
const BACKWARDS: ReadonlySet<Axis> = new Set<Axis>(['ancestor', 'ancestor-or-self', 'preceding', 'preceding-sibling']);

export function isBackwards(axis: Axis): boolean {
  return BACKWARDS.has(axis);
}

/** The nodes that a step finds from a node, in the order of its axis. */
export function reached(node: DataNode, axis: Axis, test: NodeTest, work: Work): readonly DataNode[] {
  if (axis === 'child' && test.kind === 'name') {
    const named = node.named(test.name);
    work.charge(1 + named.length);
    return named;
  }
  const found: DataNode[] = [];
  for (const each of along(node, axis)) {
    work.charge(1);
    if (passes(each, test)) found.push(each);
  }
  return found;
}

function passes(node: DataNode, test: NodeTest): boolean {
  switch (test.kind) {
    case 'node':
      return true;
    case 'text':
      return node.kind === 'text';
    case 'any':
      return node.kind === 'element';
    case 'name':
      return node.kind === 'element' && node.name === test.name;
    case 'nothing':
      return false;
  }
}

function* along(node: DataNode, axis: Axis): Iterable<DataNode> {
  switch (axis) {
    case 'self':
      yield node;
      return;
    case 'child':
      yield* node.children;
      return;
    case 'parent':
      if (node.parent !== null) yield node.parent;
      return;
    case 'ancestor':
      if (node.parent !== null) yield* upwards(node.parent);
      return;
    case 'ancestor-or-self':
      yield* upwards(node);
      return;
    case 'descendant':
      for (const child of node.children) yield* downwards(child);
      return;
    case 'descendant-or-self':
      yield* downwards(node);
      return;
    case 'following-sibling':
      yield* siblings(node, 'after');
      return;
    case 'preceding-sibling':
      yield* siblings(node, 'before');
      return;
    case 'following':
      for (const each of upwards(node)) for (const after of siblings(each, 'after')) yield* downwards(after);
      return;
    case 'preceding':
      for (const each of upwards(node))
        for (const before of siblings(each, 'before')) yield* [...downwards(before)].toReversed();
  }
}

function* upwards(node: DataNode): Iterable<DataNode> {
  for (let at: DataNode | null = node; at !== null; at = at.parent) yield at;
}

function* downwards(node: DataNode): Iterable<DataNode> {
  const open = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    yield at;
    const { children } = at;
    for (let index = children.length - 1; index >= 0; index -= 1) open.push(children[index] as DataNode);
  }
}

function siblings(node: DataNode, side: 'before' | 'after'): readonly DataNode[] {
  // Its place is known once all of them have been asked for.
  const all = node.parent?.children ?? [];
  return side === 'after' ? all.slice(node.index + 1) : all.slice(0, node.index).toReversed();
}
