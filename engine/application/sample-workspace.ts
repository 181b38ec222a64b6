/**
 * A workspace to try Cairn out on: a copy of the samples in a person's own folder, made when it is first asked for. Later
 * versions of the samples renew in it what nobody has touched.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserFolder } from './user-folder.ts';

/** What was copied: by file, the hash of the sample that is there, or that was told to be newer than what is there. */
type Kept = Readonly<Record<string, unknown>>;
const record = 'sample-workspace.json';

/** Samples that were given away before it was written down what was copied. */
const earlier: Readonly<Record<string, readonly string[]>> = {
  'scenarios/order-fulfilment.json': ['e0c347a74298f854e7453def6cf5a0a1413984758e81356cfb3c2da9cdf65f75'],
};

/** Where it is, or will be. */
export function sampleWorkspace(userDir: string): string {
  return join(userDir, 'sample-workspace');
}

/**
 * Copies the samples there. Where that was done before, what somebody changed stays changed, and what somebody deleted
 * stays away; the rest is as the samples are now.
 * @param say what is older than its sample and was left alone, once for each version of the samples
 */
export function openSampleWorkspace(userDir: string, samples: string, say: (line: string) => void): string {
  const dir = sampleWorkspace(userDir);
  const user = new UserFolder(userDir);
  const files = filesOf(samples);
  if (existsSync(dir)) {
    renew(dir, samples, files, user, say);
    return dir;
  }
  mkdirSync(userDir, { recursive: true, mode: 0o700 });
  // Whole or not at all.
  const fresh = `${dir}.${process.pid}`;
  try {
    cpSync(samples, fresh, { recursive: true, filter: (path) => !path.endsWith('.cairn') });
    renameSync(fresh, dir);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  user.write(record, Object.fromEntries(files.map((file) => [file, hashOf(join(samples, file))])));
  return dir;
}

function renew(
  dir: string,
  samples: string,
  files: readonly string[],
  user: UserFolder,
  say: (line: string) => void,
): void {
  const written = keptIn(user);
  const known = written ?? {};
  const next: Record<string, string> = {};
  const left: string[] = [];
  for (const file of files) {
    const [from, to] = [join(samples, file), join(dir, file)];
    const now = hashOf(from);
    next[file] = now;
    const there = existsSync(to) ? hashOf(to) : null;
    if (there === now || known[file] === now) continue;
    if (there === null) {
      // One that is new among the samples, or that somebody deleted.
      if (known[file] !== undefined || written === null) continue;
    } else if (there !== known[file] && earlier[file]?.includes(there) !== true) {
      left.push(file);
      continue;
    }
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to);
  }
  if (left.length > 0)
    say(`${left.join(', ')}: you have changed these samples; they stay as they are, and newer ones are in ${samples}`);
  if (files.some((file) => known[file] !== next[file])) user.write(record, next);
}

/** Null: nobody wrote it down. */
function keptIn(user: UserFolder): Kept | null {
  const read = user.read(record);
  return typeof read === 'object' && read !== null ? (read as Kept) : null;
}

/** Paths with slashes, in order. */
function filesOf(samples: string): string[] {
  return readdirSync(samples, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(samples.length).replaceAll('\\', '/').replace(/^\/+/, ''))
    .filter((file) => !file.split('/').some((part) => part.endsWith('.cairn')))
    .toSorted();
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
