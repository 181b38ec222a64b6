/**
 * From the text of a BPMN file to what can be executed of it. Pure: no file is opened, nothing outside is asked. Bad
 * input of any kind is a list of problems, never an exception, and never takes long.
 */
import { BpmnModdle, type ParseResult } from 'bpmn-moddle';
import { cairnDescriptor } from '../protocol/descriptor.ts';
import { compile } from './compile.ts';
import { mended } from './descriptor-mends.ts';
import { readDocument } from './document.ts';
import { draftProcess } from './draft.ts';
import { childrenOf, describe, idOf, requiredIdOf, textOf, type Element } from './element.ts';
import { asProcess, globalTasksOf } from './global-task.ts';
import type { ProcessGraph } from './graph/process.ts';
import { assignIdentifiers } from './identifiers.ts';
import { noteCorrelationKeys, noteMessageFlows, noteNotExecuted } from './not-executed.ts';
import { noteKept } from './kept.ts';
import { noteSilent } from './silent-parts.ts';
import { judgeParseFailure } from './parse-failure.ts';
import { judgeWarnings } from './references.ts';
import { Report, type ProcessProblem } from './report.ts';
import { checkBoundaryEvents } from './rules/boundary-events.ts';
import { checkEvents } from './rules/events.ts';
import { checkFlows } from './rules/flows.ts';
import { checkGateways } from './rules/gateways.ts';
import { checkMessageFlows } from './rules/message-flows.ts';
import { checkStarts } from './rules/starts.ts';
import { outline } from './xml-outline.ts';

export type { ProcessProblem } from './report.ts';

/** A process of the file, executable or not. */
export interface DeclaredProcess {
  readonly id: string;
  readonly name: string | null;
  /** Absent `isExecutable` means executable; one that a call activity of an executable process calls is run, too. */
  readonly executable: boolean;
  /** How many flow nodes and sequence flows of each BPMN type it holds, subprocesses included. */
  readonly elements: Readonly<Record<string, number>>;
}

export interface ReadResult {
  /** As the caller named the file. */
  readonly file: string;
  /** The executable processes without errors, in document order. */
  readonly processes: readonly ProcessGraph[];
  /** The same and those with errors, as far as they could be read: to be drawn, never to be run. */
  readonly sketched: readonly ProcessGraph[];
  /** Every process of the file, in document order. */
  readonly declared: readonly DeclaredProcess[];
  readonly problems: readonly ProcessProblem[];
}

/**
 * Reads a BPMN file. A process with an error has no graph; an error of no process in particular leaves the file without
 * any. When no process is executable all of them are judged, so that people see what else there is to mend.
 */
export async function readBpmn(xml: string, file: string): Promise<ReadResult> {
  const report = new Report(file);
  const text = xml.startsWith('\uFEFF') ? xml.slice(1) : xml;
  const outlined = outline(text);
  if (!outlined.ok) {
    for (const { element, rule, message } of outlined.problems) report.add('error', element, rule, message);
    return { file, processes: [], sketched: [], declared: [], problems: report.problems };
  }
  const parsed = await parse(outlined.xml, report);
  if (parsed === null) return { file, processes: [], sketched: [], declared: [], problems: report.problems };
  return readParsed(parsed, report);
}

function readParsed(parsed: ParseResult, report: Report): ReadResult {
  const definitions = parsed.rootElement;
  const reportOf = (element: Element | null): Report => report.of(processOf(element));
  assignIdentifiers(definitions, new Set(Object.keys(parsed.elementsById)));
  const document = readDocument(definitions, judgeWarnings(parsed, reportOf));
  refuseRoots(definitions, report);
  const roots = childrenOf(definitions, 'rootElements').filter((root) => root.$type === 'bpmn:Process');
  const called = calledBy(roots);
  const isRun = (process: Element): boolean => isExecutable(process) || called.has(requiredIdOf(process));
  const executable = roots.some(isExecutable) ? roots.filter(isRun) : [];
  if (executable.length === 0 && (roots.length > 0 || globalTasksOf(definitions).length === 0))
    reportNoneExecutable(roots, report);
  else {
    for (const process of roots) {
      if (!isRun(process))
        reportOf(process).note(process, 'not-executed', 'isExecutable is false: it is kept, not executed.');
      else if (!isExecutable(process))
        reportOf(process).warning(
          process,
          'called-not-executable',
          'isExecutable is false, but a call activity of this file calls it: it is run when called.',
        );
    }
  }
  const globals = globalTasksOf(definitions).map((task) => asProcess(task, factory()));
  const judged = [...(executable.length === 0 ? roots : executable), ...globals];
  const graphs = judged.map((process) => {
    const own = report.of(requiredIdOf(process));
    const draft = draftProcess(process, document.dangling, own);
    for (const check of [checkStarts, checkFlows, checkGateways, checkBoundaryEvents, checkEvents]) check(draft, own);
    const graph = compile(draft, document, own);
    noteNotExecuted(process, own);
    return graph;
  });
  // What is not run at all is named as a whole; a global task, as the process that it is.
  const leftOut = new Set([...roots.filter((each) => !judged.includes(each)), ...globalTasksOf(definitions)]);
  noteKept(definitions, (root) => leftOut.has(root), reportOf);
  const isLeftOut = (root: Element): boolean => roots.includes(root) && !judged.includes(root);
  noteSilent(definitions, isLeftOut, reportOf);
  for (const each of globals)
    noteKept(
      each,
      () => false,
      () => report.of(requiredIdOf(each)),
    );
  checkMessageFlows(document, reportOf);
  noteMessageFlows(document, reportOf, (process) => judged.includes(process));
  noteCorrelationKeys(document, reportOf);
  const broken = new Set(report.problems.filter(({ severity }) => severity === 'error').map(({ process }) => process));
  const usable = broken.has(null) ? [] : graphs.filter((graph) => !broken.has(graph.processId));
  return {
    file: report.file,
    processes: usable,
    sketched: graphs,
    declared: [...roots, ...globals].map((root) => declare(root, executable.includes(root) || globals.includes(root))),
    problems: report.problems,
  };
}

