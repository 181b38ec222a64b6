/**
 * What this engine does, written where it survives its death (checkpoint-semantics, section 10). Work is recorded by a
 * synchronous write before it begins and, when it has an effect outside, after it; everything else is appended once per
 * turn of the run loop. No sync: it must survive a kill, not a power cut.
 */
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Recording } from '../protocol/recording.ts';

/** Recorder files of earlier engines that are kept for people to look at. */
const KEPT = 20;

/** Appends bytes to an open file and answers how many; a test may do otherwise. */
export type Append = (descriptor: number, bytes: Uint8Array) => number;

export class Recorder {
  readonly file: string;
  readonly #descriptor: number;
  readonly #append: Append;
  #pending: string[] = [];
  /** The file ends in the middle of a line. */
  #torn = false;
  #closed = false;

  constructor(folder: string, epoch: number, agent: string, append: Append = writeSync) {
    this.#append = append;
    mkdirSync(folder, { recursive: true });
    const old = readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .toSorted();
    for (const name of old.slice(0, Math.max(0, old.length - KEPT))) rmSync(path.join(folder, name), { force: true });
    this.file = recorderFile(epoch, agent);
    this.#descriptor = openSync(path.join(folder, this.file), 'a');
  }

  /** Durable against a kill when it returns; where there is no room, as soon as there is. */
  write(recording: Recording): void {
    this.#pending.push(JSON.stringify(recording));
    this.flush();
  }

  /** Durable against a kill when it answers true. False: there is no room, and what it announces must not begin. */
  begin(recording: Recording): boolean {
    this.#pending.push(JSON.stringify(recording));
    if (this.flush()) return true;
    this.#pending.pop();
    return false;
  }

  /** The same for several, in one write. */
  beginAll(recordings: readonly Recording[]): boolean {
    for (const recording of recordings) this.#pending.push(JSON.stringify(recording));
    if (this.flush()) return true;
    this.#pending.length -= recordings.length;
    return false;
  }

  /** Written with the next {@link flush}. */
  note(recording: Recording): void {
    this.#pending.push(JSON.stringify(recording));
  }

  /** False: there is no room; it is tried again with the next. */
  flush(): boolean {
    if (this.#pending.length === 0 || this.#closed) return true;
    const bytes = Buffer.from(`${this.#torn ? '\n' : ''}${this.#pending.join('\n')}\n`);
    let written = 0;
    try {
      while (written < bytes.length) written += this.#append(this.#descriptor, bytes.subarray(written));
    } catch (error) {
      if (!isFull(error)) throw error;
      this.#torn ||= written > 0;
      return false;
    }
    this.#torn = false;
    this.#pending = [];
    return true;
  }

  close(): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    closeSync(this.#descriptor);
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

export function recorderFile(epoch: number, agent: string): string {
  return `${String(epoch).padStart(10, '0')}-${agent}.jsonl`;
}
