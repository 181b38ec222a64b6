/** How large things are drawn. */
import type { Element } from '../element.ts';
import { textOf } from '../element.ts';
import type { Size } from './geometry.ts';

export const EVENT: Size = { width: 36, height: 36 };
const GATEWAY: Size = { width: 50, height: 50 };
export const ACTIVITY: Size = { width: 100, height: 80 };

/** Between columns, and between rows: ways and labels lie there. */
export const COLUMN_GAP = 60;
export const ROW_GAP = 50;
/** Around what a container holds. */
export const MARGIN = 40;
/** The band with the name of a pool or a lane. */
export const HEADER = 30;
/** Between pools. */
export const POOL_GAP = 60;
export const BLACK_BOX_HEIGHT = 60;
/** Least height of a lane. */
export const LANE_HEIGHT = 120;

/** From one boundary event to the next: flags of checkpoints stand beside both. */
export const BOUNDARY_STEP = EVENT.width + 28;

/** Of the outermost ones, from the corners. */
export const BOUNDARY_INSET = 9;

/** Of a flow node that holds nothing; room below its border for its boundary events. */
export function sizeOf(element: Element, boundaryEvents: number): Size {
  if (element.$instanceOf('bpmn:Event')) return EVENT;
  if (element.$instanceOf('bpmn:Gateway')) return GATEWAY;
  return { width: Math.max(ACTIVITY.width, widthFor(boundaryEvents)), height: ACTIVITY.height };
}

/** How wide an activity must be for its boundary events. */
export function widthFor(boundaryEvents: number): number {
  return Math.max(0, boundaryEvents - 1) * BOUNDARY_STEP + EVENT.width + 2 * BOUNDARY_INSET;
}

/** Data and artifacts. */
export function sizeOfArtifact(element: Element): Size {
  switch (element.$type) {
    case 'bpmn:TextAnnotation':
      return { width: 140, height: 30 + 15 * Math.ceil((textOf(element, 'text') ?? '').length / 20) };
    case 'bpmn:Group':
      return { width: 140, height: 60 };
    case 'bpmn:DataStoreReference':
      return { width: 50, height: 50 };
    default:
      return { width: 36, height: 50 };
  }
}
