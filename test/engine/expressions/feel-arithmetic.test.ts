import { expect, test } from 'vitest';
import { Temporal, type Variables } from '../../../engine/core/value.ts';
import { evaluate, evaluateUnaryTest } from '../../../engine/expressions/evaluate.ts';

const moment = { now: 0, seed: 0 };
const feel = (text: string, context: Variables = {}): unknown => {
  const answer = evaluate({ language: 'feel', text }, context, moment);
  if (!answer.ok) return answer.message;
  return answer.value instanceof Temporal ? answer.value.iso : answer.value;
};
const d = new Temporal('duration', 'PT1H');

test.each<[string, unknown]>([
  ['@"P1Y2M" * 2', 'P2Y4M'],
  ['2 * @"P1Y2M"', 'P2Y4M'],
  ['@"P10Y11M" / 2.5', 'P4Y4M'],
  ['@"P1M" * -1', '-P1M'],
  ['@"P1M" / 2', 'P0M'],
  ['@"P1Y" / @"P5M"', 2.4],
  ['d * 1.5', 'PT1H30M'],
  ['1.5 * d', 'PT1H30M'],
  ['d * 0', 'PT0S'],
  ['d / 3', 'PT20M'],
  ['@"PT0.3S" * 3', 'PT0.9S'],
  ['@"PT0.3S" / @"PT0.1S"', 3],
  ['@"P1D" / 7', 'PT3H25M42.857142857S'],
  ['d / @"PT20M"', 3],
  ['-1 * d * 2 + d', '-PT1H'],
  ['(d * 26).days', 1],
  ['for n in 1..2 return string(n * d)', ['PT1H', 'PT2H']],
  ['d / 0', null],
  ['d / @"PT0S"', null],
  ['2 * 3 / 4 * 2', 3],
  ['8/2*3', 12],
])('%s is %j', (text, expected) => {
  expect(feel(text, { d })).toEqual(expected);
});

test.each([
  ['d * d', /Can't multiply 'PT1H' by 'PT1H'/],
  ['@"P1Y" / d', /Can't divide 'P1Y' by 'PT1H'/],
  ['5 / d', /Can't divide '5' by 'PT1H'/],
  ['@"2026-01-01" * 2', /Can't multiply '2026-01-01' by '2'/],
  ['d * "2"', /Can't multiply 'PT1H' by '2'/],
  ['"a" * 2', /Can't multiply/],
  ['d * 9007199254740991', /which is too long/],
])('%s is a mistake with a name', (text, expected) => {
  expect(feel(text, { d })).toMatch(expected);
});

test('in a unary test', () => {
  expect(evaluateUnaryTest('> @"PT20M" * 2', d, {}, moment)).toEqual({ ok: true, value: true });
  expect(evaluateUnaryTest('> limit / 2', d, { limit: d }, moment)).toEqual({ ok: true, value: true });
  expect(evaluateUnaryTest('> limit * limit', d, { limit: d }, moment)).toMatchObject({ ok: false });
});

test('what a unary test finds fault with does not stay for the next one', () => {
  expect(evaluateUnaryTest('modulo("a", 1) = null', 1, {}, moment)).toEqual({ ok: true, value: true });
  expect(evaluateUnaryTest('null', null, {}, moment)).toEqual({ ok: true, value: true });
});