let moddle: BpmnModdle | null = null;

function factory(): BpmnModdle {
  if (moddle !== null) return moddle;
  moddle = mended(new BpmnModdle({ cairn: cairnDescriptor }));
  return moddle;
}

async function parse(xml: string, report: Report): Promise<ParseResult | null> {
  const reader = factory();
  try {
    return await reader.fromXML(xml, { lax: false });
  } catch (failure) {
    return judgeParseFailure(reader, xml, failure, report);
  }
}

function isExecutable(process: Element): boolean {
  return process.get('isExecutable') !== false;
}

/** Ids of the processes that executable ones of the same file call, directly or through others. */
function calledBy(roots: readonly Element[]): ReadonlySet<string> {
  const called = new Set<string>();
  const walk = (container: Element): void => {
    for (const element of childrenOf(container, 'flowElements')) {
      const target = element.$type === 'bpmn:CallActivity' ? textOf(element, 'calledElement') : null;
      const process = target === null || called.has(target) ? undefined : roots.find((root) => idOf(root) === target);
      if (target !== null && process !== undefined) {
        called.add(target);
        walk(process);
      }
      if (element.$instanceOf('bpmn:FlowElementsContainer')) walk(element);
    }
  };
  for (const root of roots) if (isExecutable(root)) walk(root);
  return called;
}

function reportNoneExecutable(roots: readonly Element[], report: Report): void {
  const reason =
    roots.length === 0
      ? 'The file holds no process.'
      : `The file holds no executable process: isExecutable is false for ${roots.map(describe).join(', ')}.`;
  report.add('error', roots.length === 1 ? idOf(roots[0] as Element) : null, 'no-executable-process', reason);
}

function refuseRoots(definitions: Element, report: Report): void {
  for (const extension of childrenOf(definitions, 'extensions')) {
    if (extension.get('mustUnderstand') !== true) continue;
    const what = extension.get('definition');
    const name = typeof what === 'string' ? what : 'without a definition';
    const reason = `the extension ${name} must be understood by whoever runs the file, and is not (BPMN 2.0.2, 8.3.3).`;
    report.error(definitions, 'must-understand', reason);
  }
  for (const root of childrenOf(definitions, 'rootElements')) {
    if (root.$instanceOf('bpmn:Choreography'))
      report.error(root, 'unsupported-element', 'choreographies are not supported.');
    if (root.$instanceOf('bpmn:Collaboration')) {
      for (const each of childrenOf(root, 'conversations'))
        report.note(each, 'not-executed', 'conversations are kept, not executed, but for their correlation keys.');
      for (const each of childrenOf(root, 'artifacts')) report.note(each, 'not-executed', 'it is kept, not executed.');
    }
  }
}

function processOf(element: Element | null): string | null {
  for (let at: Element | undefined = element ?? undefined; at !== undefined; at = at.$parent) {
    if (at.$type === 'bpmn:Process') return requiredIdOf(at);
  }
  return null;
}

function declare(process: Element, executable: boolean): DeclaredProcess {
  const elements: Record<string, number> = {};
  const count = (container: Element): void => {
    for (const element of childrenOf(container, 'flowElements')) {
      elements[element.$type] = (elements[element.$type] ?? 0) + 1;
      if (element.$instanceOf('bpmn:FlowElementsContainer')) count(element);
    }
  };
  count(process);
  return { id: requiredIdOf(process), name: textOf(process, 'name'), executable, elements };
}
