/** The time machine: the timeline, what became of a variable, when something became so, and a scenario out of a moment. */
import { decodeValue, sameValue, type Value, type Variables } from '../../core/value.ts';
import { decodeJob } from '../../core/job-codec.ts';
import { parseJson, printJson } from '../../core/json.ts';
import { evaluate, parses } from '../../expressions/evaluate.ts';
import type { CallInput, CallResult } from '../../protocol/window-calls.ts';
import type { Timeline, VariableStep } from '../../protocol/window-views.ts';
import type { CheckpointRow, ExecutionRow, JobRow } from '../../store/rows.ts';
import type { StoreReader } from '../../store/store.ts';
import { instantOf, plainOf, plainVariables } from '../plain.ts';
import { jobHead, rootVariables } from '../result-view.ts';
import { CallFailed } from './call-failed.ts';
import { beginningOf, Purse } from './cut-values.ts';
import { Columns } from './timeline-columns.ts';
import { found } from './job-calls.ts';
import type { EngineLives } from '../engine-lives.ts';
import type { Call, Handlers, Studio } from './studio-parts.ts';

/** Checkpoints that are read before others get their turn. */
const PAGE = 500;
const TIMELINE_PAGE = 5_000;

export function historyCalls(
  studio: Studio,
  lives: EngineLives,
): Pick<Handlers, 'jobs.timeline' | 'jobs.variable-history' | 'jobs.find-value' | 'jobs.as-scenario' | 'jobs.effects'> {
  const { store } = studio;
  return {
    'jobs.timeline': (wish, call) => timelineOf(studio, lives, wish, call),
    'jobs.variable-history': (input, call) => variableHistory(studio, input, call),
    'jobs.find-value': (input, call) => findValue(studio, input, call),
    'jobs.effects': ({ job, limit }) => store.mustAsk((reader) => effects(reader, found(reader, job), limit)),
    'jobs.as-scenario': ({ job, seq }) => store.mustAsk((reader) => scenarioFrom(reader, found(reader, job), seq)),
  };
}

function effects(reader: StoreReader, row: JobRow, limit: number): CallResult<'jobs.effects'> {
  const ledger = reader.ledger(row.id);
  const latest = ledger.slice(-limit);
  return {
    effects: latest.map(({ idempotencyKey, beganAt, endedAt, ...rest }) => ({
      ...rest,
      key: idempotencyKey,
      beganAt: instantOf(beganAt),
      endedAt: endedAt === null ? null : instantOf(endedAt),
    })),
    more: ledger.length > latest.length,
  };
}

/** Lets everyone else have a turn. */
async function breathe(call: Call): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  if (call.signal.aborted) throw new CallFailed('cancelled', 'cancelled');
}

async function timelineOf(
  { store }: Studio,
  lives: EngineLives,
  wish: CallInput<'jobs.timeline'>,
  call: Call,
): Promise<Timeline> {
  const row = store.mustAsk((reader) => found(reader, wish.job));
  const { before = row.seq + 1, latest = row.seq } = wish;
  // Numbers rise by one, and only the oldest are ever gone. The one before the first tells whether another engine took over.
  const after = Math.max(wish.after, before - 1 - latest);
  const columns = new Columns();
  for (let from = after; ;) {
    const limit = Math.min(TIMELINE_PAGE, before - from);
    const page = limit <= 0 ? [] : store.mustAsk((reader) => reader.checkpoints(row.id, { from, limit }));
    for (const checkpoint of page) {
      if (checkpoint.seq >= before) break;
      if (checkpoint.seq > after) columns.add(checkpoint);
      else columns.passed(checkpoint);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < limit || last.seq + 1 >= before) break;
    from = last.seq + 1;
    call.progress({ done: columns.length, total: before - 1 - after, what: 'checkpoints' });
    await breathe(call);
  }
  columns.boundaries.ended(row);
  const marks = store.mustAsk((reader) => lives.marksOf(reader, row, columns.boundaries.found, after));
  const [oldest] = store.mustAsk((reader) => reader.checkpoints(row.id, { limit: 1 }));
  return {
    job: jobHead(row),
    oldest: oldest?.seq ?? null,
    ...columns.columns,
    // Whether it was taken over right before the next part is seen in that part.
    marks: wish.before === undefined ? marks : marks.filter((mark) => mark.after < before - 1),
  };
}

/** A variable of the name that is looked for, at one checkpoint. */
interface Seen {
  readonly checkpoint: CheckpointRow;
  readonly scope: string;
  /** Text forms; null: it is not there. */
  readonly before: string | null;
  readonly now: string | null;
}

