/** Asking the store in memory: the same contract without a file, for tests of what stands on a store. Writing is memory-writer.ts's. */
import { sameContent } from './definitions.ts';
import { placesEnd } from './executions.ts';
import { missingWords } from './history.ts';
import type { JobFilter } from './jobs.ts';
import { leaseOf, type HolderVerdict, type LeaseClaim, type TakenLease } from './lease.ts';
import { spreadOf } from './figures.ts';
import { byPlace, MemoryTables, rowsAt, type Past, type Placed } from './memory-tables.ts';
import { MemoryWriter } from './memory-writer.ts';
import { newest } from './memory-records.ts';
import type {
  CheckpointFigures,
  AgentRow,
  CheckpointRow,
  CommittedCheckpoint,
  CommitUnit,
  DefinitionRow,
  ExecutionRow,
  FailureRow,
  HistoryStep,
  JobRow,
  JobStatus,
  LeaseRow,
  LedgerEntry,
  LedgerRow,
  MessageRow,
  RequestRow,
  RestoreRow,
  SavepointRow,
  ScenarioRow,
  StartTimerRow,
  StoredValueRow,
  StateChange,
  StoredJob,
  StoredState,
  UndecidedRow,
  TenureEnd,
  TenureRow,
} from './rows.ts';
import { inOrder, overlay } from './state-rows.ts';
import { Fenced, HistoryMissing, type JobStanding, type Retention, type Store, type UnitResult } from './store.ts';

export interface MemoryStoreOptions {
  readonly keepHistory?: boolean;
  /** The clock of `capturedAt`, ms. */
  readonly clock?: () => number;
}

/** Opens a store on tables of its own, or on those of a store that was there before. */
export function openMemoryStore(tables: MemoryTables = new MemoryTables(), options: MemoryStoreOptions = {}): Store {
  return new MemoryStore(tables, options);
}

class MemoryStore implements Store {
  readonly #tables: MemoryTables;
  readonly #writer: MemoryWriter;
  readonly #keepHistory: boolean;
  #epoch: number | null = null;
  #ownWrites = 0;

  constructor(tables: MemoryTables, options: MemoryStoreOptions) {
    this.#tables = tables;
    const { keepHistory = true, clock = () => performance.now() } = options;
    this.#writer = new MemoryWriter(tables, { keepHistory, clock });
    this.#keepHistory = keepHistory;
  }

  close(): void {}

  commitBeside(): boolean {
    return false;
  }

  expectLargeGroups(): void {
    // There is no thread.
  }

