import { expect, it } from 'vitest';
import { droppedWords } from '../../../renderer/saves/dropped-words.ts';

const nameOf = (element: string): string => ({ check: 'Check application', wait: 'Wait' })[element] ?? element;
const token = { what: 'token', id: 't1', element: 'check' } as const;

it('names what would be gone for good and where it was, and counts what is too much to name', () => {
  expect(droppedWords([token], nameOf)).toBe('Gone for good: token at Check application.');
  const many = [
    token,
    { what: 'variable', id: 'total', element: 'check' },
    { what: 'timer', id: 'x', element: 'wait' },
    { what: 'subscription', id: 'y', element: 'wait' },
    { what: 'timer', id: 'z', element: 'other' },
  ] as const;
  expect(droppedWords(many.slice(0, 3), nameOf)).toBe(
    'Gone for good: token at Check application, variable total at Check application, timer at Wait.',
  );
  expect(droppedWords([...many], nameOf)).toMatch(/timer at Wait, and 2 more\.$/);
});

it('says so where nothing would be left behind any more', () => {
  expect(droppedWords([], nameOf)).toBe('Nothing is without a home now.');
});
