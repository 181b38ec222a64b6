import { expect, test } from 'vitest';
import { leastRow, rowHeightIn } from '../../../renderer/runs/row-height.ts';

test('rows fill the room of their list, none of them cut', () => {
  for (const room of [322, 445, 900]) {
    const height = rowHeightIn(room);
    const rows = Math.floor(room / height);
    expect(height).toBeGreaterThanOrEqual(leastRow);
    expect(room - rows * height).toBeLessThan(rows);
  }
});

test('rows stay as high as they need where the room is lower than one, and never become much higher', () => {
  expect(rowHeightIn(0)).toBe(leastRow);
  expect(rowHeightIn(30)).toBe(leastRow);
  expect(rowHeightIn(91)).toBe(54);
});
