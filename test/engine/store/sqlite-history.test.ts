import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HistoryDamaged, HistoryMissing, type Store } from '../../../engine/store/store.ts';
import { commit, jobRow, part, tidyUp, token, unit, variable } from './samples.ts';
import { StoreOnDisk } from './store-on-disk.ts';

const disk = new StoreOnDisk();

describe('history in the file', () => {
  const grow = (store: Store, from: number, to: number, size = 10) => {
    for (let seq = from; seq <= to; seq++) {
      const next = part(jobRow('j1', { seq }), [variable('n', `"${String(seq).padEnd(size, 'x')}"`)]);
      commit(store, unit({ parts: [next], created: seq === 1 ? ['j1'] : [] }));
    }
  };
  const bases = () =>
    disk.tamper((database) =>
      database.prepare('SELECT seq FROM history WHERE base = 1 ORDER BY seq').pluck().all(),
    ) as number[];

  it('has a base every 100 rows at most', () => {
    const store = disk.openWithLease();
    const many = Array.from({ length: 2000 }, (_, index) => variable(`v${index}`, '"some value"'));
    commit(store, unit({ parts: [part(jobRow('j1'), many)], created: ['j1'] }));
    grow(store, 2, 250);
    expect(bases()).toEqual([1, 101, 201]);
    expect(store.stateAt('j1', 200).rows).toHaveLength(2001);
  });

  it('has a base when the deltas outweigh the last one, so that all bases together stay as small as all deltas', () => {
    const store = disk.openWithLease();
    grow(store, 1, 60, 1000);
    const found = bases();
    expect(found.length).toBeGreaterThan(3);
    const sizes = disk.tamper((database) =>
      database.prepare('SELECT base, sum(length(payload)) AS size FROM history GROUP BY base ORDER BY base').all(),
    ) as { base: number; size: number }[];
    expect(sizes[1]?.size).toBeLessThan(sizes[0]?.size ?? 0);
  });

  it('deflates what is large', () => {
    const store = disk.openWithLease();
    grow(store, 1, 1, 100_000);
    const sizes = disk.tamper((database) => database.prepare('SELECT length(payload) FROM history').pluck().all());
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
    const store = disk.openWithLease();
    grow(store, 1, 4);
    disk.tamper((database) => expect(database.prepare(sql).run().changes).toBe(1));
    expect(() => store.stateAt('j1', 3)).toThrow(HistoryDamaged);
    expect(() => store.stateAt('j1', 3)).toThrow(/job j1.*checkpoint 3/);
    expect(store.latest('j1')?.job.seq).toBe(4);
  });

  it('finds every single flipped byte', () => {
    const store = disk.openWithLease();
    grow(store, 1, 1, 5000);
    const payload = disk.tamper((database) => database.prepare('SELECT payload FROM history').pluck().get()) as Buffer;
    expect(payload).toBeInstanceOf(Buffer);
    disk.tamper((database) => {
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
    const store = disk.openWithLease();
    grow(store, 1, 900);
    let calls = 0;
    for (let more = true; more; calls++) {
      more = store.tidy(0, { last: 10 });
      const oldest = store.checkpoints('j1', { limit: 1 })[0]?.seq ?? 0;
      expect(store.stateAt('j1', oldest).rows).toEqual([variable('n', `"${String(oldest).padEnd(10, 'x')}"`)]);
      expect(() => store.stateAt('j1', oldest - 1)).toThrow(HistoryMissing);
    }
    expect(calls).toBeGreaterThan(3);
    expect(disk.tamper((database) => database.prepare('SELECT count(*) FROM history').pluck().get())).toBe(10);
    const dangling = 'SELECT count(*) FROM history WHERE previous NOT IN (SELECT number FROM history)';
    expect(disk.tamper((database) => database.prepare(dangling).pluck().get())).toBe(0);
  });

  it('leaves nothing behind when parts without a checkpoint lie between', () => {
    const store = disk.openWithLease();
    grow(store, 1, 5);
    commit(
      store,
      unit({ parts: [part(jobRow('j1', { seq: 5, incarnation: 2 }), [token('t')], { checkpoint: null })] }),
    );
    grow(store, 6, 8);
    tidyUp(store, 0, { last: 2 });
    expect(store.stateAt('j1', 7).rows).toContainEqual(token('t'));
    expect(disk.tamper((database) => database.prepare('SELECT count(*) FROM history').pluck().get())).toBe(2);
    tidyUp(store, 0, 'none');
    expect(disk.tamper((database) => database.prepare('SELECT count(*) FROM history').pluck().get())).toBe(0);
  });

  it('leaves a damaged history alone, and tidies the others', () => {
    const store = disk.openWithLease();
    grow(store, 1, 6);
    for (let seq = 1; seq <= 6; seq++) {
      commit(store, unit({ parts: [part(jobRow('j2', { seq }))], created: seq === 1 ? ['j2'] : [] }));
    }
    disk.tamper((database) => database.exec("UPDATE history SET payload = 'x' WHERE job_key = 1 AND seq = 4"));
    tidyUp(store, 0, { last: 2 });
    expect(store.checkpoints('j1', { limit: 9 })).toHaveLength(6);
    expect(store.checkpoints('j2', { limit: 9 })).toHaveLength(2);
    expect(store.stateAt('j1', 3).job.seq).toBe(3);
  });

  it('folds the log back when idle', () => {
    const store = disk.openWithLease();
    grow(store, 1, 50);
    const size = () => readFileSync(disk.file).length;
    const before = size();
    tidyUp(store, 0, 'all');
    expect(size()).toBe(before); // it was busy a moment ago
    tidyUp(store, 0, 'all');
    expect(size()).toBeGreaterThan(before);
    expect(existsSync(`${disk.file}-wal`)).toBe(true);
  });
});
