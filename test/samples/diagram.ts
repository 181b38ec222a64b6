/** What is wrong with the drawing of a BPMN file: every finding is one sentence that names the element. */
import { BpmnModdle } from 'bpmn-moddle';
import { childOf, childrenOf, textOf, type Element } from '../../engine/model/element.ts';
import { cairnDescriptor } from '../../engine/protocol/descriptor.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}
interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
interface Shape {
  readonly element: Element;
  readonly id: string;
  readonly box: Box;
}
interface Edge {
  readonly element: Element;
  readonly id: string;
  readonly way: readonly Point[];
}
interface Label {
  readonly id: string;
  readonly box: Box;
}
interface Drawing {
  readonly nodes: readonly Shape[];
  readonly pools: readonly Shape[];
  readonly edges: readonly Edge[];
  readonly labels: readonly Label[];
}

export async function drawingProblems(xml: string): Promise<string[]> {
  const { rootElement, warnings } = await new BpmnModdle({ cairn: cairnDescriptor }).fromXML(xml);
  const problems = warnings.map(({ message }) => `warning: ${message}`);
  const drawn = readDrawing(rootElement);
  const semantic = semanticElements(rootElement);
  problems.push(...semantic.flatMap(unknownAttributes), ...correspondence(semantic, drawn.references));
  if (problems.length > 0) return problems; // the geometry of a broken drawing says nothing
  const { drawing } = drawn;
  return [
    ...semantic.flatMap(wording),
    ...labelling(drawing),
    ...drawing.nodes.flatMap(standardSize),
    ...drawing.edges.flatMap((edge) => docking(edge, drawing.nodes)),
    ...drawing.edges.flatMap((edge) => crossedShapes(edge, drawing.nodes)),
    ...overlappingShapes(drawing),
    ...overlappingLabels(drawing),
    ...outsidePools(drawing),
  ];
}

/** Everything that must be drawn: nodes, flows and pools. */
function semanticElements(definitions: Element): Element[] {
  const roots = childrenOf(definitions, 'rootElements');
  const inside = (container: Element): Element[] =>
    childrenOf(container, 'flowElements').flatMap((each) => [
      each,
      ...(each.$instanceOf('bpmn:SubProcess') ? inside(each) : []),
    ]);
  return roots.flatMap((root) => [
    ...(root.$instanceOf('bpmn:Process') ? inside(root) : []),
    ...childrenOf(root, 'participants'),
  ]);
}

function readDrawing(definitions: Element): {
  readonly drawing: Drawing;
  readonly references: readonly (Element | null)[];
} {
  const parts = childrenOf(definitions, 'diagrams').flatMap((diagram) => {
    const plane = childOf(diagram, 'plane');
    return plane === null ? [] : childrenOf(plane, 'planeElement');
  });
  const shapes: Shape[] = [];
  const edges: Edge[] = [];
  const labels: Label[] = [];
  for (const part of parts) {
    const element = childOf(part, 'bpmnElement');
    if (element === null) continue;
    const id = idOf(element);
    const bounds = childOf(part, 'bounds');
    if (bounds !== null) shapes.push({ element, id, box: boxOf(bounds) });
    else edges.push({ element, id, way: childrenOf(part, 'waypoint').map(pointOf) });
    const label = childOf(part, 'label');
    const labelBounds = label === null ? null : childOf(label, 'bounds');
    if (labelBounds !== null) labels.push({ id, box: boxOf(labelBounds) });
  }
  const isPool = ({ element }: Shape): boolean => element.$instanceOf('bpmn:Participant');
  const drawing = { nodes: shapes.filter((shape) => !isPool(shape)), pools: shapes.filter(isPool), edges, labels };
  return { drawing, references: parts.map((part) => childOf(part, 'bpmnElement')) };
}

const idOf = (element: Element): string => textOf(element, 'id') ?? `nameless ${element.$type}`;
const numberOf = (element: Element, property: string): number => Number(element.get(property));
const pointOf = (element: Element): Point => ({ x: numberOf(element, 'x'), y: numberOf(element, 'y') });
const boxOf = (bounds: Element): Box => ({
  ...pointOf(bounds),
  width: numberOf(bounds, 'width'),
  height: numberOf(bounds, 'height'),
});

/** Of a namespace that a descriptor describes, and not in it. */
function unknownAttributes(element: Element): string[] {
  return Object.keys(element.$attrs ?? {}).map((name) => `${idOf(element)}: unknown attribute ${name}`);
}

function correspondence(semantic: readonly Element[], references: readonly (Element | null)[]): string[] {
  const times = (element: Element): number => references.filter((reference) => reference === element).length;
  return [
    ...semantic
      .filter((element) => times(element) !== 1)
      .map((element) => `${idOf(element)}: drawn ${times(element)} times`),
    ...references
      .filter((reference) => reference === null || !semantic.includes(reference))
      .map((reference) => `drawn without being there: ${reference === null ? 'an unknown element' : idOf(reference)}`),
  ];
}

function wording(element: Element): string[] {
  const id = idOf(element);
  const problems: string[] = [];
  if (needsName(element) && textOf(element, 'name') === null) problems.push(`${id}: has no name`);
  if (element.$instanceOf('bpmn:FlowNode') && childrenOf(element, 'documentation').length !== 1) {
    problems.push(`${id}: has no documentation`);
  }
  return problems;
}

