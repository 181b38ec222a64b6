/** Columns that end at about the same height: the longest first, each where least is. */
export function evenColumns<Item>(
  items: readonly Item[],
  count: number,
  heightOf: (item: Item) => number,
): readonly (readonly Item[])[] {
  const columns = Array.from({ length: count }, () => ({ items: new Array<Item>(), height: 0 }));
  for (const item of items.toSorted((one, other) => heightOf(other) - heightOf(one))) {
    const lowest = columns.reduce((least, each) => (each.height < least.height ? each : least));
    lowest.items.push(item);
    lowest.height += heightOf(item);
  }
  return columns.map((column) => column.items);
}
