/** A power cut: what an engine wrote and never synced is gone, and the recordings with it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EngineHandle } from '../../../engine/supervisor/engine-handle.ts';
import type { EngineHere } from '../engine-here.ts';
import { historyWhole } from '../promises/history-whole.ts';
import { sameEnd } from '../promises/same-end.ts';
import type { StoreFolder } from '../store-folder.ts';
import { jobOf, readTale, type Tale } from '../tale.ts';
import { applied, DiskTree } from './disk-tree.ts';
import type { Interposer } from './interposer.ts';
import type { Operation } from './journal.ts';

const FILES = ['store.sqlite', 'store.sqlite-wal'];
const SAVEPOINTS = 'savepoints';

/** Runs an engine on the folder, cuts the power at an operation, goes on with what a disk would have; what went wrong. */
export async function powerCutFaults(
  fresh: StoreFolder,
  undisturbed: Tale,
  interposer: Interposer,
  here: EngineHere,
  operation: number,
): Promise<string[]> {
  const folder = fresh.copy();
  const image = fresh.copy();
  const book = interposer.orders([{ operation, mode: 'before' }], true);
  try {
    const said = new Map<string, number>();
    const handle = new EngineHandle({ engine: folder.engineOptions(), restart: null, entry: book.entry }, (news) => {
      if (news.type !== 'progress') return;
      for (const { id, seq } of news.jobs) said.set(id, Math.max(said.get(id) ?? 0, seq));
    });
    const cut = await Promise.race([handle.wait(), handle.idle().then(() => null)]);
    if (cut === null) await handle.stop();
    develop(image, book.operations(0));
    return await faultsAfterCut(image, undisturbed, here, said);
  } finally {
    book.remove();
    folder.remove();
    image.remove();
  }
}

/** Goes on from the image. `said`: sequence numbers that had been acknowledged as durable, by job. */
export async function faultsAfterCut(
  image: StoreFolder,
  undisturbed: Tale,
  here: EngineHere,
  said: ReadonlyMap<string, number>,
): Promise<string[]> {
  const stood = image.read(readTale);
  const early = [...said].flatMap(([job, seq]) => {
    const durable = jobOf(stood, job)?.row.seq ?? 0;
    return seq > durable ? [`checkpoint ${seq} was acknowledged, and ${durable} is on the disk`] : [];
  });
  const rested = await here.restart(image);
  const tale = image.read(readTale);
  return [
    ...early,
    ...(rested ? [] : ['did not come to rest']),
    ...sameEnd(tale, undisturbed),
    ...image.read((reader) => historyWhole(reader, tale)),
  ];
}

/** Brings a folder that is as the engine found it to what is on the disk after these operations. */
export function develop(image: StoreFolder, operations: readonly Operation[]): void {
  for (const name of FILES) {
    const file = join(image.dir, name);
    const before = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    writeFileSync(
      file,
      afterSyncs(
        before,
        operations.filter((operation) => operation.name === name),
      ),
    );
  }
  const ofSavepoints = operations.filter(({ name }) => name.startsWith(SAVEPOINTS));
  if (ofSavepoints.length > 0) {
    const tree = DiskTree.of(join(image.dir, SAVEPOINTS));
    for (const operation of ofSavepoints) tree.apply(operation);
    tree.writeTo(join(image.dir, SAVEPOINTS));
  }
  rmSync(join(image.dir, 'store.sqlite-shm'), { force: true });
  rmSync(join(image.dir, 'recorder'), { recursive: true, force: true });
  const database = new Database(join(image.dir, 'store.sqlite'));
  try {
    const verdict = String(database.pragma('integrity_check', { simple: true }));
    if (verdict !== 'ok') throw new Error(`the image is damaged: ${verdict}`);
    // The machine has booted since.
    database.exec("UPDATE lease SET boot = 'the one before the power cut'");
  } finally {
    database.close();
  }
}

/** A sync brings all that was done to its file to the disk; what no sync followed is lost. */
function afterSyncs(before: Buffer, operations: readonly Operation[]): Buffer {
  let disk = before;
  let pending: Operation[] = [];
  for (const operation of operations) {
    if (operation.kind !== 'sync') {
      pending.push(operation);
      continue;
    }
    for (const done of pending) disk = applied(disk, done);
    pending = [];
  }
  return disk;
}
