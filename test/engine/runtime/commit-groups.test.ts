/** Which groups the writer's thread is given, and what becomes of those that come back. */
import { describe, expect, it } from 'vitest';
import { CommitPath } from '../../../engine/runtime/commit-path.ts';
import { openMemoryStore } from '../../../engine/store/memory-store.ts';
import type { CommitUnit } from '../../../engine/store/rows.ts';
import { StoreUnusable, type Beside, type UnitResult } from '../../../engine/store/store.ts';
import { unit } from '../store/samples.ts';
import { ManualClock } from './manual-clock.ts';

/** A store that notes what it is given, and answers when the test says so. */
class Desk {
  readonly clock = new ManualClock();
  /** Groups with the thread, by the names of their units. */
  readonly given: { readonly names: string; readonly done: (outcome: Beside) => void }[] = [];
  /** What happened, in order. */
  readonly told: string[] = [];
  full = false;
  takes = true;
  readonly #names = new Map<CommitUnit, string>();
  readonly path: CommitPath;

  constructor() {
    const store = Object.assign(openMemoryStore(), {
      commit: (units: readonly CommitUnit[]): UnitResult[] => {
        if (this.full) throw new StoreUnusable('no room', { retryable: true });
        this.told.push(`here ${this.#namesOf(units)}`);
        return units.map(() => ({ ok: true }));
      },
      commitBeside: (units: readonly CommitUnit[], done: (outcome: Beside) => void): boolean => {
        if (!this.takes) return false;
        this.told.push(`beside ${this.#namesOf(units)}`);
        this.given.push({ names: this.#namesOf(units), done });
        return true;
      },
    });
    this.path = new CommitPath(
      store,
      this.clock,
      {
        starting: () => undefined,
        answering: () => undefined,
        answered: () => undefined,
        broken: ({ message }) => this.told.push(`broken: ${message}`),
        paused: (reason) => this.told.push(reason ?? 'goes on'),
      },
      3,
    );
  }

  #namesOf(units: readonly CommitUnit[]): string {
    return units.map((each) => this.#names.get(each)).join('');
  }

  submit(names: string): void {
    for (const name of names.split('')) {
      const made = unit();
      this.#names.set(made, name);
      this.path.submit(made, ({ ok }) => this.told.push(ok ? `done ${name}` : `not ${name}`));
    }
  }

  /** The thread answers for the group that it was given first. */
  answer(outcome: Beside): void {
    this.given.shift()?.done(outcome);
  }

  /** What happened since the last call, after a turn of the event loop. */
  async news(): Promise<string[]> {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    return this.told.splice(0);
  }
}

const doneAll = (names: string): string[] => names.split('').map((name) => `done ${name}`);

describe('the commit path', () => {
  it('gives large groups to the thread, and commits small ones on the spot', async () => {
    const desk = new Desk();
    desk.submit('ab');
    expect(await desk.news()).toEqual(['here ab', ...doneAll('ab')]);
    desk.submit('cde');
    expect(await desk.news()).toEqual(['beside cde']);
    desk.answer({ kind: 'written' });
    expect(await desk.news()).toEqual(doneAll('cde'));
  });

  it('has two groups with the thread at the most, and answers none before it is written', async () => {
    const desk = new Desk();
    const news: string[] = [];
    for (const names of ['abc', 'def', 'ghi']) {
      desk.submit(names);
      news.push(...(await desk.news()));
    }
    expect(news).toEqual(['beside abc', 'beside def']);
    expect(desk.path.waiting).toBe(9);
    desk.answer({ kind: 'written' });
    expect(await desk.news()).toEqual([...doneAll('abc'), 'beside ghi']);
  });

  it('commits nothing on the spot while a group is with the thread', async () => {
    const desk = new Desk();
    desk.submit('abc');
    expect(await desk.news()).toEqual(['beside abc']);
    desk.submit('d');
    expect(await desk.news()).toEqual([]);
    desk.answer({ kind: 'written' });
    expect(await desk.news()).toEqual([...doneAll('abc'), 'here d', 'done d']);
  });

  it('commits what comes back on the spot, in order, before all else', async () => {
    const desk = new Desk();
    for (const names of ['abc', 'def', 'ghi']) {
      desk.submit(names);
      await desk.news();
    }
    desk.answer({ kind: 'returned' });
    expect(await desk.news()).toEqual([]);
    desk.answer({ kind: 'returned' });
    expect(await desk.news()).toEqual(['here abcdef', ...doneAll('abcdef')]);
    expect(await desk.news()).toEqual(['beside ghi']);
  });

  it('commits on the spot what the thread does not take', async () => {
    const desk = new Desk();
    desk.takes = false;
    desk.submit('abcd');
    expect(await desk.news()).toEqual(['here abcd', ...doneAll('abcd')]);
    desk.takes = true;
    desk.submit('efg');
    expect(await desk.news()).toEqual(['beside efg']);
  });

  it('pauses when what came back finds no room, says so, and goes on in order', async () => {
    const desk = new Desk();
    desk.submit('abc');
    await desk.news();
    desk.full = true;
    desk.answer({ kind: 'returned' });
    desk.submit('def');
    expect(await desk.news()).toEqual(['no room']);
    desk.clock.advance(100);
    expect(await desk.news()).toEqual(['no room']);
    desk.full = false;
    desk.clock.advance(200);
    expect(await desk.news()).toEqual(['here abc', 'goes on', ...doneAll('abc'), 'beside def']);
  });

  it('does what wants the store for itself between two groups', async () => {
    const desk = new Desk();
    const tidy = (): unknown => desk.told.push('tidy');
    desk.path.quietly(tidy);
    expect(await desk.news()).toEqual(['tidy']);
    desk.submit('abc');
    await desk.news();
    desk.path.quietly(tidy);
    desk.submit('def');
    expect(await desk.news()).toEqual([]);
    desk.answer({ kind: 'written' });
    expect(await desk.news()).toEqual(['tidy', ...doneAll('abc'), 'beside def']);
  });

  it('ends when nobody can say whether a group is durable', async () => {
    const desk = new Desk();
    desk.submit('abc');
    await desk.news();
    desk.answer({ kind: 'failed', error: new Error('the disk is gone') });
    desk.submit('d');
    expect(await desk.news()).toEqual(['broken: the disk is gone']);
    expect(await desk.news()).toEqual([]);
  });
});
