import { expect, it } from 'vitest';
import { DecisionChanges } from '../../../renderer/editor/decision-changes.ts';

const table = {};
const drd = {};
const [first, second] = [{}, {}];

it('is saved again when every view is undone to where it was saved', () => {
  const changes = new DecisionChanges();
  changes.moved(table, first);
  expect(changes.isUnsaved).toBe(true);
  changes.moved(table, null);
  expect(changes.isUnsaved).toBe(false);
  changes.moved(table, first);
  changes.moved(drd, first);
  changes.snapshot()();
  expect(changes.isUnsaved).toBe(false);
  changes.moved(drd, null);
  expect(changes.isUnsaved).toBe(true);
});

it('is unsaved after an undo and another edit, as many as there were', () => {
  const changes = new DecisionChanges();
  changes.moved(table, first);
  changes.snapshot()();
  changes.moved(table, null);
  changes.moved(table, second);
  expect(changes.isUnsaved).toBe(true);
});

it('keeps as unsaved what was edited while it was being written', () => {
  const changes = new DecisionChanges();
  changes.moved(table, first);
  const written = changes.snapshot();
  changes.moved(table, second);
  written();
  expect(changes.isUnsaved).toBe(true);
  changes.moved(table, first);
  expect(changes.isUnsaved).toBe(false);
});

it('stays unsaved where a view began its undo anew with edits in it, until it is saved or loaded', () => {
  const changes = new DecisionChanges();
  changes.moved(table, first);
  changes.shown(table, null);
  expect(changes.isUnsaved).toBe(true);
  changes.moved(table, second);
  changes.moved(table, null);
  expect(changes.isUnsaved).toBe(true);
  changes.snapshot()();
  expect(changes.isUnsaved).toBe(false);
  changes.loaded(true);
  expect(changes.isUnsaved).toBe(true);
  changes.loaded(false);
  expect(changes.isUnsaved).toBe(false);
});

it('keeps as unsaved what came out of reach of undo while it was being written', () => {
  const changes = new DecisionChanges();
  changes.moved(table, first);
  const written = changes.snapshot();
  changes.moved(table, second);
  changes.shown(table, null);
  written();
  expect(changes.isUnsaved).toBe(true);
});

it('knows a view that is shown again as it was left', () => {
  const changes = new DecisionChanges();
  changes.moved(table, first);
  changes.snapshot()();
  changes.shown(table, null);
  expect(changes.isUnsaved).toBe(false);
});
