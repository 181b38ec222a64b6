import { expect, it } from 'vitest';
import type { Forecast } from '../../../engine/protocol/views.ts';
import type { JobDocument } from '../../../engine/protocol/window-views.ts';
import {
  bySending,
  fatesByElement,
  fateText,
  fateTotals,
  isOver,
  ranAgain,
  sideEffects,
} from '../../../renderer/jobs/fates.ts';

const forecast: Forecast = {
  job: 'j',
  saved: [
    { element: 'add-up', instance: '1', attempt: 1, kind: 'script', outcome: 'completed' },
    { element: 'loop', instance: '2', attempt: 1, kind: 'script', outcome: 'completed' },
  ],
  lost: [
    { element: 'loop', instance: '3', attempt: 1, kind: 'script' },
    { element: 'book', instance: '4', attempt: 2, kind: 'script' },
  ],
  twice: [
    {
      element: 'charge',
      instance: '5',
      attempt: 1,
      kind: 'http',
      effect: 'happened',
      target: 'POST http://127.0.0.1/charge',
      key: 'k5',
    },
  ],
};

it('gives each element the worst fate of its instances, and counts them', () => {
  expect(fatesByElement(forecast)).toEqual([
    { element: 'add-up', fate: 'saved', counts: { saved: 1, lost: 0, twice: 0 } },
    { element: 'loop', fate: 'lost', counts: { saved: 1, lost: 1, twice: 0 } },
    { element: 'book', fate: 'lost', counts: { saved: 0, lost: 1, twice: 0 } },
    { element: 'charge', fate: 'twice', counts: { saved: 0, lost: 0, twice: 1 } },
  ]);
  expect(fateTotals(forecast)).toEqual({ saved: 2, lost: 2, twice: 1 });
});

it('lists what the world will see again, and how sure that is', () => {
  expect(sideEffects(forecast)).toEqual([
    { element: 'charge', attempt: 1, target: 'POST http://127.0.0.1/charge', certain: true, key: 'k5' },
  ]);
});

it('says of what a scenario answers that the scenario does it again, and not that it goes outside', () => {
  const [first] = sideEffects(forecast);
  const all = sideEffects(forecast);
  expect(bySending(all, [])).toEqual([[first], []]);
  expect(bySending(all, ['charge'])).toEqual([[], [first]]);
  for (const tense of ['meaning', 'past', 'undecided'] as const) {
    expect(fateText('twice', tense, false)).toMatch(/^Its effect outside happened/);
    expect(fateText('twice', tense, true)).toMatch(/^The scenario answered it/);
    expect(fateText('lost', tense, true)).toBe(fateText('lost', tense, false));
  }
});

it('tells what ran again by a higher attempt of the same instance', () => {
  const executions = [
    { instance: '1', element: 'add-up', attempt: 1 },
    { instance: '3', element: 'loop', attempt: 2 },
    { instance: '4', element: 'book', attempt: 2 },
    { instance: '5', element: 'charge', attempt: 1 },
    { instance: '5', element: 'charge', attempt: 2 },
  ];
  expect(ranAgain(forecast, executions)).toEqual([
    { element: 'loop', fate: 'lost', attempt: 2 },
    { element: 'charge', fate: 'twice', attempt: 2 },
  ]);
});

it('speaks of the past once the job has ended, or all that was not saved has run again', () => {
  const at = (status: string, ...attempts: readonly (readonly [string, number])[]) =>
    ({
      job: { status },
      executions: attempts.map(([instance, attempt]) => ({ instance, element: instance, attempt })),
    }) as unknown as JobDocument;
  const allAgain = [
    ['3', 2],
    ['4', 3],
    ['5', 2],
  ] as const;
  expect(isOver(forecast, at('active', ['3', 2], ['4', 3]), false)).toBe(false);
  expect(isOver(forecast, at('active', ...allAgain), false)).toBe(true);
  expect(isOver(forecast, at('completed'), false)).toBe(true);
  expect(isOver(forecast, at('active', ...allAgain), true)).toBe(false);
});
