import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Connect } from '../../../engine/store/connection.ts';
import { commit, creation, jobRow, subscription, part, unit } from './samples.ts';
import { StoreOnDisk } from './store-on-disk.ts';

const disk = new StoreOnDisk();

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
    const store = disk.openWithLease({ connect });
    commit(store, creation(jobRow('j1')));
    seen.length = 0;
    store.counts();
    store.jobs({ stands: 'held' }, { limit: 9 });
    store.checkpointFigures(null);
    const plans = disk.tamper((database) =>
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
    const store = disk.openWithLease({ connect });
    const waiting = Array.from({ length: 200 }, (_, index) =>
      subscription(`s${index}`, index < 100 ? 'a b' : 'paid', null),
    );
    commit(store, unit({ parts: [part(jobRow('j1'), waiting)], created: ['j1'] }));
    expect(store.awaitedFrom('a ')).toEqual(['a b']);
    expect(looks).toBeGreaterThan(0);
    expect(looks).toBeLessThan(10);
  });

  it('is what the jobs themselves say, whatever became of them', () => {
    const store = disk.openWithLease();
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
    const really = disk.tamper((database) => ({
      counts: Object.fromEntries(
        database.prepare<[], [string, number]>('SELECT status, count(*) FROM job GROUP BY status').raw().all(),
      ),
      sums: database.prepare('SELECT sum(seq) AS completed, sum(incarnation - 1) AS restored FROM job').get(),
    }));
    expect(store.counts()).toEqual(really.counts);
    expect(store.checkpointFigures(null)).toMatchObject(really.sums as object);
  });

  it('is summed up once where an engine before did not keep it', () => {
    disk.leave(6, (database) => {
      const insert = database.prepare(
        `INSERT INTO job (id, ext_id, lineage, definition_key, definition_version, status, held, seq, incarnation, clock, now,
          started_at, base_bytes, delta_bytes, deltas, data) VALUES (?, ?, '', 'p', 1, ?, 0, 5, 2, 'wall', 0, 0, 0, 0, 0, '{}')`,
      );
      insert.run('a', 'a', 'passive');
      insert.run('b', 'b', 'active');
    });
    const store = disk.open();
    expect(store.counts()).toEqual({ active: 1, passive: 1, completed: 0, failed: 0, cancelled: 0 });
    expect(store.checkpointFigures(null)).toMatchObject({ completed: 10, restored: 2 });
  });
});
