/**
 * Reads recorder files, which outlive the engines that wrote them. A line that cannot be read is skipped: the last one
 * may be torn by the death of its writer, and nothing that a file says may bring a supervisor down.
 */
import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { recording, type Recording } from '../protocol/recording.ts';

const chunkBytes = 64 * 1024;
const newline = 0x0a;

/** Names of the recorder files of a store, oldest engine first: they begin with the epoch. */
export function recorderFiles(storeDir: string): string[] {
  const folder = join(storeDir, 'recorder');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted();
}

/** What an engine recorded, in its order; by default the latest engine of the store. */
export function* readRecordings(storeDir: string, name = recorderFiles(storeDir).at(-1)): Generator<Recording> {
  if (name === undefined) return;
  for (const line of linesOf(join(storeDir, 'recorder', name))) {
    const read = recordingOf(line);
    if (read !== null) yield read;
  }
}

function* linesOf(file: string): Generator<string> {
  const descriptor = openSync(file, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(chunkBytes);
    let rest = '';
    for (;;) {
      const read = readSync(descriptor, buffer, 0, chunkBytes, null);
      if (read === 0) return; // what is left has no line end: torn
      const lines = (rest + decoder.write(buffer.subarray(0, read))).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Reads on where it stopped, in a file that may still be written. */
export class RecorderTail {
  readonly #file: string;
  #offset = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** What has come since; a last line without an end is left for the next time. */
  *read(): Generator<Recording> {
    if (!existsSync(this.#file)) return;
    const descriptor = openSync(this.#file, 'r');
    try {
      let buffer = Buffer.alloc(chunkBytes);
      for (;;) {
        const read = readSync(descriptor, buffer, 0, buffer.length, this.#offset);
        const end = buffer.subarray(0, read).lastIndexOf(newline);
        if (end === -1 && read < buffer.length) return;
        // One line is longer than all of it.
        if (end === -1) {
          buffer = Buffer.alloc(buffer.length * 2);
          continue;
        }
        this.#offset += end + 1;
        for (const line of buffer.toString('utf8', 0, end).split('\n')) {
          const found = recordingOf(line);
          if (found !== null) yield found;
        }
      }
    } finally {
      closeSync(descriptor);
    }
  }
}

function recordingOf(line: string): Recording | null {
  try {
    const parsed = recording.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