/** Every change of variables of that name, oldest first. */
async function* changesOf(studio: Studio, job: JobRow, name: string, call: Call): AsyncGenerator<Seen> {
  const { store } = studio;
  const current = new Map<string, string>();
  const scopes = new Map<string, string>();
  let done = 0;
  for (let from = 0; ;) {
    const page = store.mustAsk((reader) => reader.steps(job.id, { from, limit: PAGE }));
    for (const { checkpoint, whole, rows } of page) {
      const next = new Map(whole ? [] : current);
      for (const { entity, id, data } of rows) {
        if (entity === 'scope' && data !== null) scopes.set(id, (JSON.parse(data) as { node: string }).node);
        if (entity !== 'variable') continue;
        const [, variable] = JSON.parse(id) as [string, string];
        if (variable !== name) continue;
        if (data === null) next.delete(id);
        else next.set(id, data);
      }
      for (const id of new Set([...current.keys(), ...next.keys()])) {
        const before = current.get(id) ?? null;
        const now = next.get(id) ?? null;
        const [scope] = JSON.parse(id) as [string, string];
        if (before !== now) yield { checkpoint, scope: scopes.get(scope) ?? scope, before, now };
      }
      current.clear();
      for (const [id, data] of next) current.set(id, data);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    from = last.checkpoint.seq + 1;
    done += page.length;
    call.progress({ done, total: job.seq, what: 'checkpoints' });
    await breathe(call);
  }
}

async function variableHistory(
  studio: Studio,
  input: CallInput<'jobs.variable-history'>,
  call: Call,
): Promise<CallResult<'jobs.variable-history'>> {
  const { store } = studio;
  const row = store.mustAsk((reader) => found(reader, input.job));
  const seen: Seen[] = [];
  let more = false;
  for await (const change of changesOf(studio, row, input.name, call)) {
    if (input.scope !== undefined && change.scope !== input.scope) continue;
    seen.push(change);
    if (seen.length > input.limit) {
      seen.shift();
      more = true;
    }
  }
  const executions = Map.groupBy(
    store.mustAsk((reader) => reader.executions(row.id)),
    ({ element }) => element,
  );
  const purse = new Purse();
  return { name: input.name, steps: seen.map((change) => stepView(change, executions, purse)), more };
}

function stepView(
  { checkpoint, scope, before, now }: Seen,
  executions: ReadonlyMap<string, readonly ExecutionRow[]>,
  purse: Purse,
): VariableStep {
  const { seq, at, element, reasons } = checkpoint;
  const from = before === null ? null : purse.take(plainOf(decodeValue(before)));
  const to = now === null ? null : purse.take(plainOf(decodeValue(now)));
  const latest = (executions.get(element ?? '') ?? []).findLast(({ startedAt }) => startedAt <= at);
  return {
    seq,
    at: instantOf(at),
    element,
    reasons: [...reasons],
    instance: latest?.instance ?? null,
    attempt: latest?.attempt ?? null,
    scope,
    change: before === null ? 'added' : now === null ? 'removed' : 'changed',
    ...(from === null ? {} : { from: from.value }),
    ...(to === null ? {} : { to: to.value }),
    cut: (from?.cut ?? to?.cut ?? null) !== null,
  };
}

async function findValue(
  studio: Studio,
  { job, name, look, limit }: CallInput<'jobs.find-value'>,
  call: Call,
): Promise<CallResult<'jobs.find-value'>> {
  const row = studio.store.mustAsk((reader) => found(reader, job));
  const fits = test(name, look);
  const matches: CallResult<'jobs.find-value'>['matches'] = [];
  let more = false;
  for await (const { checkpoint, scope, before, now } of changesOf(studio, row, name, call)) {
    const { at, seq } = checkpoint;
    if (now === null || !fits(decodeValue(now), at) || (before !== null && fits(decodeValue(before), at))) continue;
    if (matches.length === limit) {
      more = true;
      break;
    }
    const { value, cut } = beginningOf(plainOf(decodeValue(now)));
    matches.push({ seq, at: instantOf(at), scope, value, cut: cut !== null });
  }
  return { matches, more, searched: row.seq };
}

/** @throws CallFailed when it cannot be read. */
function test(name: string, look: CallInput<'jobs.find-value'>['look']): (value: Value, now: number) => boolean {
  if ('value' in look) {
    let wanted: Value;
    try {
      wanted = parseJson(look.value);
    } catch (error) {
      throw new CallFailed(
        'bad-request',
        `the value is no JSON: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    // As JSON shows it: nobody can type a date or -0 otherwise.
    return (value) => sameValue(value, wanted) || sameValue(parseJson(printJson(value)), wanted);
  }
  const expression = { language: 'feel', text: look.condition } as const;
  const problem = parses(expression);
  if (problem !== null) throw new CallFailed('bad-request', `the condition cannot be read: ${problem}`);
  return (value, now) => {
    const answer = evaluate(expression, { [name]: value, value }, { now, seed: 0 });
    return answer.ok && answer.value === true;
  };
}

function scenarioFrom(reader: StoreReader, row: JobRow, seq: number): CallResult<'jobs.as-scenario'> {
  const [first] = reader.checkpoints(row.id, { limit: 1 });
  const wanted = seq === 0 ? (first?.seq ?? 0) : seq;
  const stored = reader.stateAt(row.id, wanted);
  const state = decodeJob(stored.job, stored.rows);
  const notes = [
    ...(state.tokens.size === 0
      ? ['The job had ended at that checkpoint: the scenario has its variables, and begins anew.']
      : seq === 0
        ? []
        : [
            'A scenario begins at the start of the process: it has the variables of the checkpoint, but does not begin where the job stood then.',
          ]),
    ...(seq === 0 && first !== undefined && first.seq > 1
      ? [`The job's beginning is not in the history any more: the variables are those of checkpoint ${first.seq}.`]
      : []),
    ...([...state.scopes.values()].some(({ id, variables }) => id !== state.root && variables.size > 0)
      ? ['Variables of subprocesses are left out.']
      : []),
  ];
  const driven = reader.scenario(row.id);
  const before = driven === null ? {} : (parseJson(driven.text) as Variables);
  const { expect: _, ...kept } = before;
  const scenario = {
    ...kept,
    start: instantOf(stored.job.now),
    seed: state.seed,
    variables: plainVariables(Object.entries(rootVariables(state))),
  };
  return { text: `${printJson(scenario, 2)}\n`, notes };
}
