/** What is written into the tables of the store in memory. */
import { firstPlace } from './executions.ts';
import { KEPT_MS } from './inbox.ts';
import { put, rowsAt, type JobRecord, type MemoryTables, type Placed, type Undo } from './memory-tables.ts';
import {
  bytesOf,
  extIdTaken,
  requireAnswer,
  requireFollows,
  requireMessageChange,
  requireText,
  UnitRefused,
} from './part.ts';
import { isExcess, keptBy } from './retention.ts';
import type { CheckpointPart, CommitUnit, JobRow, MessageRow, RequestRow, StartTimerRow } from './rows.ts';
import { storedShape } from './state-rows.ts';
import type { Retention, UnitResult } from './store.ts';

export interface MemoryWriterOptions {
  readonly keepHistory: boolean;
  /** The clock of `capturedAt`, ms. */
  readonly clock: () => number;
}

/** Writes, and takes back what is refused. Whether the lease is held is asked by who calls. */
export class MemoryWriter {
  readonly #tables: MemoryTables;
  readonly #keepHistory: boolean;
  readonly #clock: () => number;

  constructor(tables: MemoryTables, { keepHistory, clock }: MemoryWriterOptions) {
    this.#tables = tables;
    this.#keepHistory = keepHistory;
    this.#clock = clock;
  }

