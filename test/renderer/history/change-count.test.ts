import { expect, it } from 'vitest';
import type { Comparison } from '../../../engine/protocol/window-views.ts';
import { changeCount, noHistory, type Moment } from '../../../renderer/history/history-store.ts';

it('counts the differences that are listed, and none while there is no list', () => {
  const comparison = { variables: [{}, {}], tokens: [{}] } as unknown as Comparison;
  const moment = {} as Moment;
  expect(changeCount({ ...noHistory, comparison, moment, other: moment })).toBe(3);
  expect(changeCount({ ...noHistory, comparison, moment: null, other: moment })).toBe(0);
  expect(changeCount({ ...noHistory, comparison, moment, other: null })).toBe(0);
});
