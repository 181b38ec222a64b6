/** What can be said about a file without running it. */
import type { FlowNode } from './graph/process.ts';
import { readBpmn, type DeclaredProcess, type ProcessProblem, type ReadResult } from './read-bpmn.ts';

/** A task that only another engine, or a scenario's `services`, can perform. */
export interface ExternalTask {
  readonly element: string;
  readonly name: string | null;
  readonly type: FlowNode['type'];
  /** What another engine would call, or that nothing is named. */
  readonly description: string;
}

export interface ProcessCheck extends DeclaredProcess {
  /** Executable and without errors. */
  readonly runnable: boolean;
  /** In file order; empty when the process is not runnable. */
  readonly external: readonly ExternalTask[];
}

export interface FileCheck {
  readonly file: string;
  /** Whether any process can run. */
  readonly runnable: boolean;
  readonly processes: readonly ProcessCheck[];
  readonly problems: readonly ProcessProblem[];
}

/** Checks the text of a BPMN file. */
export async function check(xml: string, file: string): Promise<FileCheck> {
  return checkRead(await readBpmn(xml, file));
}

/** The same for a file that was read already. */
export function checkRead(result: ReadResult): FileCheck {
  const graphs = new Map(result.processes.map((graph) => [graph.processId, graph]));
  const processes = result.declared.map((declared): ProcessCheck => {
    const graph = graphs.get(declared.id);
    const nodes = graph === undefined ? [] : [...graph.nodes.values()];
    return { ...declared, runnable: graph !== undefined, external: nodes.flatMap((node) => externalTask(node) ?? []) };
  });
  return { file: result.file, runnable: result.processes.length > 0, processes, problems: result.problems };
}

/** What only another engine could run; null: Cairn runs it. */
export function externalTask(node: FlowNode): ExternalTask | null {
  const description = externalDescription(node);
  return description === null ? null : { element: node.id, name: node.name, type: node.type, description };
}

function externalDescription(node: FlowNode): string | null {
  if (node.type === 'bpmn:ScriptTask') {
    if (node.language !== 'external') return null;
    return node.format === '' ? 'script in no named language' : `script in ${node.format}`;
  }
  return 'implementation' in node && node.implementation.kind === 'external' ? node.implementation.description : null;
}
