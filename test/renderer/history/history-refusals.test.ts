import { expect, it } from 'vitest';
import {
  backRefusal,
  firstRefusal,
  forwardRefusal,
  goOnRefusal,
  momentRefusal,
  playRefusal,
} from '../../../renderer/history/history-refusals.ts';
import { noHistory, type HistoryState, type Moment } from '../../../renderer/history/history-store.ts';

const all = [momentRefusal, backRefusal, firstRefusal, forwardRefusal, playRefusal, goOnRefusal];
const said = (state: HistoryState): (string | null)[] => all.map((refusal) => refusal(state));
const timeline = (count: number, from = 1) =>
  ({ oldest: 1, seq: Array.from({ length: count }, (_, index) => from + index) }) as NonNullable<
    HistoryState['timeline']
  >;
const moment = (status = 'passive') => ({ seq: 6, document: { job: { status } } }) as unknown as Moment;

it('says the same of everything as long as there is nothing to act on', () => {
  const every = (state: HistoryState): Set<string | null> => new Set(said(state));
  expect(every(noHistory)).toEqual(new Set(['No job is chosen']));
  expect(every({ ...noHistory, loading: true })).toEqual(new Set(['The checkpoints are still on their way']));
  expect(every({ ...noHistory, problem: 'The store is locked' })).toEqual(new Set(['The store is locked']));
  expect(every({ ...noHistory, timeline: timeline(0) })).toEqual(new Set(['Nothing was saved of this job yet']));
});

it('says at an end of the history that it is one', () => {
  const state = { ...noHistory, timeline: timeline(3), moment: moment() };
  expect(said({ ...state, index: 1 })).toEqual([null, null, null, null, null, null]);
  const first = 'This is the first checkpoint';
  expect(said({ ...state, index: 0 })).toEqual([null, first, first, null, null, null]);
  expect(said({ ...state, index: 2 })).toEqual([null, null, null, 'This is the latest checkpoint', null, null]);
  expect(playRefusal({ ...state, timeline: timeline(1), index: 0 })).toBe('There is only one checkpoint');
});

it('knows the first checkpoint only once older ones are there', () => {
  const late = 'Older checkpoints are still on their way';
  const state = { ...noHistory, timeline: timeline(3, 5), moment: moment() };
  expect([backRefusal, firstRefusal, playRefusal].map((each) => each({ ...state, index: 0 }))).toEqual([
    late,
    late,
    null,
  ]);
  expect([backRefusal, firstRefusal, playRefusal].map((each) => each({ ...state, index: 2 }))).toEqual([
    null,
    late,
    late,
  ]);
});

it('goes on only from where the job had not ended', () => {
  const state = { ...noHistory, timeline: timeline(6), index: 5 };
  expect(goOnRefusal({ ...state, moment: moment('completed') })).toMatch(/had ended at checkpoint 6/);
  expect(goOnRefusal({ ...state, moment: moment() })).toBeNull();
});
