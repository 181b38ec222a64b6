/** `in`, `not`, numbers from texts and signs, where feelin reads them otherwise than DMN 1.5 has them. */
import { describe, expect, it, test } from 'vitest';
import type { Value } from '../../../engine/core/value.ts';
import { evaluateFeel, evaluateFeelTest } from '../../../engine/expressions/feel.ts';

const at = { now: 0, seed: 1 };
const variables: Readonly<Record<string, Value>> = { a: 4, b: [4, 5], nested: [[1, 2]], 'x y': 4, yes: true };

const valueOf = (text: string): unknown => {
  const evaluation = evaluateFeel(text, variables, at);
  return evaluation.ok ? evaluation.value : evaluation.message;
};
const tested = (text: string, input: Value): unknown => {
  const evaluation = evaluateFeelTest(text, input, variables, at);
  return evaluation.ok ? evaluation.value : evaluation.message;
};

describe('in binds as every comparison does', () => {
  test.each([
    ['a in b and true', true],
    ['a in b and false', false],
    ['3 in b or true', true],
    ['3 in b and true', false],
    ['a in [4, 5] and yes', true],
    ['a in [1..5] and yes', true],
    ['a in (1, 4) and yes', true],
    ['a in > 3 and yes', true],
    ['a in > 5 or a in < 5', true],
    ['a in >= 3 and a < 4', false],
    ['a in 4 or false', true],
    ['yes and a in b and yes', true],
    ['a in b and a in [4] or false', true],
    ['a in b = true', true],
    ['1 + 3 in b and yes', true],
    ['x y in b and yes', true],
    ['if a in b and a > 3 then 1 else 2', 1],
    ['count(b[item in [4] and true])', 1],
    ['for i in b return i in [4] and true', [true, false]],
    ['some i in b satisfies i in [5] and true', true],
    ['{ answer: a in b and true }.answer', true],
    ['not(a in b and true)', false],
    ['a in\n b\n  and true', true],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  test.each([
    ['? in [1, 2] and yes', 1, true],
    ['? in b or false', 4, true],
  ])('in a unary test: %s on %j is %j', (text, input, expected) => {
    expect(tested(text, input)).toBe(expected);
  });
});

describe('a list is in a list that has it, and in one that it equals', () => {
  test.each([
    ['[1, 2] in [1, 2]', true],
    ['[1, 2] in nested', true],
    ['b in b', true],
    ['b in [4, 5]', true],
    ['[1, 2, 3] in [1, 2]', false],
    ['[1, 2] in [2, 1]', false],
    ['a in b', true],
    ['1 in (2, [1, 3])', true],
    ['[1, 2] in (3, [1, 2])', true],
    ['2 in [[1..3], 5]', true],
    ['4 in null', null],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  test.each<[string, Value, boolean]>([
    ['[1, 2]', [1, 2], true],
    ['[1, 2], [3]', [3], true],
    ['b', [4, 5], true],
    ['b', 4, true],
    ['not(b)', [4, 5], false],
    ['[1, 2]', [2, 1], false],
    ['? = [1, 2]', [1, 2], true],
    ['count(?) > 1', [1, 2], true],
    ['list contains(?, 1)', [1, 2], true],
  ])('as a unary test: %s on %j is %j', (text, input, expected) => {
    expect(tested(text, input)).toBe(expected);
  });
});

describe('an if about the input is the answer of a unary test', () => {
  test.each<[string, Value, boolean]>([
    ['if ? > 3 then true else false', 4, true],
    ['if ? > 3 then true else false', 3, false],
    ['(if ? > 3 then a = 4 else false)', 4, true],
    ['not(if ? > 3 then true else false)', 4, false],
    ['1, if ? = "x" then yes else false', 'x', true],
    ['if count(?) > 1 then true else false', [1, 2], true],
    ['if ? > 3 then 5 else 1', 5, true],
    ['if ? > 3 then 5 else 1', 4, false],
    ['if a > 3 then 5 else 1', 5, true],
    ['true', true, true],
    ['true', false, false],
  ])('%s on %j is %j', (text, input, expected) => {
    expect(tested(text, input)).toBe(expected);
  });
});

describe('nothing is in a range that ends before it begins', () => {
  test.each([
    ['5 in [9..1]', false],
    ['5 between 9 and 1', false],
    ['includes([9..1], 5)', false],
    ['date("2026-01-02") in [date("2026-01-03")..date("2026-01-01")]', false],
    ['5 in [1..9]', true],
    ['for i in 3..1 return i', [3, 2, 1]],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });
});

describe('not', () => {
  it('of what is neither true nor false is a mistake with a name, as people write it after in', () => {
    for (const text of ['5 in not(5)', '5 in not(6)', 'not("a")'])
      expect(valueOf(text)).toContain('not(negand) takes true or false; what a value is not in, is written before');
    expect(valueOf('not(null)')).toBeNull();
    expect(valueOf('not(5 in b)')).toBe(false);
    expect(valueOf('true in not(false)')).toBe(true);
  });

  it('begins a unary test all the same', () => {
    expect(tested('not(5)', 6)).toBe(true);
    expect(tested('not(5)', 5)).toBe(false);
    expect(tested('not(b)', 4)).toBe(false);
  });
});

describe('signs and numbers of texts', () => {
  test.each([
    ['- - 1', 1],
    ['- 1', -1],
    ['3 * - 2', -6],
    ['3 - - 1', 4],
    ['[- 1, 2][1]', -1],
    ['- - - 1.5', -1.5],
    ['number("-12.5")', -12.5],
    ['number(".5")', 0.5],
    ['number("1e3")', 1000],
    ['number(" 12 ")', 12],
    ['number("1 000,5", " ", ",")', 1000.5],
    ['number(from: "7")', 7],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });

  test.each(['0x10', '0b11', '0o7', '', ' ', '5.', '+5', 'Infinity', '- 5'])(
    'number("%s") is refused: it is no numeric literal',
    (text) => {
      expect(valueOf(`number("${text}")`)).toMatch(/number\(from\) expects a num/);
    },
  );

  it('of a text that is none is null where null is asked for', () => {
    expect(valueOf('if number("0x10") = null then "none" else "some"')).toBe('none');
  });
});
