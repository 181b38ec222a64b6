/** One job as the window draws it: now, or as one of its checkpoints left it. */
import { decodeJob } from '../../core/job-codec.ts';
import type { JobState } from '../../core/job-state.ts';
import { setOwn } from '../../core/value.ts';
import type { PlainValue } from '../../protocol/views.ts';
import type { CutValue, JobDocument, TimerView } from '../../protocol/window-views.ts';
import type { CheckpointRow, ExecutionRow, JobRow } from '../../store/rows.ts';
import type { StoreReader } from '../../store/store.ts';
import { answeredElements } from '../answered-elements.ts';
import { instantOf } from '../plain.ts';
import { checkpointView, documentOf, executionsAt, incidentsBelow, type About } from '../result-view.ts';
import { Purse } from './cut-values.ts';

/** Executions that a diagram and a table can make something of. */
const mostExecutions = 2_000;

/** @throws HistoryMissing */
export function jobDocument(reader: StoreReader, row: JobRow, at: number | null): JobDocument {
  const found = at === null ? latest(reader, row) : past(reader, row, at);
  const { state, executions } = found;
  const {
    checkpoints: _,
    tokens: __,
    ...result
  } = documentOf(found.row, state, {
    ...found.about,
    executions: executions.slice(-mostExecutions),
  });
  const purse = new Purse();
  const cut: CutValue[] = [];
  const [first] = reader.checkpoints(row.id, { limit: 1 });
  return {
    ...result,
    variables: cutVariables(result.variables, null, purse, cut),
    scopes: result.scopes.map((scope) => ({
      ...scope,
      variables: cutVariables(scope.variables, scope.id, purse, cut),
    })),
    tokens: [...state.tokens.values()]
      .toSorted((left, right) => left.arrival - right.arrival)
      .map(({ id, node, state: tokenState, instance, scope, request }) => ({
        id,
        element: node,
        state: tokenState,
        instance,
        scope,
        ...(request === null ? {} : { request: `${request.method} ${request.url}` }),
      })),
    seq: found.row.seq,
    checkpoint: found.checkpoint === null ? null : checkpointView(found.checkpoint),
    oldest: first?.seq ?? null,
    newest: row.seq,
    incarnation: found.row.incarnation,
    clock: row.clock,
    now: instantOf(found.row.now),
    startedAt: instantOf(row.startedAt),
    endedAt: found.row.endedAt === null ? null : instantOf(found.row.endedAt),
    timers: timersOf(state),
    cut,
    olderExecutions: Math.max(0, executions.length - mostExecutions),
    scenario: state.simulated,
    answered: state.simulated ? answeredElements(reader, row.id) : [],
  };
}

interface Found {
  readonly row: JobRow;
  readonly state: JobState;
  readonly checkpoint: CheckpointRow | null;
  readonly executions: readonly ExecutionRow[];
  readonly about: Omit<About, 'executions'>;
}

function latest(reader: StoreReader, row: JobRow): Found {
  const stored = reader.latest(row.id) ?? { job: row, rows: [] };
  return {
    row: stored.job,
    state: decodeJob(stored.job, stored.rows),
    checkpoint: reader.latestCheckpoint(row.id),
    executions: reader.executions(row.id),
    about: {
      checkpoints: [],
      called: reader.children(row.id).map(({ id }) => id),
      calledIncidents: incidentsBelow(reader, row.id),
    },
  };
}

function past(reader: StoreReader, row: JobRow, seq: number): Found {
  const stored = reader.stateAt(row.id, seq);
  const state = decodeJob(stored.job, stored.rows);
  return {
    row: stored.job,
    state,
    checkpoint: stored.checkpoint,
    executions: executionsAt(reader, state, stored.checkpoint),
    about: { checkpoints: [], called: Object.keys(stored.checkpoint.children), calledIncidents: [] },
  };
}

function cutVariables(
  variables: Readonly<Record<string, PlainValue>>,
  scope: string | null,
  purse: Purse,
  cuts: CutValue[],
): Record<string, PlainValue> {
  const given: Record<string, PlainValue> = {};
  for (const [name, value] of Object.entries(variables)) {
    const { value: beginning, cut } = purse.take(value);
    setOwn(given, name, beginning);
    if (cut !== null) cuts.push({ scope, name, ...cut });
  }
  return given;
}

function timersOf(state: JobState): TimerView[] {
  return [...state.timers.values()]
    .toSorted((left, right) => left.due - right.due || left.number - right.number)
    .map(({ node, kind, token, scope, due, cycle }) => ({
      element: node,
      kind,
      at: (token === null ? state.scopes.get(scope ?? '') : state.tokens.get(token))?.node ?? node,
      due: instantOf(due),
      ...(cycle === null ? {} : { remaining: cycle.remaining }),
    }));
}
