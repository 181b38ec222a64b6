import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { holderLives, holderOf, processTable, type ProcessTable } from '../../../engine/store/liveness.ts';
import type { LeaseRow } from '../../../engine/store/rows.ts';

const table: ProcessTable = {
  exists: (pid) => pid === 7,
  startOf: (pid) => (pid === 7 ? '100' : null),
  boot: () => 'boot-1',
};

const lease = (changes: Partial<LeaseRow> = {}): LeaseRow => ({
  agent: 'a',
  epoch: 1,
  pid: 7,
  processStart: '100',
  boot: 'boot-1',
  renewedAt: 0,
  renewals: 0,
  recorder: 'r',
  released: false,
  ...changes,
});

describe('the holder of a lease', () => {
  it('lives while its process does', () => expect(holderLives(lease(), table)).toBe(true));
  it.each([
    ['its pid is gone', { pid: 8 }],
    ['its pid belongs to a later process', { processStart: '99' }],
    ['the machine was booted since', { boot: 'boot-0' }],
  ])('is dead when %s', (_, changes) => expect(holderLives(lease(changes), table)).toBe(false));

  it('is judged by its pid alone where no more is known', () => {
    const poor: ProcessTable = { exists: () => true, startOf: () => null, boot: () => null };
    expect(holderLives(lease({ processStart: '99', boot: 'boot-0' }), poor)).toBe(true);
    expect(holderLives(lease({ processStart: '', boot: '' }), table)).toBe(true);
  });

  it('is nobody when the lease was released, or never taken', () => {
    expect(holderOf(lease(), table)).toEqual(lease());
    expect(holderOf(lease({ released: true }), table)).toBeNull();
    expect(holderOf(null, table)).toBeNull();
  });
});

describe('the process table of this machine', () => {
  it('knows this process', () => {
    expect(processTable.exists(process.pid)).toBe(true);
    expect(processTable.startOf(process.pid) ?? 'unknown here').toMatch(/^(\d+|unknown here)$/);
  });

  it('knows that a process is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const pid = child.pid ?? 0;
    await once(child, 'exit');
    expect(processTable.exists(pid)).toBe(false);
    expect(processTable.startOf(pid)).toBeNull();
  });
});
