/** Each sentence of the contract has a test that is named after it. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clausesOf, titlesOf, unnamed } from './contract-sentences.ts';

const root = join(import.meta.dirname, '../..');
const contract = readFileSync(join(root, 'docs/checkpoint-semantics.md'), 'utf8');

function titles(): string[] {
  const files = globSync('test/**/{*.test,contract,contract/*}.ts', { cwd: root });
  return files.flatMap((file) => titlesOf(readFileSync(join(root, file), 'utf8')));
}

test('each sentence of the contract has a test that is named after it', () => {
  const clauses = clausesOf(contract);
  expect(clauses.length).toBeGreaterThan(120);
  expect(unnamed(clauses, titles()).map(({ section, text }) => `${section}: ${text}`)).toEqual([]);
});

test('a sentence that nothing is named after is found', () => {
  const planted = `${contract}\n## 11. Planted\n\nNo test is named after this. Recovery replays no events.\n`;
  expect(unnamed(clausesOf(planted), titles()).map(({ text }) => text)).toContain('No test is named after this.');
});

test('sentences are parted at their ends and semicolons, and rows of tables are whole', () => {
  const text =
    '## 1. A\n\n1. **Head.** One thing (a; b)\n   holds; another, too. A third.\n\n| kind | b |\n| --- | --- |\n| x | y; z |\n';
  expect(clausesOf(text).map((clause) => clause.text)).toEqual([
    'One thing (a; b) holds',
    'another, too.',
    'A third.',
    'y; z',
  ]);
});

test('titles are found, alone and behind their groups', () => {
  const text =
    "describe('a thing', () => {\n  it('does it', () => {});\n  it.each([\n    ['x'],\n  ])(\n    'by %s', () => {});\n});\n";
  expect(titlesOf(text)).toEqual(['does it', 'a thing does it', 'by %s', 'a thing by %s']);
});
