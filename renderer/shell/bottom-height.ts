/** How tall the panel below a place is: as it was dragged, else by what it holds and by the height of the window. */
import { preference, setPreference } from '../workbench/preferences.ts';

export type BottomKind = 'usual' | 'tall';

/** Windows lower than this have room for a few lines beside their diagram. */
const lowPx = 800;

/** What it begins with, in pixels. */
export function bottomHeight(kind: BottomKind, windowPx: number): number {
  return keptHeight(kind) ?? usualHeight(kind, windowPx);
}

function usualHeight(kind: BottomKind, windowPx: number): number {
  if (kind === 'tall') return windowPx < lowPx ? 270 : 340;
  return windowPx < lowPx ? 180 : 250;
}

/** What a person dragged it to; null: nobody did. */
export function keptHeight(kind: BottomKind): number | null {
  const kept = preference(nameOf(kind));
  return typeof kept === 'number' && kept > 0 ? kept : null;
}

export function keepHeight(kind: BottomKind, pixels: number): void {
  setPreference(nameOf(kind), Math.round(pixels));
}

function nameOf(kind: BottomKind): string {
  return `shell.bottom-height:${kind}`;
}
