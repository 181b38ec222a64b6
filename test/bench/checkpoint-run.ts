/** Jobs whose every task is marked, through a whole engine; and the same rows by a plain loop. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Finding } from './benchmark.ts';
import { filler, markedTasks } from './diagram.ts';
import { LocalEngine, openWith, storeFile } from './local-engine.ts';
import { measure, median, mustBe, secondsOf } from './measurement.ts';
import { RowRecorder } from './recorded-rows.ts';
import { savesPerSecond } from './saving-peer.ts';
import { inScratch } from './scratch.ts';

const TASKS = 10;
/** Characters of the one variable. */
const KIB = 1024;
/** Its start, and each task's end; the last one's is the job's too. */
const CHECKPOINTS = TASKS + 1;

/** How jobs come to the engine, from the first that it is told of to the last that is completed. */
export interface Load {
  readonly jobs: number;
  /** Before the clock starts. */
  readonly prepare: (engine: LocalEngine, variables: object) => void;
  readonly run: (engine: LocalEngine, variables: object) => Promise<void>;
  /** Aim: of the raw loop's speed. */
  readonly ofRaw: number;
  /** Jobs of bpmn-engine a round, which saves its state after each task; without: it is not compared. */
  readonly theirJobs?: number;
}

const xml = markedTasks(TASKS, KIB);
const variables = { note: filler(KIB, 0) };

function count(file: string, what: string): number {
  const database = new Database(file, { readonly: true });
  const found = Number(database.prepare(`SELECT count(*) FROM ${what}`).pluck().get());
  database.close();
  return found;
}

function mustHoldAll(file: string, jobs: number): void {
  mustBe('checkpoints in the store', count(file, 'checkpoint'), jobs * CHECKPOINTS);
  mustBe('completed jobs in the store', count(file, "job WHERE status = 'completed'"), jobs);
  mustBe('histories in the store', count(file, 'history'), jobs * CHECKPOINTS);
}

/** Runs all jobs on a fresh store; answers the seconds, and how many units a transaction had on average. */
async function throughEngine(
  folder: string,
  load: Load,
  rows: RowRecorder | null,
): Promise<{ seconds: number; group: number }> {
  const store = openWith(folder, xml, rows === null ? {} : { connect: rows.connect });
  const engine = await LocalEngine.start(folder, store);
  if (rows !== null) rows.hears = 'preparation';
  load.prepare(engine, variables);
  if (rows !== null) rows.hears = 'run';
  const { commits } = engine;
  commits.groups = 0;
  commits.units = 0;
  const seconds = await secondsOf(() => load.run(engine, variables));
  const group = commits.units / commits.groups;
  if (rows !== null) rows.hears = 'nothing';
  await engine.stop();
  mustHoldAll(storeFile(folder), load.jobs);
  return { seconds, group };
}

/** The rows of an engine's run, on a store that is prepared like that engine's was. */
function throughLoop(folder: string, load: Load, rows: RowRecorder, group: number): number {
  openWith(folder, xml).close();
  const seconds = rows.replay(storeFile(folder), group);
  mustHoldAll(storeFile(folder), load.jobs);
  return seconds;
}

export function checkpointsUnder(load: Load, conditions: readonly string[]): Promise<readonly Finding[]> {
  return inScratch(async (scratch) => {
    let folders = 0;
    const fresh = (): string => {
      const folder = join(scratch, String((folders += 1)));
      mkdirSync(folder);
      return folder;
    };
    const rows = new RowRecorder();
    const recorded = await throughEngine(fresh(), load, rows);
    const groups: number[] = [];
    const checkpoints = load.jobs * CHECKPOINTS;
    const values = await measure({
      ours: async () => {
        const { seconds, group } = await throughEngine(fresh(), load, null);
        groups.push(group);
        return checkpoints / seconds;
      },
      raw: () => checkpoints / throughLoop(fresh(), load, rows, median(groups)),
      theirs: () =>
        load.theirJobs === undefined ? Number.NaN : savesPerSecond(fresh(), TASKS, load.theirJobs, variables),
    });
    const writes = rows.transactions.reduce((sum, transaction) => sum + transaction.length, 0);
    const raw: Finding = {
      unit: 'checkpoints/s',
      aim: { of: 'ratio', at: 'least', value: load.ofRaw },
      ours: { what: 'Cairn', values: values.ours },
      baseline: { what: 'raw better-sqlite3', values: values.raw },
      conditions: [
        `${load.jobs} jobs of ${CHECKPOINTS} checkpoints: ${TASKS} marked FEEL script tasks, each of which replaces a text of ${KIB} characters`,
        ...conditions,
        `units in a transaction, on average: ${median(groups).toFixed(2)}, and the same of the raw loop; where the rows were recorded: ${recorded.group.toFixed(2)}`,
        `raw: ${writes} statements, as recorded in a run of the engine before; nothing read, computed or encoded`,
      ],
    };
    if (load.theirJobs === undefined) return [raw];
    const peer: Finding = {
      unit: 'checkpoints/s',
      aim: { of: 'ratio', at: 'least', value: 40 },
      ours: { what: 'Cairn', values: values.ours },
      baseline: { what: 'bpmn-engine, saving', values: values.theirs },
      conditions: [
        `bpmn-engine: ${load.theirJobs} jobs of ${TASKS} tasks a round, one after another; after each task its state as JSON into one row, a synced transaction each`,
      ],
    };
    return [raw, peer];
  });
}
