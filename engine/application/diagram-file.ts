/** A BPMN file on the disk, read and judged. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { checkRead, type ProcessCheck } from '../model/check.ts';
import type { CallActivity } from '../model/graph/activity.ts';
import type { ProcessGraph } from '../model/graph/process.ts';
import { NotText, textOfBytes } from '../model/file-text.ts';
import { decisionWanted } from '../model/implementation.ts';
import { readBpmn, type ProcessProblem } from '../model/read-bpmn.ts';
import { checkContents } from './contents-check.ts';
import type { Context } from './context.ts';
import { BadRequest, oneLine } from './failure.ts';
import { processesOf } from './held-processes.ts';
import { spentTimers } from './spent-timers.ts';

export interface DiagramFile {
  /** As messages name it. */
  readonly name: string;
  readonly path: string;
  readonly xml: string;
  /** Those that can run. */
  readonly processes: readonly ProcessGraph[];
  /** The same and those with errors, as far as they could be read. */
  readonly sketched: readonly ProcessGraph[];
  /** All of them, in order. */
  readonly declared: readonly ProcessCheck[];
  readonly problems: readonly ProcessProblem[];
}

/** More than any diagram that a person drew, and than the reader accepts. */
const maxBytes = 64 * 1024 * 1024;

/** @throws BadRequest when it cannot be read at all; what is wrong inside are its problems. */
export async function readDiagram(context: Context, name: string): Promise<DiagramFile> {
  const path = resolve(context.cwd, name);
  return readDiagramText(context, name, textOf(path, name));
}

/** Texts that were not saved yet, by the file that they are meant for: they count instead of what it holds. */
type UnsavedTexts = ReadonlyMap<string, string>;
const allSaved: UnsavedTexts = new Map();

/** The same for a text that is meant for a file of that name, and may not have been saved yet. */
export async function readDiagramText(
  context: Context,
  name: string,
  xml: string,
  unsaved: UnsavedTexts = allSaved,
): Promise<DiagramFile> {
  const path = resolve(context.cwd, name);
  const read = await readBpmn(xml, name);
  const { processes: declared, problems } = checkRead(read);
  const contents: ProcessProblem[] = [];
  // An error of the one element does not hide what is wrong with the next; of its own one it may be the cause.
  const refused = new Set(problems.flatMap(({ severity, element }) => (severity === 'error' ? [element] : [])));
  for (const graph of read.sketched) {
    const found = await checkContents(graph, name, (resource) => resourceText(context, path, resource, unsaved));
    const further = found.filter(({ element }) => !refused.has(element));
    contents.push(...further.map((problem) => ({ ...problem, process: graph.processId })));
    // One that is refused is no cron expression at all.
    const over = spentTimers(graph, name, context.now());
    contents.push(...over.filter(({ element }) => !refused.has(element)));
  }
  const broken = new Set(contents.flatMap(({ severity, process }) => (severity === 'error' ? [process] : [])));
  return {
    name,
    path,
    xml,
    processes: read.processes.filter(({ processId }) => !broken.has(processId)),
    sketched: read.sketched,
    declared: declared.map((process) => (broken.has(process.id) ? { ...process, runnable: false } : process)),
    problems: [...problems, ...contents],
  };
}

/** @throws BadRequest */
export function textOf(path: string, name: string): string {
  try {
    const { size } = statSync(path);
    if (size > maxBytes) throw new BadRequest(`${name}: has ${size} bytes, more than the ${maxBytes} that are read`);
    return textOfBytes(readFileSync(path));
  } catch (error) {
    if (error instanceof BadRequest) throw error;
    if (error instanceof NotText) throw new BadRequest(`${name}: ${error.message}`);
    throw new BadRequest(`${name}: cannot be read: ${oneLine(error instanceof Error ? error.message : String(error))}`);
  }
}

/**
 * @throws BadRequest with every reason why the file's executable processes, or the one named, cannot run.
 */
export function mustRun(diagram: DiagramFile, processId?: string): void {
  const errors = diagram.problems.filter(({ severity, process }) => {
    return severity === 'error' && (processId === undefined || process === null || process === processId);
  });
  if (errors.length > 0) throw new BadRequest(...errors.map(problemLine));
  if (diagram.processes.length === 0) throw new BadRequest(`${diagram.name}: there is no process in it that can run`);
}

