/** Checkpoint-semantics, section 8: savepoints. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineAnswer, SavepointsTaken } from '../../../engine/protocol/requests.ts';
import { readSavepoint } from '../../../engine/savepoints/savepoint.ts';
import {
  call,
  file,
  line,
  message,
  parallel,
  pause,
  processOf,
  receive,
  script,
  service,
  user,
} from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

type Options = { job?: string; cancel?: boolean; graceMs?: number; target?: string };

function ask(options: Options = {}, id?: string): Promise<EngineAnswer> {
  return rig.ask({ kind: 'savepoint', ...options }, id);
}

async function take(options: Options = {}, id?: string): Promise<SavepointsTaken> {
  const answer = await ask(options, id);
  if (!answer.ok || answer.taken === undefined) throw new Error(JSON.stringify(answer));
  return answer.taken;
}

/** Until the job starts no new work. */
function calmed(job: string): Promise<void> {
  return rig.until(() => {
    const running = rig.engine.cache.job(job);
    return running !== undefined && !rig.engine.stills.mayWork(running);
  });
}

async function waiting(): Promise<string> {
  rig = await Rig.start();
  await rig.deploy(file(line('p', [user('u'), user('v')])));
  return rig.startJob('p', { variables: { x: 1 } });
}

/** What rows hold, whatever the order of the names in them. */
function read(rows: readonly { entity: string; id: string; data: string | null }[]): unknown[] {
  return rows.map(({ entity, id, data }) => [entity, id, JSON.parse(data ?? 'null') as unknown]);
}

