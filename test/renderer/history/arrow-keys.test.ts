import { expect, test } from 'vitest';
import { stepOf } from '../../../renderer/history/arrow-keys.ts';

const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  defaultPrevented: false,
  ...more,
});
/** An element within one that matches a part of a selector. */
const within = (selector: string) => ({
  closest: (selectors: string) => (selectors.split(',').includes(selector) ? ({} as Element) : null),
});

test('arrow keys go along the checkpoints where nothing nearer wants them', () => {
  expect(stepOf(press('ArrowRight'), null)).toBe(1);
  expect(stepOf(press('ArrowLeft'), within('button'))).toBe(-1);
  expect(stepOf(press('a'), null)).toBeNull();
});

test('tabs, trees, fields and dialogs keep theirs, and so does whoever has answered already', () => {
  for (const own of ['input', '[role="tablist"]', '[role="tree"]', '[role="dialog"]', '[role="slider"]'])
    expect(stepOf(press('ArrowRight'), within(own))).toBeNull();
  expect(stepOf(press('ArrowRight', { ctrlKey: true }), null)).toBeNull();
  expect(stepOf(press('ArrowRight', { defaultPrevented: true }), null)).toBeNull();
});
