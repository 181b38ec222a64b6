/**
 * A savepoint on disk: a directory that is complete or absent. It is written aside, synced, and renamed; it names nothing
 * of the place that it lies in; and a checksum over every byte decides whether it is whole (checkpoint-semantics, section 8).
 *
 *     manifest.json      what it holds
 *     jobs.jsonl         a line per job: its row and all rows of its state
 *     definitions.jsonl  a line per definition version that it needs
 *     scenario.json      the scenario that drives it, where one does
 *     SHA256SUMS         as `sha256sum -c` reads it
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DefinitionRow, StoredJob } from '../store/rows.ts';
import {
  damaged,
  readManifest,
  SAVEPOINT_FORMAT,
  SavepointRefused,
  type Manifest,
  type RunningTask,
} from './manifest.ts';

/** What a savepoint holds. */
export interface SavepointContent {
  readonly id: string;
  /** ms */
  readonly createdAt: number;
  /** Callers before the called; the first is the one that nobody called. */
  readonly jobs: readonly StoredJob[];
  readonly definitions: readonly DefinitionRow[];
  /** Text of the scenario that drives it. */
  readonly scenario: string | null;
  readonly willRunAgain: readonly RunningTask[];
}

export interface ReadSavepoint extends SavepointContent {
  readonly manifest: Manifest;
}

const MANIFEST = 'manifest.json';
const JOBS = 'jobs.jsonl';
const DEFINITIONS = 'definitions.jsonl';
const SCENARIO = 'scenario.json';
const SUMS = 'SHA256SUMS';

/** Called between any two steps of writing; a test may die there. */
export type Between = (step: string) => void;

/**
 * Writes the directory, or nothing that anybody would take for it. What stood there under the same name was never
 * answered to anyone, and is replaced. Answers how many bytes it holds.
 */
export async function writeSavepoint(
  dir: string,
  content: SavepointContent,
  between: Between = () => undefined,
): Promise<number> {
  const parent = path.dirname(dir);
  const aside = path.join(parent, `.${path.basename(dir)}.part`);
  const replaced = path.join(parent, `.${path.basename(dir)}.old`);
  await makeFolder(parent);
  await rm(aside, { recursive: true, force: true });
  await rm(replaced, { recursive: true, force: true });
  await mkdir(aside);
  between('made');
  const files = filesOf(content);
  files.set(SUMS, sumsOf(files));
  let bytes = 0;
  for (const [name, text] of files) {
    await writeSynced(path.join(aside, name), text);
    bytes += Buffer.byteLength(text);
    between(`wrote ${name}`);
  }
  await syncFolder(aside);
  between('synced');
  await renameIfThere(dir, replaced);
  await rename(aside, dir);
  between('renamed');
  await syncFolder(parent);
  await rm(replaced, { recursive: true, force: true });
  between('durable');
  return bytes;
}

/** @throws SavepointRefused when it is not there, is damaged, or is of a newer format. */
export async function readSavepoint(dir: string): Promise<ReadSavepoint> {
  const manifestText = await textOf(dir, MANIFEST);
  const manifest = readManifest(manifestText, dir);
  const files = new Map([[MANIFEST, manifestText]]);
  for (const name of manifest.files) {
    if (name !== JOBS && name !== DEFINITIONS && name !== SCENARIO) throw damaged(dir, `it names a file ${name}`);
    files.set(name, await textOf(dir, name));
  }
  if ((await textOf(dir, SUMS)) !== sumsOf(files)) throw damaged(dir, 'its checksums do not fit');
  try {
    const jobs = linesOf(files.get(JOBS)) as StoredJob[];
    const definitions = linesOf(files.get(DEFINITIONS)) as DefinitionRow[];
    return {
      manifest,
      id: manifest.id,
      createdAt: Date.parse(manifest.createdAt),
      jobs,
      definitions,
      scenario: files.get(SCENARIO) ?? null,
      willRunAgain: manifest.willRunAgain,
    };
  } catch (cause) {
    throw damaged(dir, 'a line of it cannot be read', cause);
  }
}

/** What the savepoint says of itself, unchecked: for lists. @throws SavepointRefused */
export async function peekSavepoint(dir: string): Promise<Manifest> {
  return readManifest(await textOf(dir, MANIFEST), dir);
}

function filesOf(content: SavepointContent): Map<string, string> {
  const files = new Map([
    [JOBS, textOfLines(content.jobs)],
    [DEFINITIONS, textOfLines(content.definitions)],
  ]);
  if (content.scenario !== null) files.set(SCENARIO, content.scenario);
  const written: Manifest = manifestOf(content, [...files.keys()]);
  return new Map([[MANIFEST, `${JSON.stringify(written, null, 2)}\n`], ...files]);
}

function manifestOf(content: SavepointContent, files: string[]): Manifest {
  const [top] = content.jobs;
  if (top === undefined) throw new Error('a savepoint of no job');
  const { id, extId, lineage, seq, definitionKey, definitionVersion } = top.job;
  return {
    format: 'cairn-savepoint',
    version: SAVEPOINT_FORMAT,
    id: content.id,
    createdAt: new Date(content.createdAt).toISOString(),
    job: { id, extId, lineage, seq, definition: { key: definitionKey, version: definitionVersion } },
    jobs: content.jobs.map(({ job }) => ({
      id: job.id,
      parent: job.parentJob,
      seq: job.seq,
      definition: { key: job.definitionKey, version: job.definitionVersion },
    })),
    definitions: content.definitions.map(({ key, version, file }) => ({ key, version, file })),
    willRunAgain: [...content.willRunAgain],
    files,
  };
}

/** The whole file is compared: no byte of any file can differ unseen, this one's included. */
function sumsOf(files: ReadonlyMap<string, string>): string {
  return [...files].map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`).join('');
}

function textOfLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function linesOf(text: string | undefined): unknown[] {
  if (text === undefined) throw new SyntaxError('a file is missing');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

async function textOf(dir: string, name: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path.join(dir, name));
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' && name === MANIFEST)
      throw new SavepointRefused(`There is no savepoint ${dir}.`, { cause });
    throw damaged(dir, `its ${name} cannot be read (${codeOf(cause)})`, cause);
  }
  try {
    // Bytes that are no text must not turn into the same text as others.
    return utf8.decode(bytes);
  } catch (cause) {
    throw damaged(dir, `its ${name} is no text`, cause);
  }
}

/** New folders are durable only once the ones that they lie in are. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) await syncFolder(path.dirname(made));
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  // There folders cannot be opened; a rename is durable with the volume's own journal.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
