/** Walking: a job that is held before each element, and stepped on by the window after a while, so that one can watch. */
import type { ShownToken } from '../jobs/job-store.ts';

export interface WalkInput {
  /** The job that walks; null: none does. */
  readonly walking: string | null;
  /** The one that is looked at. */
  readonly job: string;
  /** Milliseconds; null: no walking at full speed. */
  readonly pace: number | null;
  readonly ended: boolean;
  readonly tokens: readonly Pick<ShownToken, 'element' | 'state'>[];
  readonly breakpoints: ReadonlySet<string>;
}

/** What a walk does next: step after a while, stop (at a breakpoint, at the end), or wait for the engine. */
export type NextStep = { readonly kind: 'step'; readonly afterMs: number } | { readonly kind: 'stop' | 'wait' };

export function nextStep({ walking, job, pace, ended, tokens, breakpoints }: WalkInput): NextStep {
  if (walking === null) return { kind: 'wait' };
  // Whose tokens are not looked at stays where it is held.
  if (walking !== job || pace === null || ended) return { kind: 'stop' };
  const held = tokens.filter(({ state }) => state === 'held');
  if (held.some(({ element }) => breakpoints.has(element))) return { kind: 'stop' };
  return held.length === 0 ? { kind: 'wait' } : { kind: 'step', afterMs: pace };
}
