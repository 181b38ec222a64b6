/** How tall the panel below a place is: as it was dragged, else by what it holds and by the height of the window. */
import type { Place } from '../workbench/place.ts';
import { preference, setPreference } from '../workbench/preferences.ts';

export type BottomKind = 'usual' | NonNullable<Place['bottomSize']>;

/** Windows lower than this have room for a few lines beside their diagram. */
const lowPx = 800;

/** What it begins with, in pixels. */
export function bottomHeight(kind: BottomKind, windowPx: number): number {
  return keptHeight(kind) ?? usualHeight(kind, windowPx);
}

/** In low windows, and in others. */
const usualHeights: Readonly<Record<BottomKind, readonly [low: number, usual: number]>> = {
  usual: [180, 250],
  beside: [220, 340],
  tall: [270, 340],
};

function usualHeight(kind: BottomKind, windowPx: number): number {
  return usualHeights[kind][windowPx < lowPx ? 0 : 1];
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
