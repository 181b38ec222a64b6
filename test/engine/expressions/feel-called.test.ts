/** Calls of built-in functions, and comparisons that lack a side: nothing of it may be null or false without a word. */
import { describe, expect, test } from 'vitest';
import type { Value, Variables } from '../../../engine/core/value.ts';
import { evaluate, evaluateUnaryTest, parses, parsesUnaryTest } from '../../../engine/expressions/evaluate.ts';

const moment = { now: Date.UTC(2026, 0, 1), seed: 1 };
const feel = (text: string, variables: Variables = {}): unknown => {
  const answer = evaluate({ language: 'feel', text }, variables, moment);
  return answer.ok ? answer.value : answer.message;
};
const tested = (text: string, input: Value, variables: Variables = {}): unknown => {
  const answer = evaluateUnaryTest(text, input, variables, moment);
  return answer.ok ? answer.value : answer.message;
};

test.each<[string, unknown]>([
  [String.raw`"\u0041\U01F600" = "A😀"`, true],
  [String.raw`"\U01F600\u0041"`, '😀A'],
  [String.raw`"\u0041BC"`, 'ABC'],
  [String.raw`"\uD83D\uDE00"`, '😀'],
  [String.raw`"\\u0041"`, String.raw`\u0041`],
  [String.raw`"\u0022\u005C\u000A"`, '"\\\n'],
])('%s has four digits after u and six after U', (text, expected) => {
  expect(feel(text)).toBe(expected);
});

test('a unary test has characters by number, too', () => {
  expect(tested(String.raw`"\u0041\U01F600"`, 'A😀')).toBe(true);
});

describe('positions', () => {
  test.each<[string, unknown]>([
    ['insert before([1, 3], 2, 2)', [1, 2, 3]],
    ['insert before([1, 3], -1, 2)', [1, 2, 3]],
    ['insert before([1], 2, 2)', [1, 2]],
    ['insert before([1], 1, null)', [null, 1]],
    ['remove([1, 2, 3], 1)', [2, 3]],
    ['remove([1, 2, 3], -1)', [1, 2]],
    ['list replace([2, 4, 7], -1, 6)', [2, 4, 6]],
    ['list replace([2, 4, 7], 1, 6)', [6, 4, 7]],
    ['list replace([2, 4, 7], function(item, newItem) item < newItem, 5)', [5, 5, 7]],
    ['sublist([1, 2, 3], -2, 1)', [2]],
    ['sublist(list: [1, 2, 3], start position: 2)', [2, 3]],
    ['sublist([1, 2, 3], 5)', []],
    ['substring("foobar", 3, 3)', 'oba'],
    ['substring("foobar", -2, 1)', 'a'],
    ['substring("foobar", 9)', ''],
    ['substring("\\U01F40Eab", -2)', 'ab'],
  ])('%s counts from 1, or from -1 backwards', (text, expected) => {
    expect(feel(text)).toEqual(expected);
  });

  test.each([
    ['insert before([1, 2], 0, 9)', 'insert before has no such position: 0'],
    ['insert before([1, 2], 4, 9)', 'insert before has no such position: 4'],
    ['remove([1, 2], 3)', 'remove has no such position: 3'],
    ['list replace([1], 2, 9)', 'list replace has no such position: 2'],
    ['sublist([1, 2], 0)', 'sublist has no such position: 0'],
    ['substring("abc", -5)', 'substring has no such position: -5'],
    ['substring("abc", 1, -1)', 'substring takes a length of whole parts, not -1'],
  ])('%s is a mistake with a name', (text, reason) => {
    expect(feel(text)).toBe(`FEEL "${text}" failed: ${reason}`);
    expect(feel(`if ${text} = null then 1 else 2`)).toBe(1);
  });
});

describe('what is looked for is found where it is equal', () => {
  test.each<[string, unknown]>([
    ['list contains([@"2026-01-01"], date("2026-01-01"))', true],
    ['list contains([@"P1D"], @"PT24H")', true],
    ['list contains([{a: 1}], {a: 1})', true],
    ['list contains([[1]], [1])', true],
    ['list contains([[1]], 1)', false],
    ['list contains([1, null], null)', true],
    ['list contains(["1"], 1)', false],
    ['list contains(null, 1)', null],
    ['index of([@"2026-01-01", 1, @"2026-01-01"], @"2026-01-01")', [1, 3]],
    ['is("a", 1)', false],
    ['is([1], [1])', true],
    ['is(@"10:00:00", @"2026-01-01")', false],
  ])('%s', (text, expected) => {
    expect(feel(text)).toEqual(expected);
  });
});

describe('a function that does not take what it is given', () => {
  test.each(['contains("abc")', 'upper case(5)', 'string length()', 'sort([2, 1])', 'sum(["a"])', 'abs()'])(
    '%s is a mistake with a name',
    (text) => {
      expect(feel(text)).toMatch(/ does not take what it is given$/);
      expect(feel(`if ${text} = null then 1 else 2`)).toBe(1);
    },
  );

  test.each(['upper case(null)', 'sum([])', 'sum([1, null])', 'all(true, null)', 'mean([])'])(
    '%s is null, as there is nothing',
    (text) => {
      expect(feel(text)).toBeNull();
    },
  );
});

describe('a variable of the name of a function', () => {
  const variables = { count: 3, string: 's', date: '2026-02-01', sum: 1, list: [1, 2] };

  test.each<[string, unknown]>([
    ['count(list) + count', 5],
    ['count(list)', 2],
    ['count', 3],
    ['string(count)', '3'],
    ['date(date).month', 2],
    ['sum(list) + sum', 4],
    ['for count in list return count + count(list)', [3, 4]],
  ])('%s calls the function and reads the variable', (text, expected) => {
    expect(feel(text, variables)).toEqual(expected);
    expect(feel(text, { ...variables, 'order total': 1 })).toEqual(expected);
  });

  test('goes for unary tests, too', () => {
    expect(tested('count(?) = count', [1, 2, 3], variables)).toBe(true);
    expect(tested('[date("2026-01-01")..date(date)]', '2026', variables)).toBe(false);
  });

  test('a function of the user goes first', () => {
    expect(feel('{count: function(a) a + 1, answer: count(1)}.answer')).toBe(2);
  });
});

describe('half of a comparison', () => {
  test.each(['x == 3', 'x === 3', 'x > 1 and < 9', 'x < 1 or > 9', '[1, 2][item == 1]'])('%s is not FEEL', (text) => {
    expect(parses({ language: 'feel', text })).toMatch(/compares with nothing/);
    expect(feel(text, { x: 3 })).toMatch(/compares with nothing/);
    expect(feel(text, { x: 3, 'order total': 1 })).toMatch(/compares with nothing/);
  });

  test.each(['> 1 and < 9', '? == 5', '>= 3 and <= 6', '< 3 or > 5'])('%s is no unary test', (text) => {
    expect(parsesUnaryTest(text)).toMatch(/compares with nothing/);
    expect(tested(text, 5)).toMatch(/compares with nothing/);
  });

  test('has its place in unary tests, after in, in brackets and in filters', () => {
    expect(tested('> 1, < 0', 5)).toBe(true);
    expect(tested('not(> 1)', 5)).toBe(false);
    expect(feel('5 in > 3')).toBe(true);
    expect(feel('5 in (> 3, < 1)')).toBe(true);
    expect(feel('(> 5).start')).toBe(5);
    expect(feel('[1, 7][> 5]')).toEqual([7]);
  });
});
