/** The folder that people keep in git, and its settings. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { settings, type Settings } from '../protocol/settings.ts';
import { BadRequest, oneLine } from './failure.ts';
import { issueLines } from './issues.ts';

export interface Workspace {
  readonly dir: string;
  readonly settings: Settings;
}

const settingsFile = 'cairn.json';

/**
 * The nearest folder upward from `from` that has a `cairn.json`, else `from` itself.
 * @throws BadRequest when its settings cannot be used; it names file and field.
 */
export function findWorkspace(from: string): Workspace {
  const dir = workspaceDir(from);
  return { dir, settings: readSettings(join(dir, settingsFile), from) };
}

/** The folder alone, whatever its settings say. */
export function workspaceDir(from: string): string {
  return upward(resolve(from)) ?? resolve(from);
}

function upward(from: string): string | null {
  for (let dir = from; ; dir = dirname(dir)) {
    if (existsSync(join(dir, settingsFile))) return dir;
    if (dirname(dir) === dir) return null;
  }
}

/** The defaults where there is no such file. */
function readSettings(file: string, from: string): Settings {
  if (!existsSync(file)) return settings.parse({});
  const shown = relative(from, file) || file;
  let json: unknown;
  // A pipe would be waited for.
  if (!statSync(file).isFile()) throw new BadRequest(`${shown}: is no file`);
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BadRequest(`${shown}: ${oneLine(error instanceof Error ? error.message : String(error))}`);
  }
  const read = settings.safeParse(json);
  if (!read.success) throw new BadRequest(...issueLines(shown, read.error.issues));
  return read.data;
}
