/**
 * Reads broken files, one seed a line on standard input, and tells after each how it went. A process of its own, so that
 * whatever a file does to it is seen from outside.
 */
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { importFile } from './import-file.ts';
import { brokenFile } from './broken-file.ts';

/** What is said of a seed. */
export interface Told {
  readonly seed: number;
  /** Of the processor: a busy machine makes no file slower. */
  readonly milliseconds: number;
  /** Resident memory of the process, bytes. */
  readonly memory: number;
  /** What went wrong; null: nothing did. */
  readonly wrong: string | null;
}

const connections: string[] = [];
Socket.prototype.connect = function (this: Socket, ...given: unknown[]): Socket {
  connections.push(JSON.stringify(given));
  return this;
};

const lines = createInterface({ input: process.stdin });
for await (const line of lines) {
  const seed = Number(line);
  const file = brokenFile(seed);
  const began = process.cpuUsage();
  let wrong: string | null = null;
  try {
    await importFile(file);
  } catch (error) {
    wrong = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { user, system } = process.cpuUsage(began);
  const milliseconds = (user + system) / 1_000;
  if (connections.length > 0) wrong = `it opened connections: ${connections.splice(0).join(', ')}`;
  const told: Told = { seed, milliseconds, memory: process.memoryUsage.rss(), wrong };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
