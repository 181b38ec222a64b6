/** Jobs as the window lists, shows and starts them. */
import { decodeJob } from '../../core/job-codec.ts';
import type { JobState } from '../../core/job-state.ts';
import { printJson } from '../../core/json.ts';
import { engineRequest, type EngineRequestInput } from '../../protocol/requests.ts';
import type { CallInput, CallResult, Notification } from '../../protocol/window-calls.ts';
import type { DefinitionView } from '../../protocol/window-views.ts';
import type { DefinitionRow, JobRow, RequestRow } from '../../store/rows.ts';
import type { StoreReader } from '../../store/store.ts';
import { ownId } from '../acts.ts';
import { readBpmn } from '../../model/read-bpmn.ts';
import type { ProcessGraph } from '../../model/graph/process.ts';
import { jobOf, jobViews } from '../browse.ts';
import { joinsExplained } from '../joins-explained.ts';
import { deployDiagrams, withCalledBy } from '../deployments.ts';
import { readDiagramText } from '../diagram-file.ts';
import { diffOf } from '../diff-view.ts';
import { instantOf, plainOf } from '../plain.ts';
import { checkpointView, jobHead } from '../result-view.ts';
import { chooseProcess } from '../run-file.ts';
import { parseScenario, type ScenarioFile } from '../scenario.ts';
import { parseVariables } from '../text-input.ts';
import { answerTo } from './answers.ts';
import { CallFailed } from './call-failed.ts';
import { confinedRequest } from './confined-request.ts';
import { Purse } from './cut-values.ts';
import type { EngineLives } from '../engine-lives.ts';
import { costOf } from './deaths.ts';
import { foreignHosts } from './foreign-hosts.ts';
import { jobDocument } from './job-document.ts';
import { standingView } from './standing-view.ts';
import type { Handlers, Studio } from './studio-parts.ts';
import { kindOf } from './workspace-files.ts';

type JobCalls = Pick<
  Handlers,
  | 'definitions.list'
  | 'definitions.show'
  | 'definitions.deploy'
  | 'jobs.run'
  | 'jobs.list'
  | 'jobs.show'
  | 'jobs.value'
  | 'jobs.history'
  | 'jobs.diff'
  | 'jobs.forecast'
  | 'jobs.act'
  | 'jobs.watch'
  | 'jobs.unwatch'
>;

export function jobCalls(studio: Studio, lives: EngineLives): JobCalls {
  const { store } = studio;
  return {
    'definitions.list': ({ key, every }) => {
      // By key, then version.
      const all = store.ask((reader) => reader.definitions()) ?? [];
      const wanted =
        key === undefined
          ? all.filter((row, index) => every || all[index + 1]?.key !== row.key)
          : all.filter((row) => row.key === key).toReversed();
      return { definitions: wanted.map(definitionView) };
    },
    'definitions.show': ({ key, version }) => {
      const row = store.mustAsk((reader) => reader.definition(key, version));
      if (row === null) throw new CallFailed('not-found', `there is no definition ${key} ${version} in this store`);
      return { ...definitionView(row), xml: row.xml };
    },
    'definitions.deploy': async ({ path }) => {
      const context = studio.context();
      const first = await readDiagramText(context, path, studio.files.read(path).text);
      const diagrams = await withCalledBy(context, first);
      return store.write((writer) => deployDiagrams(context, writer, diagrams));
    },
    'jobs.run': (input) => run(studio, input),
    'jobs.list': (input) => list(studio, input),
    'jobs.show': ({ job, at }) => {
      const { document, stored, definition } = store.mustAsk((reader) => {
        const row = found(reader, job);
        const shown = jobDocument(reader, row, at);
        // Read once more only where a token is at a join.
        const joins = shown.tokens.some(({ state }) => state === 'joining');
        return {
          document: shown,
          stored: !joins ? null : at === null ? reader.latest(row.id) : reader.stateAt(row.id, at),
          definition: joins ? reader.definition(row.definitionKey, row.definitionVersion) : null,
        };
      });
      return joinsExplained(document, stored, definition);
    },
    'jobs.value': (input) => store.mustAsk((reader) => valueOf(reader, input)),
    'jobs.history': (input) => store.mustAsk((reader) => history(reader, input)),
    'jobs.diff': ({ left, right }) => store.mustAsk((reader) => compare(reader, left, right)),
    'jobs.forecast': ({ job, epoch }) => {
      const { death, state } = studio.engine;
      const { id } = store.mustAsk((reader) => found(reader, job));
      return costOf(store, lives, death, state === 'dead', { job: id, epoch });
    },
    'jobs.act': async ({ request }) => {
      const given: EngineRequestInput =
        request.kind === 'message'
          ? { ...request, messageId: request.messageId ?? studio.newId() }
          : request.kind === 'signal'
            ? { ...request, signalId: request.signalId ?? studio.newId() }
            : await confinedRequest(studio, request);
      return answerTo(studio, requestRow(studio, given));
    },
    'jobs.watch': ({ job }, call) => {
      const row = store.mustAsk((reader) => found(reader, job));
      call.watch(row.id);
      return {};
    },
    'jobs.unwatch': ({ job }, call) => {
      call.unwatch(job);
      return {};
    },
  };
}

