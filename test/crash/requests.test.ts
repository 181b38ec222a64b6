/**
 * Requests of people and programs, on the wall clock: each is accepted, its engine is killed over it, and it is asked
 * again. It gets the first answer, and what it does is done once (checkpoint-semantics, promise 1 and section 6).
 */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rootVariables } from '../../engine/application/result-view.ts';
import { decodeJob } from '../../engine/core/job-codec.ts';
import { encodeValue } from '../../engine/core/value.ts';
import { engineAnswer, type EngineAnswer, type EngineRequestInput } from '../../engine/protocol/requests.ts';
import { crashRun, type CrashRun, type CrashRunOptions } from './crash-run.ts';
import { everyEngine } from './killer.ts';
import { inLanes, LANES } from './lanes.ts';
import { durableFirst } from './promises/durable-first.ts';
import { historyWhole } from './promises/history-whole.ts';
import { ledgerComplete } from './promises/ledger-complete.ts';
import { nothingAgain } from './promises/nothing-again.ts';
import { StoreFolder } from './store-folder.ts';
import type { Tale } from './tale.ts';

type Kill = 'never' | 'in-transaction' | 'after-commit' | 'from outside';

/** A store, whoever asks something of it, and the kills that fall on every request. */
class Office {
  readonly folder = new StoreFolder(join(import.meta.dirname, 'processes'));
  readonly faults: string[] = [];
  deaths = 0;
  readonly #kill: Kill;

  constructor(kill: Kill) {
    this.#kill = kill;
  }

