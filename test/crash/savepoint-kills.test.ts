/**
 * Savepoints and restores under fire: an engine is killed with SIGKILL at every numbered moment of them, while it takes up
 * what the one before had left of the request. A savepoint is complete or absent, a job is restored once, and the story ends the same
 * (checkpoint-semantics, section 8).
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineAnswer, type EngineAnswer, type EngineRequestInput } from '../../engine/protocol/requests.ts';
import type { CrashPoint } from '../../engine/protocol/engine-link.ts';
import { listSavepoints, savepointsOf } from '../../engine/savepoints/places.ts';
import { readSavepoint } from '../../engine/savepoints/savepoint.ts';
import { decodeJob } from '../../engine/core/job-codec.ts';
import { rootVariables } from '../../engine/application/result-view.ts';
import { crashRun } from './crash-run.ts';
import { inLanes, LANES } from './lanes.ts';
import { StoreFolder } from './store-folder.ts';

const moment = (what: 'savepoint' | 'restore', visit: number): CrashPoint => ({
  element: `(${what})`,
  point: 'after-commit',
  visit,
});

/** One job, saved, cancelled, restored and finished. */
class Story {
  readonly folder = new StoreFolder(join(import.meta.dirname, 'processes'));
  deaths = 0;
  /** What is not as it must be. */
  readonly faults: string[] = [];

  async ask(id: string, request: EngineRequestInput, crashPoints: readonly CrashPoint[] = []): Promise<EngineAnswer> {
    this.folder.accept(id, request);
    const run = await crashRun(this.folder, { crashPoints });
    this.deaths += run.deaths.length;
    const answer = this.folder.read((reader) => reader.request(id)?.answer ?? null);
    if (answer === null) throw new Error(`${id} has no answer`);
    return engineAnswer.parse(JSON.parse(answer));
  }

  /** Until it is saved and cancelled; answers where. */
  async saved(crashPoints: readonly CrashPoint[]): Promise<{ job: string; location: string }> {
    await this.folder.deploy('parcel.bpmn');
    await this.ask('start', { kind: 'start', definition: 'parcel' });
    const answer = await this.ask('save', { kind: 'savepoint', cancel: true }, crashPoints);
    const [saved, ...others] = (answer.ok && answer.taken?.savepoints) || [];
    if (saved === undefined || others.length > 0) throw new Error(JSON.stringify(answer));
    this.#mustBe('status', this.#status(saved.job), 'cancelled');
    const listed = await listSavepoints(savepointsOf(this.folder.dir));
    this.#mustBe(
      'list',
      listed.map(({ dir, problem }) => [dir, problem]),
      [[saved.location, null]],
    );
    this.#mustBe('folder', readdirSync(join(saved.location, '..')).length, 1);
    this.#mustBe('jobs', (await readSavepoint(saved.location)).jobs.length, 2);
    return saved;
  }

  /** From the savepoint to the end; answers what it came to. */
  async finished(
    { job, location }: { job: string; location: string },
    crashPoints: readonly CrashPoint[],
  ): Promise<unknown> {
    const answer = await this.ask('restore', { kind: 'restore', path: location }, crashPoints);
    const restored = (answer.ok && answer.job) || '';
    const made = this.folder.read((reader) => reader.jobByLineage(job).map(({ id }) => id));
    this.#mustBe('lineage', made, [job, restored]);
    const marks = this.folder.read((reader) => reader.restores({ job: restored }, 9));
    this.#mustBe(
      'mark',
      marks.map(({ marked }) => marked),
      [true],
    );
    const again = await this.ask('again', { kind: 'restore', path: location });
    this.#mustBe('guard', again.ok ? 'restored' : again.code, 'used');
    const called = this.folder.read((reader) => reader.children(restored)[0]?.id ?? '');
    this.folder.accept('choose', { kind: 'complete', job: called, element: 'choose', variables: '{"fee":7}' });
    await this.ask('label', { kind: 'complete', job: restored, element: 'label', variables: '{"label":1}' });
    this.#mustBe('end', this.#status(restored), 'completed');
    return this.folder.read((reader) => {
      const stored = reader.latest(restored);
      return stored === null ? null : rootVariables(decodeJob(stored.job, stored.rows));
    });
  }

  #mustBe(what: string, is: unknown, must: unknown): void {
    if (JSON.stringify(is) !== JSON.stringify(must))
      this.faults.push(`${what} is ${JSON.stringify(is)}, not ${JSON.stringify(must)}`);
  }

  #status(job: string): string | undefined {
    return this.folder.read((reader) => reader.job(job)?.status);
  }
}

async function told(saving: readonly CrashPoint[], restoring: readonly CrashPoint[]) {
  const story = new Story();
  try {
    const end = await story.finished(await story.saved(saving), restoring);
    return { end, deaths: story.deaths, faults: story.faults };
  } finally {
    story.folder.remove();
  }
}

describe('killed with SIGKILL', () => {
  const undisturbed = { end: { weight: 6, label: 1, fee: 7, price: 14 } };

  it('never, the story ends as it must', async () => {
    expect(await told([], [])).toEqual({ ...undisturbed, deaths: 0, faults: [] });
  });

  // An engine that died at one moment is followed by one that dies at the next: each takes up what the one before left.
  it('at every moment, one after the other, a savepoint is complete or absent, and a job is restored once', async () => {
    const saving = Array.from({ length: 12 }, (_, index) => moment('savepoint', index + 1));
    const restoring = Array.from({ length: 4 }, (_, index) => moment('restore', index + 1));
    const { end, deaths, faults } = await told(saving, restoring);
    expect(faults).toEqual([]);
    expect(end).toEqual(undisturbed.end);
    // The last of each is never reached.
    expect(deaths).toBe(11 + 3);
  });

  it('at some moments of a savepoint alone', async () => {
    const ends = await inLanes([2, 8, 10], LANES, (visit) => told([moment('savepoint', visit)], []));
    expect(ends).toEqual(ends.map(() => ({ end: undisturbed.end, deaths: 1, faults: [] })));
  });
});
