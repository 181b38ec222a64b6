/** Measuring: a warm-up and five rounds or more, the things compared taking turns, so that a noisy moment meets all of them. */

export const ROUNDS = 5;

/** Values of the rounds, in their order; the warm-up is not among them. */
export type Series = readonly number[];

/** One round: does the work, checks that it was done, and answers the measured value. */
export type Round = () => number | Promise<number>;

/** Measures several things in turns, `count` times each. The first call of each, before those, is its warm-up. */
export async function measure<Name extends string>(
  rounds: Readonly<Record<Name, Round>>,
  count = ROUNDS,
): Promise<Record<Name, Series>> {
  const names = Object.keys(rounds) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= count; round += 1) {
    for (const name of names) {
      const value = await rounds[name]();
      if (round > 0) values[name].push(value);
    }
  }
  return values;
}

/** Runs it, and answers the seconds that it took. */
export async function secondsOf(work: () => void | Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

export function median(series: Series): number {
  const sorted = series.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** @throws Error: the benchmark did not do what it says, so its figures mean nothing. */
export function mustBe(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: expected ${String(expected)}, found ${String(found)}`);
}