  /** Asks, runs until all is at rest, and asks the very same again. `at`: the element that a crash point waits for. */
  async ask(id: string, request: EngineRequestInput, at?: string): Promise<EngineAnswer> {
    this.folder.accept(id, request);
    const run = await crashRun(this.folder, this.#options(at));
    this.#judge(run);
    const first = this.#answerTo(id);
    const again = this.folder.accept(id, request).answer;
    if (again !== first) this.faults.push(`${id}: the first answer was ${first}, and the second ${again ?? 'none'}`);
    return engineAnswer.parse(JSON.parse(first));
  }

  get tale(): Tale {
    return this.#tale ?? { jobs: [], messages: [] };
  }
  #tale: Tale | null = null;

  #options(at: string | undefined): CrashRunOptions {
    if (this.#kill === 'never') return {};
    if (this.#kill === 'from outside') return { killAt: everyEngine((engine) => (engine === 0 ? 1 : Infinity)) };
    return at === undefined ? {} : { crashPoints: [{ element: at, point: this.#kill, visit: 1 }] };
  }

  #judge(run: CrashRun): void {
    this.#tale = run.tale;
    this.deaths += run.deaths.length;
    this.faults.push(
      ...(run.rested ? [] : ['did not come to rest']),
      ...durableFirst(run),
      ...nothingAgain(run),
      ...ledgerComplete(run),
      ...this.folder.read((reader) => historyWhole(reader, run.tale)),
    );
  }

  #answerTo(id: string): string {
    const answer = this.folder.read((reader) => reader.request(id)?.answer ?? null);
    if (answer === null) throw new Error(`request ${id} has no answer`);
    return answer;
  }
}

/** What must be the same whatever was killed: without ids and times. */
function gistOf(tale: Tale): unknown {
  return tale.jobs.map(({ row, state, executions }) => ({
    definition: row.definitionKey,
    status: row.status,
    messageId: row.messageId?.length === 32 ? 'of a job' : row.messageId,
    variables: encodeValue(rootVariables(decodeJob(row, state))),
    incidents: state.filter(({ entity }) => entity === 'incident').length,
    leaving: state.filter(({ entity }) => entity === 'message').length,
    completed: executions
      .filter(({ outcome }) => outcome === 'completed')
      .map(({ element }) => element)
      .toSorted(),
  }));
}

const text = (variables: Record<string, unknown>): string => JSON.stringify(variables);

function jobIn(answer: EngineAnswer): string {
  if (!answer.ok || answer.job === null) throw new Error(`no job in ${JSON.stringify(answer)}`);
  return answer.job;
}

async function dayAtTheOffice(office: Office): Promise<unknown> {
  await office.folder.deploy('paperwork.bpmn');

  const papers = {
    kind: 'message',
    name: 'papers',
    key: 'C-1',
    messageId: 'papers-1',
    variables: text({ pages: 7 }),
  } as const;
  expect(await office.ask('papers', papers)).toEqual({ ok: true, job: null, correlated: 'waiting' });
  const unwanted = { ...papers, messageId: 'papers-0', key: 'C-0', ttlMs: 0 } as const;
  expect(await office.ask('unwanted', unwanted)).toMatchObject({ ok: false, code: 'not-correlated' });
  expect(await office.ask('unwanted, again', unwanted)).toMatchObject({ ok: false, code: 'not-correlated' });

  const open = {
    kind: 'start',
    definition: 'paperwork',
    extId: 'case-1',
    variables: text({ caseId: 'C-1', broken: true }),
  } as const;
  const job = jobIn(await office.ask('open', open, 'opened'));
  expect(jobIn(await office.ask('open, again', open))).toBe(job);

  const sign = { kind: 'complete', job, element: 'sign', variables: text({ signer: 'Ada' }) } as const;
  expect(await office.ask('sign', sign, 'sign')).toEqual({ ok: true, job });
  expect(await office.ask('sign, again', sign)).toEqual({ ok: true, job });
  const otherwise = await office.ask('sign otherwise', { ...sign, variables: text({ signer: 'Bob' }) });
  expect(otherwise).toMatchObject({ ok: false, code: 'conflict' });

  // The message that waited was taken meanwhile, and the script threw.
  const stuck = office.tale.jobs[0];
  expect(stuck?.row).toMatchObject({ status: 'passive', messageId: 'papers-1' });
  expect(stuck?.state.filter(({ entity }) => entity === 'incident')).toHaveLength(1);
  expect(await office.ask('papers, again', papers)).toMatchObject({ ok: true });

  expect(await office.ask('retry', { kind: 'retry', job }, undefined)).toEqual({ ok: true, job });
  const edit = { kind: 'retry', job, element: 'file', variables: text({ broken: false }) } as const;
  expect(await office.ask('edit and retry', edit, 'file')).toEqual({ ok: true, job });
  expect(await office.ask('edit and retry, again', edit)).toMatchObject({ ok: false });

  // Two further cases: one goes all the way with a message that comes after the subscription, one is cancelled.
  const second = jobIn(
    await office.ask(
      'open 2',
      { ...open, extId: 'case-2', variables: text({ caseId: 'C-2', broken: false }) },
      'opened',
    ),
  );
  expect(await office.ask('sign 2', { ...sign, job: second }, 'sign')).toEqual({ ok: true, job: second });
  const late = { ...papers, key: 'C-2', messageId: 'papers-2' } as const;
  expect(await office.ask('papers 2', late, 'papers')).toEqual({ ok: true, job: second, correlated: 'subscription' });
  expect(await office.ask('papers 2, again', late)).toEqual({ ok: true, job: second, correlated: 'subscription' });

  const fork = { kind: 'fork', job, seq: 1, variables: text({ caseId: 'C-3' }) } as const;
  const forked = jobIn(await office.ask('fork', fork));
  expect(forked).not.toBe(job);
  expect(await office.ask('cancel', { kind: 'cancel', job: forked })).toEqual({ ok: true, job: forked });
  expect(await office.ask('cancel, again', { kind: 'cancel', job: forked })).toMatchObject({
    ok: false,
    code: 'too-late',
  });

  return gistOf(office.tale);
}

const kills: readonly Kill[] = ['never', 'in-transaction', 'after-commit', 'from outside'];

interface Day {
  readonly gist: unknown;
  readonly faults: readonly string[];
  readonly deaths: number;
}

async function dayWith(kill: Kill): Promise<Day> {
  const office = new Office(kill);
  try {
    return { gist: await dayAtTheOffice(office), faults: office.faults, deaths: office.deaths };
  } finally {
    office.folder.remove();
  }
}

describe('requests', { timeout: 600_000 }, () => {
  const days = new Map<Kill, Promise<Day>>();

  beforeAll(async () => {
    await inLanes(kills, LANES, async (kill) => {
      const day = dayWith(kill);
      days.set(kill, day);
      await day.catch(() => undefined); // the test that asks for it fails with this
    });
  }, 600_000);

  it('are kept, answered once and done once when nobody dies', async () => {
    const day = await days.get('never');
    expect(day).toMatchObject({ faults: [], deaths: 0 });
    expect(day?.gist).toMatchObject([
      { definition: 'paperwork', status: 'completed', messageId: 'papers-1' },
      { definition: 'archive', status: 'completed' },
      { definition: 'paperwork', status: 'completed', messageId: 'papers-2' },
      { definition: 'archive', status: 'completed' },
      { definition: 'paperwork', status: 'cancelled' },
    ]);
  });

  it.each(kills.slice(1))('are the same with a kill %s of each', async (kill) => {
    const day = await days.get(kill);
    expect(day?.faults).toEqual([]);
    expect(day?.deaths).toBeGreaterThan(5);
    expect(day?.gist).toEqual((await days.get('never'))?.gist);
  });
});
