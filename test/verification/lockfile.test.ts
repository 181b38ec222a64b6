import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mended, type Lockfile } from '../../build/lockfile.ts';
import { root } from './planted.ts';

test('package-lock.json is mended: if not, npm run lockfile', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
  expect(mended(lock)).toEqual(lock);
});

test('what npm leaves out or puts in is mended', () => {
  const tool = {
    version: '1.0.0',
    dev: true,
    optionalDependencies: { '@tool/linux-x64-musl': '1.0.0', plain: '2.0.0' },
  };
  const lock: Lockfile = {
    packages: {
      '': {},
      'node_modules/tool': { ...tool, resolved: 'https://registry.example/tool.tgz' },
      'node_modules/better-sqlite3': { version: '13.0.0' },
    },
  };
  expect(mended(lock).packages).toEqual({
    '': {},
    'node_modules/@tool/linux-x64-musl': {
      version: '1.0.0',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    },
    'node_modules/better-sqlite3': { version: '13.0.0', gypfile: false },
    'node_modules/tool': tool,
  });
});
