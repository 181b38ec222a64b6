/**
 * Where the nodes of one container come to stand relative to each other: from left to right by how far they are from the
 * beginning, and one below the other where ways part. Ways back do not count for it.
 */

/** Nodes and ways by number; a way of a boundary event begins at its activity. */
export interface GridWay {
  readonly from: number;
  readonly to: number;
  /** It leaves from below, not from the right. */
  readonly boundary: boolean;
}

export interface Cell {
  readonly column: number;
  /** Within its lane and its component. */
  readonly row: number;
  /** Nodes that no way connects are laid out apart. */
  readonly component: number;
}

/**
 * @param count Number of nodes, in the order of the file.
 * @param bands Lane of each node; where there are lanes, all nodes share the columns.
 */
export function placeInGrid(count: number, ways: readonly GridWay[], bands: readonly number[] | null): readonly Cell[] {
  const out: GridWay[][] = Array.from({ length: count }, () => []);
  for (const way of ways) if (way.from !== way.to) out[way.from]?.push(way);
  const components = bands === null ? componentsOf(count, ways) : Array.from({ length: count }, () => 0);
  const { order, back } = sorted(count, out, ways);
  const forward = (way: GridWay): boolean => way.from !== way.to && !back.has(way);
  const columns = columnsOf(order, out, forward);
  const rows: number[] = Array.from({ length: count }, () => -1);
  const taken = new Set<string>();
  const cellOf = (node: number, row: number): string =>
    `${components[node]}/${bands?.[node] ?? 0}/${columns[node]}/${row}`;
  for (const node of order.toSorted((a, b) => (columns[a] ?? 0) - (columns[b] ?? 0))) {
    let row = Math.max(rows[node] ?? 0, 0);
    while (taken.has(cellOf(node, row))) row += 1;
    taken.add(cellOf(node, row));
    rows[node] = row;
    // What follows keeps the row; what leaves from below goes below.
    let next = row;
    for (const way of out[node] ?? []) {
      if (!forward(way) || (rows[way.to] ?? -1) >= 0) continue;
      const sameBand = bands === null || bands[way.to] === bands[node];
      rows[way.to] = sameBand ? (way.boundary ? row + 1 : next) : 0;
      if (!way.boundary) next += 1;
    }
  }
  return Array.from({ length: count }, (_, node) => ({
    column: columns[node] ?? 0,
    row: rows[node] ?? 0,
    component: components[node] ?? 0,
  }));
}

function componentsOf(count: number, ways: readonly GridWay[]): number[] {
  const root = Array.from({ length: count }, (_, node) => node);
  const find = (node: number): number => {
    let at = node;
    while (root[at] !== at) at = root[at] = root[root[at] as number] as number;
    return at;
  };
  for (const { from, to } of ways) root[Math.max(find(from), find(to))] = Math.min(find(from), find(to));
  const numbers = new Map<number, number>();
  return root.map((_, node) => {
    const of = find(node);
    if (!numbers.has(of)) numbers.set(of, numbers.size);
    return numbers.get(of) ?? 0;
  });
}

/** All nodes so that every way but those back leads onwards. */
function sorted(
  count: number,
  out: readonly (readonly GridWay[])[],
  ways: readonly GridWay[],
): { readonly order: readonly number[]; readonly back: ReadonlySet<GridWay> } {
  const entered = new Set(ways.filter(({ from, to }) => from !== to).map(({ to }) => to));
  const nodes = Array.from({ length: count }, (_, node) => node);
  const roots = [...nodes.filter((node) => !entered.has(node)), ...nodes];
  const state = new Uint8Array(count);
  const back = new Set<GridWay>();
  const ended: number[] = [];
  for (const root of roots) {
    if (state[root] !== 0) continue;
    const path: { readonly node: number; next: number }[] = [{ node: root, next: 0 }];
    state[root] = 1;
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const way = out[top.node]?.[top.next];
      top.next += 1;
      if (way === undefined) {
        state[top.node] = 2;
        ended.push(top.node);
        path.pop();
      } else if (state[way.to] === 1) back.add(way);
      else if (state[way.to] === 0) {
        state[way.to] = 1;
        path.push({ node: way.to, next: 0 });
      }
    }
  }
  return { order: ended.toReversed(), back };
}

/** How many nodes lie before each at least on the longest way. */
function columnsOf(
  order: readonly number[],
  out: readonly (readonly GridWay[])[],
  forward: (way: GridWay) => boolean,
): readonly number[] {
  const columns: number[] = Array.from({ length: order.length }, () => 0);
  for (const node of order) {
    for (const way of out[node] ?? []) {
      if (forward(way)) columns[way.to] = Math.max(columns[way.to] ?? 0, (columns[node] ?? 0) + 1);
    }
  }
  return columns;
}