/** The job of that id or extId. @throws CallFailed */
export function found(reader: StoreReader, job: string): JobRow {
  const row = reader.job(job);
  if (row === null) throw new CallFailed('not-found', `there is no job ${job} in this store`);
  return row;
}

function definitionView({ key, version, name, file, deployedAt }: DefinitionRow): DefinitionView {
  return { key, version, name, file, deployedAt: instantOf(deployedAt) };
}

function list({ store }: Studio, input: CallInput<'jobs.list'>): CallResult<'jobs.list'> {
  const { status, definition, search, stands, roots, before, limit } = input;
  const filter = {
    ...(status === undefined ? {} : { status }),
    ...(definition === undefined ? {} : { definitionKey: definition }),
    ...(search === undefined || search.trim() === '' ? {} : { search: search.trim() }),
    ...(stands === undefined ? {} : { stands }),
    ...(roots ? { parentJob: null } : {}),
  };
  const page = { limit: limit + 1, ...(before === undefined ? {} : { before }) };
  const answer = store.ask((reader) => {
    const rows = reader.jobs(filter, page);
    return {
      jobs: jobViews(reader, rows.slice(0, limit)),
      ...standingView(reader.standing()),
      ...(definition === undefined ? {} : { ofProcess: standingView(reader.standing(definition)) }),
      more: rows.length > limit,
    };
  });
  return answer ?? { jobs: [], ...standingView(null), more: false };
}

/** Where a job's tokens are, as far as the store knows. */
export function positionsOf(reader: StoreReader, job: string): Notification<'tokens-moved'> | null {
  const stored = reader.latest(job);
  if (stored === null) return null;
  const state = decodeJob(stored.job, stored.rows);
  return {
    job,
    status: state.status,
    now: instantOf(state.now),
    seq: state.seq,
    tokens: [...state.tokens.values()].map(({ id, node, state: tokenState, instance }) => ({
      token: id,
      element: node,
      state: tokenState,
      instance,
    })),
  };
}

function stateOf(reader: StoreReader, job: JobRow, seq: number | 'now' | null): { row: JobRow; state: JobState } {
  const stored =
    seq === 'now' || seq === null ? (reader.latest(job.id) ?? { job, rows: [] }) : reader.stateAt(job.id, seq);
  return { row: stored.job, state: decodeJob(stored.job, stored.rows) };
}

function valueOf(reader: StoreReader, { job, at, scope, name }: CallInput<'jobs.value'>): CallResult<'jobs.value'> {
  const { state } = stateOf(reader, found(reader, job), at);
  const value = state.scopes.get(scope ?? state.root)?.variables.get(name);
  if (value === undefined) throw new CallFailed('not-found', `job ${job} has no variable ${name} there`);
  return { value: plainOf(value) };
}

function history(
  reader: StoreReader,
  { job, from, before, limit }: CallInput<'jobs.history'>,
): CallResult<'jobs.history'> {
  const row = found(reader, job);
  const head = jobHead(row);
  if (from !== undefined) {
    const rows = reader.checkpoints(row.id, { from, limit: limit + 1 });
    return { job: head, checkpoints: rows.slice(0, limit).map(checkpointView), more: rows.length > limit };
  }
  // Numbers rise by one, and only the oldest are ever gone.
  const end = before ?? row.seq + 1;
  const rows = reader.checkpoints(row.id, { from: Math.max(0, end - limit), limit }).filter(({ seq }) => seq < end);
  const [oldest] = reader.checkpoints(row.id, { limit: 1 });
  const first = rows[0];
  return {
    job: head,
    checkpoints: rows.map(checkpointView),
    more: first !== undefined && oldest !== undefined && oldest.seq < first.seq,
  };
}

