/** What is true in FEEL, and what filters ask of an item (DMN 1.5, 10.3.2.5, 10.3.2.8, 10.3.2.14). */
import { describe, expect, test } from 'vitest';
import type { Variables } from '../../../engine/core/value.ts';
import { evaluateFeel, evaluateFeelIn, evaluateFeelTest, parsesFeel } from '../../../engine/expressions/feel.ts';
import { feelFunction, FeelScope } from '../../../engine/expressions/feel-scope.ts';

const AT = { now: 0, seed: 1 };
/** Variables as they are, and with a name that FEEL knows only by where it comes from. */
const ODD = [{}, { 'order total': 5 }] as const;

function valueOf(text: string, variables: Variables = {}): unknown {
  const answer = evaluateFeel(text, variables, AT);
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

describe.each(ODD)('beside %j', (odd) => {
  test.each([
    ['if 0 then 1 else 2', 2],
    ['if "no" then 1 else 2', 2],
    ['if [] then 1 else 2', 2],
    ['if null then 1 else 2', 2],
    ['if 1 > 0 then 1 else 2', 1],
    ['if true then if 1 then 1 else 2 else 3', 2],
    ['[if 1 then 2 else 3, {a: if true then 2 else 3}.a]', [3, 2]],
    ['some x in [1, 2] satisfies "x"', null],
    ['some x in [null, true] satisfies x', true],
    ['some x in [null, false] satisfies x', null],
    ['some x in [] satisfies x', false],
    ['every x in [1] satisfies 5', null],
    ['every x in [null, false] satisfies x', false],
    ['every x in [null, true] satisfies x', null],
    ['every x in [] satisfies x', true],
    ['every x in [1, 2] satisfies some y in [1, 2] satisfies x = y', true],
    ['every x in [1, 2], y in [3, 4] satisfies x < y', true],
    ['not(some x in [null] satisfies x)', null],
    ['for i in [1, 2] return some x in [null, i] satisfies x = 2', [false, true]],
    ['if some x in [null] satisfies x then 1 else 2', 2],
  ])('only true is true: %s', (text, expected) => {
    expect(valueOf(text, odd)).toEqual(expected);
  });

  test.each([
    ['["a", "bc"][contains(item, "b")]', ['bc']],
    ['["a", "bc"][not(contains(item, "b"))]', ['a']],
    ['[{a: true}, {a: false}][item.a]', [{ a: true }]],
    ['[1, 2, 3][some y in [2, 3] satisfies y = item]', [2, 3]],
    ['[1, 2, 3][(every y in [2, 3] satisfies y != item)]', [1]],
    ['[[1], [2, 1]][list contains(item, 2)]', [[2, 1]]],
    ['[1, 2, 3][count([1, 2])]', 2],
    ['[1, 2, 3][-1]', 3],
    ['[{a: 1}, {b: 2}, {a: 9}][a > 5]', [{ a: 9 }]],
    ['[{a: 1}, {b: 2}, {a: 9}][not(a > 5)]', [{ a: 1 }]],
    ['[{a: 1}, {b: 2}, {a: 9}][a = null]', [{ b: 2 }]],
    ['[{a: 1}, {b: 2}][a > 0 and a < 5]', [{ a: 1 }]],
  ])('a filter asks of each item: %s', (text, expected) => {
    expect(valueOf(text, odd)).toEqual(expected);
  });

  test.each([
    ['if /* a, ) */ true then 1 else 2', 1],
    ['if // a\n 0 then 1 else 2', 2],
    ['if true /* a */ then 1 else 2', 1],
    ['some x in [null, false] satisfies /* a */ x /* b */', null],
    ['["a", "bc"] /* a */ [/* b */ contains(item, "b") /* c */]', ['bc']],
    ['[{a: 1}, {b: 1}][/* a */ a = 1]', [{ a: 1 }]],
  ])('comments say nothing: %s', (text, expected) => {
    expect(valueOf(text, odd)).toEqual(expected);
  });

  test.each([
    ['prices[item]', 20],
    ['prices[(item)]', 20],
    ['prices[at[item]]', 10],
    ['prices[item - 1]', 10],
    ['prices[(at[2] + item - 1)]', 20],
    ['prices[item > 15]', [20]],
    ['{item: 2, found: prices[item]}.found', 20],
    ['["a", "bc"][contains(item, "b")]', ['bc']],
  ])('a variable called item may be a position: %s', (text, expected) => {
    expect(valueOf(text, { ...odd, prices: [10, 20], at: [2, 1], item: 2 })).toEqual(expected);
  });

  test('a loop may call a position item', () => {
    expect(valueOf('for item in [2, 1] return prices[item]', { ...odd, prices: [10, 20] })).toEqual([20, 10]);
  });

  test('a name that no item has is a mistake', () => {
    const answer = evaluateFeel('[{a: 1}, {b: 2}][amuont > 5 and a > 0]', odd, AT);
    expect(answer.ok ? '' : answer.message).toContain("Variable 'amuont' not found");
    expect(evaluateFeel('[{a: 1}, {b: 2}][a > 5] = a', odd, AT).ok).toBe(false);
  });
});

test('what was undecided in one evaluation is not in the next', () => {
  const text = 'some x in list satisfies x.flag';
  expect(valueOf(text, { list: [{ flag: null }] })).toBeNull();
  expect(valueOf(text, { list: [{ flag: false }] })).toBe(false);
  expect(evaluateFeel('some x in list satisfies (if x then nothing(x) else null)', { list: [null, true] }, AT).ok).toBe(
    false,
  );
  expect(valueOf('some x in list satisfies x', { list: [false] })).toBe(false);
});

test.each([
  ['if ? > 1 then true else false', 2, true],
  ['if ? then true else false', 2, false],
  ['some x in [1, 2] satisfies x = ?', 2, true],
  ['every x in [1, 2] satisfies x = ?', 2, false],
  ['some x in [null] satisfies x', 2, false],
])('in a unary test: %s', (text, input, expected) => {
  expect(evaluateFeelTest(text, input, {}, AT)).toEqual({ ok: true, value: expected });
});

test('what another text leaves open is its own', () => {
  const scope = new FeelScope(null);
  const inner = (x: unknown): unknown => {
    const around = new FeelScope(scope);
    around.set('x', x);
    const answer = evaluateFeelIn(around, 'some y in [false] satisfies y', AT);
    return answer.ok ? answer.value : answer.message;
  };
  scope.set('inner', feelFunction(['x'], inner));
  const answer = evaluateFeelIn(scope, 'every x in [1, 2] satisfies if x = 1 then null else inner(x) = false', AT);
  expect(answer).toEqual({ ok: true, value: null });
});

test('what is rewritten is FEEL as it was', () => {
  for (const text of ['if a then b else c', 'some x in a, y in b satisfies x > y', 'l[contains(item, "x")]'])
    expect(parsesFeel(text)).toBeNull();
  expect(parsesFeel('if a then b')).not.toBeNull();
});
