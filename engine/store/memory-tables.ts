/** The tables of the store in memory. */
import { MemoryRecords } from './memory-records.ts';
import type {
  AgentRow,
  CheckpointRow,
  DefinitionRow,
  ExecutionRow,
  JobRow,
  LeaseRow,
  LedgerRow,
  MessageRow,
  RequestRow,
  ScenarioRow,
  StartTimerRow,
  StateChange,
  StoredValueRow,
  TenureRow,
} from './rows.ts';
import { overlay } from './state-rows.ts';

/** A row and its place in the order of first insertion. */
export interface Placed<Row> {
  readonly place: number;
  readonly row: Row;
}

/** What a part changed; a base holds the whole state instead. */
export interface Past {
  readonly base: boolean;
  readonly seq: number;
  readonly job: JobRow;
  readonly rows: readonly StateChange[];
  /** Null: the part made no checkpoint. */
  readonly checkpoint: number | null;
}

export interface JobRecord {
  readonly place: number;
  row: JobRow;
  /** By entity and id. */
  readonly state: Map<string, Placed<StateChange>>;
  checkpoints: CheckpointRow[];
  /** Place of each checkpoint among all, by sequence number. */
  readonly committed: Map<string, number>;
  past: Past[];
  /** Whether the past lacks what was committed last. */
  gap: boolean;
  readonly executions: Map<string, Placed<ExecutionRow>>;
  readonly ledger: Map<string, Placed<LedgerRow>>;
}

/** The tables, which outlive the stores that are opened on them as a file outlives an engine. */
export class MemoryTables {
  readonly jobs = new Map<string, JobRecord>();
  readonly definitions: DefinitionRow[] = [];
  readonly startTimers = new Map<string, Placed<StartTimerRow>>();
  readonly messages = new Map<string, Placed<MessageRow>>();
  readonly requests = new Map<string, Placed<RequestRow>>();
  readonly scenarios = new Map<string, ScenarioRow>();
  /** By world and name. */
  readonly stored = new Map<string, StoredValueRow>();
  readonly records = new MemoryRecords();
  lease: LeaseRow | null = null;
  readonly agents = new Map<string, AgentRow>();
  tenures: TenureRow[] = [];
  /** Writes so far, by anyone. */
  writes = 0;
  #places = 0;

  nextPlace(): number {
    return ++this.#places;
  }

  definition(key: string, version: number | 'latest'): DefinitionRow | null {
    return (
      this.definitions.findLast((row) => row.key === key && (version === 'latest' || row.version === version)) ?? null
    );
  }
}

/** How to take back what was written, oldest first. */
export type Undo = (() => void)[];

/** Sets or deletes an entry, and remembers how to take that back. */
export function put<Row>(map: Map<string, Row>, key: string, row: Row | undefined, undo: Undo): void {
  const before = map.get(key);
  if (row === undefined) map.delete(key);
  else map.set(key, row);
  undo.push(() => {
    if (before === undefined) map.delete(key);
    else map.set(key, before);
  });
}

/** In the order of first insertion. */
export function byPlace<Row>(rows: Iterable<Placed<Row>>): Row[] {
  return [...rows].sort((a, b) => a.place - b.place).map(({ row }) => row);
}

/** The rows of a job as they were after one of its parts. */
export function rowsAt(record: JobRecord, index: number): StateChange[] {
  const upTo = record.past.slice(0, index + 1);
  const base = upTo.findLastIndex((past) => past.base);
  return overlay([], ...upTo.slice(base).map(({ rows }) => rows));
}
