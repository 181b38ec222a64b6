/** In an editor the ring around what is selected or hovered over lies below the flags and signs of its element. */
import type { Canvas, DiagramElement, DiagramHost, EventBus } from './diagram-services.ts';

/** Draws the ring of an element when it is first needed, over all that is there by then. */
interface Outline {
  createOutline(element: DiagramElement): SVGElement;
}

/** Draws each ring where it hides nothing of ours. */
export function keepRingBelow(host: DiagramHost): void {
  const outline = host.get<Outline>('outline');
  const usual = outline.createOutline.bind(outline);
  outline.createOutline = (element) => {
    const ring = usual(element);
    const sign = ring.parentNode?.querySelector(':scope > .cairn-flags, :scope > .cairn-signs');
    sign?.before(ring);
    return ring;
  };
}

/** Around what is marked so there is a ring. */
const ringed: readonly (string | undefined)[] = ['selected', 'cairn-current'];

/**
 * Marks what a ring runs by: `cairn-at-ring` what is attached to an element with one, `cairn-with-selected` the name beside
 * what is selected.
 */
export function markBesideRings(host: Pick<DiagramHost, 'get'>): void {
  const canvas = host.get<Canvas>('canvas');
  const mark = (elements: readonly DiagramElement[] = [], name: string, add: boolean): void => {
    for (const each of elements) {
      if (add) canvas.addMarker(each, name);
      else canvas.removeMarker(each, name);
    }
  };
  host.get<EventBus>('eventBus').on('element.marker.update', ({ element, marker, add = false }) => {
    if (!ringed.includes(marker)) return;
    mark(element?.attachers, 'cairn-at-ring', add);
    if (marker === 'selected') mark(element?.labels, 'cairn-with-selected', add);
  });
}
