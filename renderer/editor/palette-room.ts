/** What the palette covers of the canvas: it is narrower where there is height enough for it. */

/** Of air right of it: what stands there is to be seen, but stands too near. */
export const paletteAirPx = 12;

/** Pixels from the left edge of the canvas to where nothing of the palette is any more. */
export function paletteRightOf(container: HTMLElement): number {
  const palette = container.querySelector('.djs-palette');
  if (palette === null) return 0;
  const { right, width } = palette.getBoundingClientRect();
  return width === 0 ? 0 : right - container.getBoundingClientRect().left + paletteAirPx;
}
