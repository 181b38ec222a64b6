/** In an editor the ring around what is selected or hovered over lies below the flags and signs of its element. */
import type { DiagramElement, DiagramHost } from './diagram-services.ts';

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
