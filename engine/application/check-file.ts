/** Can it run, and where are its checkpoints: answers without a store and without an engine. */
import { relative } from 'node:path';
import { pointsOf } from '../core/checkpoint-policy.ts';
import type { FlowNode, ProcessGraph } from '../model/graph.ts';
import type { CheckView } from '../protocol/views.ts';
import type { Context } from './context.ts';
import { findResource, readDiagram, type DiagramFile } from './diagram-file.ts';

/** @throws BadRequest when the file cannot be read at all. */
export async function checkFile(context: Context, name: string): Promise<CheckView> {
  return checkDiagram(context, await readDiagram(context, name));
}

/** The same for one that was read already. */
export function checkDiagram(context: Context, diagram: DiagramFile): CheckView {
  const processes = diagram.declared
    .filter(({ executable }) => executable)
    .map(({ id, name: title, runnable: runs, elements, external }) => ({
      id,
      name: title,
      runnable: runs,
      elements: { ...elements },
      needsStub: external.map(({ element, description }) => ({ element, what: description })),
      ...partsOf(
        context,
        diagram,
        diagram.processes.find(({ processId }) => processId === id),
      ),
    }));
  const problems = diagram.problems.map(({ severity, file, element, rule, message }) => ({
    severity,
    file,
    element,
    rule,
    message,
  }));
  const runnable = processes.length > 0 && problems.every(({ severity }) => severity !== 'error');
  return { file: diagram.name, runnable, processes, problems };
}

function partsOf(
  context: Context,
  diagram: DiagramFile,
  graph: ProcessGraph | undefined,
): Pick<CheckView['processes'][number], 'checkpoints' | 'resources'> {
  const nodes = [...(graph?.nodes.values() ?? [])];
  return {
    checkpoints: graph === undefined ? [] : nodes.flatMap((node) => checkpointsOf(graph, node)),
    resources: (graph?.resources ?? []).map((name) => {
      const path = findResource(context, diagram.path, name);
      return { name, found: path === null ? null : relative(context.cwd, path) };
    }),
  };
}

function checkpointsOf(graph: ProcessGraph, node: FlowNode): CheckView['processes'][number]['checkpoints'] {
  const points = pointsOf(graph, node);
  return (['explicit', 'implicit'] as const).flatMap((kind) => {
    const reasons = points.filter((point) => point.kind === kind).map(({ reason }) => reason);
    return reasons.length === 0 ? [] : [{ element: node.id, type: node.type, name: node.name, kind, reasons }];
  });
}
