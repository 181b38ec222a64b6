/** What in a workspace needs a file, found in the text of the others: for whoever renames or deletes it. */
import { join } from 'node:path';
import type { FileUse, FileView } from '../../protocol/window-views.ts';
import { processesOf } from '../held-processes.ts';
import { CallFailed } from './call-failed.ts';
import { kindOf, type WorkspaceFiles } from './workspace-files.ts';

const DECISION = /<(?:[\w.-]+:)?decision(?:Service)?\s[^>]*?\bid\s*=\s*["']([^"']+)["']/g;
/** As Cairn and the other engines name what is called: Zeebe's is an element of its own with a `processId`. */
const CALLED = ['calledElement', 'processId'];
const DECIDED = ['decisionRef', 'decisionId'];

/** By path. */
export function usesOf(files: WorkspaceFiles, path: string): FileUse[] {
  const others = files.list().files.filter((file) => file.path !== path);
  const processes = others.filter(({ kind }) => kind === 'process');
  switch (kindOf(path)) {
    case 'process': {
      const ids = processesOf(join(files.dir, path)).map(({ id }) => id);
      const scenarios = others.filter((file) => file.kind === 'scenario' && baseOf(file.path) === baseOf(path));
      return [
        ...naming(files, processes, attributes(CALLED, ids), 'calls'),
        ...scenarios.map((file): FileUse => ({ path: file.path, how: 'plays' })),
      ];
    }
    case 'rules': {
      const ids = [...(textIn(files, path) ?? '').matchAll(DECISION)].flatMap(([, id]) => id ?? []);
      // `rules/discount.dmn#discount` of Cairn; other engines name the decision alone.
      const needles = [new RegExp(`(?:["'>]|\\s)${escaped(path)}#`), ...attributes(DECIDED, ids)];
      return naming(files, processes, needles, 'decides');
    }
    case 'scenario':
      return processes
        .filter((file) => baseOf(file.path) === baseOf(path))
        .map((file): FileUse => ({ path: file.path, how: 'is-played' }));
    case 'settings':
      return [];
  }
}

function attributes(names: readonly string[], values: readonly string[]): RegExp[] {
  return values.map((value) => new RegExp(`\\b(?:${names.join('|')})\\s*=\\s*["']${escaped(value)}["']`));
}

function naming(
  files: WorkspaceFiles,
  among: readonly FileView[],
  needles: readonly RegExp[],
  how: FileUse['how'],
): FileUse[] {
  if (needles.length === 0) return [];
  return among.flatMap(({ path }): FileUse[] => {
    const text = textIn(files, path);
    return text !== null && needles.some((needle) => needle.test(text)) ? [{ path, how }] : [];
  });
}

/** Null where it cannot be read: whoever opens it hears why. */
function textIn(files: WorkspaceFiles, path: string): string | null {
  try {
    return files.read(path).text;
  } catch (error) {
    if (error instanceof CallFailed) return null;
    throw error;
  }
}

/** `scenarios/order.json` goes with `processes/order.bpmn`. */
function baseOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
