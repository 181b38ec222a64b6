/** A job that waits for a person, and has very many checkpoints behind it. */
import { mkdirSync } from 'node:fs';
import type { CheckpointPart, JobRow } from '../../../engine/store/rows.ts';
import { openStore } from '../../../engine/store/sqlite-store.ts';
import { userTask } from '../diagram.ts';
import { LocalEngine, openWith } from '../local-engine.ts';

const GROUP = 1000;
const REASONS = [['task-after'], ['passive'], ['wait-ended'], ['fork']] as const;

/**
 * The job itself is run by an engine; its further checkpoints, each of which changes one variable, are rows of the kind
 * that an engine writes.
 */
export async function writeLongHistory(folder: string, checkpoints: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const engine = await LocalEngine.start(folder, openWith(folder, userTask(), { durability: 'process-crash' }));
  engine.accept({ n: 0 });
  engine.look();
  await engine.until('passive', 1);
  await engine.stop();

  const store = openStore(folder, { durability: 'process-crash' });
  try {
    const holder = { agent: 'bench', pid: process.pid, processStart: '0', boot: '0', renewedAt: 0, recorder: 'none' };
    if (store.acquireLease(holder, () => 'dead') === null) throw new Error('the lease is held');
    const [job] = store.jobs({}, { limit: 1 });
    const root = store.latest(job?.id ?? '')?.rows.find(({ entity }) => entity === 'variable')?.id;
    if (job === undefined || root === undefined) throw new Error('the job or its variable is not there');
    for (let seq = job.seq + 1; seq <= checkpoints; seq += GROUP) {
      const last = Math.min(seq + GROUP - 1, checkpoints);
      const numbers = Array.from({ length: last - seq + 1 }, (_, index) => seq + index);
      const parts = numbers.map((number) => checkpointOf(job, root, number));
      for (const result of store.commit(parts.map((part) => unitOf(part))))
        if (!result.ok) throw new Error(result.reason);
    }
    store.releaseLease();
  } finally {
    store.close();
  }
}

function unitOf(part: CheckpointPart) {
  return { parts: [part], messages: [], requests: [], created: [], scenarios: [], startTimers: [] };
}

function checkpointOf(job: JobRow, variable: string, seq: number): CheckpointPart {
  const reasons = REASONS[seq % REASONS.length] ?? REASONS[0];
  const kind = reasons[0] === 'task-after' ? 'explicit' : 'implicit';
  return {
    job: { ...job, seq },
    checkpoint: {
      seq,
      kind,
      reasons: [...reasons],
      element: 't1',
      at: job.startedAt + seq,
      incarnation: 1,
      children: {},
    },
    changes: [{ entity: 'variable', id: variable, data: String(seq) }],
    executions: [],
    ledger: [],
    capturedAt: performance.now(),
  };
}
