/** The store's end of the thread that writes large groups: started when it is first needed, closed with the store. */
import { Worker } from 'node:worker_threads';
import { Batch, StatementTable, type BatchStatement } from './batch.ts';
import type { Parameter } from './sink.ts';
import type { Durability } from './store.ts';

export interface WriterData {
  readonly file: string;
  /** The file that the store has open. */
  readonly inode: string;
  readonly durability: Durability;
  readonly waitMs: number;
  /** Becomes 1 when the thread has let go of the file. */
  readonly closed: Int32Array;
}

export type ToWriter =
  | {
      readonly type: 'write';
      readonly statements: readonly BatchStatement[];
      readonly rows: readonly Parameter[];
      readonly epoch: number;
      /** Rises when something came back: what was sent before that is not written any more. */
      readonly round: number;
    }
  | { readonly type: 'close' };

export interface FromWriter {
  readonly outcome: 'ready' | 'written' | 'returned' | 'unknown';
}

export type WriterOutcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'returned' }
  /** COMMIT failed, or the thread ended: it must be read what is stored. */
  | { readonly kind: 'unknown' };

/** How long to wait for the thread's last transaction when the store closes, ms. */
const CLOSE_MS = 15_000;

export class Writer {
  readonly #data: WriterData;
  #statements = new StatementTable();
  #worker: Worker | null = null;
  #state: 'idle' | 'starting' | 'ready' | 'gone' = 'idle';
  #round = 0;
  #used = false;
  /** Those under way, in order. */
  readonly #waiting: ((outcome: WriterOutcome) => void)[] = [];

  constructor(data: Omit<WriterData, 'closed'>) {
    this.#data = { ...data, closed: new Int32Array(new SharedArrayBuffer(4)) };
  }

  /** Whether it takes batches. Starts the thread when asked for the first time. */
  ready(): boolean {
    if (this.#state === 'idle') this.#start();
    return this.#state === 'ready';
  }

  batch(): Batch {
    return new Batch(this.#statements);
  }

  send({ rows }: Batch, epoch: number, done: (outcome: WriterOutcome) => void): void {
    this.#waiting.push(done);
    this.#used = true;
    this.#post({ type: 'write', statements: this.#statements.takeUntold(), rows, epoch, round: this.#round });
  }

  /** Lets the thread finish what it writes, and go. What is under way is not answered any more. */
  close(): void {
    this.#state = 'gone';
    this.#waiting.length = 0;
    this.#post({ type: 'close' });
    // Before its first batch it has not opened the file.
    if (this.#worker !== null && this.#used) Atomics.wait(this.#data.closed, 0, 0, CLOSE_MS);
    this.#worker = null;
  }

  #post(message: ToWriter): void {
    this.#worker?.postMessage(message);
  }

  #start(): void {
    this.#state = 'starting';
    const file = import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js';
    const worker = new Worker(new URL(file, import.meta.url), { workerData: this.#data });
    this.#worker = worker;
    worker.unref();
    worker.on('message', (message: FromWriter) => {
      this.#heard(message);
    });
    // An error is followed by its end.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.#lost();
    });
  }

  #heard({ outcome }: FromWriter): void {
    if (this.#state === 'gone') return;
    if (outcome === 'ready') {
      this.#state = 'ready';
      return;
    }
    const done = this.#waiting.shift();
    if (outcome !== 'written') this.#round += 1;
    done?.({ kind: outcome });
  }

  /** Without the thread every group is committed here. */
  #lost(): void {
    if (this.#state === 'gone') return;
    this.#state = 'gone';
    this.#worker = null;
    for (const done of this.#waiting.splice(0)) done({ kind: 'unknown' });
  }
}
