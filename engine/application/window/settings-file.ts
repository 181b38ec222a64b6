/** `cairn.json`, as a window changes it: what it does not name stays as the person wrote it. */
import type { CallInput } from '../../protocol/window-calls.ts';
import { CallFailed } from './call-failed.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

const file = 'cairn.json';

/** @throws CallFailed when the file cannot be read as JSON, or not be written. */
export function writeSettings(files: WorkspaceFiles, changes: CallInput<'workspace.set'>): void {
  const { durability, recoveryAutomatic } = changes;
  // Even the way in which it is written stays the person's own.
  if (durability === undefined && recoveryAutomatic === undefined) return;
  const { settings, stamp } = readSettings(files);
  if (durability !== undefined) settings['durability'] = durability;
  if (recoveryAutomatic !== undefined) {
    const before = settings['recovery'];
    settings['recovery'] = { ...(isRecord(before) ? before : {}), automatic: recoveryAutomatic };
  }
  const answer = files.write(file, `${JSON.stringify(settings, null, 2)}\n`, stamp, false);
  if (!answer.ok) throw new CallFailed('refused', `${file} was changed by somebody else at the same moment; try again`);
}

function readSettings(files: WorkspaceFiles): { settings: Record<string, unknown>; stamp: string | null } {
  let text: string;
  let stamp: string;
  try {
    ({ text, stamp } = files.read(file));
  } catch (error) {
    if (error instanceof CallFailed && error.code === 'not-found') return { settings: {}, stamp: null };
    throw error;
  }
  try {
    const settings: unknown = JSON.parse(text);
    if (isRecord(settings)) return { settings, stamp };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CallFailed('bad-request', `${file} holds no JSON object: mend it first`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
