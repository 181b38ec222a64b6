/** Definitions by version: what a file holds goes into the store, with everything that it needs. */
import { awaitedName } from '../core/job-codec.ts';
import type { ProcessGraph } from '../model/graph/process.ts';
import { startsOf } from '../model/starts.ts';
import type { DeploymentView } from '../protocol/views.ts';
import type { DefinitionRow } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';
import { calledProcesses, findProcess, mustRun, readDiagram, resourcesOf, type DiagramFile } from './diagram-file.ts';
import { instantOf } from './plain.ts';
import { startTimersOf } from './start-timers.ts';
import { withStore } from './store-place.ts';

/** @throws BadRequest when one of the files cannot run; then nothing is deployed. */
export async function deployFiles(context: Context, files: readonly string[]): Promise<DeploymentView> {
  const diagrams: DiagramFile[] = [];
  for (const file of files) diagrams.push(...(await withCalled(context, file)));
  return withStore(context, 'create', (store) => deployDiagrams(context, store, diagrams));
}

/**
 * The file and those of the processes that it calls, each once; all of them can run, or the one named.
 * @throws BadRequest
 */
export async function withCalled(context: Context, file: string, processId?: string): Promise<DiagramFile[]> {
  return withCalledBy(context, await readDiagram(context, file), processId);
}

/** The same for a diagram that was read already. @throws BadRequest */
export async function withCalledBy(context: Context, first: DiagramFile, processId?: string): Promise<DiagramFile[]> {
  const diagrams = [first];
  // Grows while it is walked: called files call others.
  for (const diagram of diagrams) {
    mustRun(diagram, diagram === first ? processId : undefined);
    for (const id of diagram.processes.flatMap(calledProcesses)) {
      if (diagrams.some(({ declared }) => declared.some((process) => process.id === id))) continue;
      const called = await findProcess(context, diagram, id);
      if (called !== null) diagrams.push(called);
    }
  }
  return diagrams;
}

/** Puts every process of the files into the store; what did not change keeps its version. */
export function deployDiagrams(context: Context, store: Store, diagrams: readonly DiagramFile[]): DeploymentView {
  const rows = diagrams.flatMap((diagram) => diagram.processes.map((graph) => definitionOf(context, diagram, graph)));
  const deployed = rows.map(({ row, graph }) => {
    const before = store.definition(row.key, 'latest')?.version ?? 0;
    const { key, version, name, file } = store.deploy(row, startTimersOf(graph, row.deployedAt));
    return { key, version, name, file, isNew: version > before, timers: timersOf(store, key) };
  });
  const warnings = diagrams.flatMap(({ problems }) => problems.filter(({ severity }) => severity === 'warning'));
  return {
    deployed,
    warnings: warnings.map(({ severity, file, element, rule, message }) => ({
      severity,
      file,
      element,
      rule,
      message,
    })),
  };
}

function definitionOf(
  context: Context,
  diagram: DiagramFile,
  graph: ProcessGraph,
): { row: Omit<DefinitionRow, 'version'>; graph: ProcessGraph } {
  const resources = resourcesOf(context, diagram, graph);
  const startMessages = startsOf(graph).map(({ kind, name }) => awaitedName({ trigger: kind, message: name }));
  const { processId: key, name } = graph;
  const row = { key, name, file: diagram.name, xml: diagram.xml, resources, deployedAt: context.now(), startMessages };
  return { row, graph };
}

/** When which start event of a process starts a job by itself next, the earliest first. */
function timersOf(store: Store, key: string): DeploymentView['deployed'][number]['timers'] {
  return store
    .startTimers(Infinity)
    .flatMap(({ definitionKey, node, due }) =>
      definitionKey === key && due !== null ? [{ element: node, due: instantOf(due) }] : [],
    );
}
