/** Under what the figures were measured. */
import { cpus, loadavg, totalmem } from 'node:os';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { ROUNDS } from './measurement.ts';
import { filesystem } from './scratch.ts';

export interface Conditions {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly load: number;
  readonly node: string;
  readonly betterSqlite3: string;
  readonly sqlite: string;
  readonly bpmnEngine: string;
  readonly filesystem: string;
  readonly durability: string;
  readonly rounds: string;
}

const root = dirname(dirname(import.meta.dirname));

function versionOf(name: string): string {
  const file = join(root, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function sqliteVersion(): string {
  const database = new Database(':memory:');
  const version = String(database.prepare('SELECT sqlite_version()').pluck().get());
  database.close();
  return version;
}

export function conditions(): Conditions {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    node: process.versions.node,
    betterSqlite3: versionOf('better-sqlite3'),
    sqlite: sqliteVersion(),
    bpmnEngine: versionOf('bpmn-engine'),
    filesystem: filesystem(),
    durability: 'power-loss (WAL, synchronous=FULL)',
    rounds: `median of ${ROUNDS} after a warm-up unless it says otherwise, compared things in turns`,
  };
}
