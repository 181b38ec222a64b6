/** The result document: one job, latest or as of one of its checkpoints. */
import { decodeJob } from '../core/job-codec.ts';
import type { Incident, JobState, Token } from '../core/job-state.ts';
import { isOpen } from '../core/waits.ts';
import type { Variables } from '../core/value.ts';
import type { CheckpointView, ResultDocument, WaitView } from '../protocol/views.ts';
import type { CheckpointRow, ExecutionRow, JobRow, StoredJob } from '../store/rows.ts';
import type { StoreReader } from '../store/store.ts';
import { instantOf, plainVariables } from './plain.ts';

const pageSize = 500;

/** The job's latest state. */
export function latestResult(reader: StoreReader, job: JobRow): ResultDocument {
  const stored = reader.latest(job.id) ?? { job, rows: [] };
  return resultOf(stored, {
    checkpoints: [...checkpointsOf(reader, job.id)],
    executions: reader.executions(job.id),
    called: reader.children(job.id).map(({ id }) => id),
    calledIncidents: incidentsBelow(reader, job.id),
  });
}

/** Incidents of the jobs that a job called, and of those that they called. */
export function incidentsBelow(reader: StoreReader, job: string): ResultDocument['incidents'] {
  return reader.children(job).flatMap((child) => {
    const stored = child.status === 'passive' ? reader.latest(child.id) : null;
    const own = stored === null ? [] : [...decodeJob(stored.job, stored.rows).incidents.values()];
    return [...own.map((each) => ({ ...incidentView(each), job: child.id })), ...incidentsBelow(reader, child.id)];
  });
}

function incidentView({ element, instance, message, attempts, at }: Incident): ResultDocument['incidents'][number] {
  return { element, instance, message, attempts, at: instantOf(at) };
}

/**
 * The job as a checkpoint left it.
 * @throws HistoryMissing when there is no such checkpoint, or no more.
 */
export function resultAt(reader: StoreReader, job: JobRow, seq: number): ResultDocument {
  const stored = reader.stateAt(job.id, seq);
  return resultOf(stored, {
    checkpoints: [...checkpointsOf(reader, job.id, seq)],
    executions: executionsAt(reader, decodeJob(stored.job, stored.rows), stored.checkpoint),
    called: Object.keys(stored.checkpoint.children),
    calledIncidents: [],
  });
}

/** User variables of the root scope, with their full meaning. */
export function rootVariables(state: JobState): Variables {
  return Object.fromEntries(state.scopes.get(state.root)?.variables ?? []);
}

/** All of them, oldest first, up to and with `until`. */
export function* checkpointsOf(reader: StoreReader, job: string, until = Infinity): Generator<CheckpointRow> {
  for (let from = 0; ;) {
    const page = reader.checkpoints(job, { from, limit: pageSize });
    for (const row of page) {
      if (row.seq > until) return;
      yield row;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    from = last.seq + 1;
  }
}

/**
 * Executions as they stood at a checkpoint, whose state is given: rows keep only how they stand now. Times alone do not
 * tell: under a scenario's clock, and wherever work is quick, several checkpoints are of one instant.
 */
export function executionsAt(
  reader: StoreReader,
  state: JobState,
  { seq, at }: Pick<CheckpointRow, 'seq' | 'at'>,
): ExecutionRow[] {
  const open = new Set([...state.tokens.values()].filter(isOpen).map((token) => tryOf(token.instance, token.attempt)));
  return reader.executions(state.id, seq).map((row) => {
    const hadEnded = row.endedAt !== null && row.endedAt <= at && !open.has(tryOf(row.instance, row.attempt));
    return row.endedAt === null || hadEnded ? row : { ...row, outcome: 'running', endedAt: null };
  });
}

const tryOf = (instance: string | null, attempt: number): string => `${attempt} ${instance}`;

export function checkpointView(row: CheckpointRow): CheckpointView {
  const { seq, kind, reasons, element, at, bytes, micros, incarnation } = row;
  return { seq, kind, reasons: [...reasons], element, at: instantOf(at), bytes, micros, incarnation };
}

export function jobHead(job: JobRow): ResultDocument['job'] {
  const { id, extId, lineage, status, held, definitionKey, definitionVersion } = job;
  return { id, extId, lineage, status, held, definition: { key: definitionKey, version: definitionVersion } };
}

/** What of a document does not lie in the job's own state. */
export interface About {
  readonly checkpoints: readonly CheckpointRow[];
  readonly executions: readonly ExecutionRow[];
  readonly called: readonly string[];
  readonly calledIncidents: ResultDocument['incidents'];
}

function resultOf({ job, rows }: StoredJob, about: About): ResultDocument {
  return documentOf(job, decodeJob(job, rows), about);
}

export function documentOf(job: JobRow, state: JobState, about: About): ResultDocument {
  const tokens = [...state.tokens.values()].toSorted((a, b) => a.arrival - b.arrival);
  return {
    job: jobHead(job),
    variables: plainVariables(Object.entries(rootVariables(state))),
    system: { id: job.id, _extid: job.extId, messageid: job.messageId },
    tokens: tokens.map(({ node, state: tokenState, instance, scope }) => ({
      element: node,
      state: tokenState,
      instance,
      scope,
    })),
    executions: about.executions.map(({ element, type, instance, attempt, outcome, startedAt, endedAt }) => ({
      element,
      type,
      instance,
      attempt,
      outcome,
      startedAt: instantOf(startedAt),
      endedAt: endedAt === null ? null : instantOf(endedAt),
    })),
    checkpoints: about.checkpoints.map(checkpointView),
    incidents: [...[...state.incidents.values()].map(incidentView), ...about.calledIncidents],
    error: state.error,
    waiting: tokens.flatMap((token) => waitOf(token, state)),
    correlation: [...state.keys].map(([key, value]) => ({ key, value })),
    scopes: [...state.scopes.values()]
      .filter(({ id }) => id !== state.root)
      .map(({ id, node, parent, variables }) => ({ id, element: node, parent, variables: plainVariables(variables) })),
    parent: job.parentJob,
    origin: state.origin,
    called: [...about.called],
  };
}

function waitOf(token: Token, state: JobState): WaitView[] {
  if (token.state !== 'waiting' || token.wait === null) return [];
  const timers = [...state.timers.values()].filter((timer) => timer.token === token.id);
  const subscriptions = [...state.subscriptions.values()].filter((subscription) => subscription.token === token.id);
  const due = Math.min(...timers.map((timer) => timer.due));
  return [
    {
      element: token.node,
      instance: token.instance,
      for: token.wait,
      messages: subscriptions
        .filter(({ trigger }) => trigger === 'message')
        .map(({ message, key }) => ({ name: message, key })),
      signals: subscriptions.filter(({ trigger }) => trigger === 'signal').map(({ message }) => message),
      due: timers.length === 0 ? null : instantOf(due),
      calls: token.child,
    },
  ];
}
