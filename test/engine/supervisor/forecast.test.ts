import { describe, expect, it } from 'vitest';
import type { Recording } from '../../../engine/protocol/recording.ts';
import type { ExecutionRow } from '../../../engine/store/rows.ts';
import { forecastsOf, ranAgain } from '../../../engine/supervisor/forecast.ts';

const began = (instance: string, attempt: number, effect: boolean): Recording => ({
  e: 'work-began',
  t: 1,
  job: 'j',
  instance,
  attempt,
  element: `e-${instance}`,
  kind: effect ? 'http' : 'script',
  effect,
  key: `k-${instance}`,
  target: effect ? 'POST http://x' : 'script',
  seq: 1,
});
const ended = (instance: string, attempt: number, effect: boolean): Recording => ({
  e: 'work-ended',
  t: 2,
  job: 'j',
  instance,
  attempt,
  effect,
  outcome: 'completed',
});
const done = (instance: string, attempt = 1): Recording => ({
  e: 'element-done',
  t: 2,
  job: 'j',
  instance,
  element: `e-${instance}`,
  attempt,
});
const row = (instance: string, attempt: number, outcome: ExecutionRow['outcome']): ExecutionRow => ({
  instance,
  attempt,
  element: `e-${instance}`,
  type: 'bpmn:Task',
  outcome,
  startedAt: 1,
  endedAt: outcome === 'running' || outcome === 'waiting' ? null : 2,
});

const forecast = (recordings: Recording[], rows: ExecutionRow[]): ReturnType<typeof forecastsOf>[number] | undefined =>
  forecastsOf(recordings, (job) => (job === 'j' ? rows : []))[0];

/** Element ids by column. */
function columns(recordings: Recording[], rows: ExecutionRow[]): Record<'saved' | 'lost' | 'twice', string[]> {
  const { saved = [], lost = [], twice = [] } = forecast(recordings, rows) ?? {};
  const ids = (list: readonly { instance: string }[]): string[] => list.map(({ instance }) => instance);
  return { saved: ids(saved), lost: ids(lost), twice: ids(twice) };
}

describe('saved, lost, twice', () => {
  it('saved: the latest checkpoint records its completion, whatever the recorder says', () => {
    const rows = [row('a', 1, 'completed'), row('b', 1, 'completed'), row('g', 1, 'completed')];
    const recordings = [began('a', 1, false), ended('a', 1, false), began('b', 1, true), done('g')];
    expect(columns(recordings, rows)).toEqual({ saved: ['a', 'b', 'g'], lost: [], twice: [] });
  });

  it('lost: the recorder has its start, the latest checkpoint does not record its completion, and it had no effect outside', () => {
    const recordings = [began('a', 1, false), began('b', 1, false), ended('b', 1, false), done('g')];
    expect(columns(recordings, [row('a', 1, 'running')])).toEqual({ saved: [], lost: ['a', 'b', 'g'], twice: [] });
  });

  it('twice: the same, and its effect outside began: it happened (end record) or may have happened', () => {
    const recordings = [began('a', 1, true), ended('a', 1, true), began('b', 2, true)];
    expect(forecast(recordings, [row('a', 1, 'running')])?.twice).toEqual([
      {
        instance: 'a',
        element: 'e-a',
        attempt: 1,
        kind: 'http',
        effect: 'happened',
        target: 'POST http://x',
        key: 'k-a',
      },
      {
        instance: 'b',
        element: 'e-b',
        attempt: 2,
        kind: 'http',
        effect: 'may-have-happened',
        target: 'POST http://x',
        key: 'k-b',
      },
    ]);
  });

  it('per activity instance since the latest start of the engine: the recorded end of an earlier try does not save a later one', () => {
    const recordings = [began('a', 1, true), ended('a', 1, true), began('a', 2, true)];
    expect(columns(recordings, [row('a', 1, 'failed')])).toEqual({ saved: [], lost: [], twice: ['a'] });
    expect(columns(recordings, [row('a', 1, 'failed'), row('a', 2, 'failed')]).saved).toEqual(['a']);
  });

  it('what a checkpoint records as interrupted or incident does not run again', () => {
    const recordings = [began('a', 1, false), began('b', 1, true)];
    expect(forecast(recordings, [row('a', 1, 'interrupted'), row('b', 1, 'incident')])?.saved).toMatchObject([
      { instance: 'a', outcome: 'interrupted' },
      { instance: 'b', outcome: 'incident' },
    ]);
  });

  it('a late end of an earlier try is not the end of the latest', () => {
    const recordings = [began('a', 1, true), began('a', 2, true), ended('a', 1, true)];
    expect(forecast(recordings, [])?.twice).toMatchObject([{ attempt: 2, effect: 'may-have-happened' }]);
  });

  it('one for each job, in order of first work', () => {
    const other: Recording = { e: 'element-done', t: 0, job: 'i', instance: 'x', element: 'x', attempt: 1 };
    expect(forecastsOf([other, done('a')], () => []).map(({ job }) => job)).toEqual(['i', 'j']);
    expect(forecastsOf([{ e: 'engine-stopped', t: 1 }], () => [])).toEqual([]);
  });

  it('tells of a death that was recovered from what it cost then, not what was done since', () => {
    const recordings = [began('a', 1, true), began('b', 1, false), done('g')];
    const rows = [
      row('a', 1, 'interrupted'),
      row('a', 2, 'completed'),
      row('b', 1, 'completed'),
      row('g', 2, 'completed'),
    ];
    const [then] = forecastsOf(recordings, () => rows, true);
    expect(then).toMatchObject({
      saved: [{ instance: 'b' }],
      lost: [{ instance: 'g' }],
      twice: [{ instance: 'a', attempt: 1 }],
    });
  });

  it('before recovery this is the forecast; afterwards it is what ran, and both are shown', () => {
    const before = forecast([began('a', 1, true), done('g'), began('z', 1, false)], []);
    expect(before && ranAgain(before, [began('a', 2, true), done('g', 2), done('other')])).toEqual([
      { element: 'e-g', instance: 'g' },
      { element: 'e-a', instance: 'a' },
    ]);
  });
});
