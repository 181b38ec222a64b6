/** The store itself, its statistics and its ledger, for windows. */
import type { CheckpointStatistics } from '../../protocol/savepoint-views.ts';
import { ledgerOf } from '../ledger.ts';
import { checkpointStatistics } from '../statistics.ts';
import { backUpStore, checkStore, storeViewOf, type Pace } from '../store-care.ts';
import { CallFailed } from './call-failed.ts';
import type { Call, Handlers, Studio } from './studio-parts.ts';

const noSpread = { min: 0, max: 0, avg: 0, p99: 0 };
/** Of a store that is not there yet. */
const noStatistics: CheckpointStatistics = {
  counts: { restored: 0, total: 0, in_progress: 0, completed: 0, failed: 0 },
  summary: { state_size: noSpread, end_to_end_duration: noSpread },
  latest: { completed: null, savepoint: null, failed: null, restored: null },
  history: [],
  measured: 0,
};

export function storeCalls(
  studio: Studio,
): Pick<Handlers, 'statistics.show' | 'ledger.list' | 'store.show' | 'store.check' | 'store.backup'> {
  const { store } = studio;
  const mustBeThere = (): void => {
    if (!store.exists) throw new CallFailed('not-found', 'nothing was run in this workspace yet');
  };
  return {
    'statistics.show': ({ job, limit }) => {
      if (store.exists) return checkpointStatistics(studio.context(), job, limit);
      if (job !== null) mustBeThere();
      return noStatistics;
    },
    'ledger.list': (filter) => {
      if (store.exists) return ledgerOf(studio.context(), filter);
      if (filter.job !== null) mustBeThere();
      return { entries: [], more: false };
    },
    'store.show': () => storeViewOf(store.dir),
    'store.check': (_input, call) => {
      mustBeThere();
      return checkStore(store.dir, paceOf(call));
    },
    'store.backup': (_input, call) => {
      mustBeThere();
      return backUpStore(store.dir, studio.now(), paceOf(call));
    },
  };
}

/** Told to the window at most so often. */
const PROGRESS_EVERY_MS = 50;

function paceOf(call: Call): Pace {
  let told = -Infinity;
  const stopIfCancelled = (): void => {
    if (call.signal.aborted) throw new CallFailed('cancelled', 'cancelled');
  };
  return {
    elapsed: () => performance.now(),
    progress: (done, total, what) => {
      stopIfCancelled();
      if (performance.now() - told < PROGRESS_EVERY_MS) return;
      told = performance.now();
      call.progress({ done, total, what });
    },
    breathe: async () => {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      stopIfCancelled();
    },
  };
}
