import { describe, expect, test } from 'vitest';
import { Temporal, type Variables } from '../../../engine/core/value.ts';
import { evaluate } from '../../../engine/expressions/evaluate.ts';

const feel = (text: string, context: Variables = {}): unknown => {
  const answer = evaluate({ language: 'feel', text }, context, { now: 0, seed: 0 });
  return answer.ok ? answer.value : answer.message;
};
const dates = (...days: string[]) => days.map((day) => new Temporal('date', day));

describe('what is walked through', () => {
  test.each<[string, unknown]>([
    ['for d in @"2026-02-27"..@"2026-03-01" return d', dates('2026-02-27', '2026-02-28', '2026-03-01')],
    ['for d in @"2026-03-01"..@"2026-02-28" return d', dates('2026-03-01', '2026-02-28')],
    ['for d in [@"2026-01-01"..@"2026-01-03") return d', dates('2026-01-01', '2026-01-02')],
    ['for d in date("2026-01-01")..date("2026-01-01") return d', dates('2026-01-01')],
    ['some d in @"2026-01-01"..@"2026-01-05" satisfies d = @"2026-01-03"', true],
    ['every d in @"2026-01-01"..@"2026-01-05" satisfies d.year = 2026', true],
    ['for i in 3..0 return i', [3, 2, 1, 0]],
    ['for i in -2..0 return i', [-2, -1, 0]],
    ['for i in 0..2, j in 0..i return j', [0, 0, 1, 0, 1, 2]],
    ['for i in [1..3) return i', [1, 2]],
    ['for i in (1..3] return i', [2, 3]],
    ['for i in (1..1] return i', []],
    ['for c in "a".."c" return c', ['a', 'b', 'c']],
    ['for i in 1..null return i', null],
  ])('%s', (text, expected) => {
    expect(feel(text)).toEqual(expected);
  });

  test.each([
    [
      'for t in @"2026-01-01T00:00:00"..@"2026-01-03T00:00:00" return t',
      /only whole numbers and dates have a next one/,
    ],
    ['for t in @"PT1H"..@"PT3H" return t', /\[PT1H\.\.PT3H\] cannot be walked through/],
    ['for x in > 5 return x', /cannot be walked through/],
    ['for i in 1.."x" return i', /1\.\.x is no range: its bounds do not go together/],
    ['count(for d in @"1600-01-01"..@"2400-01-01" return d)', /more than 100000 numbers/],
  ])('%s is a mistake with a name', (text, expected) => {
    expect(feel(text)).toMatch(expected);
  });

  test('bounds whose names have spaces', () => {
    expect(feel('for i in first day..last day return i', { 'first day': 1, 'last day': 3 })).toEqual([1, 2, 3]);
  });
});

describe('a range of a text', () => {
  test.each<[string, unknown]>([
    ['4 in range("[1..5)")', true],
    ['5 in range("[1..5)")', false],
    ['1 in range("]1..5]")', false],
    ['range(" [ -1.5 .. 3 ] ") = [-1.5..3]', true],
    ['range("(..2)") = (< 2)', true],
    ['range("(..2]") = (<= 2)', true],
    ['3 in range("[2..)")', true],
    ['@"2026-05-01" in range("[date(\\"2026-01-01\\")..@\\"2027-01-01\\")")', true],
    ['"b" in range("[\\"a\\"..\\"c\\"]")', true],
    ['for i in range("[1..3]") return i', [1, 2, 3]],
    ['range(from: "[1..3]").end', 3],
    ['if range("[..]") = null then "none" else "some"', 'none'],
  ])('%s', (text, expected) => {
    expect(feel(text)).toEqual(expected);
  });

  test.each([
    'range("")',
    'range("[..]")',
    'range("[..3]")',
    'range("[3..1]")',
    'range("[1..@\\"P1D\\"]")',
    'range("[1..x]")',
    'range("[date(\\"tomorrow\\")..@\\"2027-01-01\\"]")',
    'range(5)',
  ])('%s is a mistake with a name', (text) => {
    expect(feel(text)).toMatch(/range\(from\) expects a range such as "\[18\.\.21\)", got /);
  });
});

test.each(['min', 'max', 'range', 'floor', 'modulo', 'split', 'during'])(
  'a variable may be called %s, as a function is',
  (name) => {
    expect(feel(`${name} > 5`, { [name]: 6 })).toBe(true);
    expect(feel(`{a: ${name}}`, { [name]: 6 })).toEqual({ a: 6 });
    expect(feel('min(4, 3) + max(1, 2)')).toBe(5);
  },
);
