/** Draws what a process or a subprocess holds. */
import { childOf, childrenOf, type Element } from '../element.ts';
import type { Drawing, Edge, Shape } from './drawing.ts';
import { movedDrawing } from './drawing.ts';
import { straight, type Box, type Size } from './geometry.ts';
import { placeInGrid, type Cell, type GridWay } from './grid.ts';
import { lanesOf, type Lanes } from './lanes.ts';
import { partedWays } from './parted-ways.ts';
import { routed, type Track, type Tracks } from './route.ts';
import {
  BOUNDARY_INSET,
  BOUNDARY_STEP,
  COLUMN_GAP,
  EVENT,
  HEADER,
  LANE_HEIGHT,
  MARGIN,
  ROW_GAP,
  sizeOf,
  sizeOfArtifact,
  widthFor,
} from './sizes.ts';

/** A node with what it takes with it. */
interface Item {
  readonly element: Element;
  readonly size: Size;
  readonly boundary: readonly Element[];
  /** Of a subprocess. */
  readonly inside: Drawing | null;
}

/** Room above what a subprocess holds, for its name. */
const NAME_HEIGHT = 20;

/** Everything in the container; with its lanes where it is a process that has some. */
export function drawContainer(container: Element): Drawing {
  const lanes = container.$type === 'bpmn:Process' ? lanesOf(container) : null;
  const items = itemsOf(container);
  const numbers = new Map<Element, number>();
  items.forEach(({ element, boundary }, index) => {
    numbers.set(element, index);
    for (const event of boundary) numbers.set(event, index);
  });
  const flows = [
    ...childrenOf(container, 'flowElements').filter(({ $type }) => $type === 'bpmn:SequenceFlow'),
    ...childrenOf(container, 'artifacts').filter(({ $type }) => $type === 'bpmn:Association'),
  ].flatMap((element) => {
    const source = childOf(element, 'sourceRef');
    const target = childOf(element, 'targetRef');
    const from = source === null ? undefined : numbers.get(source);
    const to = target === null ? undefined : numbers.get(target);
    if (source === null || from === undefined || to === undefined) return [];
    return [{ element, source, way: { from, to, boundary: source.$type === 'bpmn:BoundaryEvent' } }];
  });
  const bands = lanes === null ? null : items.map(({ element }) => lanes.leafOf(element));
  const ways: GridWay[] = flows.map(({ way }) => way);
  const cells = placeInGrid(items.length, ways, bands);
  const artifacts = artifactsOf(container);
  const notes = artifacts.filter(({ $type }) => $type === 'bpmn:TextAnnotation');
  const others = artifacts.filter((element) => !notes.includes(element));
  const room = (elements: readonly Element[]): number =>
    elements.length === 0 ? 0 : Math.max(...elements.map((element) => sizeOfArtifact(element).height)) + ROW_GAP / 2;
  const tracks = tracksOf(items, cells, bands, lanes, MARGIN + room(notes));

  const shapes: Shape[] = [];
  const inner: Edge[] = [];
  const boxes = new Map<Element, Box>();
  items.forEach((item, index) => {
    const box = boxIn(tracks.cell(index), item);
    boxes.set(item.element, box);
    shapes.push({ element: item.element, box, ...(item.inside === null ? {} : { expanded: true as const }) });
    if (item.inside !== null) {
      const left = box.x + (box.width - item.inside.width) / 2;
      const drawing = movedDrawing(item.inside, left, box.y + NAME_HEIGHT);
      shapes.push(...drawing.shapes);
      inner.push(...drawing.edges);
    }
    item.boundary.forEach((event, place) => {
      const x = box.x + box.width - place * BOUNDARY_STEP - EVENT.width - BOUNDARY_INSET;
      const at = { x, y: box.y + box.height - EVENT.height / 2, ...EVENT };
      boxes.set(event, at);
      shapes.push({ element: event, box: at });
    });
  });

  const parted = partedWays(
    flows.map(({ source, way }) => ({
      source,
      target: way.to,
      course: (shifts) => routed(way, boxes.get(source) as Box, tracks, cells, shifts),
    })),
  );
  const edges: Edge[] = flows.map(({ element }, index) => ({ element, points: parted[index] ?? [] }));
  const strips = placeArtifacts(notes, others, container, boxes, tracks);
  shapes.push(...strips.map(({ element, box }) => ({ element, box })));
  for (const { element, box } of strips) boxes.set(element, box);
  edges.push(...straightEdges(container, boxes, new Set(flows.map(({ element }) => element))));

  const farthest = Math.max(tracks.right, ...strips.map(({ box }) => box.x + box.width + MARGIN));
  const height = tracks.bottom + room(others);
  const width = farthest;
  if (lanes === null) return { width, height, shapes, edges: [...edges, ...inner] };
  const drawn = drawLanes(lanes, tracks, width, height);
  const shifted = movedDrawing({ width, height, shapes, edges: [...edges, ...inner] }, lanes.depth * HEADER, 0);
  return {
    width: width + lanes.depth * HEADER,
    height,
    shapes: [...drawn, ...shifted.shapes],
    edges: shifted.edges,
  };
}

