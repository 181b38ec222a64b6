import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Connect } from '../../../engine/store/connection.ts';
import { APPLICATION_ID, migrations, STORE_VERSION } from '../../../engine/store/migrations.ts';
import { commit, creation, jobRow, requestRow, token } from './samples.ts';
import { openStore } from '../../../engine/store/sqlite-store.ts';
import { StoreOnDisk, unusable } from './store-on-disk.ts';

const disk = new StoreOnDisk();

describe('opening', () => {
  it('fills an empty folder, and finds it filled', () => {
    disk.open().close();
    const before = disk.tamper((database) => database.pragma('schema_version', { simple: true }));
    disk.open().close();
    disk.tamper((database) => {
      expect(database.pragma('schema_version', { simple: true })).toBe(before);
      expect(database.pragma('user_version', { simple: true })).toBe(STORE_VERSION);
      expect(database.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
      expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    });
    expect(STORE_VERSION).toBe(migrations.length);
  });

  it('fills a file that is empty, as a crash right after its creation leaves it', () => {
    mkdirSync(disk.dir);
    writeFileSync(disk.file, '');
    const store = disk.openWithLease();
    commit(store, creation(jobRow('j1')));
    store.close();
    expect(disk.open().job('j1')?.id).toBe('j1');
  });

  it.each(['power-loss', 'process-crash'] as const)(
    'WAL, synchronous=FULL (on macOS also fullfsync); a setting trades power-loss safety for speed (NORMAL: survives a process kill): %s',
    (durability) => {
      const synchronous = durability === 'power-loss' ? 2 : 1;
      let used: Database.Database | undefined;
      const connect: Connect = (path, options) => (used = new Database(path, options));
      disk.open({ durability, connect });
      expect(used?.pragma('synchronous', { simple: true })).toBe(synchronous);
    },
  );

  it('keeps what was committed, and what was only accepted', () => {
    const store = disk.openWithLease({ durability: 'power-loss' });
    commit(store, creation(jobRow('j1'), [token('t')]));
    store.accept(requestRow('r1'));
    store.close();
    const again = disk.open();
    expect(again.latest('j1')).toEqual({ job: jobRow('j1'), rows: [token('t')] });
    expect(again.pendingRequests(9)).toEqual([requestRow('r1')]);
  });

  it('leaves the log beside the file when it closes, empty, for readers that may not create it', () => {
    const store = disk.openWithLease();
    commit(store, creation(jobRow('j1')));
    store.close();
    expect(readdirSync(disk.dir).sort()).toEqual(['store.sqlite', 'store.sqlite-shm', 'store.sqlite-wal']);
    expect(readFileSync(`${disk.file}-wal`)).toHaveLength(0);
  });

  it('says the last duration when it closes', () => {
    const store = disk.openWithLease({ clock: () => 5 });
    commit(store, creation(jobRow('j1')));
    store.close();
    expect(disk.open().latestCheckpoint('j1')?.micros).toBe(5000);
  });

  it('refuses a file that is not a database, and leaves it', () => {
    mkdirSync(disk.dir);
    writeFileSync(disk.file, 'some notes that are no database at all, and long enough to be looked at'.repeat(20));
    const before = readFileSync(disk.file);
    expect(unusable(() => disk.open()).message).toContain(`${disk.file} is not a database`);
    expect(readFileSync(disk.file)).toEqual(before);
  });

  it("refuses another application's database, and leaves it", () => {
    mkdirSync(disk.dir);
    disk.tamper((database) => database.exec('CREATE TABLE notes (text)'));
    const before = readFileSync(disk.file);
    expect(unusable(() => disk.open()).message).toContain(`${disk.file} is the database of another application`);
    disk.tamper((database) => database.exec('DROP TABLE notes; PRAGMA application_id = 7'));
    expect(unusable(() => disk.open()).message).toContain('another application');
    expect(readFileSync(disk.file).subarray(0, 60)).not.toEqual(before.subarray(0, 60));
    disk.tamper((database) => database.pragma('journal_mode = WAL'));
    expect(unusable(() => disk.open()).message).toContain('another application');
    expect(readdirSync(disk.dir)).toEqual(['store.sqlite']);
  });

  it('refuses a store of a newer version', () => {
    disk.open().close();
    disk.tamper((database) => database.pragma(`user_version = ${STORE_VERSION + 1}`));
    expect(unusable(() => disk.open()).message).toBe(
      `The store ${disk.file} was written by a newer version of Cairn (store version ${STORE_VERSION + 1}, this one knows up to ${STORE_VERSION}).`,
    );
  });

  it('refuses a folder that cannot be, and a folder in place of the file', () => {
    writeFileSync(disk.dir, '');
    expect(unusable(() => disk.open()).message).toContain(disk.dir);
    rmSync(disk.dir);
    mkdirSync(disk.file, { recursive: true });
    expect(unusable(() => disk.open()).message).toContain(disk.file);
    writeFileSync(join(disk.parent, 'file'), '');
    const below = join(disk.parent, 'file', 'store');
    expect(unusable(() => openStore(below, { durability: 'process-crash' })).message).toContain(below);
  });

  it('refuses a file that is damaged', () => {
    const store = disk.openWithLease();
    commit(store, creation(jobRow('j1')));
    store.close();
    const bytes = readFileSync(disk.file);
    bytes.fill(0x5a, 100, 4096);
    writeFileSync(disk.file, bytes);
    rmSync(`${disk.file}-wal`, { force: true });
    expect(unusable(() => disk.open()).message).toContain(`${disk.file} is damaged`);
  });

  it('says that it is read-only', () => {
    const connect: Connect = (path, options) => {
      new Database(path).close();
      return new Database(path, { ...options, readonly: true });
    };
    const { message, retryable } = unusable(() => disk.open({ connect }));
    expect(message).toContain(`${disk.file} is read-only`);
    expect(retryable).toBe(false);
  });
});

it.skipIf(process.getuid?.() === 0)('says that the file may not be written, before anything else goes wrong', () => {
  disk.open().close();
  chmodSync(disk.file, 0o444);
  expect(unusable(() => disk.open()).message).toContain(disk.file);
});
