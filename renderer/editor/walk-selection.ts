/** Going from element to element by key: along the flow, then on in the order of the file. */
import type { DiagramElement } from './diagram-services.ts';
import type { DiagramSession } from './diagram-session.ts';

/** Selects the next element (1) or the one before (-1) of the plane in view. */
export function walkSelection(session: DiagramSession, step: 1 | -1): void {
  const root = session.canvas.getRootElement();
  const elements = inReadingOrder(session.registry.getAll().filter((each) => isStop(session, each, root)));
  const [selected] = session.selection.get();
  const at = elements.findIndex((element) => element === selected);
  const next =
    at < 0 ? elements[step > 0 ? 0 : elements.length - 1] : elements[(at + step + elements.length) % elements.length];
  if (next === undefined) return;
  session.view.show(next.id);
  session.selection.select(next);
  session.canvas.focus();
}

function isStop(session: DiagramSession, element: DiagramElement, root: DiagramElement): boolean {
  return element !== root && element.labelTarget === undefined && session.canvas.findRoot(element) === root;
}

/** Shapes from left to right and top to bottom, each followed by the flows that leave it. */
function inReadingOrder(elements: readonly DiagramElement[]): DiagramElement[] {
  const shapes = elements.filter(({ waypoints }) => waypoints === undefined);
  const sorted = shapes.toSorted((left, right) => left.x - right.x || left.y - right.y);
  return sorted.flatMap((shape) => [shape, ...(shape.outgoing ?? []).filter((flow) => elements.includes(flow))]);
}
