/** The life of a job that is saved, cancelled, restored and finished, and what must hold on the way. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rootVariables } from '../../engine/application/result-view.ts';
import { decodeJob } from '../../engine/core/job-codec.ts';
import { engineAnswer, type EngineAnswer, type EngineRequestInput } from '../../engine/protocol/requests.ts';
import { listSavepoints, savepointsOf } from '../../engine/savepoints/places.ts';
import { readSavepoint } from '../../engine/savepoints/savepoint.ts';
import { crashRun, type CrashRunOptions } from './crash-run.ts';
import type { EngineHere } from './engine-here.ts';
import { StoreFolder } from './store-folder.ts';

/** Its variables at the end. */
export const STORY_END = { weight: 6, label: 1, fee: 7, price: 14 };

/** The request that saves and cancels, and its id. */
export const SAVE = ['save', { kind: 'savepoint', cancel: true }] as const;

/** The request that restores, and its id. */
export const restoreOf = (path: string) => ['restore', { kind: 'restore', path }] as const;

/** How the engine of one request is disturbed. */
export type Disturbance = Pick<CrashRunOptions, 'crashPoints' | 'entry'>;

/** One job, saved, cancelled, restored and finished. */
export class SavepointStory {
  readonly folder: StoreFolder;
  /** Engines in this process, where no kill is wanted; null: each in a process of its own. */
  readonly #here: EngineHere | null;
  deaths = 0;
  /** What is not as it must be. */
  readonly faults: string[] = [];

  constructor(
    folder: StoreFolder = new StoreFolder(join(import.meta.dirname, 'processes')),
    here: EngineHere | null = null,
  ) {
    this.folder = folder;
    this.#here = here;
  }

  async ask(id: string, request: EngineRequestInput, disturbance: Disturbance = {}): Promise<EngineAnswer> {
    this.folder.accept(id, request);
    const here = this.#here;
    if (here !== null && Object.keys(disturbance).length === 0) await here.restart(this.folder);
    else {
      const restart = here === null ? {} : { restart: (folder: StoreFolder) => here.restart(folder) };
      const run = await crashRun(this.folder, { ...disturbance, ...restart });
      this.deaths += run.deaths.length;
      for (const { crash } of run.deaths)
        if (crash.signal !== 'SIGKILL') this.faults.push(`died otherwise: ${crash.output}`);
    }
    const answer = this.folder.read((reader) => reader.request(id)?.answer ?? null);
    if (answer === null) throw new Error(`${id} has no answer`);
    return engineAnswer.parse(JSON.parse(answer));
  }

  /** It runs. */
  async begin(): Promise<void> {
    await this.folder.deploy('parcel.bpmn');
    await this.ask('start', { kind: 'start', definition: 'parcel' });
  }

  /** Until it is saved and cancelled; answers where. */
  async saved(disturbance: Disturbance): Promise<{ job: string; location: string }> {
    await this.begin();
    return this.save(disturbance);
  }

  async save(disturbance: Disturbance): Promise<{ job: string; location: string }> {
    const answer = await this.ask(...SAVE, disturbance);
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
  async finished({ job, location }: { job: string; location: string }, disturbance: Disturbance): Promise<unknown> {
    const answer = await this.ask(...restoreOf(location), disturbance);
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
