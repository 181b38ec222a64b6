/** What is to be drawn, before it is written into the file. */
import type { Element } from '../element.ts';
import { moved, type Box, type Point } from './geometry.ts';

export interface Shape {
  readonly element: Element;
  readonly box: Box;
  /** Of subprocesses, pools and lanes. */
  readonly expanded?: true;
  readonly horizontal?: true;
}

export interface Edge {
  readonly element: Element;
  readonly points: readonly Point[];
}

/** Shapes and edges of a container, from its own corner on. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  readonly edges: readonly Edge[];
}

/** The shapes and edges as seen from another corner. */
export function movedDrawing(drawing: Drawing, x: number, y: number): Drawing {
  return {
    ...drawing,
    shapes: drawing.shapes.map((shape) => ({ ...shape, box: moved(shape.box, x, y) })),
    edges: drawing.edges.map((edge) => ({ ...edge, points: edge.points.map((point) => moved(point, x, y)) })),
  };
}
