import { expect, it } from 'vitest';
import type { Comparison } from '../../../engine/protocol/window-views.ts';
import { changeCount, isCancellation, noHistory, type Moment } from '../../../renderer/history/history-store.ts';

it('takes the step to a cancellation for one where the job stood at the checkpoint before', () => {
  const moment = (seq: number, stood: readonly string[] = [], job = 'j1') => ({ job, seq, stood }) as unknown as Moment;
  const cancelled = moment(5, ['pack']);
  expect(isCancellation(moment(4), cancelled)).toBe(true);
  expect(isCancellation(moment(3), cancelled)).toBe(false);
  expect(isCancellation(moment(4, [], 'j2'), cancelled)).toBe(false);
  expect(isCancellation(moment(4), moment(5))).toBe(false);
});

it('counts the differences that are listed, and none while there is no list', () => {
  const comparison = { variables: [{}, {}], tokens: [{}] } as unknown as Comparison;
  const moment = {} as Moment;
  expect(changeCount({ ...noHistory, comparison, moment, other: moment })).toBe(3);
  expect(changeCount({ ...noHistory, comparison, moment: null, other: moment })).toBe(0);
  expect(changeCount({ ...noHistory, comparison, moment, other: null })).toBe(0);
});