/** A fork or a join needs no word; a question does, and so does every answer to it. */
function needsName(element: Element): boolean {
  const asks = (node: Element | null): boolean =>
    node !== null && node.$instanceOf('bpmn:ExclusiveGateway') && childrenOf(node, 'outgoing').length > 1;
  if (element.$instanceOf('bpmn:SequenceFlow')) return asks(childOf(element, 'sourceRef'));
  return element.$instanceOf('bpmn:Gateway') ? asks(element) : true;
}

function labelling({ nodes, edges, labels }: Drawing): string[] {
  const outside = [...nodes.filter(({ element }) => !element.$instanceOf('bpmn:Activity')), ...edges];
  return outside
    .filter(({ element, id }) => textOf(element, 'name') !== null && labels.every((label) => label.id !== id))
    .map(({ id }) => `${id}: its label has no place`);
}

function standardSize({ element, id, box }: Shape): string[] {
  if (element.$instanceOf('bpmn:SubProcess')) return [];
  const [width, height] = element.$instanceOf('bpmn:Event')
    ? [36, 36]
    : element.$instanceOf('bpmn:Gateway')
      ? [50, 50]
      : [100, 80];
  return box.width === width && box.height === height
    ? []
    : [`${id}: is ${box.width} × ${box.height}, not ${width} × ${height}`];
}

function docking({ element, id, way }: Edge, nodes: readonly Shape[]): string[] {
  const problems: string[] = [];
  const ends = [
    ['source', way[0]],
    ['target', way.at(-1)],
  ] as const;
  for (const [end, point] of ends) {
    const shape = nodes.find((node) => node.element === childOf(element, `${end}Ref`));
    if (point === undefined || shape === undefined) problems.push(`${id}: has no ${end} to dock on`);
    else if (!isOnBorder(point, shape)) problems.push(`${id}: does not dock on its ${end} ${shape.id}`);
  }
  if (segments(way).some(([a, b]) => a.x !== b.x && a.y !== b.y)) problems.push(`${id}: is not orthogonal`);
  return problems;
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 0.01;
const centreOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

function isOnBorder(point: Point, { element, box }: Shape): boolean {
  const centre = centreOf(box);
  const across = Math.abs(point.x - centre.x) / (box.width / 2);
  const along = Math.abs(point.y - centre.y) / (box.height / 2);
  if (element.$instanceOf('bpmn:Event')) return near(Math.hypot(across, along), 1);
  if (element.$instanceOf('bpmn:Gateway')) return near(across + along, 1);
  return near(Math.max(across, along), 1);
}

function segments(way: readonly Point[]): [Point, Point][] {
  return way.slice(1).map((point, index) => [way[index]!, point]);
}

function hits(way: readonly Point[], box: Box): boolean {
  return segments(way).some(([a, b]) => {
    const line = {
      x: Math.min(a.x, b.x),
      y: Math.min(a.y, b.y),
      width: Math.abs(a.x - b.x),
      height: Math.abs(a.y - b.y),
    };
    return overlap(line, box);
  });
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function crossedShapes({ element, id, way }: Edge, nodes: readonly Shape[]): string[] {
  const source = childOf(element, 'sourceRef');
  const own = [source, source === null ? null : childOf(source, 'attachedToRef'), childOf(element, 'targetRef')];
  return nodes
    .filter((node) => !own.includes(node.element) && node.element !== element.$parent && hits(way, node.box))
    .map((node) => `${id}: runs through ${node.id}`);
}

function overlappingShapes({ nodes, pools }: Drawing): string[] {
  const host = ({ element }: Shape): Element | null => childOf(element, 'attachedToRef');
  const attached = nodes
    .filter((node) => host(node) !== null)
    .filter((node) => !nodes.some((other) => other.element === host(node) && isOnBorder(centreOf(node.box), other)))
    .map(({ id }) => `${id}: does not sit on the border of its activity`);
  const siblings = pairs([...nodes, ...pools])
    .filter(([a, b]) => a.element.$parent === b.element.$parent && host(a) !== b.element && host(b) !== a.element)
    .filter(([a, b]) => overlap(a.box, b.box))
    .map(([a, b]) => `${a.id}: overlaps ${b.id}`);
  return [...attached, ...siblings];
}

function overlappingLabels({ nodes, edges, labels }: Drawing): string[] {
  const onShapes = labels.flatMap((label) => {
    const shapes = nodes.filter(
      ({ element, box }) => !element.$instanceOf('bpmn:SubProcess') && overlap(label.box, box),
    );
    return shapes.map(({ id }) => `label of ${label.id}: overlaps ${id}`);
  });
  const onEdges = labels.flatMap((label) =>
    edges.filter(({ way }) => hits(way, label.box)).map(({ id }) => `label of ${label.id}: lies on ${id}`),
  );
  const onLabels = pairs(labels)
    .filter(([a, b]) => overlap(a.box, b.box))
    .map(([a, b]) => `label of ${a.id}: overlaps the label of ${b.id}`);
  return [...onShapes, ...onEdges, ...onLabels];
}

function outsidePools({ nodes, pools, labels }: Drawing): string[] {
  if (pools.length === 0) return [];
  const within = (inner: Box, outer: Box): boolean =>
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height;
  const homeless = nodes.filter(({ element, box }) => {
    const pool = pools.find((each) => childOf(each.element, 'processRef') === element.$parent);
    return pool !== undefined && !within(box, pool.box);
  });
  const adrift = labels.filter(({ box }) => !pools.some((pool) => within(box, pool.box)));
  return [
    ...homeless.map(({ id }) => `${id}: outside its pool`),
    ...adrift.map(({ id }) => `label of ${id}: outside every pool`),
  ];
}

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b): [T, T] => [a, b]));
}
