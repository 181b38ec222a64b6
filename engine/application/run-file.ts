/** Runs a process of a file to its end, or until only the outside can move it. */
import { printJson } from '../core/json.ts';
import { decodeJob } from '../core/job-codec.ts';
import type { Variables } from '../core/value.ts';
import type { ProcessGraph } from '../model/graph/process.ts';
import { evaluate } from '../expressions/evaluate.ts';
import type { CrashPoint } from '../protocol/engine-link.ts';
import type { Scenario } from '../protocol/scenario.ts';
import type { DeploymentView, ResultDocument, Verdict } from '../protocol/views.ts';
import type { Store } from '../store/store.ts';
import { act } from './acts.ts';
import type { Context } from './context.ts';
import { deployDiagrams, withCalled } from './deployments.ts';
import { calledProcesses, type DiagramFile } from './diagram-file.ts';
import { BadRequest } from './failure.ts';
import { faultsOf } from './faults.ts';
import { rootVariables } from './result-view.ts';
import { judge, type ScenarioFile } from './scenario.ts';
import { leftTimers } from './left-timers.ts';
import { misplaced, undelivered, unknownNames } from './scenario-names.ts';
import { withStore } from './store-place.ts';

export interface RunInput {
  readonly file: string;
  readonly process?: string | undefined;
  readonly extId?: string | undefined;
  /** The start event; absent: the process's own beginning. */
  readonly node?: string | undefined;
  readonly variables: Variables;
  readonly scenario: ScenarioFile | null;
  /** Where the engine is to die; it is restarted, and the run goes on. */
  readonly crashPoints: readonly CrashPoint[];
}

export interface RunOutcome {
  readonly document: ResultDocument;
  /** Null without a scenario that expects something. */
  readonly verdict: Verdict | null;
  /** Why the answer is bad; empty: it is good. */
  readonly faults: readonly string[];
  /** What is likely not as it was meant, and changed nothing. */
  readonly warnings: readonly string[];
  /** The processes that the run put into the store. */
  readonly deployed: DeploymentView['deployed'];
}

/** @throws BadRequest and whatever acts throw. */
export async function runFile(context: Context, input: RunInput): Promise<RunOutcome> {
  const diagrams = await withCalled(context, input.file, input.process);
  const definition = chooseProcess(diagrams, input.process);
  mustBeElements(diagrams, input.crashPoints);
  const reached = new Set<string>();
  const watching: Context = {
    ...context,
    tell: (news) => {
      if (news.type === 'crashed' && news.crashPoint !== null) reached.add(pointText(news.crashPoint));
      context.tell(news);
    },
  };
  return withStore(context, 'create', async (store) => {
    const { deployed } = deployDiagrams(context, store, diagrams);
    const { scenario } = input;
    const variables = { ...scenario?.variables, ...input.variables };
    const { document } = await act(
      watching,
      store,
      {
        kind: 'start',
        definition,
        variables: printJson(variables),
        ...(input.extId === undefined ? {} : { extId: input.extId }),
        ...(input.node === undefined ? {} : { node: input.node }),
        ...(scenario === null ? {} : { scenario: scenario.text }),
      },
      { follow: 'always', scripted: scenario !== null, crashPoints: input.crashPoints },
    );
    if (document === null) throw new Error('the engine started a job that is not in the store');
    const graphs = diagrams.flatMap(({ processes }) => processes);
    const warnings = [
      ...(scenario === null ? [] : unusedBy(scenario.scenario, document.job.id, graphs, store)),
      ...input.crashPoints
        .map(pointText)
        .filter((point) => !reached.has(point))
        .map((point) => `--crash-at ${point}: the run never came there`),
    ];
    return { ...outcomeOf(store, document, scenario), warnings, deployed };
  });
}

/** What the scenario says without effect, and what the run left undone. */
function unusedBy(scenario: Scenario, job: string, graphs: readonly ProcessGraph[], store: Store): string[] {
  const lines = [
    ...unknownNames(scenario, graphs),
    ...misplaced(scenario, graphs),
    ...undelivered(scenario, job, store),
    ...leftTimers(job, store),
  ];
  return lines.map((line) => `scenario: ${line}`);
}

function pointText({ element, point, visit }: CrashPoint): string {
  return `${element}:${point}:${visit}`;
}

/** Judges a finished run. */
export function outcomeOf(
  store: Store,
  document: ResultDocument,
  scenario: ScenarioFile | null,
): Omit<RunOutcome, 'warnings' | 'deployed'> {
  const verdict = verdictOf(store, document, scenario);
  const expectedStatus = scenario?.scenario.expect?.status !== undefined && verdict?.met === true;
  const faults = [
    ...(verdict?.failures ?? []).map((failure) => `expected otherwise: ${failure}`),
    ...faultsOf(document)
      .filter(({ kind }) => !(expectedStatus && kind === 'failed'))
      .map(({ message }) => message),
  ];
  return { document, verdict, faults };
}

function verdictOf(store: Store, document: ResultDocument, scenario: ScenarioFile | null): Verdict | null {
  const expected = scenario?.scenario.expect;
  const stored = store.latest(document.job.id);
  if (expected === undefined || stored === null) return null;
  const state = decodeJob(stored.job, stored.rows);
  return judge(expected, document, rootVariables(state), evaluate, state.now);
}

/** Which process of the first file is meant. @throws BadRequest */
export function chooseProcess(diagrams: readonly DiagramFile[], wanted: string | undefined): string {
  const [diagram] = diagrams;
  if (diagram === undefined) throw new Error('a file was asked for');
  const ids = diagram.processes.map(({ processId }) => processId);
  if (wanted !== undefined) {
    if (ids.includes(wanted)) return wanted;
    throw new BadRequest(`${diagram.name}: ${wanted}: there is no such executable process; there is ${ids.join(', ')}`);
  }
  // Where the file's processes call each other, one that nobody calls is meant; of several, the first in the file.
  const called = new Set(diagram.processes.flatMap(calledProcesses));
  const first = ids.find((id) => !called.has(id)) ?? ids[0];
  if (first === undefined) throw new BadRequest(`${diagram.name}: holds no executable process`);
  return first;
}

function mustBeElements(diagrams: readonly DiagramFile[], points: readonly CrashPoint[]): void {
  const nodes = new Set(diagrams.flatMap(({ processes }) => processes.flatMap((graph) => [...graph.nodes.keys()])));
  const unknown = points.filter(({ element }) => !nodes.has(element));
  if (unknown.length === 0) return;
  throw new BadRequest(
    ...unknown.map(
      ({ element }) => `--crash-at ${element}: there is no such element in ${diagrams[0]?.name ?? 'the file'}`,
    ),
  );
}
