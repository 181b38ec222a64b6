/**
 * What a restore would do, worked out without doing any of it: for the engine, which then does it, and for a dry run.
 * Reads the savepoint or the history, finds the definition versions, and plans the move to another version.
 */
import type { Changes } from '../core/adaptation.ts';
import type { JobState } from '../core/job-state.ts';
import type { ProcessGraph } from '../model/graph/process.ts';
import { readBpmn } from '../model/read-bpmn.ts';
import { sameContent } from '../store/definitions.ts';
import type { DefinitionRow, StoredJob } from '../store/rows.ts';
import type { StoreReader } from '../store/store.ts';
import type { RunningTask } from './manifest.ts';
import { planMove, type Dropped, type Homeless, type Mapping, type Moved, type MovePlan } from './move-plan.ts';
import { moveRows } from './move-rows.ts';
import { checkpointPath, type Source } from './places.ts';
import { readSavepoint, type SavepointContent } from './savepoint.ts';

/** It cannot be restored as asked; nothing was done. */
export class RestoreRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RestoreRefused';
  }
}

export interface PreparedJob {
  readonly stored: StoredJob;
  /** What is new in the version that it goes on with; null: it keeps its own. */
  readonly changes: Changes | null;
  readonly definition: { readonly graph: ProcessGraph; readonly resource: (file: string) => string | null };
}

export interface Prepared {
  /** As it is shown. */
  readonly path: string;
  /** What tells it from every other, wherever it lies. */
  readonly source: string;
  readonly kind: Source['kind'];
  /** The job at the top of the calls, as it was saved. */
  readonly saved: StoredJob['job'];
  readonly savedRows: StoredJob['rows'];
  /** Callers before the called; the first is the one that nobody called. */
  readonly jobs: readonly PreparedJob[];
  /** Versions that this store lacks. */
  readonly definitions: readonly DefinitionRow[];
  readonly scenario: string | null;
  readonly savedVersion: number;
  readonly version: number;
  /** The version that was saved, and the one to restore onto. */
  readonly from: DefinitionRow;
  readonly to: DefinitionRow;
  readonly moves: readonly Moved[];
  readonly homeless: readonly Homeless[];
  readonly dropped: readonly Dropped[];
  /** Called jobs that the new version of their caller moves along. */
  readonly called: readonly CalledMove[];
  readonly empty: boolean;
  readonly willRunAgain: readonly RunningTask[];
}

