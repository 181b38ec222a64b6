/** A store that a test can hold back, let fail, and look into; everything else is the real one's. */
import type { AgentRow, CommitUnit } from '../../../engine/store/rows.ts';
import { StoreUnusable, type Beside, type Store, type UnitResult } from '../../../engine/store/store.ts';

export interface Watch {
  /** No room on the disk: nothing commits, until it is false again. */
  full: boolean;
  /** Why a unit alone fails; null: it does not. */
  refuse: (unit: CommitUnit) => string | null;
  /** The process dies before (or right after) this transaction, counted from 1. */
  dies: { at: number; when: 'before' | 'after' } | null;
  /** Transactions tried so far. */
  tried: number;
  /** And of those, how many the writer's thread was given. */
  beside: number;
  /** Units that are durable, in order. */
  readonly units: CommitUnit[];
  /** Called with everything that is about to commit. */
  about: (units: readonly CommitUnit[]) => void;
}

export function watch(): Watch {
  return { full: false, refuse: () => null, dies: null, tried: 0, beside: 0, units: [], about: () => undefined };
}

export class Killed extends Error {}

export function watchedStore(store: Store, watching: Watch): Store {
  const commit = (units: readonly CommitUnit[]): UnitResult[] => {
    watching.about(units);
    if (watching.full) throw new StoreUnusable('no room on the disk', { retryable: true });
    watching.tried += 1;
    const { dies } = watching;
    if (dies?.at === watching.tried && dies.when === 'before') throw new Killed('before the commit');
    const refusals = units.map((unit) => watching.refuse(unit));
    const results = store.commit(units.filter((_, index) => refusals[index] === null));
    const answers = refusals.map((reason): UnitResult =>
      reason === null ? (results.shift() as UnitResult) : { ok: false, reason },
    );
    watching.units.push(...units.filter((_, index) => answers[index]?.ok === true));
    if (dies?.at === watching.tried && dies.when === 'after') throw new Killed('after the commit');
    return answers;
  };
  /** By the thread only what nothing is to happen to. */
  const commitBeside = (units: readonly CommitUnit[], done: (outcome: Beside) => void): boolean => {
    if (watching.full || units.some((unit) => watching.refuse(unit) !== null)) return false;
    const dies = watching.dies?.at === watching.tried + 1 ? watching.dies : null;
    if (dies?.when === 'before') return false;
    const given = store.commitBeside(units, (outcome) => {
      if (outcome.kind === 'written') watching.units.push(...units);
      if (dies === null) done(outcome);
      else done({ kind: 'failed', error: new Killed('after the commit') });
    });
    if (!given) return false;
    watching.about(units);
    watching.tried += 1;
    watching.beside += 1;
    return true;
  };
  const unlessFull =
    <Given extends unknown[], Answer>(write: (...given: Given) => Answer) =>
    (...given: Given): Answer => {
      if (watching.full) throw new StoreUnusable('no room on the disk', { retryable: true });
      return write(...given);
    };
  const writes = new Map<string | symbol, unknown>([
    ['commit', commit],
    ['commitBeside', commitBeside],
    [
      'renewLease',
      unlessFull((at: number, agent?: AgentRow) => {
        store.renewLease(at, agent);
      }),
    ],
    ['tidy', unlessFull(store.tidy.bind(store))],
  ]);
  return new Proxy(store, {
    get(target, name) {
      if (writes.has(name)) return writes.get(name);
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
