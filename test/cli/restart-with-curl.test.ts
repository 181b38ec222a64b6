/** IBM's procedure by curl, run by the script of the documentation: it prints what the documentation shows. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './cairn.ts';

const missing = ['sh', 'curl', 'jq', 'openssl'].filter((name) => spawnSync(name, ['--help']).error !== undefined);
/** Where one is missing, the test is skipped by this name. */
const where = missing.length === 0 ? '' : ` (skipped: there is no ${missing.join(', no ')})`;

describe(`docs/restart-with-curl.sh${where}`, { timeout: 300_000 }, () => {
  it.runIf(missing.length === 0)('prints what docs/rest.md shows, but for ids, times and the folder', () => {
    const shown = /```console\n([^]*?)```/.exec(readFileSync(join(root, 'docs', 'rest.md'), 'utf8'))?.[1] ?? '';
    const { status, stdout, stderr } = spawnSync('sh', [join(root, 'docs', 'restart-with-curl.sh')], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', NO_PROXY: '*' },
    });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(essence(stdout)).toEqual(essence(shown));
  });
});

/** Ids by the order in which they appear, so that those that are the same stay the same. */
function essence(text: string): string[] {
  const ids = new Map<string, string>();
  return text
    .trim()
    .replaceAll(/\/[^\s"]*(?=\/\.cairn\/)/g, '/folder')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/g, 'when')
    .replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{32}/g, (id) => {
      const known = ids.get(id) ?? `id-${ids.size + 1}`;
      ids.set(id, known);
      return known;
    })
    .split('\n');
}
