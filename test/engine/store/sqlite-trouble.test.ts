import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Connect } from '../../../engine/store/connection.ts';
import { openStore } from '../../../engine/store/sqlite-store.ts';
import { Fenced } from '../../../engine/store/store.ts';
import { commit, creation, jobRow, messageRow, part, reasonOf, requestRow, token, unit, variable } from './samples.ts';
import { connecting, failure, StoreOnDisk, unusable } from './store-on-disk.ts';

const disk = new StoreOnDisk();

describe('while it is open', () => {
  it('gives up when a stranger keeps the lock, with nothing written', () => {
    const store = disk.openWithLease({ waitMs: 20 });
    disk.tamper((stranger) => {
      stranger.exec('BEGIN IMMEDIATE');
      for (const act of [
        () => store.commit([creation(jobRow('j1'))]),
        () => store.accept(requestRow('r1')),
        () => store.renewLease(5),
      ]) {
        const { message, retryable } = unusable(act);
        expect(message).toContain(`${disk.file} is locked by another process`);
        expect(retryable).toBe(true);
      }
      stranger.exec('ROLLBACK');
    });
    expect(store.job('j1')).toBeNull();
    commit(store, creation(jobRow('j1')));
  });

  it('notices that the folder is gone', () => {
    const store = disk.openWithLease();
    commit(store, creation(jobRow('j1')));
    renameSync(disk.dir, `${disk.dir}-moved`);
    const { message, retryable } = unusable(() => store.commit([creation(jobRow('j2'))]));
    expect(message).toContain(`${disk.file} was removed or replaced`);
    expect(retryable).toBe(false);
    expect(unusable(() => store.accept(requestRow('r'))).message).toContain('removed or replaced');
  });

  it('notices that the file was replaced', () => {
    const store = disk.openWithLease();
    const other = mkdtempSync(join(tmpdir(), 'cairn-store-'));
    try {
      openStore(other, { durability: 'process-crash' }).close();
      renameSync(join(other, 'store.sqlite'), disk.file);
      expect(unusable(() => store.tidy(0, 'all')).message).toContain('removed or replaced');
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  it('pauses on a full disk with nothing written, and goes on when there is room', () => {
    let used: Database.Database | undefined;
    const connect: Connect = (path, options) => (used = new Database(path, options));
    const store = disk.openWithLease({ connect });
    commit(store, creation(jobRow('j1')));
    const pages = Number(used?.pragma('page_count', { simple: true }));
    used?.pragma(`max_page_count = ${pages + 2}`);
    const large = unit({ parts: [part(jobRow('j1', { seq: 2 }), [variable('a', `"${'x'.repeat(100_000)}"`)])] });
    const group = [creation(jobRow('j2')), large];
    for (let attempt = 0; attempt < 2; attempt++) {
      const { message, retryable } = unusable(() => store.commit(group));
      expect(message).toContain(`${disk.file} cannot grow`);
      expect(retryable).toBe(true);
      expect(store.job('j2')).toBeNull();
      expect(store.job('j1')?.seq).toBe(1);
    }
    used?.pragma('max_page_count = 100000');
    expect(store.commit(group)).toEqual([{ ok: true }, { ok: true }]);
    expect(store.stateAt('j1', 2).rows).toEqual(store.latest('j1')?.rows);
  });

  it.each(['SQLITE_FULL', 'SQLITE_IOERR_FSYNC'])(
    'after an error from COMMIT or a sync the connection is reopened and sequence numbers are read to learn whether the group is durable: %s',
    (code) => {
      let armed = false;
      const connect = connecting((_sql, run) => {
        const answer = run();
        if (armed) {
          armed = false;
          throw failure(code);
        }
        return answer;
      });
      const store = disk.openWithLease({ connect });
      armed = true;
      expect(store.commit([creation(jobRow('j1')), unit({ parts: [part(jobRow('j9'))] })])).toMatchObject([
        { ok: true },
        { ok: false },
      ]);
      expect(armed).toBe(false);
      commit(store, unit({ parts: [part(jobRow('j1', { seq: 2 }), [token('t')])] }));
      expect(store.stateAt('j1', 2).rows).toEqual([token('t')]);
    },
  );

  it('learns after an error from COMMIT that the group is not durable', () => {
    let armed = false;
    const connect = connecting((_sql, run) => {
      if (armed) throw failure('SQLITE_IOERR_WRITE');
      return run();
    });
    const store = disk.openWithLease({ connect });
    commit(store, creation(jobRow('j1')), unit({ messages: [messageRow('m1')] }));
    const taken = messageRow('m1', { state: 'consumed', consumedBy: 'j1' });
    const groups = [
      [unit({ parts: [part(jobRow('j1', { seq: 2 }))] })],
      [creation(jobRow('j2'))],
      [unit({ requests: [requestRow('r1', { answer: '1' })] })],
      [unit({ messages: [taken] })],
      [unit({ parts: [part(jobRow('j1', { incarnation: 2 }), [], { checkpoint: null })] })],
    ];
    for (const group of groups) {
      armed = true;
      const { message, retryable } = unusable(() => store.commit(group));
      expect(message).toContain(disk.file);
      expect(retryable).toBe(true);
    }
    armed = false;
    expect(store.job('j1')).toEqual(jobRow('j1'));
    expect(store.message('m1')?.state).toBe('waiting');
    // The incarnation first: the checkpoint that follows carries the old one.
    for (const group of groups.reverse()) expect(store.commit(group)).toEqual([{ ok: true }]);
  });

  it('until then nothing is answered or retried: it says that it cannot know when the file cannot be read after an error from COMMIT', () => {
    let armed = false;
    const connect = connecting((_sql, run) => {
      if (!armed) return run();
      renameSync(disk.dir, `${disk.dir}-moved`);
      throw failure('SQLITE_IOERR_FSYNC');
    });
    const store = disk.openWithLease({ connect });
    armed = true;
    const { message, retryable } = unusable(() => store.commit([creation(jobRow('j1'))]));
    expect(message).toContain('could not be read whether');
    expect(retryable).toBe(false);
  });

  it('writes nothing of a group when the lease went while it waited', () => {
    const store = disk.openWithLease();
    commit(store, creation(jobRow('j1'), [token('t')]));
    disk.openWithLease();
    const group = [creation(jobRow('j2')), unit({ parts: [part(jobRow('j1', { seq: 2 }))] })];
    expect(() => store.commit(group)).toThrow(Fenced);
    disk.tamper((database) => {
      expect(database.prepare('SELECT id, seq FROM job').all()).toEqual([{ id: 'j1', seq: 1 }]);
      expect(database.prepare('SELECT count(*) AS n FROM checkpoint').get()).toEqual({ n: 1 });
    });
  });

  it('calls the middle of a unit inside the transaction, after some of its changes', () => {
    let used: Database.Database | undefined;
    const connect: Connect = (path, options) => (used = new Database(path, options));
    const store = disk.openWithLease({ connect });
    const seen: unknown[] = [];
    const midway = () => {
      const job = used?.prepare("SELECT seq FROM job WHERE id = 'j1'").get();
      const tokens = used?.prepare('SELECT count(*) AS n FROM token').get();
      seen.push(
        used?.inTransaction,
        job,
        tokens,
        disk.tamper((other) => other.prepare('SELECT id FROM job').all()),
      );
    };
    const parts = [
      part(
        jobRow('j1'),
        ['a', 'b', 'c', 'd'].map((id) => token(id)),
      ),
    ];
    expect(store.commit([{ ...unit({ parts, created: ['j1'] }), midway }])).toEqual([{ ok: true }]);
    expect(seen).toEqual([true, { seq: 1 }, { n: 2 }, []]);
  });

  it('isolates a unit that the database itself refuses', () => {
    const store = disk.openWithLease();
    const broken = creation(jobRow('j2', { now: undefined as unknown as number }));
    const results = store.commit([creation(jobRow('j1')), broken, creation(jobRow('j3'))]);
    expect(results.map((result) => result.ok)).toEqual([true, false, true]);
    expect(reasonOf(results[1])).not.toBe('');
    expect(store.jobs({}, { limit: 9 }).map((job) => job.id)).toEqual(['j3', 'j1']);
  });
});
