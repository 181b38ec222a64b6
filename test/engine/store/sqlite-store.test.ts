import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connect } from '../../../engine/store/connection.ts';
import { APPLICATION_ID, migrations, STORE_VERSION } from '../../../engine/store/migrations.ts';
import { openStore, type StoreOptions } from '../../../engine/store/sqlite-store.ts';
import { Fenced, HistoryDamaged, HistoryMissing, StoreUnusable, type Store } from '../../../engine/store/store.ts';
import { storeContract } from './contract/contract.ts';
import { recordsContract } from './contract/records.ts';
import { historyProperty } from './history-property.ts';
import {
  claim,
  commit,
  creation,
  jobRow,
  subscription,
  messageRow,
  part,
  reasonOf,
  requestRow,
  tidyUp,
  token,
  unit,
  variable,
} from './samples.ts';
import { temporaryFolder } from './temporary-folder.ts';

function create() {
  const { path, remove } = temporaryFolder();
  return { open: (options = {}) => openStore(path, { durability: 'process-crash', ...options }), dispose: remove };
}

storeContract('the store in SQLite', create);
recordsContract('the store in SQLite', create);
historyProperty('the store in SQLite', create);

let folder: ReturnType<typeof temporaryFolder>;
let dir: string;
let file: string;
let stores: Store[];

beforeEach(() => {
  folder = temporaryFolder();
  dir = join(folder.path, 'store');
  file = join(dir, 'store.sqlite');
  stores = [];
});

afterEach(() => {
  for (const store of stores) store.close();
  folder.remove();
});

function open(options: Partial<StoreOptions> = {}): Store {
  const store = openStore(dir, { durability: 'process-crash', ...options });
  stores.push(store);
  return store;
}

function openWithLease(options: Partial<StoreOptions> = {}): Store {
  const store = open(options);
  store.acquireLease(claim, () => 'dead');
  return store;
}

/** A foreign hand on the file. */
function tamper<Answer>(act: (database: Database.Database) => Answer): Answer {
  const database = new Database(file);
  try {
    return act(database);
  } finally {
    database.close();
  }
}

function unusable(act: () => unknown): StoreUnusable {
  try {
    act();
  } catch (error) {
    if (error instanceof StoreUnusable) return error;
    throw error;
  }
  throw new Error('the store was usable');
}

/** Opens the file with some statements replaced. */
function connecting(replace: (sql: string, run: () => unknown, database: Database.Database) => unknown): Connect {
  return (path, options) => {
    const database = new Database(path, options);
    const prepare = database.prepare.bind(database);
    Object.defineProperty(database, 'prepare', {
      value: (sql: string) => {
        const statement = prepare(sql);
        if (sql !== 'COMMIT') return statement;
        return { run: () => replace(sql, () => statement.run(), database) };
      },
    });
    return database;
  };
}

function failure(code: string): Error {
  return new Database.SqliteError('disk I/O error', code);
}