function itemsOf(container: Element): Item[] {
  const nodes = childrenOf(container, 'flowElements').filter((element) => element.$instanceOf('bpmn:FlowNode'));
  const attached = new Map<Element, Element[]>();
  const loose: Element[] = [];
  for (const event of nodes.filter(({ $type }) => $type === 'bpmn:BoundaryEvent')) {
    const host = childOf(event, 'attachedToRef');
    if (host === null || !nodes.includes(host) || host === event) loose.push(event);
    else attached.set(host, [...(attached.get(host) ?? []), event]);
  }
  const standing = nodes.filter((node) => node.$type !== 'bpmn:BoundaryEvent' || loose.includes(node));
  return standing.map((element) => {
    const boundary = attached.get(element) ?? [];
    if (!element.$instanceOf('bpmn:SubProcess'))
      return { element, boundary, inside: null, size: sizeOf(element, boundary.length) };
    const inside = drawContainer(element);
    const width = Math.max(inside.width, widthFor(boundary.length), 140);
    return { element, boundary, inside, size: { width, height: inside.height + NAME_HEIGHT } };
  });
}

/** Columns and rows of the grid as places on the plane. */
function tracksOf(
  items: readonly Item[],
  cells: readonly Cell[],
  bands: readonly number[] | null,
  lanes: Lanes | null,
  top: number,
): Tracks {
  const columns = new Map<string, Track>();
  const rows = new Map<string, Track>();
  const bandEnds: number[] = [];
  let bottom = top;
  let right = MARGIN;
  const components = Math.max(0, ...cells.map(({ component }) => component + 1));
  for (let component = 0; component < components; component += 1) {
    const within = cells.flatMap((cell, index) => (cell.component === component ? [{ cell, index }] : []));
    let x = MARGIN;
    for (let column = 0; column <= Math.max(...within.map(({ cell }) => cell.column)); column += 1) {
      const inColumn = within.filter(({ cell }) => cell.column === column);
      const size = Math.max(EVENT.width, ...inColumn.map(({ index }) => items[index]?.size.width ?? 0));
      columns.set(`${component}/${column}`, { start: x, size });
      x += size + COLUMN_GAP;
    }
    right = Math.max(right, x - COLUMN_GAP + MARGIN);
    for (let band = 0; band < (lanes?.leaves ?? 1); band += 1) {
      const inBand = within.filter(({ index }) => (bands?.[index] ?? 0) === band);
      const began = bottom;
      for (let row = 0; row <= Math.max(-1, ...inBand.map(({ cell }) => cell.row)); row += 1) {
        const inRow = inBand.filter(({ cell }) => cell.row === row);
        const size = Math.max(
          EVENT.height,
          ...inRow.map(({ index }) => {
            const item = items[index];
            return (item?.size.height ?? 0) + ((item?.boundary.length ?? 0) > 0 ? EVENT.height / 2 : 0);
          }),
        );
        rows.set(`${component}/${band}/${row}`, { start: bottom, size });
        bottom += size + ROW_GAP;
      }
      if (lanes !== null) bottom = Math.max(bottom, began + LANE_HEIGHT);
      bandEnds[band] = bottom;
    }
  }
  if (components === 0 && lanes !== null) {
    for (let band = 0; band < lanes.leaves; band += 1) bandEnds[band] = bottom += LANE_HEIGHT;
  }
  const band = (index: number): number => bands?.[index] ?? 0;
  const row = (index: number, place: number): Track | undefined =>
    rows.get(`${cells[index]?.component}/${band(index)}/${place}`);
  return {
    right: Math.max(right, 2 * MARGIN + 100),
    bottom: Math.max(bottom, top + ROW_GAP) + MARGIN - ROW_GAP / 2,
    bandEnds,
    band,
    column: (index, place) => columns.get(`${cells[index]?.component}/${place}`) ?? { start: MARGIN, size: 0 },
    row: (index) => row(index, cells[index]?.row ?? 0) ?? { start: top, size: 0 },
    box: (index) => {
      const item = items[index] as Item;
      const cell = cells[index] as Cell;
      return boxOf(columns.get(`${cell.component}/${cell.column}`), row(index, cell.row), item);
    },
    cell: (index) => {
      const cell = cells[index] as Cell;
      return { column: columns.get(`${cell.component}/${cell.column}`), row: row(index, cell.row) };
    },
  };
}

