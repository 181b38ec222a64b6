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

export class Recorder {
  readonly file: string;
  #descriptor: number;
  #pending: string[] = [];
  #closed = false;

  constructor(folder: string, epoch: number, agent: string) {
    mkdirSync(folder, { recursive: true });
    const old = readdirSync(folder).filter((name) => name.endsWith('.jsonl')).toSorted();
    for (const name of old.slice(0, Math.max(0, old.length - KEPT))) rmSync(path.join(folder, name), { force: true });
    this.file = recorderFile(epoch, agent);
    this.#descriptor = openSync(path.join(folder, this.file), 'a');
  }

  /** Durable against a kill when it returns. */
  write(recording: Recording): void {
    this.#pending.push(JSON.stringify(recording));
    this.flush();
  }

  /** Written with the next {@link flush}. */
  note(recording: Recording): void {
    this.#pending.push(JSON.stringify(recording));
  }

  flush(): void {
    if (this.#pending.length === 0 || this.#closed) return;
    writeSync(this.#descriptor, `${this.#pending.join('\n')}\n`);
    this.#pending = [];
  }

  close(): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    closeSync(this.#descriptor);
  }
}

export function recorderFile(epoch: number, agent: string): string {
  return `${String(epoch).padStart(10, '0')}-${agent}.jsonl`;
}
