/** Groups that the writer's thread is given: the same rows as by `commit`, or none at all. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommitUnit } from '../../../engine/store/rows.ts';
import { openStore } from '../../../engine/store/sqlite-store.ts';
import { StoreUnusable, type Beside, type Store } from '../../../engine/store/store.ts';
import {
  claim,
  creation,
  jobRow,
  messageRow,
  part,
  requestRow,
  subscription,
  timer,
  token,
  unit,
  variable,
} from './samples.ts';
import { temporaryFolder } from './temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
let stores: Store[];

beforeEach(() => {
  folder = temporaryFolder();
  stores = [];
});
afterEach(() => {
  for (const store of stores) store.close();
  folder.remove();
});

const fileOf = (name: string): string => join(folder.path, name, 'store.sqlite');

function open(name: string): Store {
  const store = openStore(join(folder.path, name), { durability: 'process-crash', waitMs: 50, clock: () => 0 });
  stores.push(store);
  store.acquireLease(claim, () => 'dead');
  return store;
}

/** Gives a group to the thread, once that is ready. */
async function beside(store: Store, units: readonly CommitUnit[]): Promise<Beside> {
  for (;;) {
    const { promise, resolve } = Promise.withResolvers<Beside>();
    if (store.commitBeside(units, resolve)) return promise;
    await new Promise<void>((next) => {
      setImmediate(next);
    });
  }
}

