/** What anyone may ask of a store in SQLite, whichever connection answers. */
import { listAgents, listTenures } from './agents.ts';
import { latestCheckpoint, latestCommitted, listCheckpoints } from './checkpoints.ts';
import type { Connection } from './connection.ts';
import { storedValue, storedValues } from './data-stores.ts';
import { findDefinition, latestVersion, listDefinitions, scenarioOf } from './definitions.ts';
import { listExecutions, listLedger } from './executions.ts';
import { stateAt, steps } from './history.ts';
import { listMessages, requestById } from './inbox.ts';
import {
  childrenOf,
  countHeldJobs,
  countIncidentJobs,
  countIncidents,
  countJobs,
  countJobsOf,
  findJob,
  jobsOfLineage,
  listJobs,
  type JobFilter,
} from './jobs.ts';
import { readLease } from './lease.ts';
import { checkpointFigures, ledgerEntries } from './figures.ts';
import { listFailures, listRestores, listSavepoints, listUndecided } from './records.ts';
import type {
  CheckpointFigures,
  AgentRow,
  CheckpointRow,
  CommittedCheckpoint,
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
  StoredValueRow,
  StoredJob,
  StoredState,
  UndecidedRow,
  TenureRow,
} from './rows.ts';
import { latestState } from './state.ts';
import type { JobStanding, StoreReader } from './store.ts';

export abstract class SqliteQueries implements StoreReader {
  /** Asks on the connection that is right at this moment. */
  protected abstract ask<Answer>(question: (db: Connection) => Answer): Answer;
  abstract close(): void;

  definitions(): DefinitionRow[] {
    return this.ask(listDefinitions);
  }

  definition(key: string, version: number | 'latest'): DefinitionRow | null {
    return this.ask((db) => findDefinition(db, key, version));
  }

  latestVersion(key: string): number | null {
    return this.ask((db) => latestVersion(db, key));
  }

  jobs(filter: JobFilter, page: { limit: number; before?: string }): JobRow[] {
    return this.ask((db) => listJobs(db, filter, page));
  }

  job(idOrExtId: string): JobRow | null {
    return this.ask((db) => db.snapshot(() => findJob(db, idOrExtId)));
  }

  children(job: string): JobRow[] {
    return this.ask((db) => childrenOf(db, job));
  }

  jobByLineage(lineage: string): JobRow[] {
    return this.ask((db) => jobsOfLineage(db, lineage));
  }

  counts(): Readonly<Record<JobStatus, number>> {
    return this.ask(countJobs);
  }

  incidentCounts(jobs: readonly string[]): ReadonlyMap<string, number> {
    return this.ask((db) => countIncidents(db, jobs));
  }

  standing(definitionKey: string | null = null): JobStanding {
    return this.ask((db) =>
      db.snapshot(() => ({
        counts: definitionKey === null ? countJobs(db) : countJobsOf(db, definitionKey),
        incidents: countIncidentJobs(db, definitionKey),
        held: countHeldJobs(db, definitionKey),
      })),
    );
  }

  latest(job: string): StoredJob | null {
    return this.ask((db) => latestState(db, job));
  }

  checkpoints(job: string, page: { from?: number; limit: number }): CheckpointRow[] {
    return this.ask((db) => listCheckpoints(db, job, page));
  }

  latestCheckpoint(job: string): CheckpointRow | null {
    return this.ask((db) => latestCheckpoint(db, job));
  }

  latestCommitted(limit: number): CommittedCheckpoint[] | null {
    return this.ask((db) => db.snapshot(() => latestCommitted(db, limit)));
  }

  stateAt(job: string, seq: number): StoredState {
    return this.ask((db) => stateAt(db, job, seq));
  }

  steps(job: string, page: { from?: number; limit: number }): HistoryStep[] {
    return this.ask((db) => steps(db, job, page));
  }

  executions(job: string, until: number | null = null): ExecutionRow[] {
    return this.ask((db) => listExecutions(db, job, until));
  }

  ledger(job: string): LedgerRow[] {
    return this.ask((db) => listLedger(db, job));
  }

  messages(filter: { state?: MessageRow['state']; name?: string }, limit: number): MessageRow[] {
    return this.ask((db) => listMessages(db, filter, limit));
  }

  request(id: string): RequestRow | null {
    return this.ask((db) => requestById(db, id));
  }

  scenario(job: string): ScenarioRow | null {
    return this.ask((db) => scenarioOf(db, job));
  }

  storedValue(world: string, name: string): StoredValueRow | null {
    return this.ask((db) => storedValue(db, world, name));
  }

  storedValues(world: string): StoredValueRow[] {
    return this.ask((db) => storedValues(db, world));
  }

  lease(): LeaseRow | null {
    return this.ask(readLease);
  }

  savepoints(filter: { job?: string; request?: string }, limit: number): SavepointRow[] {
    return this.ask((db) => listSavepoints(db, filter, limit));
  }

  restores(filter: { job?: string; source?: string; path?: string }, limit: number): RestoreRow[] {
    return this.ask((db) => listRestores(db, filter, limit));
  }

  failures(job: string | null, limit: number): FailureRow[] {
    return this.ask((db) => listFailures(db, job, limit));
  }

  undecided(): UndecidedRow[] {
    return this.ask(listUndecided);
  }

  checkpointFigures(job: string | null): CheckpointFigures {
    return this.ask((db) => db.snapshot(() => checkpointFigures(db, job)));
  }

  ledgerEntries(
    filter: { job?: string; duplicates?: boolean },
    page: { limit: number; offset: number },
  ): LedgerEntry[] {
    return this.ask((db) => ledgerEntries(db, filter, page));
  }

  agents(): AgentRow[] {
    return this.ask(listAgents);
  }

  tenures(limit: number): TenureRow[] {
    return this.ask((db) => listTenures(db, limit));
  }
}
