/** Jobs that wait for a decision, with automatic recovery off. */
import type { RecoveryList } from '../protocol/savepoint-views.ts';
import { holderOf } from '../store/liveness.ts';
import type { JobRow } from '../store/rows.ts';
import type { StoreReader } from '../store/store.ts';
import { act } from './acts.ts';
import { browse, jobOf } from './browse.ts';
import type { Context } from './context.ts';
import { instantOf } from './plain.ts';
import { withStore } from './store-place.ts';

const most = 10_000;

/** Those that an engine found, and, while none runs, those that the next one will find. */
export function listRecoveries(context: Context): RecoveryList {
  const { automatic } = context.workspace.settings.recovery;
  return browse(context, (reader) => {
    const rows = reader.undecided();
    const known = new Set(rows.map(({ job }) => job));
    const found = automatic || holderOf(reader.lease()) !== null ? [] : activeRoots(reader, known);
    return {
      automatic,
      jobs: [
        ...rows.flatMap(({ job, since, decision }) => {
          const row = reader.job(job);
          return row === null || decision === null ? [] : [viewOf(row, decision, instantOf(since))];
        }),
        ...found.map((row) => viewOf(row, 'found', null)),
      ],
    };
  });
}

function activeRoots(reader: StoreReader, known: ReadonlySet<string>): JobRow[] {
  const roots = new Map<string, JobRow>();
  for (const active of reader.jobs({ status: 'active' }, { limit: most })) {
    let root = active;
    for (let { parentJob } = root; parentJob !== null; { parentJob } = root)
      root = reader.job(parentJob) ?? { ...root, parentJob: null };
    if (!known.has(root.id)) roots.set(root.id, root);
  }
  return [...roots.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function viewOf(row: JobRow, decision: RecoveryList['jobs'][number]['decision'], since: string | null) {
  const { id, extId, definitionKey, definitionVersion, seq, incarnation } = row;
  return {
    job: id,
    extId,
    definition: { key: definitionKey, version: definitionVersion },
    decision,
    since,
    seq,
    incarnation,
  };
}

/** Restarts, keeps or removes a job that waits. */
export function decideRecovery(
  context: Context,
  idOrExtId: string,
  decision: 'restart' | 'keep' | 'remove',
): Promise<{ job: string; decision: 'restart' | 'keep' | 'remove' }> {
  return withStore(context, 'existing', async (store) => {
    const { id: job } = jobOf(store, idOrExtId);
    await act(context, store, { kind: 'decide', job, decision }, { follow: 'engine' });
    return { job, decision };
  });
}
