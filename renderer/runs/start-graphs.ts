/** What a job can be started from: the process of a file that will run, and those that it calls. */
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { readBpmn } from '../../engine/model/read-bpmn.ts';
import type { Called } from './start-variables.ts';

export interface StartGraphs {
  readonly path: string;
  /** The process that will run; null: none of the file can. */
  readonly graph: ProcessGraph | null;
  /** Those that it may call, by id. */
  readonly called: Called;
}

export interface FileText {
  readonly path: string;
  readonly text: string;
}

/** Reads a file and those that it calls. */
export async function graphsOf(path: string, text: string, others: readonly FileText[]): Promise<StartGraphs> {
  const own = (await readBpmn(text, path)).processes;
  const beside = await Promise.all(others.map(async (other) => (await readBpmn(other.text, other.path)).processes));
  const called = new Map([...beside.flat(), ...own].map((graph) => [graph.processId, graph]));
  return { path, graph: firstProcess(own), called };
}

/** As the engine chooses: where processes call each other, one that nobody calls. */
function firstProcess(processes: readonly ProcessGraph[]): ProcessGraph | null {
  const called = new Set(
    processes.flatMap(({ nodes }) =>
      [...nodes.values()].flatMap((node) => (node.type === 'bpmn:CallActivity' ? [node.calledElement.text] : [])),
    ),
  );
  return processes.find(({ processId }) => !called.has(processId)) ?? processes[0] ?? null;
}
