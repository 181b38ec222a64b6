import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';

const negative = new URL('../../corpus/negative/', import.meta.url);
const page = readFileSync(new URL('../../../docs/deviations.md', import.meta.url), 'utf8');
const documented = [...page.matchAll(/^\| `([^`]+\.bpmn)`/gm)].map(([, name]) => name);
const files = readdirSync(negative).filter((name) => name.endsWith('.bpmn'));

test('there are the files of the corpus, and no deviation without its file', () => {
  expect(files).toHaveLength(11);
  expect(documented.filter((name) => !files.includes(name ?? ''))).toEqual([]);
});

test.each(files)('%s is refused with a reason, or is a documented deviation', async (name) => {
  const { processes, problems } = await readBpmn(readFileSync(new URL(name, negative), 'utf8'), name);
  const reasons = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  const refused = processes.length === 0 && reasons.length > 0;
  expect([name, refused]).toEqual([name, !documented.includes(name)]);
});
