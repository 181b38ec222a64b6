/** What time it is for the window: one instant for all that is shown, so that no two ages of one moment differ. */
const tickMs = 1_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

/** The latest tick: less than a second ago, so that what has just happened lies ahead by less than that. */
export function windowNow(): number {
  const real = Date.now();
  // Nobody listened, the tick is late, or the machine slept.
  if (Math.abs(real - now) >= tickMs) now = real;
  return now;
}

/** Calls at every tick until the answer is called. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}