  /** Each unit whole or not at all; what `midway` throws takes back the whole group. */
  commit(units: readonly CommitUnit[]): UnitResult[] {
    const undo: Undo = [];
    const captured: { record: JobRecord; seq: number; capturedAt: number }[] = [];
    const results = units.map((unit): UnitResult => {
      const start = undo.length;
      try {
        this.#write(unit, undo, (record, part) =>
          captured.push({ record, seq: part.job.seq, capturedAt: part.capturedAt }),
        );
        return { ok: true };
      } catch (error) {
        // What `midway` throws is no unit's fault, and ends the group.
        const refused = error instanceof UnitRefused;
        takeBack(undo, refused ? start : 0);
        if (!refused) throw error;
        return { ok: false, reason: error.message };
      }
    });
    const now = this.#clock();
    for (const { record, seq, capturedAt } of captured) {
      const index = record.checkpoints.findLastIndex((row) => row.seq === seq);
      const row = record.checkpoints[index];
      const micros = Math.max(1, Math.round((now - capturedAt) * 1000));
      if (row !== undefined) record.checkpoints[index] = { ...row, micros };
    }
    return results;
  }

  startTimer(timer: StartTimerRow, undo: Undo = []): void {
    const { definitionKey, definitionVersion, node, due } = timer;
    const key = JSON.stringify([definitionKey, definitionVersion, node]);
    const { startTimers } = this.#tables;
    if (due === null) return put(startTimers, key, undefined, undo);
    if (definitionVersion < (this.#tables.definition(definitionKey, 'latest')?.version ?? definitionVersion)) return;
    put(startTimers, key, { place: startTimers.get(key)?.place ?? this.#tables.nextPlace(), row: timer }, undo);
  }

  #message(message: MessageRow, undo: Undo): void {
    const { messages } = this.#tables;
    const known = messages.get(message.id);
    if (known === undefined) return put(messages, message.id, { place: this.#tables.nextPlace(), row: message }, undo);
    requireMessageChange(known.row, message);
    const row: MessageRow = { ...known.row, state: message.state, consumedBy: message.consumedBy };
    put(messages, message.id, { place: known.place, row }, undo);
  }

  request(request: RequestRow, undo: Undo = []): void {
    const { requests } = this.#tables;
    const known = requests.get(request.id);
    if (known === undefined) return put(requests, request.id, { place: this.#tables.nextPlace(), row: request }, undo);
    requireAnswer(known.row, request);
    if (known.row.answer !== null) return;
    const { job, instance, answer } = request;
    const row: RequestRow = { ...known.row, job, instance, answer };
    put(requests, request.id, { place: known.place, row }, undo);
  }

  #write(unit: CommitUnit, undo: Undo, captured: (record: JobRecord, part: CheckpointPart) => void): void {
    const middle = (unit.parts.length - 1) >> 1;
    for (const [index, part] of unit.parts.entries()) {
      const record = this.#writePart(part, unit, undo, index === middle ? unit.midway : undefined);
      if (part.checkpoint !== null) captured(record, part);
    }
    for (const message of unit.messages) this.#message(message, undo);
    if (unit.parts.length === 0) unit.midway?.();
    for (const request of unit.requests) this.request(request, undo);
    for (const scenario of unit.scenarios) put(this.#tables.scenarios, scenario.job, scenario, undo);
    for (const timer of unit.startTimers) this.startTimer(timer, undo);
    if (unit.records === undefined) return;
    undo.push(this.#tables.records.write(unit.records));
    for (const definition of unit.records.definitions ?? []) {
      const { definitions } = this.#tables;
      if (definitions.some(({ key, version }) => key === definition.key && version === definition.version)) continue;
      const at = definitions.findIndex((row) => row.key === definition.key && row.version > definition.version);
      const index = at < 0 ? definitions.length : at;
      definitions.splice(index, 0, definition);
      undo.push(() => definitions.splice(index, 1));
    }
  }

  #writePart(part: CheckpointPart, unit: CommitUnit, undo: Undo, midway: (() => void) | undefined): JobRecord {
    const { job, checkpoint, changes } = part;
    requireText(part);
    const stored = this.#tables.jobs.get(job.id);
    requireFollows(part, stored?.row ?? null, unit.created.includes(job.id));
    const record = stored ?? this.#create(job, undo);
    const { row: rowBefore } = record;
    undo.push(() => {
      record.row = rowBefore;
    });
    // What names a job is written once.
    const { id, extId, lineage, definitionKey, definitionVersion, parentJob, clock, startedAt } = rowBefore;
    record.row = { ...job, id, extId, lineage, definitionKey, definitionVersion, parentJob, clock, startedAt };
    midway?.();
    for (const change of changes) {
      const key = `${change.entity} ${change.id}`;
      const place = record.state.get(key)?.place ?? this.#tables.nextPlace();
      const row = change.data === null ? undefined : { place, row: storedShape(change) };
      put(record.state, key, row, undo);
    }
    const { gap } = record;
    undo.push(() => {
      record.gap = gap;
    });
    if (this.#keepHistory) remember(record, part, undo);
    record.gap = !this.#keepHistory;
    if (checkpoint !== null) {
      record.checkpoints.push({ ...checkpoint, bytes: bytesOf(part), micros: 0 });
      undo.push(() => record.checkpoints.pop());
      put(record.committed, String(checkpoint.seq), this.#tables.nextPlace(), undo);
    }
    const first = firstPlace(part);
    this.#record(record.executions, part.executions, first, undo);
    this.#record(record.ledger, part.ledger, first, undo);
    for (const row of part.stored ?? []) put(this.#tables.stored, `${row.world}\n${row.name}`, row, undo);
    return record;
  }

  #create(job: JobRow, undo: Undo): JobRecord {
    for (const { row } of this.#tables.jobs.values()) {
      const lives = row.status === 'active' || row.status === 'passive';
      if (row.extId === job.extId && (row.lineage !== job.lineage || lives)) throw extIdTaken(job.extId, row.id);
    }
    const record: JobRecord = {
      place: this.#tables.nextPlace(),
      row: job,
      state: new Map(),
      checkpoints: [],
      committed: new Map(),
      past: [],
      gap: true,
      executions: new Map(),
      ledger: new Map(),
    };
    put(this.#tables.jobs, job.id, record, undo);
    return record;
  }

  #record<Row extends { readonly instance: string; readonly attempt: number }>(
    into: Map<string, Placed<Row>>,
    rows: readonly Row[],
    first: number,
    undo: Undo,
  ): void {
    for (const [index, row] of rows.entries()) {
      const key = JSON.stringify([row.instance, row.attempt]);
      put(into, key, { place: into.get(key)?.place ?? first + index, row }, undo);
    }
  }

  tidy(now: number, retention: Retention): void {
    const { messages, requests, jobs } = this.#tables;
    for (const [id, { place, row }] of messages) {
      if (row.state === 'waiting' && row.expiresAt <= now)
        messages.set(id, { place, row: { ...row, state: 'expired' } });
      if (messages.get(id)?.row.state !== 'waiting' && row.acceptedAt < now - KEPT_MS) messages.delete(id);
    }
    for (const [id, { row }] of requests) {
      if (row.answer !== null && row.acceptedAt < now - KEPT_MS) requests.delete(id);
    }
    const keep = keptBy(retention);
    if (keep !== null) for (const record of jobs.values()) trim(record, keep, retention === 'none');
  }
}

function remember(record: JobRecord, part: CheckpointPart, undo: Undo): void {
  const base = record.gap;
  const rows = base ? [...record.state.values()].map(({ row }) => row) : part.changes;
  record.past.push({ base, seq: part.job.seq, job: record.row, rows, checkpoint: part.checkpoint?.seq ?? null });
  undo.push(() => record.past.pop());
}

function takeBack(undo: Undo, to: number): void {
  for (const step of undo.splice(to).reverse()) step();
}

function trim(record: JobRecord, keep: number, none: boolean): void {
  const surplus = record.checkpoints.length - keep;
  if (surplus > 0 && (none || isExcess(record.checkpoints.length, keep))) {
    record.checkpoints = record.checkpoints.slice(surplus);
    const oldest = record.checkpoints[0]?.seq ?? 0;
    const at = record.past.findIndex((past) => past.checkpoint === oldest);
    const first = record.past[at];
    if (first !== undefined) {
      record.past = [{ ...first, base: true, rows: rowsAt(record, at) }, ...record.past.slice(at + 1)];
    }
  }
  if (none) {
    record.past = [];
    record.gap = true;
  }
}
