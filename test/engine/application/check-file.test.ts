/** `cairn check` warns of what a crash would do twice, as the window does while one draws. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFile } from '../../../engine/application/check-file.ts';
import { contextOf } from '../../../engine/application/context.ts';

const samples = new URL('../../../samples/', import.meta.url);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cairn-check-'));
  mkdirSync(join(dir, 'rules'));
  copyFileSync(new URL('rules/discount.dmn', samples), join(dir, 'rules/discount.dmn'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function unsaved(text: string) {
  writeFileSync(join(dir, 'p.bpmn'), text);
  const { problems } = await checkFile(contextOf({ cwd: dir }), 'p.bpmn');
  return problems.filter(({ rule }) => rule === 'unsaved-effect');
}

it('an effect that nothing saves is a warning, until a checkpoint is marked after it', async () => {
  const text = readFileSync(new URL('processes/order-fulfilment.bpmn', samples), 'utf8');
  const found = await unsaved(text);
  expect(found.map(({ element }) => element)).toEqual(['charge-card', 'book-courier']);
  expect(found[0]).toEqual({
    severity: 'warning',
    file: 'p.bpmn',
    element: 'charge-card',
    rule: 'unsaved-effect',
    message:
      '“Charge card” calls a web service, and nothing saves that it did: a crash right after it would do it twice. Mark a checkpoint after it: cairn:checkpoint="after".',
  });
  const marked = text.replace('id="charge-card"', 'id="charge-card" cairn:checkpoint="after"');
  expect((await unsaved(marked)).map(({ element }) => element)).toEqual(['book-courier']);
});
