/**
 * Whose a browser's profile is. A second browser with the same profile hands its address over to the first, which opens a
 * window for it, and ends at once: that its process has ended says nothing of the window.
 */
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The process that has windows open with a profile; null: none has, or the system keeps no mark of it (Windows). */
export function profileHolder(profile: string): number | null {
  try {
    const [, pid] = /-(\d+)$/.exec(readlinkSync(join(profile, 'SingletonLock'))) ?? [];
    if (pid === undefined) return null;
    process.kill(Number(pid), 0);
    return Number(pid);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null; // no mark, or of a browser that is gone
    throw error;
  }
}

/** When no browser has windows open with a profile; keeps nothing alive that waits for it. */
export async function profileReleased(profile: string, everyMs = 1_000): Promise<void> {
  while (profileHolder(profile) !== null) await pause(everyMs, undefined, { ref: false });
}
