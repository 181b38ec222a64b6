import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '../../../engine/store/connection.ts';
import { openReader } from '../../../engine/store/sqlite-reader.ts';
import { openStore } from '../../../engine/store/sqlite-store.ts';
import { StoreUnusable, type Store, type StoreReader } from '../../../engine/store/store.ts';
import { claim, commit, creation, jobRow, part, token, unit, variable } from './samples.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('a reader', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let dir: string;
  let file: string;
  let opened: (Store | StoreReader)[];

  beforeEach(() => {
    folder = temporaryFolder();
    dir = join(folder.path, 'store');
    file = join(dir, 'store.sqlite');
    opened = [];
  });

  afterEach(() => {
    for (const each of opened) each.close();
    folder.remove();
  });

  const engine = (): Store => {
    const store = openStore(dir, { durability: 'process-crash' });
    opened.push(store);
    store.acquireLease(claim, () => 'dead');
    return store;
  };
  const reader = (): StoreReader => {
    const each = openReader(dir);
    opened.push(each);
    return each;
  };
  /** Names and contents; the index of the log in shared memory belongs to all who read. */
  const contents = () =>
    Object.fromEntries(
      readdirSync(dir).map((name) => [
        name,
        name.endsWith('-shm') ? '' : readFileSync(join(dir, name)).toString('base64'),
      ]),
    );

  it('creates nothing where there is nothing', () => {
    expect(reader).toThrow(StoreUnusable);
    expect(reader).toThrow(file);
    expect(readdirSync(folder.path)).toEqual([]);
    mkdirSync(dir);
    expect(reader).toThrow(StoreUnusable);
    expect(readdirSync(dir)).toEqual([]);
    writeFileSync(file, '');
    expect(reader).toThrow(/empty/);
    expect(contents()).toEqual({ 'store.sqlite': '' });
  });

  it('a read-only reader that never starts an engine, takes a lease or moves a job', () => {
    const store = engine();
    commit(store, creation(jobRow('j1'), [token('t')]));
    store.close();
    const before = contents();
    const each = reader();
    expect(each.latest('j1')).toEqual({ job: jobRow('j1'), rows: [token('t')] });
    expect(each.stateAt('j1', 1).rows).toEqual([token('t')]);
    each.close();
    expect(contents()).toEqual(before);
  });

  it('reads while an engine writes, and after it', () => {
    const store = engine();
    const each = reader();
    expect(each.job('j1')).toBeNull();
    commit(store, creation(jobRow('j1')));
    expect(each.job('j1')?.seq).toBe(1);
    store.close();
    expect(each.job('j1')?.seq).toBe(1);
    const next = engine();
    commit(next, unit({ parts: [part(jobRow('j1', { seq: 2 }))] }));
    expect(each.job('j1')?.seq).toBe(2);
    expect(each.lease()).toMatchObject({ epoch: 2 });
  });

  it('reads one snapshot, whatever is committed in between', () => {
    const store = engine();
    commit(store, creation(jobRow('j1'), [variable('a', '1')]));
    const each = reader();
    const { rows } = Connection.prototype;
    let seq = 1;
    // The engine commits between the statements of one question.
    const spy = vi.spyOn(Connection.prototype, 'rows').mockImplementation(function (this: Connection, ...question) {
      spy.mockRestore();
      seq++;
      commit(store, unit({ parts: [part(jobRow('j1', { seq }), [variable('a', '2')])] }));
      return rows.apply(this, question);
    });
    expect(each.latest('j1')).toEqual({ job: jobRow('j1'), rows: [variable('a', '1')] });
    expect(seq).toBe(2);
    expect(each.latest('j1')).toEqual({ job: jobRow('j1', { seq }), rows: [variable('a', '2')] });
  });

  it('does not keep the engine from committing, nor from folding the log back', () => {
    const store = engine();
    const each = reader();
    commit(store, creation(jobRow('j1')));
    expect(each.job('j1')).not.toBeNull();
    store.tidy(0, 'all');
    commit(store, unit({ parts: [part(jobRow('j1', { seq: 2 }))] }));
    store.close();
    expect(each.job('j1')?.seq).toBe(2);
  });

  it('reads a store that was copied without its log, creates none, and follows when an engine opens it', () => {
    const store = engine();
    commit(store, creation(jobRow('j1'), [token('t')]));
    store.close();
    const copy = join(folder.path, 'copy');
    mkdirSync(copy);
    copyFileSync(file, join(copy, 'store.sqlite'));
    dir = copy;
    file = join(dir, 'store.sqlite');
    const before = contents();
    const each = reader();
    expect(each.stateAt('j1', 1).rows).toEqual([token('t')]);
    expect(contents()).toEqual(before);
    commit(engine(), unit({ parts: [part(jobRow('j1', { seq: 2 }))] }));
    expect(each.job('j1')?.seq).toBe(2);
  });

  it('reads what a killed engine left: its log, folded back by nobody', () => {
    const store = engine();
    commit(store, creation(jobRow('j1')));
    const dead = join(folder.path, 'dead');
    mkdirSync(dead);
    for (const name of ['store.sqlite', 'store.sqlite-wal', 'store.sqlite-shm'])
      copyFileSync(join(dir, name), join(dead, name));
    dir = dead;
    expect(reader().job('j1')?.seq).toBe(1);
    expect(readdirSync(dead).sort()).toEqual(['store.sqlite', 'store.sqlite-shm', 'store.sqlite-wal']);
  });

  it('follows when the store is replaced, and says when it is gone', () => {
    commit(engine(), creation(jobRow('j1')));
    const each = reader();
    expect(each.job('j1')).not.toBeNull();
    renameSync(dir, `${dir}-old`);
    expect(() => each.job('j1')).toThrow(StoreUnusable);
    commit(engine(), creation(jobRow('j2')));
    expect(each.job('j1')).toBeNull();
    expect(each.job('j2')).not.toBeNull();
  });

  it('refuses what is not a store of this version', () => {
    mkdirSync(dir);
    writeFileSync(file, 'notes '.repeat(1000));
    expect(reader).toThrow(/is not a database/);
    rmSync(file);
    const other = new Database(file);
    other.exec('CREATE TABLE notes (text)');
    other.close();
    expect(reader).toThrow(/another application/);
    rmSync(file);
    engine().close();
    const newer = new Database(file);
    newer.pragma('user_version = 99');
    newer.close();
    expect(reader).toThrow(/newer version of Cairn \(store version 99/);
  });

  it('cannot write', () => {
    engine();
    const each = reader();
    expect(Object.keys(each)).not.toContain('commit');
    expect('commit' in each).toBe(false);
    expect('acquireLease' in each).toBe(false);
  });

  it('does not answer once it is closed', () => {
    engine();
    const each = reader();
    each.close();
    each.close();
    expect(() => each.job('j1')).toThrow(/closed/);
  });
});
