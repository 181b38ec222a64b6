/** A workspace to try Cairn out on: a copy of the samples in a person's own folder, made when it is first asked for. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where it is, or will be. */
export function sampleWorkspace(userDir: string): string {
  return join(userDir, 'sample-workspace');
}

/** Copies the samples there, unless that was done before: what somebody changed stays changed. */
export function openSampleWorkspace(userDir: string, samples: string): string {
  const dir = sampleWorkspace(userDir);
  if (existsSync(dir)) return dir;
  mkdirSync(userDir, { recursive: true, mode: 0o700 });
  // Whole or not at all.
  const fresh = `${dir}.${process.pid}`;
  try {
    cpSync(samples, fresh, { recursive: true, filter: (path) => !path.endsWith('.cairn') });
    renameSync(fresh, dir);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return dir;
}
