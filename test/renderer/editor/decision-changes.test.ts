import { expect, it } from 'vitest';
import { DecisionChanges } from '../../../renderer/editor/decision-changes.ts';

const table = {};
const drd = {};

it('is saved again when every view is undone to where it was saved', () => {
  const changes = new DecisionChanges();
  changes.moved(table, 0);
  expect(changes.isUnsaved).toBe(true);
  changes.moved(table, -1);
  expect(changes.isUnsaved).toBe(false);
  changes.moved(table, 0);
  changes.moved(drd, 0);
  changes.saved();
  expect(changes.isUnsaved).toBe(false);
  changes.moved(drd, -1);
  expect(changes.isUnsaved).toBe(true);
});

it('stays unsaved where a view began its undo anew with edits in it, until it is saved or loaded', () => {
  const changes = new DecisionChanges();
  changes.moved(table, 0);
  changes.shown(table, -1);
  expect(changes.isUnsaved).toBe(true);
  changes.moved(table, 0);
  changes.moved(table, -1);
  expect(changes.isUnsaved).toBe(true);
  changes.saved();
  expect(changes.isUnsaved).toBe(false);
  changes.loaded(true);
  expect(changes.isUnsaved).toBe(true);
  changes.loaded(false);
  expect(changes.isUnsaved).toBe(false);
});

it('knows a view that is shown again as it was left', () => {
  const changes = new DecisionChanges();
  changes.moved(table, 0);
  changes.saved();
  changes.shown(table, -1);
  expect(changes.isUnsaved).toBe(false);
});