export interface CalledMove {
  readonly job: string;
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

export interface RestoreWish {
  /** Null: the version that was saved. */
  readonly toVersion: number | 'latest' | null;
  readonly map: Mapping;
}

/** Turns rows into a state: the core's `decodeJob`, which this layer does not import. */
export type Decode = (stored: StoredJob) => JobState;

/** @throws SavepointRefused, RestoreRefused, HistoryMissing, HistoryDamaged */
export async function prepareRestore(
  store: StoreReader,
  decode: Decode,
  source: Source,
  wish: RestoreWish,
): Promise<Prepared> {
  const content = source.kind === 'savepoint' ? await readSavepoint(source.path) : checkpointContent(store, source);
  const [top] = content.jobs;
  if (top === undefined) throw new RestoreRefused(`${source.path} holds no job`);
  const path = source.kind === 'savepoint' ? source.path : checkpointPath(top.job.id, top.job.seq);
  const { definitionKey: key, definitionVersion: savedVersion } = top.job;
  const moves = wish.toVersion !== null || Object.keys(wish.map).length > 0;
  if (source.kind === 'checkpoint' && moves)
    throw new RestoreRefused(
      `${path} is a checkpoint, which restores only onto the version, and the multi-instance cardinality, that it was saved with; take a savepoint to move to another`,
    );
  const homes = new Homes(store, content.definitions);
  const target = wish.toVersion === null ? homes.of(key, savedVersion) : homes.deployed(key, wish.toVersion);
  const jobs: PreparedJob[] = [];
  const called: CalledMove[] = [];
  const plans: MovePlan[] = [];
  const lost = new Set<string>();
  /** Callers that moved: their state as it was saved, and their new version. */
  const callers = new Map<
    string,
    { readonly state: JobState; readonly plan: MovePlan; readonly graph: ProcessGraph }
  >();
  for (const [index, stored] of content.jobs.entries()) {
    const { id, parentJob, definitionKey, definitionVersion } = stored.job;
    if (lost.has(id) || (parentJob !== null && lost.has(parentJob))) {
      lost.add(id);
      continue;
    }
    const own = index === 0 ? target : homes.of(definitionKey, definitionVersion);
    const caller = callers.get(parentJob ?? '');
    const wanted = caller === undefined ? null : calledVersion(caller, stored, own.version);
    const row = wanted === null ? own : homes.deployed(definitionKey, wanted);
    const definition = await definitionOf(row);
    if (!(index === 0 ? moves : wanted !== null)) {
      jobs.push({
        stored: { ...stored, job: { ...stored.job, definitionVersion: row.version } },
        changes: null,
        definition,
      });
      continue;
    }
    const state = decode(stored);
    const from = await graphOf(homes.saved(definitionKey, definitionVersion));
    const plan = planMove({ state, from, to: definition.graph, map: index === 0 ? wish.map : {} });
    const [problem] = plan.problems;
    if (problem !== undefined) throw new RestoreRefused(problem);
    for (const gone of plan.dropped) if (gone.what === 'called job') lost.add(gone.id);
    if (index > 0) {
      if (plan.empty)
        throw new RestoreRefused(
          `nothing of the called job ${id} would be left in ${definitionKey} version ${row.version}`,
        );
      called.push({ job: id, key: definitionKey, from: definitionVersion, to: row.version });
    }
    plans.push(plan);
    callers.set(id, { state, plan, graph: definition.graph });
    jobs.push({ stored: moveRows(stored, plan, row.version), changes: plan.changes, definition });
  }
  return {
    path,
    source: source.kind === 'savepoint' ? `savepoint:${content.id}` : path,
    kind: source.kind,
    saved: top.job,
    savedRows: top.rows,
    jobs,
    definitions: homes.missing(jobs.map(({ stored }) => stored.job)),
    scenario: content.scenario,
    savedVersion,
    version: target.version,
    from: homes.saved(key, savedVersion),
    to: target,
    moves: plans.flatMap((plan) => plan.moves),
    homeless: plans.flatMap((plan) => plan.homeless),
    dropped: plans.flatMap((plan) => plan.dropped),
    called,
    empty: plans[0]?.empty ?? false,
    willRunAgain: content.willRunAgain.filter(({ job }) => !lost.has(job)),
  };
}

/**
 * The version that a called job moves to, because the new version of its caller names it; null: it keeps its own. A call
 * that takes the latest took it when it was made.
 * @throws RestoreRefused when another process is called there.
 */
function calledVersion(
  { state, plan, graph }: { readonly state: JobState; readonly plan: MovePlan; readonly graph: ProcessGraph },
  { job }: StoredJob,
  version: number,
): number | null {
  const token = [...state.tokens.values()].find(({ child }) => child === job.id);
  const node = token === undefined ? undefined : graph.nodes.get(plan.element(token.node));
  if (node?.type !== 'bpmn:CallActivity') return null;
  const { calledElement } = node;
  if (calledElement.language === 'literal' && calledElement.text !== job.definitionKey)
    throw new RestoreRefused(
      `${node.id} calls ${calledElement.text} in the new version, and the job that it has called is of ${job.definitionKey}: let it end first`,
    );
  return typeof node.version === 'number' && node.version !== version ? node.version : null;
}

/** Where the versions of a savepoint are in this store: numbers may mean something else here. */
class Homes {
  readonly #store: StoreReader;
  readonly #saved: readonly DefinitionRow[];