  #wrote(): void {
    this.#tables.writes++;
    this.#ownWrites++;
  }

  dataVersion(): number {
    return this.#tables.writes - this.#ownWrites;
  }

  // Lease

  lease(): LeaseRow | null {
    return this.#tables.lease;
  }

  agents(): AgentRow[] {
    return [...this.#tables.agents.values()];
  }

  tenures(limit: number): TenureRow[] {
    return this.#tables.tenures.toReversed().slice(0, limit);
  }

  acquireLease(claim: LeaseClaim, judge: (holder: LeaseRow) => HolderVerdict): TakenLease | null {
    const before = this.#tables.lease;
    const verdict = before === null || before.released ? null : judge(before);
    if (verdict === false) return null;
    const now = leaseOf(claim, before);
    if (before !== null && verdict !== null) this.#endTenure(before.epoch, before.renewedAt, verdict);
    this.#tables.tenures.push({
      epoch: now.epoch,
      agent: now.agent,
      pid: now.pid,
      beganAt: now.renewedAt,
      endedAt: null,
      end: null,
    });
    this.#tables.lease = now;
    this.#epoch = now.epoch;
    this.#wrote();
    return { before, now };
  }

  #endTenure(epoch: number, at: number, end: TenureEnd): void {
    this.#tables.tenures = this.#tables.tenures.map((tenure) =>
      tenure.epoch === epoch && tenure.end === null ? { ...tenure, endedAt: at, end } : tenure,
    );
  }

  announceAgent(agent: AgentRow): void {
    const before = this.#tables.agents.get(agent.id);
    this.#tables.agents.set(agent.id, {
      ...(before ?? agent),
      role: agent.role,
      heartbeatAt: agent.heartbeatAt,
      heartbeats: agent.heartbeats,
    });
    this.#wrote();
  }

  withdrawAgents(ids: readonly string[]): void {
    for (const id of ids) this.#tables.agents.delete(id);
    this.#wrote();
  }

  #held(): LeaseRow {
    const { lease } = this.#tables;
    if (this.#epoch === null || lease === null) throw new Fenced('This engine does not hold the lease of the store.');
    if (lease.epoch !== this.#epoch) {
      throw new Fenced(`The lease of the store was taken over: epoch ${lease.epoch}, ours is ${this.#epoch}.`);
    }
    if (lease.released) throw new Fenced(`The lease of the store, epoch ${this.#epoch}, was released.`);
    return lease;
  }

  renewLease(at: number, agent: AgentRow | null = null): void {
    const lease = this.#held();
    this.#tables.lease = { ...lease, renewals: lease.renewals + 1, renewedAt: at };
    if (agent !== null) this.announceAgent(agent);
    else this.#wrote();
  }

  releaseLease(at = Date.now(), end: TenureEnd = 'released'): void {
    const lease = this.#held();
    this.#tables.lease = { ...lease, released: true };
    this.#endTenure(lease.epoch, at, end);
    this.#wrote();
  }

  // Definitions

  definitions(): DefinitionRow[] {
    return [...this.#tables.definitions].sort((a, b) =>
      a.key === b.key ? a.version - b.version : a.key < b.key ? -1 : 1,
    );
  }

  latestVersion(key: string): number | null {
    return this.definition(key, 'latest')?.version ?? null;
  }

  definition(key: string, version: number | 'latest'): DefinitionRow | null {
    return this.#tables.definition(key, version);
  }

  deploy(
    definition: Omit<DefinitionRow, 'version'>,
    startTimers: readonly Omit<StartTimerRow, 'definitionVersion'>[],
  ): DefinitionRow {
    const latest = this.definition(definition.key, 'latest');
    if (latest !== null && sameContent(latest, definition)) return latest;
    const deployed: DefinitionRow = { ...definition, version: (latest?.version ?? 0) + 1 };
    this.#tables.definitions.push(deployed);
    for (const [key, { row }] of this.#tables.startTimers) {
      if (row.definitionKey === definition.key) this.#tables.startTimers.delete(key);
    }
    for (const timer of startTimers) this.#writer.startTimer({ ...timer, definitionVersion: deployed.version });
    this.#wrote();
    return deployed;
  }

  startedBy(message: string): DefinitionRow[] {
    return this.#tables.definitions
      .filter((row) => row.startMessages.includes(message))
      .filter((row) => this.definition(row.key, 'latest')?.version === row.version)
      .toReversed();
  }

  startTimers(now: number): StartTimerRow[] {
    return byPlace(this.#tables.startTimers.values())
      .filter(({ due }) => due !== null && due <= now)
      .sort((a, b) => (a.due ?? 0) - (b.due ?? 0));
  }

  nextStartTimer(): number | null {
    return least([...this.#tables.startTimers.values()].map(({ row }) => row.due));
  }

  // Jobs

  #jobsInOrder(): JobRow[] {
    return byPlace(this.#tables.jobs.values());
  }

  /** What a search looks through. */
  #namesOf({ id, extId, definitionKey }: JobRow): string {
    const names = this.#tables.definitions.flatMap(({ key, name }) => (key === definitionKey ? [name ?? ''] : []));
    return [id, extId, definitionKey, ...names].join('\n').toLowerCase();
  }

  jobs(filter: JobFilter, page: { limit: number; before?: string }): JobRow[] {
    const before = page.before === undefined ? Infinity : (this.#tables.jobs.get(page.before)?.place ?? 0);
    return [...this.#tables.jobs.values()]
      .filter(({ row, place }) => {
        if (filter.status !== undefined && row.status !== filter.status) return false;
        if (filter.definitionKey !== undefined && row.definitionKey !== filter.definitionKey) return false;
        if (filter.parentJob !== undefined && row.parentJob !== filter.parentJob) return false;
        if (filter.search !== undefined && !this.#namesOf(row).includes(filter.search.toLowerCase())) return false;
        if (filter.stands === 'incident' && this.incidentCounts([row.id]).size === 0) return false;
        if (filter.stands === 'held' && !(row.held && row.endedAt === null)) return false;
        if (filter.stands === 'neither' && (row.held || this.incidentCounts([row.id]).size > 0)) return false;
        return place < before;
      })
      .sort((a, b) => b.place - a.place)
      .slice(0, page.limit)
      .map(({ row }) => row);
  }

  job(idOrExtId: string): JobRow | null {
    const byId = this.#tables.jobs.get(idOrExtId)?.row;
    return byId ?? this.#jobsInOrder().findLast((row) => row.extId === idOrExtId) ?? null;
  }

  children(job: string): JobRow[] {
    return this.#jobsInOrder().filter((row) => row.parentJob === job);
  }

  jobByLineage(lineage: string): JobRow[] {
    return this.#jobsInOrder().filter((row) => row.lineage === lineage);
  }

  counts(): Record<JobStatus, number> {
    return byStatus(this.#jobsInOrder());
  }

  incidentCounts(jobs: readonly string[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const id of jobs) {
      const rows = [...(this.#tables.jobs.get(id)?.state.values() ?? [])];
      const incidents = rows.filter(({ row }) => row.entity === 'incident').length;
      if (incidents > 0) counts.set(id, incidents);
    }
    return counts;
  }

  standing(definitionKey?: string): JobStanding {
    const rows = this.#jobsInOrder().filter(
      (row) => definitionKey === undefined || row.definitionKey === definitionKey,
    );
    const stuck = (row: JobRow): boolean => this.incidentCounts([row.id]).size > 0;
    return {
      counts: byStatus(rows),
      incidents: byStatus(rows.filter(stuck)),
      held: byStatus(rows.filter((row) => row.held && row.endedAt === null && !stuck(row))),
    };
  }

  activeJobs(after: string | null, limit: number): string[] {
    return this.#jobsInOrder()
      .filter((row) => row.status === 'active' && (after === null || row.id > after))
      .map((row) => row.id)
      .sort()
      .slice(0, limit);
  }

  latest(job: string): StoredJob | null {
    const record = this.#tables.jobs.get(job);
    if (record === undefined) return null;
    return { job: record.row, rows: inOrder([...record.state.values()].map(({ row }) => row)) };
  }

  load(job: string): StoredJob | null {
    return this.latest(job);
  }

  loadAll(jobs: readonly string[]): StoredJob[] {
    return jobs.flatMap((job) => this.latest(job) ?? []);
  }

  /** Rows of one entity over all jobs, oldest first. */
  #stateRows(entity: StateChange['entity']): { job: string; row: StateChange }[] {
    const found: Placed<{ job: string; row: StateChange }>[] = [];
    for (const record of this.#tables.jobs.values()) {
      for (const { place, row } of record.state.values()) {
        if (row.entity === entity) found.push({ place, row: { job: record.row.id, row } });
      }
    }
    return byPlace(found);
  }

  dueTimers(now: number, limit: number): { job: string; timer: string; due: number }[] {
    const due: { job: string; timer: string; due: number }[] = [];
    for (const { job, row } of this.#stateRows('timer')) {
      if (row.due !== null && row.due !== undefined && row.due <= now) due.push({ job, timer: row.id, due: row.due });
    }
    return due.sort((a, b) => a.due - b.due).slice(0, limit);
  }

  nextDue(): number | null {
    return least(this.#stateRows('timer').map(({ row }) => row.due ?? null));
  }

  subscribers(message: string, key: string | null, limit: number): { job: string; subscription: string }[] {
    return this.#stateRows('subscription')
      .filter(({ row }) => row.message === message && row.key === key)
      .slice(0, limit)
      .map(({ job, row }) => ({ job, subscription: row.id }));
  }

  awaitedWithKey(message: string): { key: string; version: number }[] {
    const jobs = this.#stateRows('subscription')
      .filter(({ row }) => row.message === message && row.key !== null && row.key !== undefined)
      .flatMap(({ job }) => this.job(job) ?? []);
    const places = new Map(
      jobs.map(({ definitionKey: key, definitionVersion: version }) => [`${key} ${version}`, { key, version }]),
    );
    return [...places.values()].sort((a, b) => (a.key === b.key ? a.version - b.version : a.key < b.key ? -1 : 1));
  }

  awaitedFrom(beginning: string): string[] {
    const names = this.#stateRows('subscription').map(({ row }) => row.message ?? '');
    return [...new Set(names.filter((name) => name.startsWith(beginning)))].toSorted();
  }

  storedValue(world: string, name: string): StoredValueRow | null {
    return this.#tables.stored.get(`${world}\n${name}`) ?? null;
  }

  storedValues(world: string): StoredValueRow[] {
    const rows = [...this.#tables.stored.values()].filter((row) => row.world === world);
    return rows.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  }

  outgoing(limit: number): { job: string; change: StateChange }[] {
    return this.#stateRows('message')
      .slice(0, limit)
      .map(({ job, row }) => ({ job, change: row }));
  }

  executions(job: string, until: number | null = null): ExecutionRow[] {
    const rows = [...(this.#tables.jobs.get(job)?.executions.values() ?? [])];
    return byPlace(until === null ? rows : rows.filter(({ place }) => place < placesEnd(until)));
  }

  ledger(job: string): LedgerRow[] {
    return byPlace(this.#tables.jobs.get(job)?.ledger.values() ?? []);
  }

  scenario(job: string): ScenarioRow | null {
    return this.#tables.scenarios.get(job) ?? null;
  }

  drivenJobs(): string[] {
    const { scenarios } = this.#tables;
    const lives = (row: JobRow): boolean => row.status === 'active' || row.status === 'passive';
    const parents = new Set(
      this.#jobsInOrder()
        .filter(lives)
        .map(({ parentJob }) => parentJob),
    );
    return this.#jobsInOrder()
      .filter((row) => scenarios.has(row.id) && (lives(row) || parents.has(row.id)))
      .map((row) => row.id);
  }

  // History

  checkpoints(job: string, page: { from?: number; limit: number }): CheckpointRow[] {
    const rows = this.#tables.jobs.get(job)?.checkpoints ?? [];
    return rows.filter((row) => row.seq >= (page.from ?? 0)).slice(0, page.limit);
  }

  latestCheckpoint(job: string): CheckpointRow | null {
    return this.#tables.jobs.get(job)?.checkpoints.at(-1) ?? null;
  }

  latestCommitted(limit: number): readonly CommittedCheckpoint[] | null {
    if (!this.#keepHistory) return null;
    return [...this.#tables.jobs.values()]
      .flatMap(({ row: { id, clock }, checkpoints, committed }) =>
        checkpoints.map((checkpoint) => ({
          job: id,
          clock,
          checkpoint,
          place: committed.get(String(checkpoint.seq)) ?? 0,
        })),
      )
      .toSorted((left, right) => right.place - left.place)
      .slice(0, limit)
      .map(({ job, clock, checkpoint }) => ({ job, clock, checkpoint }));
  }

  stateAt(job: string, seq: number): StoredState {
    const record = this.#tables.jobs.get(job);
    if (record === undefined) throw new HistoryMissing(`There is no job ${job} in the store.`);
    const checkpoint = record.checkpoints.find((row) => row.seq === seq);
    const at = record.past.findIndex((past) => past.checkpoint === seq);
    const past = record.past[at];
    if (checkpoint === undefined || past === undefined) {
      const oldest = record.past.find((kept) => kept.checkpoint !== null)?.seq ?? null;
      throw new HistoryMissing(missingWords(job, seq, oldest, this.latestCheckpoint(job)));
    }
    return { job: past.job, rows: rowsAt(record, at), checkpoint };
  }

  // Records

  savepoints(filter: { job?: string; request?: string }, limit: number): SavepointRow[] {
    return newest(this.#tables.records.savepoints, filter, limit);
  }

  restores(filter: { job?: string; source?: string; path?: string }, limit: number): RestoreRow[] {
    return newest(this.#tables.records.restores, filter, limit);
  }

  failures(job: string | null, limit: number): FailureRow[] {
    return newest(this.#tables.records.failures, { job: job ?? undefined }, limit);
  }

  undecided(): UndecidedRow[] {
    return [...this.#tables.records.undecided];
  }

  checkpointFigures(job: string | null): CheckpointFigures {
    const ofJob = (row: { readonly job: string | null }): boolean =>
      job === null || row.job === null || row.job === job;
    const records = [...this.#tables.jobs.values()].filter(({ row }) => job === null || row.id === job);
    const kept = records.flatMap(({ checkpoints }) => checkpoints);
    const { failures, restores } = this.#tables.records;
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    return {
      completed: sum(records.map(({ row }) => row.seq)),
      failed: failures.filter(ofJob).length,
      restored:
        sum(records.map(({ row }) => row.incarnation - 1)) -
        sum(restores.filter(ofJob).map(({ incarnation }) => incarnation - 1)) +
        restores.filter(ofJob).length,
      inProgress: [...this.#tables.requests.values()].filter(
        ({ row }) => row.answer === null && row.kind === 'savepoint' && ofJob(row),
      ).length,
      measured: kept.length,
      bytes: spreadOf(kept.map(({ bytes }) => bytes)),
      micros: spreadOf(kept.map(({ micros }) => micros)),
    };
  }

  ledgerEntries(
    filter: { job?: string; duplicates?: boolean },
    page: { limit: number; offset: number },
  ): LedgerEntry[] {
    const all = [...this.#tables.jobs.values()].flatMap(({ row, place, ledger }) =>
      byPlace(ledger.values()).map((entry) => ({ ...entry, job: row.id, place })),
    );
    const outside = ({ state }: LedgerRow): boolean => state === 'happened' || state === 'maybe';
    const times = (key: string): number => all.filter((entry) => entry.idempotencyKey === key && outside(entry)).length;
    return all
      .map((entry) => ({ ...entry, times: times(entry.idempotencyKey) }))
      .filter((entry) => filter.job === undefined || entry.job === filter.job)
      .filter((entry) => filter.duplicates !== true || (outside(entry) && entry.times > 1))
      .sort(
        (a, b) =>
          b.beganAt - a.beganAt ||
          b.place - a.place ||
          (a.instance < b.instance ? 1 : a.instance > b.instance ? -1 : b.attempt - a.attempt),
      )
      .slice(page.offset, page.offset + page.limit)
      .map(({ place: _, ...entry }) => entry);
  }

  steps(job: string, page: { from?: number; limit: number }): HistoryStep[] {
    const record = this.#tables.jobs.get(job);
    const steps: HistoryStep[] = [];
    let since: Past[] = [];
    for (const past of record?.past ?? []) {
      since = past.base ? [past] : [...since, past];
      const checkpoint = record?.checkpoints.find(({ seq }) => seq === past.checkpoint);
      if (checkpoint === undefined) continue;
      const whole = since[0]?.base === true;
      const rows = whole ? overlay([], ...since.map((each) => each.rows)) : since.flatMap((each) => each.rows);
      if (checkpoint.seq >= (page.from ?? 0)) steps.push({ checkpoint, whole, rows });
      since = [];
    }
    return steps.slice(0, page.limit);
  }

  // Inbox

  messages(filter: { state?: MessageRow['state']; name?: string }, limit: number): MessageRow[] {
    return byPlace(this.#tables.messages.values())
      .filter(
        (row) =>
          (filter.state === undefined || row.state === filter.state) &&
          (filter.name === undefined || row.name === filter.name),
      )
      .reverse()
      .slice(0, limit);
  }

  waitingMessages(message: string, key: string | null, limit: number): MessageRow[] {
    return byPlace(this.#tables.messages.values())
      .filter((row) => row.state === 'waiting' && row.name === message && row.key === key)
      .slice(0, limit);
  }

  awaitedMessages(): string[] {
    const awaited = byPlace(this.#tables.messages.values()).filter(
      ({ state, name, key, sender }) =>
        state === 'waiting' &&
        this.#stateRows('subscription').some(
          ({ row }) =>
            row.message === name && (row.key === key || row.key === null || (key === null && sender === null)),
        ),
    );
    return [...new Set(awaited.map(({ name }) => name))].sort();
  }

  message(id: string): MessageRow | null {
    return this.#tables.messages.get(id)?.row ?? null;
  }

  request(id: string): RequestRow | null {
    return this.#tables.requests.get(id)?.row ?? null;
  }

  accept(request: RequestRow): RequestRow {
    const known = this.request(request.id);
    if (known !== null) return known;
    this.#writer.request(request);
    this.#wrote();
    return request;
  }

  pendingRequests(limit: number): RequestRow[] {
    return byPlace(this.#tables.requests.values())
      .filter((row) => row.answer === null)
      .slice(0, limit);
  }

  completionOf(job: string, instance: string): RequestRow | null {
    const found = byPlace(this.#tables.requests.values()).find(
      (row) => row.kind === 'complete' && row.job === job && row.instance === instance && row.answer !== null,
    );
    return found ?? null;
  }

  // Writing

  commit(units: readonly CommitUnit[]): UnitResult[] {
    this.#held();
    const results = this.#writer.commit(units);
    this.#wrote();
    return results;
  }

  tidy(now: number, retention: Retention): boolean {
    this.#held();
    this.#writer.tidy(now, retention);
    this.#wrote();
    return false;
  }
}

function least(values: readonly (number | null)[]): number | null {
  let found: number | null = null;
  for (const value of values) if (value !== null && (found === null || value < found)) found = value;
  return found;
}

function byStatus(rows: readonly JobRow[]): Record<JobStatus, number> {
  const counts: Record<JobStatus, number> = { active: 0, passive: 0, completed: 0, failed: 0, cancelled: 0 };
  for (const { status } of rows) counts[status]++;
  return counts;
}
