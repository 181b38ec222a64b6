import { expect, test } from 'vitest';
import { coverageRows, elementWords, rowsWith, type CoverageRow } from '../../../renderer/shell/coverage-rows.ts';

const row = (element: string, place: string, refusal: string | null = null): CoverageRow => ({
  group: 'Events',
  element,
  place,
  shownBy: refusal === null ? [`${element}-of-${place}`] : [],
  refusal,
});
const rows = [row('timer', 'boundary'), row('message', 'boundary'), row('link', 'start', 'Links start nothing.')];
const found = (search: string): string[] => rowsWith(search, rows).map(({ element }) => element);

test('rows are found by all words, in any case, and by whether they are executed', () => {
  expect(found('')).toEqual(['timer', 'message', 'link']);
  expect(found('  Boundary TIMER ')).toEqual(['timer']);
  expect(found('message-of')).toEqual(['message']);
  expect(found('refused')).toEqual(['link']);
  expect(found('start nothing')).toEqual(['link']);
  expect(found('timer message')).toEqual([]);
});

test('the studio has the rows of the page', () => {
  expect(coverageRows.length).toBeGreaterThan(150);
  expect(rowsWith('gateways complex split')).toContainEqual(
    expect.objectContaining({ element: 'complex', place: 'split' }),
  );
});

test('an event and a gateway are called by their whole name', () => {
  const nameOf = (search: string): string | undefined => rowsWith(search).map(elementWords)[0];
  expect(elementWords(row('none', 'end'))).toBe('none event');
  expect(elementWords(row('timer, cycle', 'boundary'))).toBe('timer event, cycle');
  expect(nameOf('gateways complex split')).toBe('complex gateway');
  expect(rowsWith('none event', rows)).toEqual([]);
});
