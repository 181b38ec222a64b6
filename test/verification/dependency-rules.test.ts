import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { plant, root, run, type Ended } from './planted.ts';

const cruise = (files: Readonly<Record<string, string>>): Ended =>
  run(join(root, 'build/cruise.ts'), [plant({ 'package.json': '{"type":"module"}', ...files })]);

const core = 'export const one = 1;\nexport interface Shape { readonly a: 1 }\n';

test('allowed imports are clean', () => {
  const ended = cruise({
    'engine/core/value.ts': core,
    'engine/core/events.ts': "import type { Shape } from '../model/graph.ts';\nexport type Event = Shape;\n",
    'engine/model/graph.ts': core,
    'engine/expressions/feel.ts': "import type { Event } from '../core/events.ts';\nexport type E = Event;\n",
    'engine/tasks/script.ts': "import { one } from '../core/value.ts';\nexport const two = one + 1;\n",
    'engine/store/writer.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
    'engine/runtime/loop.ts':
      "import { spawn } from 'node:child_process';\nimport '../core/events.ts';\nexport { spawn };\n",
    'test/engine/core/value.test.ts': "import '../../../engine/core/value.ts';\n",
  });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toContain('8 source files, 0 forbidden imports');
});

const neighbour = 'export interface S { readonly a: 1 }\nexport const s: S = { a: 1 };\n';
const both = "import type { S } from '../model/b.ts';\nimport { s } from '../model/b.ts';\nexport const t: S = s;";

/** File, what is planted in it, and the rule that must name it. */
const planted: readonly [file: string, text: string, rule: string][] = [
  ['engine/core/reads-node.ts', "import 'node:fs';", 'engine/core: not in the table (Node)'],
  ['engine/core/reads-node-by-its-old-name.ts', "import 'fs';", 'engine/core: not in the table (Node)'],
  ['engine/core/loads-node-late.ts', "void import('node:fs');", 'engine/core: not in the table (Node)'],
  ['engine/core/reads-types-of-node.ts', "import type {} from 'node:fs';", 'engine/core: not in the table (Node)'],
  ['engine/core/reads-a-package.ts', "import 'zod';", 'engine/core: not in the table'],
  ['engine/core/runs-the-model.ts', "import '../model/b.ts';", 'engine/core: types only'],
  ['engine/core/runs-the-model-beside-its-types.ts', both, 'engine/core: types only'],
  ['engine/store/reads-the-runtime.ts', "import '../runtime/b.ts';", 'engine/store: not in the table'],
  ['engine/store/reads-its-types.ts', "import type { S } from '../runtime/b.ts';", 'engine/store: not in the table'],
  ['engine/store/passes-it-on.ts', "export * from '../runtime/b.ts';", 'engine/store: not in the table'],
  ['engine/store/reads-more-of-node.ts', "import 'node:http';", 'engine/store: not in the table (Node)'],
  ['engine/tasks/runs-the-core.ts', "import '../core/b.ts';", 'engine/tasks: types only'],
  ['engine/cli/reads-the-store.ts', "import '../store/b.ts';", 'engine/cli: not in the table'],
  ['engine/misc/is-unknown.ts', "import '../core/b.ts';", 'folder not in the table'],
  ['engine/runtime/reads-a-test.ts', "import '../../test/b.ts';", 'nothing imports test'],
  ['engine/runtime/goes-around.ts', "import './goes-on-around.ts';", 'no cycles'],
];

describe('a planted violation is red', () => {
  let ended: Ended;
  beforeAll(() => {
    const neighbours = ['engine/core', 'engine/model', 'engine/runtime', 'engine/store', 'test'];
    ended = cruise({
      ...Object.fromEntries(neighbours.map((folder) => [`${folder}/b.ts`, neighbour])),
      ...Object.fromEntries(planted.map(([file, text]) => [file, `${text}\nexport {};\n`])),
      'engine/runtime/goes-on-around.ts': "import './goes-around.ts';\n",
    });
  });

  test('and fails the check', () => expect(ended.code).toBe(1));
  test.each(planted)('%s', (file, _text, rule) => expect(ended.stderr).toContain(`${rule}: ${file} → `));
});

test('nothing to scan is red', () => {
  const ended = cruise({ 'engine/readme.md': '' });
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('the check is blind') });
});
