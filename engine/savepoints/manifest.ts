/** What a savepoint says of itself: the file that is read first, by every version of Cairn. */
import { z } from 'zod';

/** Version of the format that this Cairn writes, and the newest that it reads. */
export const SAVEPOINT_FORMAT = 1;

const definition = z.object({ key: z.string(), version: z.number().int().positive() });

/** Work that was under way at the capture, and has to be performed again after a restore. */
const runningTask = z.object({
  job: z.string(),
  element: z.string(),
  instance: z.string(),
  attempt: z.number(),
  kind: z.string(),
});
export type RunningTask = z.infer<typeof runningTask>;

/** Names nothing of the place that it lies in: the directory may be moved. */
export const manifest = z.object({
  format: z.literal('cairn-savepoint'),
  version: z.number().int().positive(),
  id: z.string().min(1),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  /** The job at the top of the calls. */
  job: z.object({ id: z.string(), extId: z.string(), lineage: z.string(), seq: z.number(), definition }),
  /** It and all that it called, callers before the called. */
  jobs: z.array(z.object({ id: z.string(), parent: z.string().nullable(), seq: z.number(), definition })),
  definitions: z.array(z.object({ ...definition.shape, file: z.string() })),
  willRunAgain: z.array(runningTask),
  /** The data files beside this one. */
  files: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifest>;

/** The savepoint cannot be used; nothing of it was. The message names its directory. */
export class SavepointRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SavepointRefused';
  }
}

/** @throws SavepointRefused when it is no manifest, or one of a newer format. */
export function readManifest(text: string, dir: string): Manifest {
  const json = parsed(text, dir);
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : null;
  const ours = typeof json === 'object' && json !== null && 'format' in json && json.format === 'cairn-savepoint';
  if (ours && typeof version === 'number' && version > SAVEPOINT_FORMAT) {
    throw new SavepointRefused(
      `The savepoint ${dir} was written by a newer version of Cairn (savepoint format ${version}, this one knows up to ${SAVEPOINT_FORMAT}).`,
    );
  }
  const read = manifest.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw damaged(dir, `its manifest.json is none (${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'})`);
}

function parsed(text: string, dir: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(dir, 'its manifest.json cannot be read', cause);
  }
}

export function damaged(dir: string, what: string, cause?: unknown): SavepointRefused {
  return new SavepointRefused(`The savepoint ${dir} is damaged: ${what}. Nothing of it was used.`, { cause });
}
