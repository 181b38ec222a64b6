/** Sizes, durations and times as people read them. */

/** `812 B`, `1.2 KB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 'B';
  for (const each of units) {
    if (value < 999.5) break;
    value /= 1000;
    unit = each;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** `0.42 ms`, `13 ms`, `2.1 s`. */
export function durationText(micros: number): string {
  const ms = micros / 1000;
  if (ms < 10) return `${ms.toFixed(2)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}

/** An instant without the letters that ISO needs: `2026-01-01 09:00:00.000`, in UTC. */
export function timeText(instant: string): string {
  return instant.replace('T', ' ').replace(/Z$/, '');
}

/** `1 checkpoint`, `3 checkpoints`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