describe('a savepoint', () => {
  it('captured at once, like a checkpoint, of a job that goes on', async () => {
    const job = await waiting();
    const { savepoints, failed } = await take({ job });
    expect(failed).toEqual([]);
    expect(savepoints).toEqual([
      {
        job,
        name: 'p',
        savepoint: savepoints[0]?.savepoint,
        location: path.join(rig.folder, 'savepoints', 'p', `savepoint-${savepoints[0]?.savepoint ?? ''}`),
        seq: 2,
        cancelled: false,
      },
    ]);
    expect(rig.store.latestCheckpoint(job)).toMatchObject({ seq: 2, kind: 'savepoint', reasons: ['requested'] });
    const saved = await readSavepoint(savepoints[0]?.location ?? '');
    const { job: row, rows } = rig.store.stateAt(job, 2);
    expect(saved.jobs.map((each) => each.job)).toEqual([row]);
    expect(read(saved.jobs[0]?.rows ?? [])).toEqual(read(rows));
    expect(await rig.complete(job, 'u')).toEqual({ ok: true, job });
    expect(rig.store.savepoints({ job }, 9)).toMatchObject([{ seq: 2, job, bytes: expect.any(Number) as number }]);
  });

  it('holds the whole tree of called jobs and every definition version it needs', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q')]), line('q', [call('d', 'r')]), line('r', [user('u')])));
    const job = await rig.startJob('p');
    await rig.deploy(file(line('r', [user('other')])));
    const { savepoints } = await take();
    expect(savepoints.map((each) => each.job)).toEqual([job]);
    const saved = await readSavepoint(savepoints[0]?.location ?? '');
    expect(saved.manifest.jobs.map(({ definition }) => definition)).toEqual([
      { key: 'p', version: 1 },
      { key: 'q', version: 1 },
      { key: 'r', version: 1 },
    ]);
    expect(saved.definitions.map(({ key, version }) => [key, version])).toEqual([
      ['p', 1],
      ['q', 1],
      ['r', 1],
    ]);
    const kinds = saved.manifest.jobs.map(({ id }) => rig.store.latestCheckpoint(id)?.kind);
    expect(kinds).toEqual(['savepoint', 'savepoint', 'savepoint']);
  });

  it('waits for a called job that is on its way back to its caller', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q'), user('after')]), line('q', [service('s')])));
    const work = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => work.length === 1);
    work[0]?.end(done());
    const { savepoints } = await take({ job });
    const saved = await readSavepoint(savepoints[0]?.location ?? '');
    expect([1, 2]).toContain(saved.jobs.length);
    await rig.until(() => rig.places(job)[0] === 'after waiting');
  });

  it('the manifest lists running tasks (will run again)', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    const work = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => work.length === 1);
    const { savepoints } = await take({ job });
    const saved = await readSavepoint(savepoints[0]?.location ?? '');
    const { instance, attempt } = work[0]?.work ?? {};
    expect(saved.willRunAgain).toEqual([{ job, element: 's', instance, attempt, kind: 'external' }]);
    work[0]?.end(done());
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
    expect(rig.began).toEqual(['s']);
  });

  it('one job or all running ones, optionally cancelled when safe: the ended and the called ones are left out', async () => {
    const job = await waiting();
    const ended = await rig.startJob('p');
    await rig.ask({ kind: 'cancel', job: ended });
    const other = await rig.startJob('p');
    expect((await take()).savepoints.map((each) => each.job)).toEqual([job, other].toSorted());
  });

  it("the answer lists each job's savepoint id and location, and names the jobs that failed with the reason; one failure does not stop the others", async () => {
    const job = await waiting();
    await rig.deploy(file(line('q', [user('w')])));
    const other = await rig.startJob('q');
    mkdirSync(path.join(rig.folder, 'savepoints'), { recursive: true });
    writeFileSync(path.join(rig.folder, 'savepoints', 'p'), 'no folder');
    const { savepoints, failed } = await take({ cancel: true });
    expect(savepoints.map((each) => each.job)).toEqual([other]);
    expect(failed).toMatchObject([{ job, name: 'p', reason: expect.stringMatching(/EEXIST|ENOTDIR/) as string }]);
    expect(rig.store.failures(job, 9)).toMatchObject([{ kind: 'savepoint' }]);
    expect(rig.job(other).status).toBe('cancelled');
    // The job goes on.
    expect(await rig.complete(job, 'u')).toEqual({ ok: true, job });
  });

  it('of an unknown, an ended or a called job is refused', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q')]), line('q', [user('u')])));
    const job = await rig.startJob('p');
    const called = rig.children(job)[0]?.id ?? '';
    expect(await ask({ job: 'nobody' })).toMatchObject({ ok: false, code: 'unknown' });
    expect(await ask({ job: called })).toMatchObject({ ok: false, message: expect.stringContaining(job) as string });
    await rig.ask({ kind: 'cancel', job });
    expect(await ask({ job })).toMatchObject({
      ok: false,
      message: `job ${job} is cancelled: there is nothing to save`,
    });
  });

  it('goes to a target inside the savepoint folder only', async () => {
    const job = await waiting();
    const { savepoints } = await take({ job, target: 'nightly' });
    expect(savepoints[0]?.location).toContain(path.join('savepoints', 'nightly', 'p', 'savepoint-'));
    expect(await ask({ job, target: '../elsewhere' })).toMatchObject({ ok: false, code: 'bad-request' });
    expect(existsSync(path.join(rig.folder, 'elsewhere'))).toBe(false);
  });

  it('asked for again under the same id gives the same answer', async () => {
    const job = await waiting();
    const first = await ask({ job }, 'savepoint:mine');
    expect(await ask({ job }, 'savepoint:mine')).toEqual(first);
    expect(rig.store.savepoints({}, 9)).toHaveLength(1);
  });

  it('never trimmed by retention', async () => {
    rig = await Rig.start({ more: { history: { keep: { last: 1 } } } });
    await rig.deploy(file(line('p', [user('u'), user('v'), user('w')])));
    const job = await rig.startJob('p');
    const { savepoints } = await take({ job });
    for (const element of ['u', 'v']) await rig.complete(job, element);
    await rig.pass(1000);
    expect(() => rig.store.stateAt(job, 2)).toThrow('not in the history');
    expect((await readSavepoint(savepoints[0]?.location ?? '')).manifest.job.seq).toBe(2);
  });
});