describe('opening', () => {
  it('fills an empty folder, and finds it filled', () => {
    open().close();
    const before = tamper((database) => database.pragma('schema_version', { simple: true }));
    open().close();
    tamper((database) => {
      expect(database.pragma('schema_version', { simple: true })).toBe(before);
      expect(database.pragma('user_version', { simple: true })).toBe(STORE_VERSION);
      expect(database.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
      expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    });
    expect(STORE_VERSION).toBe(migrations.length);
  });

  it('fills a file that is empty, as a crash right after its creation leaves it', () => {
    mkdirSync(dir);
    writeFileSync(file, '');
    commit(openWithLease(), creation(jobRow('j1')));
    stores.pop()?.close();
    expect(open().job('j1')?.id).toBe('j1');
  });

  it.each(['power-loss', 'process-crash'] as const)(
    'WAL, synchronous=FULL (on macOS also fullfsync); a setting trades power-loss safety for speed (NORMAL: survives a process kill): %s',
    (durability) => {
      const synchronous = durability === 'power-loss' ? 2 : 1;
      let used: Database.Database | undefined;
      const connect: Connect = (path, options) => (used = new Database(path, options));
      open({ durability, connect });
      expect(used?.pragma('synchronous', { simple: true })).toBe(synchronous);
    },
  );

  it('keeps what was committed, and what was only accepted', () => {
    const store = openWithLease({ durability: 'power-loss' });
    commit(store, creation(jobRow('j1'), [token('t')]));
    store.accept(requestRow('r1'));
    store.close();
    const again = open();
    expect(again.latest('j1')).toEqual({ job: jobRow('j1'), rows: [token('t')] });
    expect(again.pendingRequests(9)).toEqual([requestRow('r1')]);
  });

  it('leaves the log beside the file when it closes, empty, for readers that may not create it', () => {
    commit(openWithLease(), creation(jobRow('j1')));
    stores.pop()?.close();
    expect(readdirSync(dir).sort()).toEqual(['store.sqlite', 'store.sqlite-shm', 'store.sqlite-wal']);
    expect(readFileSync(`${file}-wal`)).toHaveLength(0);
  });

  it('says the last duration when it closes', () => {
    const store = openWithLease({ clock: () => 5 });
    commit(store, creation(jobRow('j1')));
    store.close();
    expect(open().latestCheckpoint('j1')?.micros).toBe(5000);
  });

  it('refuses a file that is not a database, and leaves it', () => {
    mkdirSync(dir);
    writeFileSync(file, 'some notes that are no database at all, and long enough to be looked at'.repeat(20));
    const before = readFileSync(file);
    expect(unusable(open).message).toContain(`${file} is not a database`);
    expect(readFileSync(file)).toEqual(before);
  });

  it("refuses another application's database, and leaves it", () => {
    mkdirSync(dir);
    tamper((database) => database.exec('CREATE TABLE notes (text)'));
    const before = readFileSync(file);
    expect(unusable(open).message).toContain(`${file} is the database of another application`);
    tamper((database) => database.exec('DROP TABLE notes; PRAGMA application_id = 7'));
    expect(unusable(open).message).toContain('another application');
    expect(readFileSync(file).subarray(0, 60)).not.toEqual(before.subarray(0, 60));
    tamper((database) => database.pragma('journal_mode = WAL'));
    expect(unusable(open).message).toContain('another application');
    expect(readdirSync(dir)).toEqual(['store.sqlite']);
  });

  it('refuses a store of a newer version', () => {
    open().close();
    tamper((database) => database.pragma(`user_version = ${STORE_VERSION + 1}`));
    expect(unusable(open).message).toBe(
      `The store ${file} was written by a newer version of Cairn (store version ${STORE_VERSION + 1}, this one knows up to ${STORE_VERSION}).`,
    );
  });

  it('refuses a folder that cannot be, and a folder in place of the file', () => {
    writeFileSync(dir, '');
    expect(unusable(open).message).toContain(dir);
    rmSync(dir);
    mkdirSync(file, { recursive: true });
    expect(unusable(open).message).toContain(file);
    dir = join(folder.path, 'file', 'store');
    writeFileSync(join(folder.path, 'file'), '');
    expect(unusable(open).message).toContain(dir);
  });

  it('refuses a file that is damaged', () => {
    commit(openWithLease(), creation(jobRow('j1')));
    stores.pop()?.close();
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 100, 4096);
    writeFileSync(file, bytes);
    rmSync(`${file}-wal`, { force: true });
    expect(unusable(open).message).toContain(`${file} is damaged`);
  });

  it('says that it is read-only', () => {
    const connect: Connect = (path, options) => {
      new Database(path).close();
      return new Database(path, { ...options, readonly: true });
    };
    const { message, retryable } = unusable(() => open({ connect }));
    expect(message).toContain(`${file} is read-only`);
    expect(retryable).toBe(false);
  });
});

