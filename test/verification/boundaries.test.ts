import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plant, root } from './planted.ts';

const pure = ['engine/protocol', 'engine/model', 'engine/core'];

describe.each(pure)('%s compiles without Node or DOM', (folder) => {
  const typesOf = (text: string): string => {
    const extended = JSON.stringify({ extends: join(root, folder, 'tsconfig.json'), include: ['.'] });
    const project = plant({ 'tsconfig.json': extended, 'planted.ts': text });
    const tsc = join(root, 'node_modules/@typescript/native/bin/tsc');
    return spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' }).stdout;
  };

  test('pure code is clean', () => expect(typesOf('export const one: number = [1].at(0) ?? 1;\n')).toBe(''));

  test.each(['process', 'document', 'Buffer', 'setTimeout', 'console', 'performance', 'crypto', 'fetch'])(
    'a use of %s is red',
    (name) => expect(typesOf(`export const planted: unknown = ${name};\n`)).toContain(`Cannot find name '${name}'`),
  );
});

describe('no clock', () => {
  const clock = /new Date\(\s*\)|\bDate\(\s*\)|\bnew Date\b(?!\s*\()/;
  const readsClock = (text: string): boolean => clock.test(text);

  test.each(['const t = new Date();', 'const t = new Date( );', 'const t = Date();', 'const t = new Date;'])(
    'red: %s',
    (text) => expect(readsClock(text)).toBe(true),
  );

  test('nothing pure reads the time', () => {
    const files = pure.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => readsClock(readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });
});
