/** Draws the pools of a collaboration, one below the other, and the message flows between them. */
import { childOf, childrenOf, type Element } from '../element.ts';
import { drawContainer } from './container.ts';
import { movedDrawing, type Drawing, type Edge, type Shape } from './drawing.ts';
import { centre, simplified, straight, type Box } from './geometry.ts';
import { BLACK_BOX_HEIGHT, HEADER, MARGIN, POOL_GAP, ROW_GAP, sizeOfArtifact } from './sizes.ts';

export function drawCollaboration(collaboration: Element): Drawing {
  const drawn = new Set<Element>();
  const pools = childrenOf(collaboration, 'participants').map((participant) => {
    const process = childOf(participant, 'processRef');
    const first = process !== null && !drawn.has(process);
    if (process !== null) drawn.add(process);
    return { participant, inside: first ? drawContainer(process) : null };
  });
  const width = Math.max(300, ...pools.map(({ inside }) => (inside?.width ?? 0) + HEADER));
  const shapes: Shape[] = [];
  const edges: Edge[] = [];
  let y = 0;
  for (const { participant, inside } of pools) {
    const height = inside?.height ?? BLACK_BOX_HEIGHT;
    shapes.push({ element: participant, horizontal: true, box: { x: 0, y, width, height } });
    if (inside !== null) {
      const moved = movedDrawing(inside, HEADER, y);
      shapes.push(...moved.shapes.map((shape) => stretched(shape, width)));
      edges.push(...moved.edges);
    }
    y += height + POOL_GAP;
  }
  let x = 0;
  const artifacts = childrenOf(collaboration, 'artifacts').filter(({ $type }) =>
    ['bpmn:TextAnnotation', 'bpmn:Group'].includes($type),
  );
  for (const element of artifacts) {
    const size = sizeOfArtifact(element);
    shapes.push({ element, box: { x, y, ...size } });
    x += size.width + MARGIN;
  }
  const boxes = new Map(shapes.map(({ element, box }) => [element, box]));
  childrenOf(collaboration, 'messageFlows').forEach((element, number) => {
    const [from, to] = [boxOf(element, 'sourceRef', boxes), boxOf(element, 'targetRef', boxes)];
    if (from !== null && to !== null) edges.push({ element, points: messageWay(from, to, number) });
  });
  for (const element of childrenOf(collaboration, 'artifacts').filter(({ $type }) => $type === 'bpmn:Association')) {
    const [from, to] = [boxOf(element, 'sourceRef', boxes), boxOf(element, 'targetRef', boxes)];
    if (from !== null && to !== null) edges.push({ element, points: straight(from, to) });
  }
  return { width, height: y, shapes, edges };
}

/** Lanes reach to the end of their pool. */
function stretched(shape: Shape, width: number): Shape {
  return shape.element.$type === 'bpmn:Lane' ? { ...shape, box: { ...shape.box, width: width - shape.box.x } } : shape;
}

function boxOf(flow: Element, property: string, boxes: ReadonlyMap<Element, Box>): Box | null {
  const end = childOf(flow, property);
  if (end === null) return null;
  const own = boxes.get(end);
  return own ?? null;
}

/** Down or up out of the one, across in the gap before the other's pool, and into it. A pool is left where the other end is. */
function messageWay(from: Box, to: Box, number: number): readonly { readonly x: number; readonly y: number }[] {
  const down = centre(from).y <= centre(to).y;
  const [start, end] = down ? [from.y + from.height, to.y] : [from.y, to.y + to.height];
  const isPool = (box: Box): boolean => box.width >= 300 && box.x === 0;
  const x1 = isPool(from) ? centre(to).x : centre(from).x;
  const x2 = isPool(to) ? x1 : isPool(from) ? x1 : centre(to).x;
  const shift = ((number % 5) - 2) * 6;
  const middle = (down ? start : end) + ROW_GAP / 4 + shift / 2;
  if (x1 === x2)
    return [
      { x: x1, y: start },
      { x: x2, y: end },
    ];
  return simplified([
    { x: x1, y: start },
    { x: x1, y: middle },
    { x: x2, y: middle },
    { x: x2, y: end },
  ]);
}
