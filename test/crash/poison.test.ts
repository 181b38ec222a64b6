/**
 * An activity that kills the engine each time is set aside after three deaths; the other jobs go on
 * (checkpoint-semantics, section 5).
 */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecordings, recorderFiles } from '../../engine/supervisor/recorder-reader.ts';
import { crashRun, type CrashRun } from './crash-run.ts';
import { historyWhole } from './promises/history-whole.ts';
import { nothingAgain } from './promises/nothing-again.ts';
import { START, StoreFolder } from './store-folder.ts';
import type { JobTale } from './tale.ts';
import { WordServer } from './word-server.ts';

const DEATHS = 3;

let folder: StoreFolder;
let server: WordServer;
let pull: () => void;
/** Calls that kill. */
let deadly: number;

beforeEach(async () => {
  deadly = Infinity;
  server = await WordServer.start((calls) => {
    if (calls > deadly) return 'antidote';
    pull();
    return null;
  });
  folder = new StoreFolder(join(import.meta.dirname, 'processes'));
  await folder.deploy('poison.bpmn', 'counting.bpmn');
});
afterEach(async () => {
  await server.stop();
  folder.remove();
});

function jobOf(run: CrashRun, definition: string): JobTale {
  const job = run.tale.jobs.find(({ row }) => row.definitionKey === definition);
  if (job === undefined) throw new Error(`there is no job of ${definition}`);
  return job;
}

function incidentsOf({ state }: JobTale): unknown[] {
  return state.filter(({ entity }) => entity === 'incident').map(({ data }) => JSON.parse(data ?? 'null') as unknown);
}

const plug = (how: () => void): void => {
  pull = how;
};

describe('poison', { timeout: 300_000 }, () => {
  it('is set aside after three deaths; other jobs complete; a retry goes on', async () => {
    folder.accept(START, {
      kind: 'start',
      definition: 'poison',
      variables: JSON.stringify({ dose: 1, url: server.url }),
    });
    folder.accept('other', {
      kind: 'start',
      definition: 'counting',
      variables: JSON.stringify({ counted: 0, limit: 30 }),
    });
    const run = await crashRun(folder, { plug, mostDeaths: 10 });
    expect(run.rested).toBe(true);
    expect(run.deaths.map(({ crash }) => crash.signal)).toEqual(Array(DEATHS).fill('SIGKILL'));
    const poisoned = jobOf(run, 'poison');
    expect(poisoned.row.status).toBe('passive');
    expect(incidentsOf(poisoned)).toMatchObject([{ element: 'swallow' }]);
    expect(poisoned.ledger.map(({ attempt, state }) => [attempt, state])).toEqual(
      [1, 2, 3].map((attempt) => [attempt, 'maybe']),
    );
    expect(jobOf(run, 'counting').row.status).toBe('completed');
    expect(new Set(server.calls.map(({ key }) => key)).size).toBe(1);
    expect(server.calls).toHaveLength(DEATHS);
    expect(nothingAgain(run)).toEqual([]);

    deadly = server.calls.length;
    folder.accept('cure', { kind: 'retry', job: poisoned.row.id });
    const cured = await crashRun(folder, { plug });
    expect(cured.deaths).toEqual([]);
    expect(jobOf(cured, 'poison').row.status).toBe('completed');
    expect(server.calls).toHaveLength(DEATHS + 1);
    expect(folder.read((reader) => historyWhole(reader, cured.tale))).toEqual([]);
  });

  it('is set aside too where it kills after its work, before anything of it is saved', async () => {
    folder.accept(START, {
      kind: 'start',
      definition: 'counting',
      variables: JSON.stringify({ counted: 0, limit: 3 }),
    });
    const run = await crashRun(folder, {
      crashPoints: Array.from({ length: 6 }, () => ({ element: 'count', point: 'after-effect' as const, visit: 1 })),
    });
    expect(run.rested).toBe(true);
    expect(run.deaths).toHaveLength(DEATHS);
    expect(incidentsOf(jobOf(run, 'counting'))).toMatchObject([{ element: 'count' }]);
  });

  it('is no poison what only happened to run: two deaths, and it completes', async () => {
    deadly = DEATHS - 1;
    folder.accept(START, {
      kind: 'start',
      definition: 'poison',
      variables: JSON.stringify({ dose: 1, url: server.url }),
    });
    const run = await crashRun(folder, { plug, mostDeaths: 10 });
    const job = jobOf(run, 'poison');
    expect(job.row.status).toBe('completed');
    expect(job.ledger.map(({ attempt, state }) => [attempt, state])).toEqual([
      [1, 'maybe'],
      [2, 'maybe'],
      [3, 'happened'],
    ]);
    expect(nothingAgain(run)).toEqual([]);
  });

  it('is not what whoever kills from outside makes of work: a third death over it is spared', async () => {
    const patient = await WordServer.start(() => (recorderFiles(folder.dir).length < DEATHS ? null : 'antidote'));
    try {
      folder.accept(START, {
        kind: 'start',
        definition: 'poison',
        variables: JSON.stringify({ dose: 1, url: patient.url }),
      });
      const run = await crashRun(folder, {
        killAt: ({ kind }) =>
          kind === 'recorded' && [...readRecordings(folder.dir)].some((line) => line.e === 'work-began' && line.effect),
      });
      expect(run.deaths.length).toBeGreaterThanOrEqual(DEATHS - 1);
      const job = jobOf(run, 'poison');
      expect(incidentsOf(job)).toEqual([]);
      expect(job.row.status).toBe('completed');
    } finally {
      await patient.stop();
    }
  });
});
