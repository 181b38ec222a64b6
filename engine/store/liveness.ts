/** Whether a process that left its name somewhere still lives, and is still the same one. */
import { readFileSync } from 'node:fs';
import type { LeaseRow } from './rows.ts';

/** What the operating system knows about processes; null where it does not say. */
export interface ProcessTable {
  exists(pid: number): boolean;
  /** When the process started, in the kernel's own count; null: no such process, or not known here. */
  startOf(pid: number): string | null;
  /** Names this boot of the machine. */
  boot(): string | null;
}

/** The processes of a machine, and what can be done to them. */
export interface Processes extends ProcessTable {
  /** Whether it was stopped by a signal; null: not known here. */
  isFrozen(pid: number): boolean | null;
  /** SIGKILL; one that is gone already is no error. */
  kill(pid: number): void;
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null; // not Linux, or gone
    throw error;
  }
}

/** The one of this machine. Start times and boots are known on Linux only. */
export const processTable: Processes = {
  exists(pid) {
    try {
      process.kill(pid, 0);
      return !isZombie(textOf(`/proc/${pid}/stat`));
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'EPERM';
    }
  },
  startOf: (pid) => afterName(textOf(`/proc/${pid}/stat`))?.[19] ?? null,
  boot: () => textOf('/proc/sys/kernel/random/boot_id')?.trim() ?? null,
  isFrozen(pid) {
    const state = afterName(textOf(`/proc/${pid}/stat`))?.[0];
    return state === undefined ? null : state === 'T';
  },
  kill(pid) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  },
};

/** Names a process of this machine, for as long as nobody forgets it. */
export function processIdentity(
  pid: number,
  table: ProcessTable = processTable,
): { id: string; pid: number; processStart: string; boot: string } {
  const processStart = table.startOf(pid) ?? '';
  const boot = table.boot() ?? '';
  return { id: `${boot}/${pid}/${processStart}`, pid, processStart, boot };
}

/** The fields of `/proc/<pid>/stat` behind the name, which may itself hold blanks and brackets; the first is the state. */
function afterName(stat: string | null): string[] | null {
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Dead, and not yet fetched by its parent. */
function isZombie(stat: string | null): boolean {
  return afterName(stat)?.[0] === 'Z';
}

/** Whether the engine that wrote this lease still lives. What either side does not know is not compared. */
export function holderLives(
  lease: Pick<LeaseRow, 'pid' | 'processStart' | 'boot'>,
  table: ProcessTable = processTable,
): boolean {
  const differs = (left: string, right: string | null): boolean => left !== '' && right !== null && left !== right;
  if (differs(lease.boot, table.boot())) return false;
  return table.exists(lease.pid) && !differs(lease.processStart, table.startOf(lease.pid));
}

/** The lease, if somebody who lives holds it. */
export function holderOf(lease: LeaseRow | null, table: ProcessTable = processTable): LeaseRow | null {
  return lease !== null && !lease.released && holderLives(lease, table) ? lease : null;
}