describe('a savepoint with cancel', () => {
  it('with cancel: from the request on the job starts no new work, running tasks get a grace (10 s by default), then capture, durable savepoint, cancel', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s'), service('next')])));
    const work = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => work.length === 1);
    const id = rig.accept({ kind: 'savepoint', job, cancel: true, graceMs: 5000 });
    rig.look();
    await calmed(job);
    expect(rig.answerTo(id)).toBeNull();
    work[0]?.end(done({ fromS: 1 }));
    const answer = await rig.answered(id);
    expect(rig.began).toEqual(['s']);
    expect(rig.job(job).status).toBe('cancelled');
    const saved = await readSavepoint((answer.ok && answer.taken?.savepoints[0]?.location) || '');
    expect(saved.willRunAgain.map(({ element }) => element)).toEqual(['next']);
    expect(saved.jobs[0]?.rows.some(({ id: row }) => row.includes('fromS'))).toBe(true);
  });

  it('captures when the grace is over, and the outcome that comes later is dropped', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    const work = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => work.length === 1);
    const id = rig.accept({ kind: 'savepoint', job, cancel: true, graceMs: 5000 });
    rig.look();
    await calmed(job);
    rig.clock.advance(5000);
    const answer = await rig.answered(id);
    expect(rig.job(job).status).toBe('cancelled');
    const saved = await readSavepoint((answer.ok && answer.taken?.savepoints[0]?.location) || '');
    expect(saved.willRunAgain.map(({ element }) => element)).toEqual(['s']);
    work[0]?.end(done());
    await rig.idle();
    expect(rig.job(job).status).toBe('cancelled');
  });

  it('takes in nothing between its capture and its end: what comes then is too late', async () => {
    const job = await waiting();
    const asked: Promise<EngineAnswer>[] = [];
    rig.watch.about = (units) => {
      const captures = units.some(({ parts }) => parts.some(({ checkpoint }) => checkpoint?.kind === 'savepoint'));
      if (captures && asked.length === 0) asked.push(rig.complete(job, 'u'));
    };
    await take({ job, cancel: true });
    expect(asked).toHaveLength(1);
    expect(await asked[0]).toMatchObject({ ok: false });
    expect(rig.job(job).status).toBe('cancelled');
    await rig.idle();
    expect(rig.engine.cache.size).toBe(0);
  });

  it('cancels the whole tree', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        processOf('p', parallel([call('c', 'q')], [receive('r', 'm')])),
        line('q', [pause('t', 'PT1H')]),
        message('m'),
      ),
    );
    const job = await rig.startJob('p');
    const [called] = rig.children(job);
    await take({ cancel: true });
    expect([job, called?.id ?? ''].map((id) => rig.job(id).status)).toEqual(['cancelled', 'cancelled']);
  });

  it('that an engine died over is taken up again, and repeats nothing that was recorded', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u')])));
    const jobs = [await rig.startJob('p'), await rig.startJob('p')];
    let count = 0;
    rig.killed = () => {
      count += 1;
    };
    for (let at = 1; at < 8; at += 1) {
      const id = rig.accept({ kind: 'savepoint', cancel: at === 7 }, `savepoint:${at}`);
      rig.watch.dies = { at: rig.watch.tried + at, when: at % 2 === 0 ? 'after' : 'before' };
      rig.look();
      await rig.until(() => rig.broken.length > 0 || rig.answerTo(id) !== null);
      await rig.restart();
      const answer = await rig.answered(id);
      const taken = (answer.ok && answer.taken?.savepoints) || [];
      expect(taken.map(({ job }) => job)).toEqual(jobs.toSorted());
      for (const { location } of taken) await readSavepoint(location);
      expect(rig.store.savepoints({ request: id }, 9)).toHaveLength(2);
    }
    expect(count).toBe(0);
    expect(jobs.map((id) => rig.job(id).status)).toEqual(['cancelled', 'cancelled']);
  });
});