it.skipIf(process.getuid?.() === 0)('says that the file may not be written, before anything else goes wrong', () => {
  open().close();
  chmodSync(file, 0o444);
  expect(unusable(open).message).toContain(file);
});

describe('while it is open', () => {
  it('gives up when a stranger keeps the lock, with nothing written', () => {
    const store = openWithLease({ waitMs: 20 });
    tamper((stranger) => {
      stranger.exec('BEGIN IMMEDIATE');
      for (const act of [
        () => store.commit([creation(jobRow('j1'))]),
        () => store.accept(requestRow('r1')),
        () => store.renewLease(5),
      ]) {
        const { message, retryable } = unusable(act);
        expect(message).toContain(`${file} is locked by another process`);
        expect(retryable).toBe(true);
      }
      stranger.exec('ROLLBACK');
    });
    expect(store.job('j1')).toBeNull();
    commit(store, creation(jobRow('j1')));
  });

  it('notices that the folder is gone', () => {
    const store = openWithLease();
    commit(store, creation(jobRow('j1')));
    renameSync(dir, `${dir}-moved`);
    const { message, retryable } = unusable(() => store.commit([creation(jobRow('j2'))]));
    expect(message).toContain(`${file} was removed or replaced`);
    expect(retryable).toBe(false);
    expect(unusable(() => store.accept(requestRow('r'))).message).toContain('removed or replaced');
  });

  it('notices that the file was replaced', () => {
    const store = openWithLease();
    const other = mkdtempSync(join(tmpdir(), 'cairn-store-'));
    try {
      openStore(other, { durability: 'process-crash' }).close();
      renameSync(join(other, 'store.sqlite'), file);
      expect(unusable(() => store.tidy(0, 'all')).message).toContain('removed or replaced');
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  it('pauses on a full disk with nothing written, and goes on when there is room', () => {
    let used: Database.Database | undefined;
    const connect: Connect = (path, options) => (used = new Database(path, options));
    const store = openWithLease({ connect });
    commit(store, creation(jobRow('j1')));
    const pages = Number(used?.pragma('page_count', { simple: true }));
    used?.pragma(`max_page_count = ${pages + 2}`);
    const large = unit({ parts: [part(jobRow('j1', { seq: 2 }), [variable('a', `"${'x'.repeat(100_000)}"`)])] });
    const group = [creation(jobRow('j2')), large];
    for (let attempt = 0; attempt < 2; attempt++) {
      const { message, retryable } = unusable(() => store.commit(group));
      expect(message).toContain(`${file} cannot grow`);
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
      const store = openWithLease({ connect });
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
    const store = openWithLease({ connect });
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
      expect(message).toContain(file);
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
      renameSync(dir, `${dir}-moved`);
      throw failure('SQLITE_IOERR_FSYNC');
    });
    const store = openWithLease({ connect });
    armed = true;
    const { message, retryable } = unusable(() => store.commit([creation(jobRow('j1'))]));
    expect(message).toContain('could not be read whether');
    expect(retryable).toBe(false);
  });

  it('writes nothing of a group when the lease went while it waited', () => {
    const store = openWithLease();
    commit(store, creation(jobRow('j1'), [token('t')]));
    openWithLease();
    const group = [creation(jobRow('j2')), unit({ parts: [part(jobRow('j1', { seq: 2 }))] })];
    expect(() => store.commit(group)).toThrow(Fenced);
    tamper((database) => {
      expect(database.prepare('SELECT id, seq FROM job').all()).toEqual([{ id: 'j1', seq: 1 }]);
      expect(database.prepare('SELECT count(*) AS n FROM checkpoint').get()).toEqual({ n: 1 });
    });
  });

  it('calls the middle of a unit inside the transaction, after some of its changes', () => {
    let used: Database.Database | undefined;
    const connect: Connect = (path, options) => (used = new Database(path, options));
    const store = openWithLease({ connect });
    const seen: unknown[] = [];
    const midway = () => {
      const job = used?.prepare("SELECT seq FROM job WHERE id = 'j1'").get();
      const tokens = used?.prepare('SELECT count(*) AS n FROM token').get();
      seen.push(
        used?.inTransaction,
        job,
        tokens,
        tamper((other) => other.prepare('SELECT id FROM job').all()),
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
    const store = openWithLease();
    const broken = creation(jobRow('j2', { now: undefined as unknown as number }));
    const results = store.commit([creation(jobRow('j1')), broken, creation(jobRow('j3'))]);
    expect(results.map((result) => result.ok)).toEqual([true, false, true]);
    expect(reasonOf(results[1])).not.toBe('');
    expect(store.jobs({}, { limit: 9 }).map((job) => job.id)).toEqual(['j3', 'j1']);
  });
});

describe('history in the file', () => {
  const grow = (store: Store, from: number, to: number, size = 10) => {
    for (let seq = from; seq <= to; seq++) {
      const next = part(jobRow('j1', { seq }), [variable('n', `"${String(seq).padEnd(size, 'x')}"`)]);
      commit(store, unit({ parts: [next], created: seq === 1 ? ['j1'] : [] }));
    }
  };
  const bases = () =>
    tamper((database) =>
      database.prepare('SELECT seq FROM history WHERE base = 1 ORDER BY seq').pluck().all(),
    ) as number[];

  it('has a base every 100 rows at most', () => {
    const store = openWithLease();
    const many = Array.from({ length: 2000 }, (_, index) => variable(`v${index}`, '"some value"'));
    commit(store, unit({ parts: [part(jobRow('j1'), many)], created: ['j1'] }));
    grow(store, 2, 250);
    expect(bases()).toEqual([1, 101, 201]);
    expect(store.stateAt('j1', 200).rows).toHaveLength(2001);
  });

  it('has a base when the deltas outweigh the last one, so that all bases together stay as small as all deltas', () => {
    const store = openWithLease();
    grow(store, 1, 60, 1000);
    const found = bases();
    expect(found.length).toBeGreaterThan(3);
    const sizes = tamper((database) =>
      database.prepare('SELECT base, sum(length(payload)) AS size FROM history GROUP BY base ORDER BY base').all(),
    ) as { base: number; size: number }[];
    expect(sizes[1]?.size).toBeLessThan(sizes[0]?.size ?? 0);
  });

  it('deflates what is large', () => {
    const store = openWithLease();
    grow(store, 1, 1, 100_000);
    const sizes = tamper((database) => database.prepare('SELECT length(payload) FROM history').pluck().all());
    expect(sizes).toEqual([expect.any(Number)]);
    expect(Number(sizes[0])).toBeLessThan(2000);
    expect(store.stateAt('j1', 1).rows).toEqual(store.latest('j1')?.rows);
  });

  it.each([
    ['a flipped byte in a delta', "UPDATE history SET payload = replace(payload, 'active', 'actIve') WHERE seq = 3"],
    ['a flipped byte in a base', "UPDATE history SET payload = replace(payload, 'active', 'actIve') WHERE seq = 1"],
    [
      'the row of another checkpoint',
      'UPDATE history SET (payload, checksum) = (SELECT payload, checksum FROM history WHERE seq = 2) WHERE seq = 3',
    ],
    ['a delta that is called a base', 'UPDATE history SET base = 1 WHERE seq = 3'],
    ['a base that is called a delta', 'UPDATE history SET base = 0 WHERE seq = 1'],
    ['a lost row', 'DELETE FROM history WHERE seq = 2'],
    ['rows in a circle', 'UPDATE history SET previous = number WHERE seq = 2'],
  ])('refuses %s, naming job and checkpoint', (_what, sql) => {
    const store = openWithLease();
    grow(store, 1, 4);
    tamper((database) => expect(database.prepare(sql).run().changes).toBe(1));
    expect(() => store.stateAt('j1', 3)).toThrow(HistoryDamaged);
    expect(() => store.stateAt('j1', 3)).toThrow(/job j1.*checkpoint 3/);
    expect(store.latest('j1')?.job.seq).toBe(4);
  });

  it('finds every single flipped byte', () => {
    const store = openWithLease();
    grow(store, 1, 1, 5000);
    const payload = tamper((database) => database.prepare('SELECT payload FROM history').pluck().get()) as Buffer;
    expect(payload).toBeInstanceOf(Buffer);
    tamper((database) => {
      const write = database.prepare('UPDATE history SET payload = ?');
      for (let index = 0; index < payload.length; index++) {
        const damaged = Buffer.from(payload);
        damaged[index] = (damaged[index] ?? 0) ^ 1;
        write.run(damaged);
        expect(() => store.stateAt('j1', 1)).toThrow(HistoryDamaged);
      }
      write.run(payload);
    });
    expect(store.stateAt('j1', 1).job.seq).toBe(1);
  });

  it('a base is rewritten before what stands on it is trimmed: each small step leaves a history that can be read', () => {
    const store = openWithLease();
    grow(store, 1, 900);
    let calls = 0;
    for (let more = true; more; calls++) {
      more = store.tidy(0, { last: 10 });
      const oldest = store.checkpoints('j1', { limit: 1 })[0]?.seq ?? 0;
      expect(store.stateAt('j1', oldest).rows).toEqual([variable('n', `"${String(oldest).padEnd(10, 'x')}"`)]);
      expect(() => store.stateAt('j1', oldest - 1)).toThrow(HistoryMissing);
    }
    expect(calls).toBeGreaterThan(3);
    expect(tamper((database) => database.prepare('SELECT count(*) FROM history').pluck().get())).toBe(10);
    const dangling = 'SELECT count(*) FROM history WHERE previous NOT IN (SELECT number FROM history)';
    expect(tamper((database) => database.prepare(dangling).pluck().get())).toBe(0);
  });

  it('leaves nothing behind when parts without a checkpoint lie between', () => {
    const store = openWithLease();
    grow(store, 1, 5);
    commit(
      store,
      unit({ parts: [part(jobRow('j1', { seq: 5, incarnation: 2 }), [token('t')], { checkpoint: null })] }),
    );
    grow(store, 6, 8);
    tidyUp(store, 0, { last: 2 });
    expect(store.stateAt('j1', 7).rows).toContainEqual(token('t'));
    expect(tamper((database) => database.prepare('SELECT count(*) FROM history').pluck().get())).toBe(2);
    tidyUp(store, 0, 'none');
    expect(tamper((database) => database.prepare('SELECT count(*) FROM history').pluck().get())).toBe(0);
  });

  it('leaves a damaged history alone, and tidies the others', () => {
    const store = openWithLease();
    grow(store, 1, 6);
    for (let seq = 1; seq <= 6; seq++) {
      commit(store, unit({ parts: [part(jobRow('j2', { seq }))], created: seq === 1 ? ['j2'] : [] }));
    }
    tamper((database) => database.exec("UPDATE history SET payload = 'x' WHERE job_key = 1 AND seq = 4"));
    tidyUp(store, 0, { last: 2 });
    expect(store.checkpoints('j1', { limit: 9 })).toHaveLength(6);
    expect(store.checkpoints('j2', { limit: 9 })).toHaveLength(2);
    expect(store.stateAt('j1', 3).job.seq).toBe(3);
  });

  it('folds the log back when idle', () => {
    const store = openWithLease();
    grow(store, 1, 50);
    const size = () => readFileSync(file).length;
    const before = size();
    tidyUp(store, 0, 'all');
    expect(size()).toBe(before); // it was busy a moment ago
    tidyUp(store, 0, 'all');
    expect(size()).toBeGreaterThan(before);
    expect(existsSync(`${file}-wal`)).toBe(true);
  });
});

describe('what is asked about all jobs', () => {
  it('is answered without looking at all of them', () => {
    const seen: string[] = [];
    const connect: Connect = (path, options) => {
      const database = new Database(path, options);
      const prepare = database.prepare.bind(database);
      Object.defineProperty(database, 'prepare', {
        value: (sql: string) => {
          seen.push(sql);
          return prepare(sql);
        },
      });
      return database;
    };
    const store = openWithLease({ connect });
    commit(store, creation(jobRow('j1')));
    seen.length = 0;
    store.counts();
    store.jobs({ stands: 'held' }, { limit: 9 });
    store.checkpointFigures(null);
    const plans = tamper((database) =>
      seen
        .filter((sql) => sql.startsWith('SELECT'))
        .flatMap((sql) =>
          database
            .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
            .all(...Array.from(sql.matchAll(/\?/g), () => 1))
            .map(({ detail }) => detail),
        ),
    );
    expect(plans).toContain('SEARCH job USING INDEX job_held (held=?)');
    expect(new Set(plans.filter((detail) => /^SCAN job(?!_total)/.test(detail)))).toEqual(
      new Set(['SCAN job USING INDEX job_active']),
    );
  });

  it('passes over all who wait for the same message', () => {
    let looks = 0;
    const connect: Connect = (path, options) => {
      const database = new Database(path, options);
      database.function('substr', { varargs: true, deterministic: true }, (text, from, count) => {
        looks += 1;
        return String(text).slice(Number(from) - 1, Number(from) - 1 + Number(count));
      });
      return database;
    };
    const store = openWithLease({ connect });
    const waiting = Array.from({ length: 200 }, (_, index) =>
      subscription(`s${index}`, index < 100 ? 'a b' : 'paid', null),
    );
    commit(store, unit({ parts: [part(jobRow('j1'), waiting)], created: ['j1'] }));
    expect(store.awaitedFrom('a ')).toEqual(['a b']);
    expect(looks).toBeGreaterThan(0);
    expect(looks).toBeLessThan(10);
  });

  it('is what the jobs themselves say, whatever became of them', () => {
    const store = openWithLease();
    const statuses = ['active', 'passive', 'completed', 'failed', 'cancelled'] as const;
    for (const [index, first] of statuses.entries()) {
      for (const [other, second] of statuses.entries()) {
        const id = `${index}-${other}`;
        commit(store, creation(jobRow(id, { status: first })));
        commit(store, unit({ parts: [part(jobRow(id, { seq: 2, status: second, incarnation: 3 + other }))] }));
        if (other === index)
          commit(store, unit({ parts: [part(jobRow(id, { seq: 3, status: second, incarnation: 9 }))] }));
      }
    }
    const really = tamper((database) => ({
      counts: Object.fromEntries(
        database.prepare<[], [string, number]>('SELECT status, count(*) FROM job GROUP BY status').raw().all(),
      ),
      sums: database.prepare('SELECT sum(seq) AS completed, sum(incarnation - 1) AS restored FROM job').get(),
    }));
    expect(store.counts()).toEqual(really.counts);
    expect(store.checkpointFigures(null)).toMatchObject(really.sums as object);
  });

  it('is summed up once where an engine before did not keep it', () => {
    mkdirSync(dir);
    tamper((database) => {
      for (const step of migrations.slice(0, -1)) database.exec(step);
      database.pragma(`application_id = ${APPLICATION_ID}`);
      database.pragma(`user_version = ${STORE_VERSION - 1}`);
      const insert = database.prepare(
        `INSERT INTO job (id, ext_id, lineage, definition_key, definition_version, status, held, seq, incarnation, clock, now,
          started_at, base_bytes, delta_bytes, deltas, data) VALUES (?, ?, '', 'p', 1, ?, 0, 5, 2, 'wall', 0, 0, 0, 0, 0, '{}')`,
      );
      insert.run('a', 'a', 'passive');
      insert.run('b', 'b', 'active');
    });
    const store = open();
    expect(store.counts()).toEqual({ active: 1, passive: 1, completed: 0, failed: 0, cancelled: 0 });
    expect(store.checkpointFigures(null)).toMatchObject({ completed: 10, restored: 2 });
  });
});
