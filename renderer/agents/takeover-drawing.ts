/** Who held the lease when, laid out: a lane for each agent, a bar for each tenure, an arrow for each takeover. */
import type { AgentsView } from '../../engine/protocol/agent-views.ts';

type Tenure = AgentsView['tenures'][number];

/** A bar of this share of the width has no room for its number. */
export const SHORT = 0.03;

/** So much of the width every bar has, to be seen. */
export const NARROWEST = 0.004;

/** A bar of this share of the width has room for its number and for the sign of its end. */
const ROOMY = 0.1;

/** So much of the width lies between two bars that have the sign of the one's end and the number of the other between them. */
const NUMBER_AND_SIGN = 0.06;

export interface Bar {
  readonly tenure: Tenure;
  readonly lane: number;
  /** Of the width, from 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** Until when nobody held the lease afterwards; `to` where somebody did at once. */
  readonly outage: number;
  /** It lasts. */
  readonly open: boolean;
}

export interface TakeoverDrawing {
  readonly lanes: readonly string[];
  readonly bars: readonly Bar[];
  /** From one agent's lane to another's. */
  readonly takeovers: readonly { readonly at: number; readonly from: number; readonly to: number }[];
  /** ms */
  readonly begin: number;
  readonly end: number;
}

/** Tenures that ended before the beginning are left out; null: none is left. */
export function takeoverDrawing(
  tenures: readonly Tenure[],
  now: number,
  rangeMs: number | null,
): TakeoverDrawing | null {
  const oldest = tenures.at(-1);
  if (oldest === undefined) return null;
  const first = Date.parse(oldest.beganAt);
  const begin = rangeMs === null ? first : Math.max(first, now - rangeMs);
  const shown = tenures
    .filter((tenure, index) => {
      const over = isSilent(tenure) ? (tenures[index - 1]?.beganAt ?? null) : tenure.endedAt;
      return over === null || Date.parse(over) >= begin;
    })
    .toReversed();
  if (shown.length === 0) return null;
  const end = Math.max(now, begin + 1);
  const place = (at: number): number => Math.min(1, Math.max(0, (at - begin) / (end - begin)));
  const lanes = [...new Set(shown.map(({ agent }) => agent))];
  const bars = shown.map((tenure, index): Bar => {
    const next = shown[index + 1];
    // Of one that died, the next one knows when at the latest.
    const stop = tenure.endedAt ?? next?.beganAt ?? null;
    const to = stop === null ? 1 : place(Date.parse(stop));
    const resumed = next === undefined ? (tenure.end === null ? 1 : to) : place(Date.parse(next.beganAt));
    return {
      tenure,
      lane: lanes.indexOf(tenure.agent),
      from: place(Date.parse(tenure.beganAt)),
      to,
      outage: isSilent(tenure) ? Math.max(to, resumed) : to,
      open: tenure.end === null && tenure.endedAt === null && next === undefined,
    };
  });
  const takeovers = bars.slice(1).flatMap((bar, index) => {
    const before = bars[index];
    return before === undefined || before.lane === bar.lane ? [] : [{ at: bar.from, from: before.lane, to: bar.lane }];
  });
  return { lanes, bars, takeovers, begin, end };
}

/**
 * Where the number of a bar that is too short for it stands: over it, beside the line of a takeover that goes up from it;
 * left of that line in the lane of its own bar (`before`), where that is free: between lanes it could be the other one's.
 */
export function numberSide(
  { bars, takeovers }: TakeoverDrawing,
  index: number,
): 'before' | 'left' | 'middle' | 'right' {
  const [bar, next] = [bars[index], bars[index + 1]];
  if (bar === undefined) return 'middle';
  const isLine = (at: number, other: number): boolean =>
    other < bar.lane && takeovers.some((each) => each.at === at && Math.min(each.from, each.to) === other);
  const isFree = bars
    .slice(0, index)
    .every(({ lane, outage }) => lane !== bar.lane || bar.from - outage > NUMBER_AND_SIGN);
  const left = isFree ? 'before' : 'left';
  const before = bars[index - 1];
  if (before !== undefined && isLine(bar.from, before.lane)) {
    // At the end of the axis there is no room on the right.
    return bar.to < 1 - SHORT ? 'right' : left;
  }
  return next !== undefined && next.from - bar.to < SHORT && isLine(next.from, next.lane) ? left : 'middle';
}

/** Where the sign of a bar's end stands: within it where the next one begins too soon for a sign between them. */
export function signSide({ bars }: TakeoverDrawing, index: number): 'within' | 'after' {
  const [bar, next] = [bars[index], bars[index + 1]];
  return bar !== undefined && next !== undefined && next.from - bar.to < SHORT && bar.to - bar.from > ROOMY
    ? 'within'
    : 'after';
}

/** Where a bar is drawn from: the narrowest does not go beyond the end of the axis. */
export const beginOf = (from: number): number => Math.min(from, 1 - NARROWEST);

/** Where the box is drawn to in which nobody held the lease: up to the next bar, else as far as that lasts. */
export function outageEnd({ bars }: TakeoverDrawing, index: number): number {
  const [bar, next] = [bars[index], bars[index + 1]];
  if (bar === undefined) return 0;
  return Math.max(bar.to, next === undefined ? bar.outage : beginOf(bar.outage));
}

/** It did not say that it goes: nobody held the lease until somebody noticed. */
function isSilent({ end }: Tenure): boolean {
  return end === null || end === 'dead' || end === 'expired';
}

/** How long nobody held the lease after a tenure, ms; 0: somebody did at once, or it lasts. */
export function outageAfter(tenure: Tenure, next: Tenure | undefined, now: number): number {
  if (tenure.endedAt === null || !isSilent(tenure)) return 0;
  const until = next === undefined ? (tenure.end === null ? now : null) : Date.parse(next.beganAt);
  return until === null ? 0 : Math.max(0, until - Date.parse(tenure.endedAt));
}

export const endWords: Readonly<Record<NonNullable<Tenure['end']>, { readonly sign: string; readonly words: string }>> =
  {
    released: { sign: '■', words: 'stopped cleanly' },
    'handed-over': { sign: '⇄', words: 'made room for a higher priority' },
    dead: { sign: '✕', words: 'was found dead' },
    expired: { sign: '❄', words: 'did not renew its lease in time' },
  };
