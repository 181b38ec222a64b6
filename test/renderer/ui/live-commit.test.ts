import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveCommit } from '../../../renderer/ui/live-commit.ts';

let taken: string[] = [];
let live = new LiveCommit(() => undefined);
beforeEach(() => {
  vi.useFakeTimers();
  taken = [];
  live = new LiveCommit((text) => taken.push(text));
});
afterEach(() => vi.useRealTimers());

it('hands a burst of keys over once, at its pause', () => {
  for (const text of ['a', 'ab', 'abc']) live.typed(text);
  expect(taken).toEqual([]);
  vi.runAllTimers();
  expect(taken).toEqual(['abc']);
});

it('hands over at once when the field is left, and not a second time after it', () => {
  live.typed('abc');
  live.left('abc');
  vi.runAllTimers();
  expect(taken).toEqual(['abc']);
});

it('lets an empty text wait until the field is left', () => {
  live.typed('a');
  live.typed(' ');
  vi.runAllTimers();
  expect(taken).toEqual([]);
  live.left('');
  expect(taken).toEqual(['']);
});

it('does not take back what it handed over, even tidied, but takes an undo, and the redo after it', () => {
  live.typed('total + ');
  vi.runAllTimers();
  expect(live.takes('total +')).toBe(false);
  expect(live.takes('total')).toBe(true);
  expect(live.takes('total +')).toBe(true);
});

it('forgets what was being typed when another text comes from outside', () => {
  live.typed('mine');
  expect(live.takes('theirs')).toBe(true);
  vi.runAllTimers();
  expect(taken).toEqual([]);
});