/** File, element, reason. */
export function problemLine({ file, element, message }: Pick<ProcessProblem, 'file' | 'element' | 'message'>): string {
  const named = element === null || message.includes(element);
  return named ? `${file}: ${oneLine(message)}` : `${file}: ${element}: ${oneLine(message)}`;
}

/** A file that a process names is looked for in the workspace, then beside the BPMN file, then beside its folder. */
export function findResource(context: Context, path: string, resource: string): string | null {
  const [found, ...others] = candidates(context, path, resource);
  return others.length > 0 ? null : (found ?? null);
}

/** All that could be meant, of the first place that has any: several only for a decision of which nothing but its id is named. */
function candidates(context: Context, path: string, resource: string): readonly string[] {
  const folder = dirname(path);
  const bases = [context.workspace.dir, folder, dirname(folder)];
  const decision = decisionWanted(resource);
  if (decision !== null) {
    const folders = bases.flatMap((base) => [join(base, 'rules'), base]);
    return folders.map((each) => filesWithDecision(each, decision)).find((files) => files.length > 0) ?? [];
  }
  return bases
    .map((base) => resolve(base, resource))
    .filter((candidate) => existsSync(candidate) && statSync(candidate).isFile())
    .slice(0, 1);
}

function filesWithDecision(folder: string, decision: string): readonly string[] {
  const id = decision.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const holds = new RegExp(`<(?:[\\w.-]+:)?decision(?:Service)?\\s[^>]*\\bid\\s*=\\s*["']${id}["']`);
  return filesOf(folder, '.dmn').filter((path) => holds.test(textOf(path, path)));
}

function resourceText(
  context: Context,
  path: string,
  resource: string,
  unsaved: UnsavedTexts = allSaved,
): string | readonly string[] {
  const found = candidates(context, path, resource);
  const [only] = found;
  return only !== undefined && found.length === 1
    ? (unsaved.get(only) ?? textOf(only, resource))
    : found.map((each) => relative(context.cwd, each));
}

/** Contents by name of what the process needs beside its file; what is missing is not in it. */
export function resourcesOf(context: Context, diagram: DiagramFile, graph: ProcessGraph): Record<string, string> {
  const found = graph.resources.flatMap((name) => {
    const text = resourceText(context, diagram.path, name);
    return typeof text === 'string' ? [[name, text] as const] : [];
  });
  return Object.fromEntries(found);
}

/** Call activities that name outright what they call. */
export function callsOf(graph: ProcessGraph): { readonly element: string; readonly processId: string }[] {
  const calls = [...graph.nodes.values()].filter((node): node is CallActivity => node.type === 'bpmn:CallActivity');
  return calls.flatMap(({ id, calledElement: { language, text } }) =>
    language === 'literal' ? [{ element: id, processId: text }] : [],
  );
}

/** Ids of processes that call activities name outright. */
export function calledProcesses(graph: ProcessGraph): string[] {
  return callsOf(graph).map(({ processId }) => processId);
}

/** The file of the workspace, or beside the caller's, that holds the process; null: none does. */
export async function findProcess(
  context: Context,
  caller: DiagramFile,
  processId: string,
): Promise<DiagramFile | null> {
  for (const { name } of filesHolding(context, caller, processId)) {
    const diagram = await readDiagram(context, name);
    if (diagram.declared.some(({ id }) => id === processId)) return diagram;
  }
  return null;
}

/** Names of other files of the workspace, or beside this one, that hold an executable process of the same id. */
export function filesAlsoHolding(context: Context, diagram: DiagramFile, processId: string): string[] {
  return filesHolding(context, diagram, processId).flatMap(({ name, executable }) => (executable ? [name] : []));
}

/** Files beside this one, then those of the workspace, in whose text a process of that id stands. */
function filesHolding(context: Context, { path: own }: DiagramFile, processId: string) {
  const folders = new Set([dirname(own), join(context.workspace.dir, 'processes')]);
  return [...folders]
    .flatMap((folder) => filesOf(folder, '.bpmn'))
    .flatMap((path) => {
      const held = path === own ? undefined : processesOf(path).find(({ id }) => id === processId);
      const name = relative(context.cwd, path) || basename(path);
      return held === undefined ? [] : [{ name, executable: held.executable }];
    });
}

function filesOf(folder: string, extension: string): string[] {
  if (!existsSync(folder)) return [];
  return (
    readdirSync(folder)
      .filter((name) => name.endsWith(extension))
      .toSorted()
      .map((name) => join(folder, name))
      // A pipe would be waited for.
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
  );
}
