/** Which processes a BPMN file holds, found in its text: for lists and comparisons over many files. */
import { readFileSync, statSync } from 'node:fs';
import { NotText, textOfBytes } from '../model/file-text.ts';

export interface HeldProcess {
  readonly id: string;
  /** Absent `isExecutable` means executable. */
  readonly executable: boolean;
}

/** More than any diagram that a person drew. */
const maxBytes = 64 * 1024 * 1024;
const TAG = /<(?:[\w.-]+:)?process\s((?:[^>"']|"[^"]*"|'[^']*')*)>/g;
const ID = /(?:^|\s)id\s*=\s*(?:"([^"]*)"|'([^']*)')/;
const NOT_EXECUTABLE = /(?:^|\s)isExecutable\s*=\s*["'](?:false|0)["']/;

/** By path, as long as size, time and inode stay the same. */
const known = new Map<string, { readonly look: string; readonly processes: readonly HeldProcess[] }>();

/** None where the file cannot be read: whoever opens it hears why. */
export function processesOf(path: string): readonly HeldProcess[] {
  try {
    const found = statSync(path);
    // A pipe would be waited for.
    if (!found.isFile()) return [];
    const { size, mtimeMs, ino } = found;
    const look = `${size} ${mtimeMs} ${ino}`;
    const before = known.get(path);
    if (before?.look === look) return before.processes;
    const processes = size > maxBytes ? [] : processesIn(textOfBytes(readFileSync(path)));
    known.set(path, { look, processes });
    return processes;
  } catch (error) {
    if (error instanceof NotText || (error instanceof Error && 'code' in error)) return [];
    throw error;
  }
}

function processesIn(text: string): readonly HeldProcess[] {
  return [...text.replace(/<!--[\s\S]*?-->/g, '').matchAll(TAG)].flatMap(([, attributes = '']) => {
    const [, double, single] = ID.exec(attributes) ?? [];
    const id = double ?? single;
    return id === undefined ? [] : [{ id, executable: !NOT_EXECUTABLE.test(attributes) }];
  });
}