function boxIn({ column, row }: ReturnType<Tracks['cell']>, item: Item): Box {
  return boxOf(column, row, item);
}

/** In the middle of its cell; what boundary events hang below it counts as its own. */
function boxOf(column: Track | undefined, row: Track | undefined, { size, boundary }: Item): Box {
  const overhang = boundary.length > 0 ? EVENT.height / 2 : 0;
  return {
    x: (column?.start ?? 0) + ((column?.size ?? 0) - size.width) / 2,
    y: (row?.start ?? 0) + ((row?.size ?? 0) - size.height - overhang) / 2,
    ...size,
  };
}

function artifactsOf(container: Element): Element[] {
  return [
    ...childrenOf(container, 'flowElements').filter(({ $type }) =>
      ['bpmn:DataObjectReference', 'bpmn:DataStoreReference'].includes($type),
    ),
    ...childrenOf(container, 'artifacts').filter(({ $type }) => ['bpmn:TextAnnotation', 'bpmn:Group'].includes($type)),
  ];
}

/** Notes above, all else below: near what they belong to, one beside the other. */
function placeArtifacts(
  notes: readonly Element[],
  others: readonly Element[],
  container: Element,
  boxes: ReadonlyMap<Element, Box>,
  tracks: Tracks,
): { readonly element: Element; readonly box: Box }[] {
  const near = new Map<Element, Box>();
  for (const { from, to } of linksOf(container)) {
    const [a, b] = [boxes.get(from), boxes.get(to)];
    if (a !== undefined && !near.has(to)) near.set(to, a);
    if (b !== undefined && !near.has(from)) near.set(from, b);
  }
  const strip = (elements: readonly Element[], y: number): { readonly element: Element; readonly box: Box }[] => {
    let next = MARGIN;
    return elements
      .toSorted((a, b) => (near.get(a)?.x ?? 0) - (near.get(b)?.x ?? 0))
      .map((element) => {
        const size = sizeOfArtifact(element);
        const x = Math.max(next, near.get(element)?.x ?? 0);
        next = x + size.width + COLUMN_GAP / 2;
        return { element, box: { x, y, ...size } };
      });
  };
  return [...strip(notes, MARGIN / 2), ...strip(others, tracks.bottom - MARGIN + ROW_GAP / 2)];
}

/** What associations connect, those of data included. */
function linksOf(container: Element): { readonly element: Element; readonly from: Element; readonly to: Element }[] {
  const found: { readonly element: Element; readonly from: Element; readonly to: Element }[] = [];
  const add = (element: Element, from: Element | null | undefined, to: Element | null | undefined): void => {
    if (from !== null && from !== undefined && to !== null && to !== undefined) found.push({ element, from, to });
  };
  for (const artifact of childrenOf(container, 'artifacts')) {
    if (artifact.$type === 'bpmn:Association')
      add(artifact, childOf(artifact, 'sourceRef'), childOf(artifact, 'targetRef'));
  }
  for (const node of childrenOf(container, 'flowElements')) {
    for (const each of childrenOf(node, 'dataInputAssociations')) add(each, childrenOf(each, 'sourceRef')[0], node);
    for (const each of childrenOf(node, 'dataOutputAssociations')) add(each, node, childOf(each, 'targetRef'));
  }
  return found;
}

function straightEdges(container: Element, boxes: ReadonlyMap<Element, Box>, drawn: ReadonlySet<Element>): Edge[] {
  return linksOf(container).flatMap(({ element, from, to }) => {
    const [a, b] = [boxes.get(from), boxes.get(to)];
    return drawn.has(element) || a === undefined || b === undefined ? [] : [{ element, points: straight(a, b) }];
  });
}

function drawLanes(lanes: Lanes, tracks: Tracks, width: number, height: number): Shape[] {
  const edge = (leaf: number): number =>
    leaf < 0 ? 0 : leaf >= lanes.leaves - 1 ? height : (tracks.bandEnds[leaf] ?? 0) - ROW_GAP / 2;
  return lanes.bands.map(({ lane, depth, from, to }) => ({
    element: lane,
    horizontal: true,
    box: {
      x: depth * HEADER,
      y: edge(from - 1),
      width: width + (lanes.depth - depth) * HEADER,
      height: edge(to) - edge(from - 1),
    },
  }));
}
