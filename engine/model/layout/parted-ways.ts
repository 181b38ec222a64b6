/**
 * Which of its possible courses each way takes: ways that have neither source nor target in common must not share a
 * stretch, or one would seem to lead where the other does.
 */
import type { Point } from './geometry.ts';
import { PLACES, type Shifts } from './route.ts';

/** A way that can be led beside where it would be led alone. */
export interface WayToPart {
  readonly source: unknown;
  readonly target: unknown;
  readonly course: (shifts: Shifts) => readonly Point[];
}

/** A part of a way, on the line that it lies on. */
interface Stretch {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

interface Laid extends Stretch {
  readonly way: WayToPart;
}

/** What lies on each line. */
type Lines = ReadonlyMap<number, ReadonlySet<Laid>>;

/** A course that a way can take. */
interface Course {
  readonly shifts: Shifts;
  readonly points: readonly Point[];
  readonly stretches: readonly Stretch[];
}

/** Rounds in which the ways make room for each other; most drawings need one. */
const ROUNDS = 4;
/** Between the end of a way and the next on the same line: less, and they look like one. */
const CLEARANCE = 12;
/** What a unit that ways share counts, against one that they come near each other. */
const SHARED = 100;
const GAPS = ['after', 'before', 'along'] as const;

/** The course of each way: by its number, and another only where that shares less with ways of other ends. */
export function partedWays(ways: readonly WayToPart[]): readonly (readonly Point[])[] {
  const chosen = ways.map((way, number) => {
    const shift = PLACES[number % PLACES.length] ?? 0;
    return courseOf(way, { after: shift, before: shift, along: shift });
  });
  const lines = new Map<number, Set<Laid>>();
  const lay = (way: WayToPart, { stretches }: Course): Laid[] =>
    stretches.map((stretch) => {
      const laid = { ...stretch, way };
      const line = lines.get(stretch.line);
      if (line === undefined) lines.set(stretch.line, new Set([laid]));
      else line.add(laid);
      return laid;
    });
  const laid = ways.map((way, number) => lay(way, chosen[number] as Course));
  // First they part, then they keep away from each other: at once, one would stay in the way of another.
  for (const clearance of [1, CLEARANCE]) {
    for (let round = 0; round < ROUNDS; round += 1) {
      let changed = false;
      ways.forEach((way, number) => {
        const before = chosen[number] as Course;
        const after = leastShared(way, before, lines, clearance);
        if (after === before) return;
        changed = true;
        chosen[number] = after;
        for (const stretch of laid[number] ?? []) lines.get(stretch.line)?.delete(stretch);
        laid[number] = lay(way, after);
      });
      if (!changed) break;
    }
  }
  return chosen.map(({ points }) => points);
}

/** The same course, where no other shares less. */
function leastShared(way: WayToPart, course: Course, lines: Lines, clearance: number): Course {
  let best = course;
  let least = shared(way, course, lines, clearance);
  const attempt = (shifts: Shifts): void => {
    if (least === 0) return;
    const other = courseOf(way, shifts);
    const sum = shared(way, other, lines, clearance);
    if (sum < least) [best, least] = [other, sum];
  };
  const own = PLACES.indexOf(course.shifts.along);
  const places = [...PLACES.slice(own), ...PLACES.slice(0, own)];
  for (const gap of GAPS) for (const place of places) attempt({ ...best.shifts, [gap]: place });
  return best;
}

function shared(way: WayToPart, { stretches }: Course, lines: Lines, clearance: number): number {
  let sum = 0;
  for (const { line, from, to } of stretches) {
    for (const laid of lines.get(line) ?? []) {
      const common = Math.min(to, laid.to) - Math.max(from, laid.from);
      if (common <= -clearance || laid.way.source === way.source || laid.way.target === way.target) continue;
      sum += clearance + (common > 0 ? SHARED * common : common);
    }
  }
  return sum;
}

function courseOf(way: WayToPart, shifts: Shifts): Course {
  const points = way.course(shifts);
  const stretches = points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    // Lines by number: those that run down have even ones.
    return from.x === to.x
      ? { line: 2 * Math.round(from.x), from: Math.min(from.y, to.y), to: Math.max(from.y, to.y) }
      : { line: 2 * Math.round(from.y) + 1, from: Math.min(from.x, to.x), to: Math.max(from.x, to.x) };
  });
  return { shifts, points, stretches };
}
