/** Functions that Camunda adds to FEEL. */
import { describe, expect, test } from 'vitest';
import { Temporal, type Variables } from '../../../engine/core/value.ts';
import { evaluate, parses } from '../../../engine/expressions/evaluate.ts';

const moment = { now: Date.UTC(2026, 0, 1), seed: 1 };
const feel = (text: string, variables: Variables = {}): unknown => {
  const answer = evaluate({ language: 'feel', text }, variables, moment);
  return answer.ok ? answer.value : answer.message;
};

test.each<[string, unknown]>([
  ['get or else(null, 1)', 1],
  ['get or else(2, 1)', 2],
  ['get or else(false, true)', false],
  ['get or else(missing, 1)', 1],
  ['get or else(missing.part, 1)', 1],
  ['1 + get or else(missing, 2)', 3],
  ['for i in [1, 2] return get or else(missing, i)', [1, 2]],
  ['is blank(" ")', true],
  ['is blank("a")', false],
  ['is empty([])', true],
  ['is empty([null])', false],
  ['trim("  a b ")', 'a b'],
  ['to base64("FEELü")', 'RkVFTMO8'],
  ['duplicate values([1, 2, 1, null, null, 1])', [1, null]],
  ['partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
  ['partition([], 2)', []],
  ['last day of month(date("2024-02-01"))', new Temporal('date', '2024-02-29')],
  ['last day of month(date and time("2026-12-31T10:00:00"))', new Temporal('date', '2026-12-31')],
  ['from json("{\\"a\\": [1, null]}")', { a: [1, null] }],
  ['to json({a: 1, on: date("2026-01-02")})', '{"a":1,"on":"2026-01-02"}'],
  ['assert(1, true)', 1],
  ['extract("a1b22", "[0-9]+")', ['1', '22']],
  ['extract("abc", "[0-9]*")', []],
  ['cycle(duration("PT1H"))', 'R/PT1H'],
  ['cycle(3, duration("PT1H"))', 'R3/PT1H'],
  ['cycle(null, duration("P1M"))', 'R/P1M'],
  ['cycle(repetitions: 2, interval: duration("P1D"))', 'R2/P1D'],
  ['get value({a: {b: 1}}, ["a", "b"])', 1],
  ['get value({a: 1}, ["b", "c"])', null],
  ['get value({a: 1}, "a")', 1],
  ['context put({a: 1}, ["b", "c"], 2)', { a: 1, b: { c: 2 } }],
  ['context put({a: {x: 1}}, ["a", "c"], 2)', { a: { x: 1, c: 2 } }],
  ['context put({a: 1}, "b", 2)', { a: 1, b: 2 }],
  ['trim(null)', null],
])('%s', (text, expected) => {
  expect(feel(text)).toEqual(expected);
  expect(parses({ language: 'feel', text })).toBeNull();
});

describe('what they do not take is a mistake with a name', () => {
  test.each([
    ['trim(1)', 'trim(value) takes a text'],
    ['is empty("")', 'is empty(list) takes a list'],
    ['partition([1], 0)', 'a whole number from 1 on'],
    ['last day of month("2024-02-01")', 'takes a date'],
    ['from json("{")', 'takes JSON, not "{"'],
    ['assert(1, false)', 'its condition is not true'],
    ['assert(1, 1 > 2, "too small")', 'too small'],
    ['cycle("3", duration("PT1H"))', 'a whole number or null, and a duration'],
    ['extract("a", "[")', 'the pattern "["'],
    ['get or else(1, missing)', "'missing' not found"],
    ['get or else(missing, other)', "'other' not found"],
  ])('%s', (text, reason) => {
    expect(feel(text)).toContain(reason);
  });
});

test('uuid() is by the chance of the evaluation', () => {
  expect(feel('uuid()')).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(feel('uuid()')).toBe(feel('uuid()'));
  expect(feel('uuid() = uuid()')).toBe(false);
});

test('a variable of one of their names is that variable', () => {
  expect(feel('trim + 1', { trim: 4 })).toBe(5);
  expect(feel('trim(trim)', { trim: ' a ' })).toBe('a');
});
