/** Can it run, and where are its checkpoints: answers without a store and without an engine. */
import { relative } from 'node:path';
import { pointsOf } from '../core/checkpoint-policy.ts';
import { unsavedEffectRule, unsavedEffects } from '../core/unsaved-effects.ts';
import type { FlowNode, ProcessGraph } from '../model/graph/process.ts';
import type { ProcessProblem } from '../model/read-bpmn.ts';
import type { CheckView } from '../protocol/views.ts';
import type { Context } from './context.ts';
import { callsOf, filesAlsoHolding, findProcess, findResource, readDiagram, type DiagramFile } from './diagram-file.ts';

/** Of files that hold the same process. */
const mostNamed = 3;

/** @throws BadRequest when the file cannot be read at all. */
export async function checkFile(context: Context, name: string): Promise<CheckView> {
  const diagram = await readDiagram(context, name);
  const view = await checkDiagram(context, diagram);
  const effects = diagram.processes.flatMap(unsavedEffects).map(({ element, message }) => ({
    severity: 'warning' as const,
    file: diagram.name,
    element,
    rule: unsavedEffectRule,
    message: `${message} Mark a checkpoint after it: cairn:checkpoint="after".`,
  }));
  return { ...view, problems: [...view.problems, ...effects] };
}

/** The same for one that was read already, without what a crash would do twice: the window says that while one draws. */
export async function checkDiagram(context: Context, diagram: DiagramFile): Promise<CheckView> {
  const called = await calledElsewhere(context, diagram);
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
        called,
      ),
    }));
  const problems = [...diagram.problems, ...unknownCalls(diagram, called), ...sameIds(context, diagram)].map(
    ({ severity, file, element, rule, message }) => ({
      severity,
      file,
      element,
      rule,
      message,
    }),
  );
  const runnable = processes.length > 0 && problems.every(({ severity }) => severity !== 'error');
  return { file: diagram.name, runnable, processes, problems };
}

function partsOf(
  context: Context,
  diagram: DiagramFile,
  graph: ProcessGraph | undefined,
  called: Called,
): Pick<CheckView['processes'][number], 'checkpoints' | 'resources'> {
  const nodes = [...(graph?.nodes.values() ?? [])];
  return {
    checkpoints: graph === undefined ? [] : nodes.flatMap((node) => checkpointsOf(graph, node)),
    resources: [
      ...(graph?.resources ?? []).map((name) => {
        const path = findResource(context, diagram.path, name);
        return { name, found: path === null ? null : relative(context.cwd, path) };
      }),
      ...(graph === undefined ? [] : [...new Set(callsOf(graph).map(({ processId }) => processId))]).flatMap((id) => {
        const found = called.get(id) ?? null;
        return found === null ? [] : [{ name: `process ${id}`, found }];
      }),
    ],
  };
}

/** Files by the process of theirs that is called; null: no file is known that holds it. */
type Called = ReadonlyMap<string, string | null>;

async function calledElsewhere(context: Context, diagram: DiagramFile): Promise<Called> {
  const called = new Map<string, string | null>();
  for (const { processId } of diagram.sketched.flatMap(callsOf)) {
    if (called.has(processId) || diagram.declared.some(({ id }) => id === processId)) continue;
    called.set(processId, (await findProcess(context, diagram, processId))?.name ?? null);
  }
  return called;
}

function unknownCalls(diagram: DiagramFile, called: Called): readonly ProcessProblem[] {
  return diagram.sketched.flatMap((graph) =>
    callsOf(graph)
      .filter(({ processId }) => called.get(processId) === null)
      .map(({ element, processId }) => ({
        severity: 'warning',
        file: diagram.name,
        element,
        rule: 'called-process',
        message: `${element} (bpmn:CallActivity): no file beside this one, nor in the workspace, holds the process ${processId}; it must be deployed before it is called (BPMN 2.0.2, 10.3.6).`,
        process: graph.processId,
      })),
  );
}

/** Two files that hold the same process are two versions of it, and the one that was deployed last starts jobs. */
function sameIds(context: Context, diagram: DiagramFile): readonly ProcessProblem[] {
  return diagram.declared
    .filter(({ executable }) => executable)
    .flatMap(({ id }) => {
      const others = filesAlsoHolding(context, diagram, id);
      if (others.length === 0) return [];
      const more = others.length > mostNamed ? ` and ${others.length - mostNamed} more` : '';
      return [
        {
          severity: 'warning',
          file: diagram.name,
          element: id,
          rule: 'same-process-id',
          message: `${id} (bpmn:Process): ${[diagram.name, ...others.slice(0, mostNamed)].join(' and ')}${more} hold a process of this id; deployed, each is a new version of the other.`,
          process: id,
        },
      ];
    });
}

function checkpointsOf(graph: ProcessGraph, node: FlowNode): CheckView['processes'][number]['checkpoints'] {
  const points = pointsOf(graph, node);
  return (['explicit', 'implicit'] as const).flatMap((kind) => {
    const reasons = points.filter((point) => point.kind === kind).map(({ reason }) => reason);
    return reasons.length === 0 ? [] : [{ element: node.id, type: node.type, name: node.name, kind, reasons }];
  });
}
