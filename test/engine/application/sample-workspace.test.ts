/** The copy of the samples keeps up with them, and with whoever changed it. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSampleWorkspace } from '../../../engine/application/sample-workspace.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
let said: string[];
beforeEach(() => {
  folder = temporaryFolder();
  said = [];
  mkdirSync(join(folder.path, 'samples', 'scenarios'), { recursive: true });
  sample('scenarios/a.json', 'one');
  sample('b.bpmn', 'one');
});
afterEach(() => folder.remove());

const sample = (file: string, text: string): void => writeFileSync(join(folder.path, 'samples', file), text);
const open = (): string =>
  openSampleWorkspace(join(folder.path, 'user'), join(folder.path, 'samples'), (line) => said.push(line));
const read = (dir: string, file: string): string => readFileSync(join(dir, file), 'utf8');

it('renews what nobody has touched, leaves what somebody changed or deleted, and says so once', () => {
  const dir = open();
  sample('c.dmn', 'one');
  open();
  expect(read(dir, 'c.dmn')).toBe('one');
  writeFileSync(join(dir, 'b.bpmn'), 'mine');
  rmSync(join(dir, 'c.dmn'));
  for (const file of ['scenarios/a.json', 'b.bpmn', 'c.dmn']) sample(file, 'two');
  for (let starts = 0; starts < 2; starts += 1) expect(open()).toBe(dir);
  expect(read(dir, 'scenarios/a.json')).toBe('two');
  expect(read(dir, 'b.bpmn')).toBe('mine');
  expect(existsSync(join(dir, 'c.dmn'))).toBe(false);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^b\.bpmn: you have changed/);
});

it('of a copy that was made before copies were written down, touches nothing that it does not know', () => {
  const dir = join(folder.path, 'user', 'sample-workspace');
  cpSync(join(folder.path, 'samples'), dir, { recursive: true });
  sample('scenarios/a.json', 'two');
  open();
  open();
  expect(read(dir, 'scenarios/a.json')).toBe('one');
  expect(said).toHaveLength(1);
});
