/** Rows to store, with only what a test is about spelled out. */
import type {
  CheckpointPart,
  CheckpointRow,
  CommitUnit,
  DefinitionRow,
  ExecutionRow,
  JobRow,
  LedgerRow,
  MessageRow,
  RequestRow,
  StateChange,
} from '../../../engine/store/rows.ts';
import type { LeaseClaim } from '../../../engine/store/lease.ts';
import type { Store, UnitResult } from '../../../engine/store/store.ts';

export const claim: LeaseClaim = {
  agent: 'desk',
  pid: 4711,
  processStart: '100',
  boot: 'boot-1',
  renewedAt: 1000,
  recorder: 'desk-1.log',
};

export function jobRow(id: string, more: Partial<JobRow> = {}): JobRow {
  return {
    id,
    extId: `ext-${id}`,
    lineage: id,
    definitionKey: 'order',
    definitionVersion: 1,
    parentJob: null,
    status: 'active',
    held: false,
    seq: 1,
    incarnation: 1,
    clock: 'wall',
    now: 1_700_000_000_000,
    messageId: null,
    startedAt: 1_700_000_000_000,
    endedAt: null,
    data: '{"seed":1}',
    ...more,
  };
}

export function checkpointRow(seq: number, more: Partial<CheckpointRow> = {}): Omit<CheckpointRow, 'bytes' | 'micros'> {
  return {
    seq,
    kind: 'implicit',
    reasons: ['passive'],
    element: 'Task_1',
    at: 1000 + seq,
    incarnation: 1,
    children: {},
    ...more,
  };
}

/** A part with a checkpoint at the job's sequence number. */
export function part(
  job: JobRow,
  changes: readonly StateChange[] = [],
  more: Partial<CheckpointPart> = {},
): CheckpointPart {
  return { job, checkpoint: checkpointRow(job.seq), changes, executions: [], ledger: [], capturedAt: 0, ...more };
}

export function unit(more: Partial<CommitUnit> = {}): CommitUnit {
  return { parts: [], messages: [], requests: [], created: [], scenarios: [], startTimers: [], ...more };
}

/** A unit that creates a job. */
export function creation(job: JobRow, changes: readonly StateChange[] = []): CommitUnit {
  return unit({ parts: [part(job, changes)], created: [job.id] });
}

export const token = (id: string, data: string | null = `{"id":"${id}"}`): StateChange => ({
  entity: 'token',
  id,
  data,
});

export const variable = (name: string, data: string | null): StateChange => ({
  entity: 'variable',
  id: JSON.stringify(['root', name]),
  data,
});

export const timer = (id: string, due: number | null, data: string | null = '{}'): StateChange => ({
  entity: 'timer',
  id,
  data,
  due,
});

export const subscription = (
  id: string,
  message: string,
  key: string | null,
  data: string | null = '{}',
): StateChange => ({
  entity: 'subscription',
  id,
  data,
  message,
  key,
});

export function messageRow(id: string, more: Partial<MessageRow> = {}): MessageRow {
  return {
    id,
    name: 'paid',
    key: null,
    data: '{}',
    acceptedAt: 1000,
    expiresAt: 1_000_000,
    state: 'waiting',
    consumedBy: null,
    sender: null,
    ...more,
  };
}

export function requestRow(id: string, more: Partial<RequestRow> = {}): RequestRow {
  return { id, kind: 'complete', job: 'j1', instance: 'i1', data: '{}', acceptedAt: 1000, answer: null, ...more };
}

export function executionRow(instance: string, more: Partial<ExecutionRow> = {}): ExecutionRow {
  return {
    instance,
    attempt: 1,
    element: 'Task_1',
    type: 'bpmn:ScriptTask',
    outcome: 'running',
    startedAt: 5,
    endedAt: null,
    ...more,
  };
}

export function ledgerRow(instance: string, more: Partial<LedgerRow> = {}): LedgerRow {
  return {
    instance,
    attempt: 1,
    element: 'Task_1',
    kind: 'http',
    target: 'POST http://127.0.0.1/',
    idempotencyKey: 'k',
    before: 1,
    after: null,
    beganAt: 5,
    endedAt: null,
    state: 'begun',
    ...more,
  };
}

export function definition(key: string, more: Partial<DefinitionRow> = {}): Omit<DefinitionRow, 'version'> {
  return {
    key,
    name: 'Order',
    file: `${key}.bpmn`,
    xml: '<definitions/>',
    resources: {},
    deployedAt: 1000,
    startMessages: [],
    ...more,
  };
}

/** Commits units that are all expected to succeed. */
export function commit(store: Store, ...units: CommitUnit[]): void {
  const failed = store.commit(units).find((result) => !result.ok);
  if (failed !== undefined && !failed.ok) throw new Error(failed.reason);
}

export function reasonOf(result: UnitResult | undefined): string | null {
  return result === undefined || result.ok ? null : result.reason;
}

/** Tidies until nothing is left to do. */
export function tidyUp(store: Store, now: number, retention: Parameters<Store['tidy']>[1]): number {
  let calls = 1;
  while (store.tidy(now, retention)) calls++;
  return calls;
}