function compare(
  reader: StoreReader,
  leftMoment: CallInput<'jobs.diff'>['left'],
  rightMoment: CallInput<'jobs.diff'>['right'],
): CallResult<'jobs.diff'> {
  const left = stateOf(reader, found(reader, leftMoment.job), leftMoment.seq);
  const right = stateOf(reader, found(reader, rightMoment.job), rightMoment.seq);
  const { variables, tokens } = diffOf(left.state, right.state);
  const purse = new Purse();
  return {
    left: { job: jobHead(left.row), seq: left.row.seq },
    right: { job: jobHead(right.row), seq: right.row.seq },
    variables: variables.map((change) => {
      const from = change.from === undefined ? null : purse.take(change.from);
      const to = change.to === undefined ? null : purse.take(change.to);
      return {
        ...change,
        ...(from === null ? {} : { from: from.value }),
        ...(to === null ? {} : { to: to.value }),
        cut: (from?.cut ?? to?.cut ?? null) !== null,
      };
    }),
    tokens,
  };
}

async function run(studio: Studio, input: CallInput<'jobs.run'>): Promise<CallResult<'jobs.run'>> {
  const scenario = scenarioOf(studio, input);
  const given = parseVariables('the variables', input.variables);
  const { definition, version } = await deployed(
    studio,
    input,
    new Set(Object.keys(scenario?.scenario.services ?? {})),
  );
  const existed =
    input.extId !== undefined && (studio.store.ask((reader) => reader.job(input.extId ?? '')) ?? null) !== null;
  const answer = await answerTo(
    studio,
    requestRow(studio, {
      kind: 'start',
      definition,
      version,
      variables: printJson({ ...scenario?.variables, ...given }),
      ...(input.extId === undefined ? {} : { extId: input.extId }),
      ...(input.node === undefined ? {} : { node: input.node }),
      ...(scenario === null ? {} : { scenario: scenario.text }),
      clock: input.clock,
      paused: input.paused,
      breakpoints: input.breakpoints,
    }),
  );
  if (!answer.ok) throw new CallFailed(answer.code === 'bad-request' ? 'bad-request' : 'refused', answer.message);
  if (answer.job === null) throw new Error('a start was answered without a job');
  const job = answer.job;
  const row = studio.store.mustAsk((reader) => jobOf(reader, job));
  return { job, definition: { key: row.definitionKey, version: row.definitionVersion }, existed };
}

function scenarioOf(studio: Studio, { scenario }: CallInput<'jobs.run'>): ScenarioFile | null {
  if (scenario === undefined) return null;
  if ('text' in scenario) return parseScenario('the scenario', scenario.text);
  return parseScenario(scenario.path, studio.files.read(scenario.path).text);
}

/** The definition that is meant, deployed if it comes from a file. @throws BadRequest */
async function deployed(
  studio: Studio,
  { source, process, unreached }: CallInput<'jobs.run'>,
  answered: ReadonlySet<string>,
): Promise<{ definition: string; version: number | 'latest' }> {
  const context = studio.context();
  const agreed = context.trusted || unreached;
  if ('definition' in source) {
    const { definition, version } = source;
    const row = studio.store.mustAsk((reader) => reader.definition(definition, version));
    if (!agreed && row !== null) requireTrust((await readBpmn(row.xml, row.key)).processes, answered);
    return { definition, version };
  }
  // Also where its text comes along: what it refers to is found from here.
  kindOf(source.path);
  const text = source.text ?? studio.files.read(source.path).text;
  const first = await readDiagramText(context, source.path, text);
  const diagrams = await withCalledBy(context, first, process);
  if (!agreed)
    requireTrust(
      diagrams.flatMap(({ processes }) => processes),
      answered,
    );
  const definition = chooseProcess(diagrams, process);
  const { deployed: rows } = studio.store.write((store) => deployDiagrams(context, store, diagrams));
  return { definition, version: rows.find(({ key }) => key === definition)?.version ?? 'latest' };
}

/** @throws CallFailed when hosts beyond this machine are named: the person is to be asked first. */
function requireTrust(processes: readonly ProcessGraph[], answered: ReadonlySet<string>): void {
  const hosts = foreignHosts(processes, answered);
  if (hosts.length === 0) return;
  throw new CallFailed('untrusted', `the workspace is not trusted, and tasks of the process call ${hosts.join(', ')}`);
}

/** @throws CallFailed */
function requestRow(studio: Studio, input: EngineRequestInput): RequestRow {
  const request = engineRequest.parse(input);
  const named = 'job' in request ? request.job : null;
  const job = named === null ? null : (studio.store.ask((reader) => reader.job(named))?.id ?? named);
  return {
    id: ownId(request) ?? studio.newId(),
    kind: request.kind,
    job,
    instance: request.kind === 'complete' ? (request.instance ?? null) : null,
    data: JSON.stringify(request),
    acceptedAt: studio.now(),
    answer: null,
  };
}