  constructor(store: StoreReader, saved: readonly DefinitionRow[]) {
    this.#store = store;
    this.#saved = saved;
  }

  saved(key: string, version: number): DefinitionRow {
    const row = this.#saved.find((each) => each.key === key && each.version === version);
    if (row === undefined) throw new RestoreRefused(`it lacks definition ${key} version ${version}`);
    return row;
  }

  /** The same content: at its own number, at another, or at its own number as soon as it is put there. */
  of(key: string, version: number): DefinitionRow {
    const saved = this.saved(key, version);
    const here = this.#store.definition(key, version);
    if (here === null) return this.#elsewhere(saved) ?? saved;
    if (sameContent(here, saved)) return here;
    const other = this.#elsewhere(saved);
    if (other !== null) return other;
    throw new RestoreRefused(
      `this store has another process ${key} as version ${version}; restore onto one of its versions instead`,
    );
  }

  deployed(key: string, version: number | 'latest'): DefinitionRow {
    const row = this.#store.definition(key, version);
    if (row !== null) return row;
    throw new RestoreRefused(`definition ${key}${version === 'latest' ? '' : ` version ${version}`} is not deployed`);
  }

  #elsewhere(saved: DefinitionRow): DefinitionRow | null {
    const versions = this.#store.definitions().filter(({ key }) => key === saved.key);
    return versions.find((row) => sameContent(row, saved)) ?? null;
  }

  missing(jobs: readonly { definitionKey: string; definitionVersion: number }[]): DefinitionRow[] {
    return this.#saved.filter(
      ({ key, version }) =>
        this.#store.definition(key, version) === null &&
        jobs.some((job) => job.definitionKey === key && job.definitionVersion === version),
    );
  }
}

/** The state at a checkpoint, with the jobs that it called at their recorded sequence numbers. */
function checkpointContent(store: StoreReader, source: Extract<Source, { kind: 'checkpoint' }>): SavepointContent {
  const row = store.job(source.job);
  if (row === null) throw new RestoreRefused(`there is no job ${source.job}`);
  if (row.parentJob !== null)
    throw new RestoreRefused(`job ${row.id} was called by job ${row.parentJob}: restore that one`);
  const jobs: StoredJob[] = [];
  const gather = (id: string, seq: number): void => {
    const { job, rows, checkpoint } = store.stateAt(id, seq);
    jobs.push({ job, rows });
    for (const [child, at] of Object.entries(checkpoint.children)) gather(child, at);
  };
  gather(row.id, source.seq);
  const definitions = new Map<string, DefinitionRow>();
  for (const { job } of jobs) {
    const found = store.definition(job.definitionKey, job.definitionVersion);
    if (found !== null) definitions.set(`${job.definitionKey} ${job.definitionVersion}`, found);
  }
  return {
    id: checkpointPath(row.id, source.seq),
    createdAt: jobs[0]?.job.now ?? 0,
    jobs,
    definitions: [...definitions.values()],
    scenario: store.scenario(row.id)?.text ?? null,
    willRunAgain: [],
  };
}

async function graphOf(row: DefinitionRow): Promise<ProcessGraph> {
  const { processes, problems } = await readBpmn(row.xml, row.file);
  const graph = processes.find(({ processId }) => processId === row.key);
  if (graph !== undefined) return graph;
  const problem = problems.find(({ severity }) => severity === 'error');
  throw new RestoreRefused(
    `definition ${row.key} version ${row.version} cannot run: ${problem?.message ?? 'its process is gone'}`,
  );
}

async function definitionOf(row: DefinitionRow): Promise<PreparedJob['definition']> {
  const { resources } = row;
  return {
    graph: await graphOf(row),
    resource: (file) => (Object.hasOwn(resources, file) ? (resources[file] ?? null) : null),
  };
}
