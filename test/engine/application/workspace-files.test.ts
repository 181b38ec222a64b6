import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, it } from 'vitest';
import { WorkspaceFiles } from '../../../engine/application/window/workspace-files.ts';

function workspace(...paths: readonly string[]): WorkspaceFiles {
  const dir = mkdtempSync(join(tmpdir(), 'cairn-files-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const path of paths) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), '');
  }
  return new WorkspaceFiles(dir);
}

it('names diagrams and decisions that lie where no list looks for them, and nothing else', () => {
  const files = workspace(
    'order.bpmn',
    'notes.txt',
    'old/loan.BPMN',
    'rules/misplaced.bpmn',
    'processes/order.bpmn',
    'processes/deep/er.bpmn',
    'rules/discount.dmn',
    'node_modules/some.bpmn',
    '.hidden/some.bpmn',
    'data.json',
  );
  expect(files.elsewhere()).toEqual(['old/loan.BPMN', 'order.bpmn', 'rules/misplaced.bpmn']);
  expect(files.elsewhere(1)).toEqual(['old/loan.BPMN']);
  expect(files.list().files.map(({ path }) => path)).toEqual([
    'processes/deep/er.bpmn',
    'processes/order.bpmn',
    'rules/discount.dmn',
  ]);
  expect(workspace().elsewhere()).toEqual([]);
});
