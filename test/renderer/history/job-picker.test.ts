import { expect, test } from 'vitest';
import { isNews } from '../../../renderer/history/JobPicker.tsx';

test('the list is asked for anew when a job is new or has another status, not at each checkpoint', () => {
  const listed = [{ id: 'a', status: 'passive' }];
  expect(isNews(listed, [{ id: 'a', seq: 7, status: 'completed' }])).toBe(true);
  expect(isNews(listed, [{ id: 'b', seq: 1, status: 'active' }])).toBe(true);
  expect(isNews(listed, [{ id: 'a', seq: 7, status: 'passive' }])).toBe(false);
  expect(isNews(listed, [{ id: 'c', seq: 7, status: 'completed' }])).toBe(false);
});
