import { describe, expect, test } from 'vitest';
import type { Variables } from '../../../engine/core/value.ts';
import type { InferenceRule } from '../../../engine/model/graph/implementation.ts';
import { evaluate } from '../../../engine/expressions/evaluate.ts';
import { infer, MAX_FIRINGS } from '../../../engine/tasks/inference.ts';
import { rule } from './sample-node.ts';

const run = (rules: readonly InferenceRule[], variables: Variables = {}) =>
  infer('Infer', rules, variables, { now: 0, seed: 0 }, evaluate);

describe('forward chaining', () => {
  test('what a rule assigns lets others fire', () => {
    const rules = [
      rule('offer', 'risk = "low"', { offer: 'true' }),
      rule('assess', 'income > 1000', { risk: '"low"', limit: 'income * 2' }),
    ];
    expect(run(rules, { income: 2000 })).toEqual({
      kind: 'completed',
      result: ['assess', 'offer'],
      writes: { risk: 'low', limit: 4000, offer: true },
    });
  });

  test('higher salience first, then the order of the file', () => {
    const rules = [rule('a', 'true', { x: '1' }), rule('b', 'true', { x: '2' }, 10), rule('c', 'true', { x: '3' }, 10)];
    expect(run(rules)).toMatchObject({ result: ['b', 'c', 'a'], writes: { x: 1 } });
  });

  test('a rule fires once for each change of the facts that it names', () => {
    expect(run([rule('count', 'n < 3', { n: 'n + 1' })], { n: 0 })).toMatchObject({
      result: ['count', 'count', 'count'],
      writes: { n: 3 },
    });
    expect(run([rule('once', 'vip', { n: 'n + 1' })], { n: 0, vip: true })).toMatchObject({
      result: ['once'],
      writes: { n: 1 },
    });
    expect(run([rule('same', 'n > 0', { n: 'n' })], { n: 1 })).toMatchObject({ result: ['same'], writes: {} });
    expect(run([rule('seen', 'n > 0', { m: 'n' }), rule('later', 'm = 1', { n: '2' }, -1)], { n: 1 })).toMatchObject({
      result: ['seen', 'later', 'seen'],
      writes: { n: 2, m: 2 },
    });
  });

  test('assignments of a rule see those before them', () => {
    expect(run([rule('r', 'true', { a: '1', b: 'a + 1' })])).toMatchObject({ writes: { a: 1, b: 2 } });
  });

  test('only what changed in the end is written; a new null is', () => {
    const rules = [rule('up', 'x = 1', { x: '2' }), rule('down', 'x = 2', { x: '3 - 2', y: 'null' }, 1)];
    const outcome = run(
      [rule('there', 'x = 1 and seen = null', { x: '2', seen: 'true' }), rule('back', 'x = 2', { x: '1', y: 'null' })],
      { x: 1 },
    );
    expect(outcome).toEqual({ kind: 'completed', result: ['there', 'back'], writes: { seen: true, y: null } });
    expect(run(rules, { x: 5 })).toEqual({ kind: 'completed', result: [], writes: {} });
  });

  test('a condition is true for true only', () => {
    expect(run([rule('r', '"true"', { x: '1' }), rule('s', 'null', { x: '1' })])).toMatchObject({ result: [] });
  });
});

describe('failures name the rule', () => {
  test('a typo in a condition, a value that cannot be computed', () => {
    expect(run([rule('r', 'incme > 5', { x: '1' })], { income: 1 })).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/^Infer: the condition of rule "r": .*'incme' not found/) as string,
    });
    expect(run([rule('r', 'true', { x: '1 + "a"' })])).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('the value for x of rule "r"') as string,
    });
  });

  test('rules that go round end after a bound, and are named', () => {
    const rules = [
      rule('quiet', 'y = 1', { z: '1' }),
      rule('ping', 'x = 0', { x: '1' }),
      rule('pong', 'x = 1', { x: '0' }),
    ];
    expect(run(rules, { x: 0, y: 1 })).toEqual({
      kind: 'failed',
      message: `Infer: after ${MAX_FIRINGS} firings the rules have not come to an end; they go round in "ping", "pong"`,
    });
  });
});
