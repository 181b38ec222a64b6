/** A folder for the files of a benchmark: gone when it is over. */
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const KINDS: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x01021994: 'tmpfs (in memory: syncs cost nothing here)',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x794c7630: 'overlay',
  0x2fc12fc1: 'zfs',
  0x1a: 'apfs',
  0x6969: 'nfs',
};

/** Where benchmarks write: `CAIRN_BENCH_DIR`, else the system's folder for such files. */
export function benchFolder(): string {
  return process.env['CAIRN_BENCH_DIR'] ?? tmpdir();
}

export function filesystem(): string {
  const { type } = statfsSync(benchFolder());
  return KINDS[type] ?? `0x${type.toString(16)}`;
}

/** Gives the work a folder of its own. */
export async function inScratch<Answer>(work: (folder: string) => Promise<Answer>): Promise<Answer> {
  const folder = mkdtempSync(join(benchFolder(), 'cairn-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
