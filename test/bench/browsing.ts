/** Reading the history of a job with a million checkpoints. */
import type { Benchmark } from './benchmark.ts';
import { measure, mustBe } from './measurement.ts';
import { inScratch } from './scratch.ts';
import type { CheckpointPart, CommitUnit, JobRow } from '../../engine/store/rows.ts';
import { openReader } from '../../engine/store/sqlite-reader.ts';
import { openStore } from '../../engine/store/sqlite-store.ts';

const CHECKPOINTS = Number(process.env['CAIRN_BENCH_HISTORY'] ?? 1_000_000);
const GROUP = 1000;
const PAGE = 100;
/** Places looked at in a round; the round's value is the 99th percentile. */
const LOOKS = 300;
const JOB = 'job';

function part(seq: number): CheckpointPart {
  const job: JobRow = {
    id: JOB,
    extId: JOB,
    lineage: JOB,
    definitionKey: 'bench',
    definitionVersion: 1,
    parentJob: null,
    status: 'active',
    held: false,
    seq,
    incarnation: 1,
    clock: 'wall',
    now: seq,
    messageId: null,
    startedAt: 0,
    endedAt: null,
    data: '{}',
  };
  const variable = (name: string, data: string): CheckpointPart['changes'][number] => ({
    entity: 'variable',
    id: JSON.stringify(['root', name]),
    data,
  });
  const first = Array.from({ length: 20 }, (_, index) => variable(`v${index}`, JSON.stringify('x'.repeat(50))));
  return {
    job,
    checkpoint: { seq, kind: 'explicit', reasons: ['task-after'], element: 't', at: seq, incarnation: 1, children: {} },
    changes: [
      ...(seq === 1 ? first : []),
      variable('count', String(seq)),
      { entity: 'token', id: 't', data: JSON.stringify({ node: `n${seq % 7}`, instance: `n#${seq}` }) },
    ],
    executions: [],
    ledger: [],
    capturedAt: 0,
  };
}

function fill(folder: string): void {
  const store = openStore(folder, { durability: 'process-crash' });
  store.acquireLease(
    { agent: 'bench', pid: process.pid, processStart: '', boot: '', renewedAt: 0, recorder: 'none' },
    () => 'dead',
  );
  for (let from = 1; from <= CHECKPOINTS; from += GROUP) {
    const units = Array.from({ length: Math.min(GROUP, CHECKPOINTS - from + 1) }, (_, index): CommitUnit => {
      const seq = from + index;
      return {
        parts: [part(seq)],
        created: seq === 1 ? [JOB] : [],
        messages: [],
        requests: [],
        scenarios: [],
        startTimers: [],
      };
    });
    for (const result of store.commit(units)) mustBe('the checkpoint', result.ok, true);
  }
  store.close();
}

function worst(times: readonly number[]): number {
  return times.toSorted((left, right) => left - right)[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN;
}

export const browsing: Benchmark = {
  name: 'browsing',
  title: `a history of ${CHECKPOINTS.toLocaleString('en-US')} checkpoints`,
  run: () =>
    inScratch(async (scratch) => {
      fill(scratch);
      const reader = openReader(scratch);
      let look = 0;
      const somewhere = (): number => 1 + (((look += 1) * 7919 * 104_729) % CHECKPOINTS);
      const timesOf = (read: (seq: number) => void): number =>
        worst(
          Array.from({ length: LOOKS }, () => {
            const seq = somewhere();
            const began = performance.now();
            read(seq);
            return performance.now() - began;
          }),
        );
      const values = await measure({
        page: () =>
          timesOf((from) => {
            mustBe('the page begins', reader.checkpoints(JOB, { from, limit: PAGE })[0]?.seq, from);
          }),
        state: () =>
          timesOf((seq) => {
            const { rows } = reader.stateAt(JOB, seq);
            mustBe('the count', rows.find(({ id }) => id.includes('"count"'))?.data, String(seq));
          }),
      });
      reader.close();
      const common = `one job; ${LOOKS} places all over the history a round, whose 99th percentile counts`;
      return [
        {
          unit: 'ms',
          aim: { of: 'ours', at: 'most', value: 5 },
          ours: { what: `a page of ${PAGE}`, values: values.page },
          baseline: null,
          conditions: [common],
        },
        {
          unit: 'ms',
          aim: { of: 'ours', at: 'most', value: 20 },
          ours: { what: 'the state at any of them', values: values.state },
          baseline: null,
          conditions: ['rebuilt from the base below it, every checksum on the way checked; 22 rows a state'],
        },
      ];
    }),
};
