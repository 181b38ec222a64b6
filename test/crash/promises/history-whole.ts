/** History has every checkpoint, rebuilds each, and ends where the latest state stands. */
import type { StateChange } from '../../../engine/store/rows.ts';
import type { StoreReader } from '../../../engine/store/store.ts';
import type { JobTale, Tale } from '../tale.ts';

export function historyWhole(reader: StoreReader, tale: Tale): string[] {
  return tale.jobs.flatMap((job) => historyOf(reader, job).map((fault) => `${job.row.definitionKey}: ${fault}`));
}

function historyOf(reader: StoreReader, { row, state, checkpoints }: JobTale): string[] {
  const gaps = checkpoints.flatMap(({ seq }, index) =>
    seq === index + 1 ? [] : [`checkpoint ${seq} in place ${index + 1}`],
  );
  if (checkpoints.length !== row.seq) gaps.push(`${checkpoints.length} checkpoints, and the latest is ${row.seq}`);
  const broken = checkpoints.flatMap(({ seq }) => {
    try {
      const rebuilt = reader.stateAt(row.id, seq);
      if (rebuilt.job.seq !== seq) return [`checkpoint ${seq} rebuilds to ${rebuilt.job.seq}`];
      return seq === row.seq && textOf(rebuilt.rows) !== textOf(state)
        ? [`checkpoint ${seq} is the newest, and is not the latest state`]
        : [];
    } catch (error) {
      return [`checkpoint ${seq} cannot be rebuilt: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
  return [...gaps, ...broken];
}

/** But for outgoing messages: that one has left is written when it has, not with a checkpoint. */
function textOf(rows: readonly StateChange[]): string {
  return rows
    .filter(({ entity }) => entity !== 'message')
    .map((row) => JSON.stringify(row, Object.keys(row).toSorted()))
    .toSorted()
    .join('\n');
}