function rowsOf(name: string): Record<string, unknown[]> {
  const database = new Database(fileOf(name), { readonly: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();
  const rows = Object.fromEntries(
    tables.map((table) => [String(table), database.prepare(`SELECT * FROM ${String(table)}`).all()]),
  );
  database.close();
  return rows;
}

const long = JSON.stringify('long '.repeat(4000));
const story: readonly (readonly CommitUnit[])[] = [
  [
    creation(jobRow('a'), [token('t'), variable('v', long), timer('d', 5), subscription('s', 'paid', 'k')]),
    creation(jobRow('b'), [token('t'), variable('ä\n"', '{"$cairn":["number","-0"]}')]),
    unit({ messages: [messageRow('m')], requests: [requestRow('r')] }),
  ],
  [
    unit({
      parts: [part(jobRow('a', { seq: 2, status: 'passive' }), [token('t', null), variable('v', '2'), timer('d', 6)])],
      messages: [messageRow('m', { state: 'consumed', consumedBy: 'a' })],
      requests: [requestRow('r', { answer: '{"ok":true}' })],
    }),
    unit({ parts: [part(jobRow('b', { seq: 1, incarnation: 2 }), [], { checkpoint: null })] }),
  ],
  [unit({ parts: [part(jobRow('a', { seq: 3, status: 'completed' }), [subscription('s', 'paid', 'k', null)])] })],
];

describe('a group that the thread is given', () => {
  it('is stored as commit stores it, row by row', async () => {
    const [one, other] = [open('one'), open('other')];
    for (const units of story) {
      one.commit(units);
      expect(await beside(other, units)).toEqual({ kind: 'written' });
    }
    for (const store of stores.splice(0)) store.close();
    expect(rowsOf('other')).toEqual(rowsOf('one'));
    const again = open('other');
    expect(again.stateAt('a', 1).rows.find(({ entity }) => entity === 'variable')?.data).toBe(long);
    expect(again.stateAt('b', 1).rows.map(({ data }) => data)).toEqual(['{"id":"t"}', '{"$cairn":["number","-0"]}']);
  });

  it('goes on where commit left off, and the other way round', async () => {
    const store = open('one');
    store.commit(story[0] ?? []);
    expect(await beside(store, story[1] ?? [])).toEqual({ kind: 'written' });
    expect(store.commit(story[2] ?? [])).toEqual([{ ok: true }]);
    expect([1, 2, 3].map((seq) => store.stateAt('a', seq).job.status)).toEqual(['active', 'passive', 'completed']);
  });

  it('may follow another that is still under way', async () => {
    const store = open('one');
    await beside(store, []);
    const outcomes = await Promise.all(
      story
        .slice(0, 1)
        .concat([[creation(jobRow('c'))]])
        .map((units) => beside(store, units)),
    );
    expect(outcomes).toEqual([{ kind: 'written' }, { kind: 'written' }]);
    expect(store.jobs({}, { limit: 10 }).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  it.each([
    ['an extId is taken', [creation(jobRow('c', { extId: 'ext-a' }))]],
    [
      'a job stands elsewhere',
      [unit({ parts: [part(jobRow('a', { seq: 2 }))] }), creation(jobRow('a', { lineage: 'x' }))],
    ],
    ['a message has gone', [unit({ messages: [messageRow('m', { state: 'consumed', consumedBy: 'b' })] })]],
    ['a request has another answer', [unit({ requests: [requestRow('r', { answer: '{"ok":false}' })] })]],
  ])('comes back whole when %s, with those behind it; nothing of it is stored', async (_, units) => {
    const store = open('one');
    store.commit(story[0] ?? []);
    store.commit([
      unit({
        messages: [messageRow('m', { state: 'consumed', consumedBy: 'a' })],
        requests: [requestRow('r', { answer: '{"ok":true}' })],
      }),
    ]);
    await beside(store, []);
    const good = creation(jobRow('good'));
    const last = units.at(-1);
    // What the store's own thread sees at once is never sent.
    const sent: Beside[] = [];
    const given = store.commitBeside([good, ...units], (outcome) => sent.push(outcome));
    const behind = await beside(store, [creation(jobRow('behind'))]);
    expect(behind).toEqual({ kind: given ? 'returned' : 'written' });
    expect(sent).toEqual(given ? [{ kind: 'returned' }] : []);
    expect(store.job('good')).toBeNull();
    const results = store.commit([good, ...units]);
    expect(results[0]).toEqual({ ok: true });
    expect(last === undefined ? true : results.at(-1)?.ok).toBe(false);
    expect(await beside(store, [creation(jobRow('later'))])).toEqual({ kind: 'written' });
  });

  it('comes back when the lease is somebody else’s, and commit says so', async () => {
    const store = open('one');
    await beside(store, story[0] ?? []);
    const thief = openStore(join(folder.path, 'one'), { durability: 'process-crash' });
    stores.push(thief);
    thief.acquireLease({ ...claim, agent: 'thief' }, () => 'dead');
    expect(await beside(store, story[1] ?? [])).toEqual({ kind: 'returned' });
    expect(() => store.commit(story[1] ?? [])).toThrow('The lease of the store was taken over: epoch 2, ours is 1.');
    expect(thief.job('a')?.seq).toBe(1);
  });

  it('comes back when a stranger holds the store, and is written when that lets go', async () => {
    const store = open('one');
    await beside(store, story[0] ?? []);
    const stranger = new Database(fileOf('one'));
    stranger.exec('BEGIN IMMEDIATE');
    expect(await beside(store, story[1] ?? [])).toEqual({ kind: 'returned' });
    expect(() => store.commit(story[1] ?? [])).toThrow(StoreUnusable);
    stranger.exec('ROLLBACK');
    stranger.close();
    expect(await beside(store, story[1] ?? [])).toEqual({ kind: 'written' });
  });

  it('is not taken by a file that is gone', async () => {
    const store = open('one');
    await beside(store, story[0] ?? []);
    renameSync(fileOf('one'), `${fileOf('one')}.away`);
    await expect(beside(store, story[1] ?? [])).rejects.toThrow('was removed or replaced while it was open');
  });

  it('is finished before the store closes', async () => {
    const store = open('one');
    await beside(store, []);
    let answered = false;
    expect(
      store.commitBeside(story[0] ?? [], () => {
        answered = true;
      }),
    ).toBe(true);
    store.close();
    expect(answered).toBe(false);
    expect(open('one').job('a')?.seq).toBe(1);
  });

  it('holds nothing that statements alone cannot decide', () => {
    const store = open('one');
    const never = (): void => {
      throw new Error('it was sent');
    };
    expect(store.commitBeside([unit({ midway: () => undefined })], never)).toBe(false);
    expect(store.commitBeside([unit({ scenarios: [{ job: 'a', text: '{}' }] })], never)).toBe(false);
  });
});