describe('claimed', () => {
  it("claim hands it to the store, which deletes it after the restored job's first own savepoint, and not before", async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [script('n', '1'), user('u')])));
    const job = await rig.startJob('p');
    await rig.until(() => rig.places(job)[0] === 'u waiting');
    const [first] = (await take({ job, cancel: true })).savepoints;
    const answer = await rig.ask({ kind: 'restore', path: first?.location ?? '', mode: 'claim' });
    const restored = (answer.ok && answer.job) || '';
    await rig.restart();
    expect(existsSync(first?.location ?? '')).toBe(true);
    const [second] = (await take({ job: restored })).savepoints;
    expect(existsSync(first?.location ?? '')).toBe(false);
    expect(existsSync(second?.location ?? '')).toBe(true);
    expect(rig.store.restores({ job: restored }, 1)).toMatchObject([{ mode: 'deleted' }]);
  });

  it('and not deleted when its engine died, it is deleted by the next one', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u')])));
    const job = await rig.startJob('p');
    const [first] = (await take({ job, cancel: true })).savepoints;
    const answer = await rig.ask({ kind: 'restore', path: first?.location ?? '', mode: 'claim' });
    const restored = (answer.ok && answer.job) || '';
    const id = rig.accept({ kind: 'savepoint', job: restored });
    // Its capture, its record, and then the record of the deletion.
    rig.watch.dies = { at: rig.watch.tried + 3, when: 'before' };
    rig.look();
    await rig.until(() => rig.broken.length > 0);
    expect(rig.store.restores({ job: restored }, 1)).toMatchObject([{ mode: 'claim' }]);
    await rig.restart();
    expect(rig.store.restores({ job: restored }, 1)).toMatchObject([{ mode: 'deleted' }]);
    expect(existsSync(first?.location ?? '')).toBe(false);
    await rig.answered(id);
  });
});

describe('a claimed savepoint that is not where it was', () => {
  /** Restored from with claim; then the place is what `change` makes of it, and the restored job is saved. */
  async function claimed(change: (location: string) => void, moved = false): Promise<{ at: string; mode: unknown }> {
    const job = await waiting();
    const [first] = (await take({ job, cancel: true })).savepoints;
    const long = path.join(rig.folder, 's'.repeat(254));
    const at = moved ? long : (first?.location ?? '');
    if (moved) renameSync(first?.location ?? '', long);
    const answer = await rig.ask({ kind: 'restore', path: at, mode: 'claim' });
    const restored = (answer.ok && answer.job) || '';
    change(at);
    expect((await take({ job: restored })).savepoints).toHaveLength(1);
    return { at, mode: rig.store.restores({ job: restored }, 1)[0]?.mode };
  }

  it('what lies in its place is not deleted', async () => {
    const { at, mode } = await claimed((location) => {
      rmSync(location, { recursive: true });
      mkdirSync(location);
      writeFileSync(path.join(location, 'thesis.txt'), 'years of work');
    });
    expect(readFileSync(path.join(at, 'thesis.txt'), 'utf8')).toBe('years of work');
    expect(mode).toBe('deleted');
  });

  it('one that the system does not let go stays claimed, and the engine goes on', async () => {
    // No name is left for it to be put aside under.
    const { at, mode } = await claimed(() => undefined, true);
    expect(existsSync(at)).toBe(true);
    expect(mode).toBe('claim');
    await rig.restart();
    expect(rig.broken).toEqual([]);
  });
});

describe('without claim', () => {
  it('no-claim never touches the directory', async () => {
    const job = await waiting();
    const [first] = (await take({ job, cancel: true })).savepoints;
    const location = first?.location ?? '';
    const before = await readSavepoint(location);
    const answer = await rig.ask({ kind: 'restore', path: location });
    const restored = (answer.ok && answer.job) || '';
    await take({ job: restored, cancel: true });
    expect(await readSavepoint(location)).toEqual(before);
    rmSync(location, { recursive: true });
  });
});
