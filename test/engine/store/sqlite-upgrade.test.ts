import { describe, expect, it } from 'vitest';
import { commit, jobRow, part, unit } from './samples.ts';
import { StoreOnDisk } from './store-on-disk.ts';

const disk = new StoreOnDisk();

describe('a store of an earlier version', () => {
  it('keeps its variables, which are then replaced in their place', () => {
    const variable = (id: string, data: string) => ({ entity: 'variable', id, data }) as const;
    const [inner, first, second] = [
      variable('["inner","a"]', '2'),
      variable('["r","a"]', '1'),
      variable('["r","b"]', '0'),
    ];
    disk.leave(7, (database) => {
      const insertJob = database.prepare(
        `INSERT INTO job (job_key, id, ext_id, lineage, definition_key, definition_version, status, held, seq, incarnation, clock,
          now, started_at, base_bytes, delta_bytes, deltas, data)
          VALUES (7, 'a', 'a', 'a', 'p', 1, 'active', 0, 1, 1, 'wall', 0, 0, 0, 0, 0, '{}')`,
      );
      insertJob.run();
      const insert = database.prepare('INSERT INTO variable (job_key, id, data) VALUES (7, ?, ?)');
      for (const { id, data } of [second, first, inner]) insert.run(id, data);
    });
    const store = disk.openWithLease();
    expect(store.load('a')?.rows).toEqual([inner, first, second]);
    expect(store.loadAll(['a'])[0]?.rows).toEqual([inner, first, second]);
    const changed = variable(first.id, '9');
    commit(store, unit({ parts: [part(jobRow('a', { seq: 2 }), [changed])] }));
    expect(store.load('a')?.rows).toEqual([inner, changed, second]);
    expect(disk.tamper((database) => database.prepare('SELECT count(*) FROM variable').pluck().get())).toBe(3);
  });
});
