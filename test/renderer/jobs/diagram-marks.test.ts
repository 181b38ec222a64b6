import { expect, it } from 'vitest';
import { marksOf, placesOf } from '../../../renderer/jobs/diagram-marks.ts';

it('marks tokens by their most urgent state and counts them', () => {
  const tokens = [
    { element: 'a', state: 'running' },
    { element: 'b', state: 'incident' },
    { element: 'b', state: 'waiting' },
    { element: 'b', state: 'ready' },
    { element: 'c', state: 'of a newer engine' },
  ];
  expect(Object.fromEntries(marksOf({ tokens }))).toEqual({
    a: ['token', 'running'],
    b: ['token', 'incident', 'tokens-3'],
    c: ['token', 'ready'],
  });
});

it('puts signs of different kinds on one element', () => {
  const marks = marksOf({
    tokens: [{ element: 'a', state: 'held' }],
    visited: ['a', 'a'],
    forecast: { job: 'j', saved: [], lost: [{ element: 'a', instance: '1', attempt: 1, kind: 'script' }], twice: [] },
    breakpoints: ['a'],
    armed: ['a', 'a'],
    current: 'a',
    again: ['a'],
  });
  expect(marks.get('a')).toEqual(['visited', 'lost', 'again', 'token', 'held', 'breakpoint', 'armed', 'current']);
});

it('tells what a job has done itself from what was done before its fork', () => {
  const marks = marksOf({ tokens: [], visited: ['b'], inherited: ['a', 'b', 'a'] });
  expect(Object.fromEntries(marks)).toEqual({ a: ['inherited'], b: ['visited'] });
});

it('looks at the checkpoint that is shown, else at the tokens, else where the last one was', () => {
  const tokens = [
    { element: 'a', state: 'running' },
    { element: 'a', state: 'waiting' },
  ];
  expect(placesOf({ tokens, current: 'c', last: 'z' })).toEqual(['c']);
  expect(placesOf({ tokens, last: 'z' })).toEqual(['a']);
  expect(placesOf({ tokens: [], last: 'z' })).toEqual(['z']);
  expect(placesOf({ tokens: [] })).toEqual([]);
});

it('marks where a job stood that somebody cancelled, and looks there', () => {
  const stood = ['sum-up', 'sum-up', 'pack'];
  expect(Object.fromEntries(marksOf({ tokens: [], visited: ['pack'], stood }))).toEqual({
    'sum-up': ['stood'],
    pack: ['visited', 'stood'],
  });
  expect(placesOf({ tokens: [], stood, last: 'start' })).toEqual(['sum-up', 'pack']);
});
