import { describe, expect, test } from 'vitest';
import type { Moment } from '../../../engine/core/evaluation.ts';
import { encodeValue, Temporal, type Variables } from '../../../engine/core/value.ts';
import { evaluate, evaluateUnaryTest, parses } from '../../../engine/expressions/evaluate.ts';

const moment: Moment = { now: Date.UTC(2026, 0, 31, 23, 30), seed: 7 };
const feel = (text: string, context: Variables = {}, at = moment) => evaluate({ language: 'feel', text }, context, at);
const value = (text: string, context: Variables = {}, at = moment) => {
  const answer = feel(text, context, at);
  return answer.ok ? answer.value : answer;
};
const message = (text: string, context: Variables = {}) => {
  const answer = feel(text, context);
  return answer.ok ? `answered ${encodeValue(answer.value)}` : answer.message;
};

describe('FEEL answers', () => {
  test.each<[string, Variables, unknown]>([
    ['amount > 5 and kind = "x"', { amount: 7, kind: 'x' }, true],
    ['count(lines) + sum(lines)', { lines: [1, 2] }, 5],
    ['for x in lines return x * 2', { lines: [1, 2] }, [2, 4]],
    [
      'lines[item.price > 10].name',
      {
        lines: [
          { name: 'a', price: 5 },
          { name: 'b', price: 20 },
        ],
      },
      ['b'],
    ],
    ['{a: 1, b: a + 1}', {}, { a: 1, b: 2 }],
    ['order total > 5', { 'order total': 7 }, true],
    ['a-b', { 'a-b': 7, a: 1, b: 1 }, 7],
    ['a-b', { a: 3, b: 1 }, 2],
    ['order.line-count', { order: { 'line-count': 3 } }, 3],
    ['date > 5', { date: 6 }, true],
    ['o.in', { o: { in: 3 } }, 3],
    ['now', { now: 5 }, 5],
    ['größe + 1', { größe: 1 }, 2],
    ['1 // comment', {}, 1],
  ])('%s on %j', (text, context, expected) => {
    expect(value(text, context)).toEqual(expected);
  });

  test('the same text is read anew when the names around it change its meaning', () => {
    expect(value('a-b', { a: 3, b: 1 })).toBe(2);
    expect(value('a-b', { 'a-b': 9 })).toBe(9);
    expect(value('a-b', { a: 3, b: 2 })).toBe(1);
  });

  test('a part of a variable comes back as it was', () => {
    const order = { due: new Temporal('date', '2026-01-02'), big: 12345678901234567890n, zero: -0 };
    expect(value('order', { order })).toBe(order);
    expect(value('order.big', { order })).toBe(12345678901234567890n);
    expect(Object.is(value('order.zero', { order }), -0)).toBe(true);
  });

  test('an integer that a double holds is a number', () => {
    expect(value('n + 1', { n: 41n })).toBe(42);
  });

  test('dates, times and durations go in and come out', () => {
    const due = new Temporal('date', '2026-01-31');
    expect(value('due + duration("P1D")', { due })).toEqual(new Temporal('date', '2026-02-01'));
    expect(value('t', { t: new Temporal('time', '10:00:00Z') })).toEqual(new Temporal('time', '10:00:00Z'));
    expect(value('d.hours', { d: new Temporal('duration', 'PT5H') })).toBe(5);
    expect(value('w.year', { w: new Temporal('date-time', '2026-01-01T10:00:00Z') })).toBe(2026);
  });
});

describe('time and chance come from the moment', () => {
  test('now and today are the logical time, in UTC', () => {
    expect(value('now()')).toEqual(new Temporal('date-time', '2026-01-31T23:30:00Z'));
    expect(value('today()')).toEqual(new Temporal('date', '2026-01-31'));
    expect(value('today()', {}, { now: 0, seed: 0 })).toEqual(new Temporal('date', '1970-01-01'));
  });

  test('random number() follows the seed', () => {
    const two = (seed: number) => value('[random number(), random number()]', {}, { now: 0, seed }) as number[];
    const [first, second] = two(1);
    expect(two(1)).toEqual([first, second]);
    expect(first).not.toBe(second);
    expect(two(2)[0]).not.toBe(first);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(first).toBeLessThan(1);
  });
});

describe('ordinary null is not a failure', () => {
  test.each<[string, Variables, unknown]>([
    ['if x = null then "none" else x', { x: null }, 'none'],
    ['x.y.z', { x: null }, null],
    ['order.note', { order: {} }, null],
    ['order.note = null', { order: {} }, true],
    ['x != null and x + 1 > 5', { x: null }, false],
    ['if date(s) = null then "bad" else "good"', { s: 'rubbish' }, 'bad'],
    ['is defined(x)', { x: null }, true],
    ['is defined(y)', {}, false],
    ['is defined(y.z.a)', {}, false],
    ['is defined(o.z)', { o: {} }, false],
    ['is defined(o.z)', { o: { z: null } }, true],
    ['is defined(y) or true', {}, true],
  ])('%s on %j', (text, context, expected) => {
    expect(value(text, context)).toEqual(expected);
  });
});

describe('a mistake is a failure', () => {
  test.each<[string, Variables, RegExp]>([
    ['amont > 5', { amount: 7 }, /"amont > 5" failed: Variable 'amont' not found/],
    ['order total > 5', { order: 1, total: 2 }, /Variable 'order total' not found/],
    ['is defined(o.z) or typo', { o: {} }, /Variable 'typo' not found/],
    ['frobnicate(1)', {}, /there is no function frobnicate/],
    ['count(1, 2, 3)', {}, /Cannot invoke/],
    ['"a" + 1', {}, /Can't add/],
    ['x + 1', { x: null }, /Can't add '1' to 'null'/],
    ['n.y', { n: 5 }, /Property 'y' not found/],
    ['number("abc")', {}, /numeric string/],
    ['1 +', {}, /is not valid FEEL/],
    ['1) + (2', {}, /is not one FEEL expression/],
    ['', {}, /is empty/],
    ['[1..5]', {}, /is a range/],
    ['{f: function(x) x}', {}, /the result\.f is a function/],
    ['{f: function(n) f(n), r: f(1)}.r', {}, /too deeply/],
  ])('%s on %j', (text, context, expected) => {
    expect(message(text, context)).toMatch(expected);
  });

  test('a failure does not spoil the next evaluation of the same text', () => {
    expect(feel('n + 1', { n: 'a' }).ok).toBe(false);
    expect(value('n + 1', { n: 1 })).toBe(2);
    expect(feel('n + 1', {}).ok).toBe(false);
  });

  test('the message quotes no more than 200 characters of the expression', () => {
    const text = `missing + ${'1 + '.repeat(200)}1`;
    expect(message(text)).toContain(`"${text.slice(0, 200)}…"`);
    expect(message(text)).not.toContain(text.slice(0, 210));
  });

  test('deep nesting and long texts are refused', () => {
    expect(message(`${'('.repeat(20_000)}1${')'.repeat(20_000)}`)).toMatch(/nested deeper than 100/);
    expect(value(`${'('.repeat(90)}1${')'.repeat(90)}`)).toBe(1);
    expect(message(`1${' '.repeat(70_000)}`)).toMatch(/longer than/);
  });

  test.each([
    ['for x in 1..2.5 return x', /does not go in whole steps/],
    ['some x in 1..1000000000 satisfies x < 0', /more than 100000 numbers/],
    ['for a in 1..1000, b in 1..1000 return a * b', /more than 100000 numbers/],
  ])('%s does not take the engine with it', (text, expected) => {
    expect(message(text)).toMatch(expected);
    expect(value('count(for x in 1..50000 return x)')).toBe(50_000);
    expect(value('count(for x in 3..-3 return x)')).toBe(7);
  });
});

describe('unary tests', () => {
  test.each<[string, Variables[string], Variables, boolean]>([
    ['> 5', 7, {}, true],
    ['> 5', 5, {}, false],
    ['[1..5]', 5, {}, true],
    ['"a", "b"', 'b', {}, true],
    ['not("a", "b")', 'b', {}, false],
    ['-', null, {}, true],
    ['> limit', 7, { limit: 5 }, true],
    ['? * 2 > limit', 3, { limit: 5 }, true],
    ['> max allowed', 7, { 'max allowed': 5 }, true],
    ['null', null, {}, true],
    ['> 5', 'text', {}, false],
  ])('%s on %j with %j is %s', (text, input, context, expected) => {
    expect(evaluateUnaryTest(text, input, context, moment)).toEqual({ ok: true, value: expected });
    expect(evaluateUnaryTest(text, input, context, moment)).toEqual({ ok: true, value: expected });
  });

  test('a test that looks at variables is asked again when they change', () => {
    expect(evaluateUnaryTest('> limit', 7, { limit: 9 }, moment)).toEqual({ ok: true, value: false });
    expect(evaluateUnaryTest('> limit', 7, { limit: 5 }, moment)).toEqual({ ok: true, value: true });
  });

  test('a typo and bad syntax fail', () => {
    expect(evaluateUnaryTest('> limt', 7, { limit: 9 }, moment)).toMatchObject({
      ok: false,
      message: expect.stringContaining("'limt'"),
    });
    expect(evaluateUnaryTest('> > 3', 7, {}, moment)).toMatchObject({ ok: false });
  });
});

test('syntax is checked without variables', () => {
  expect(parses({ language: 'feel', text: 'unknown > 5' })).toBeNull();
  expect(parses({ language: 'feel', text: '1 +' })).toMatch(/"1 \+" is not valid FEEL/);
  expect(parses({ language: 'juel', text: '${a' })).toMatch(/no closing brace/);
  expect(parses({ language: 'literal', text: '1 +' })).toBeNull();
});

test.each(['"five" >= 0', '"five" <= 0', 'n >= 0', 'n <= 0', 'n < 0', 'date("2026-01-01") >= 5', 'true >= 0'])(
  'what cannot be compared is not greater, less or equal: %s',
  (text) => {
    const answer = evaluate({ language: 'feel', text }, { n: Number.NaN }, { now: 0, seed: 0 });
    expect(answer.ok && answer.value === true).toBe(false);
  },
);

describe('integers beyond 2^53', () => {
  const big = 9_007_199_254_740_993n;
  const order = { big, small: 2, lines: [1, big] };

  test.each<[string, Variables]>([
    ['big + 1', { big }],
    ['order.big * 2', { order }],
    ['order.big = 5', { order }],
    ['order.big > 5', { order }],
    ['sum(order.lines)', { order }],
    ['order.lines[item > 5]', { order }],
    ['abs(big)', { big }],
    ['string(big)', { big }],
    ['9007199254740993', {}],
    ['1.5e20 / 3', {}],
    ['9007199254740992 + 1', {}],
    ['x * 2 / 2', { x: 9_007_199_254_740_991 }],
    ['2 ** 53 - 1', {}],
    ['sum([9007199254740991, 2])', {}],
    ['number("9007199254740993")', {}],
  ])('%s', (text, context) => {
    expect(message(text, context)).toMatch(/is an integer beyond 2\^53, which FEEL cannot compute with; use a script/);
  });

  test.each<[string, Variables, unknown]>([
    ['big', { big }, big],
    ['order.big', { order }, big],
    ['order.small + 1', { order }, 3],
    ['{id: order.big, n: order.small * 2}', { order }, { id: big, n: 4 }],
    ['order.big = null', { order }, false],
    ['is defined(order.big)', { order }, true],
    ['count(order.lines)', { order }, 2],
    ['order.lines[2]', { order }, big],
    ['if order.small > 1 then order.big else 0', { order }, big],
    ['9007199254740991 - 1', {}, 9_007_199_254_740_990],
    ['(1 + 2) * 3 - -4', {}, 13],
  ])('%s is answered', (text, context, expected) => {
    expect(value(text, context)).toEqual(expected);
  });

  test('in a unary test', () => {
    expect(evaluateUnaryTest('> 5', big, {}, moment)).toMatchObject({ ok: false });
    expect(evaluateUnaryTest('> limit + 1', 5, { limit: big }, moment)).toMatchObject({ ok: false });
  });
});

describe('numbers are decimals', () => {
  test.each<[string, unknown]>([
    ['[1e3, 1e2, 2e+2, 3E2, 1e-2, 1.5e3, .5e1]', [1000, 100, 200, 300, 0.01, 1500, 5]],
    ['5 > 1e3', false],
    ['-1e3', -1000],
    ['1e3 + 1e-1', 1000.1],
    ['"1e3" + string(1e1)', '1e310'],
    ['{ e3: 1e1 }.e3 /* 1e5 */', 10],
    ['for x in 1e0..3e0 return x', [1, 2, 3]],
    ['is defined(1e3.a) or 2e0 = 2', true],
    ['0.1 + 0.2 = 0.3', true],
    ['0.1 + 0.2 in [0.3..1]', true],
    ['1.1 * 1.1 = 1.21', true],
    ['100 * 1.15', 115],
    ['1.1 ** 2', 1.21],
    ['0.3 / 0.1', 3],
    ['0.3 - 0.1', 0.2],
    ['string(0.1 + 0.2)', '0.3'],
    ['sum([0.1, 0.2])', 0.3],
    ['mean([0.1, 0.2, 0.3])', 0.2],
    ['1 / 3 * 3', 1],
    ['10 / 3', 10 / 3],
    ['2 / 3 + 1 / 3', 1],
    ['0.1 + 0.2 + 0.3 - 0.6', 0],
    ['123456789.123456 + 0.000001', 123456789.123457],
    ['1 + 2', 3],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  test('exponents with variables in sight that change how the text is read', () => {
    expect(value('order total > 1e3', { 'order total': 5 })).toBe(false);
    expect(value('e3 + 1e3', { e3: 1, 'a-b': 2 })).toBe(1001);
  });

  test('in unary tests', () => {
    const unary = (text: string, input: number) => {
      const answer = evaluateUnaryTest(text, input, {}, moment);
      return answer.ok ? answer.value : answer.message;
    };
    expect(unary('> 1e3', 5)).toBe(false);
    expect(unary('[1e1..2E1]', 15)).toBe(true);
    expect(unary('0.1 + 0.2', 0.3)).toBe(true);
    expect(unary('0.3 / 0.1', 3)).toBe(true);
    expect(unary('< 1e400', 3)).toMatch(/1e400 is a number beyond/);
  });

  test('a number that no double holds is named', () => {
    for (const text of ['1e400', '1.0e400', '5 < 1E+400'])
      expect(message(text)).toMatch(/400 is a number beyond 1.8e308/);
    expect(parses({ language: 'feel', text: '1e400' })).toMatch(/1e400 is a number beyond 1.8e308/);
    expect(message('1e20 + 1')).toMatch(/integer beyond 2\^53/);
    expect(message('1e-300 / 1e300 + 1.5e300 ** 2')).toMatch(/beyond/);
  });

  test('what stands at fault is shown as it was written', () => {
    expect(message('1e3 +')).toMatch(/FEEL "1e3 \+" is not valid FEEL/);
    expect(message('[1..10')).toMatch(/"\[1\.\.10" is not valid FEEL: the parenthesized expression is not complete/);
    expect(message('1e3 + a1e3')).toMatch(/"1e3 \+ a1e3" failed: Variable 'a1e3' not found/);
  });
});

describe('built-in functions as DMN has them', () => {
  test.each<[string, unknown]>([
    ['string(years and months duration(date("2011-12-22"), date("2013-08-24")))', 'P1Y8M'],
    ['string(years and months duration(date("2013-08-24"), date("2011-12-22")))', '-P1Y8M'],
    ['string(years and months duration(date("2020-01-31"), date and time("2020-02-28T10:00:00")))', 'P0M'],
    ['min("b", "a")', 'a'],
    ['max(["b", "a", "c"])', 'c'],
    ['string(min(date("2026-02-01"), date("2026-01-01")))', '2026-01-01'],
    ['[min(3, 1, 2), max([3, 1]), min(5)]', [1, 3, 5]],
    ['[min([]), min(1, "a"), max(1, null)]', [null, null, null]],
    ['[modulo(0.3, 0.1), modulo(5.5, 2), modulo(-7, 3), modulo(7, -3), modulo(1e15, 7)]', [0, 1.5, 2, -2, 6]],
    ['[modulo(1.0000000001, 1), if modulo(1, 0) = null then "none" else "some"]', [1e-10, 'none']],
    ['[round half up(1.005, 2), round half up(-1.5, 0), round half up(5.5, 0)]', [1.01, -2, 6]],
    ['[round half down(5.5, 0), round half down(-5.5, 0), round half down(1.126, 2)]', [5, -5, 1.13]],
    ['[round up(5.5, 0), round up(-1.121, 2), round down(5.5, 0), round down(-1.126, 2)]', [6, -1.13, 5, -1.12]],
    ['[floor(1.5), floor(-1.56, 1), ceiling(-1.5), ceiling(1.51, 1), ceiling(-0.5)]', [1, -1.6, -1, 1.6, 0]],
    [
      '[decimal(1/3, 2), decimal(2.5, 0), decimal(3.5, 0), decimal(1234, -2), decimal(1.5e-7, 7)]',
      [0.33, 2, 4, 1200, 2e-7],
    ],
    ['[floor(2e-7), ceiling(null), round up("a", 1)]', [0, null, null]],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  test('what is not a number is named', () => {
    expect(message('(-1) ** 0.5')).toMatch(/not a number/);
  });
});

describe('ranges', () => {
  test.each<[string, boolean]>([
    ['during(5, [1..10])', true],
    ['during([4..6], (4..10])', false],
    ['starts(1, [1..10])', true],
    ['starts([1..5], [1..10])', true],
    ['started by([1..10], 1)', true],
    ['finishes([5..10], [1..10])', true],
    ['finished by([1..10), 10)', false],
    ['coincides([1..5], [1..5])', true],
    ['overlaps before([1..5], [3..8])', true],
    ['overlaps before([1..5], [6..8])', false],
    ['overlaps after([3..8], [1..5])', true],
    ['during(date("2026-01-02"), [date("2026-01-01")..date("2026-01-31")])', true],
  ])('%s is %s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });
});

describe('loops over long lists', () => {
  const list = Array.from({ length: 2_000 }, (_, index) => index);
  const rows = list.map((each) => ({ 'order total': each, n: each }));

  test.each([
    'for a in list, b in list, c in list return 1',
    'for a in list return for b in list return 1',
    'for a in list return count(list[item > a])',
    'every a in list satisfies every b in list satisfies true',
    'some a in rows.n, b in rows.n satisfies a + b < 0',
  ])('%s is stopped, with the reason', (text) => {
    const context = { list, rows: rows.map(({ n }) => ({ n })) };
    expect(message(text, context)).toContain('its loops visit more than 1000000 items of lists');
  });

  test.each<[string, unknown]>([
    ['count(for a in list return a + 1)', 2_000],
    ['sum(for a in list[item < 3], b in [1, 2] return a * b)', 9],
    ['count(list[item > 5 and item < 9])', 3],
    ['sum(for i in 1..3 return list[i])', 3],
    ['for a in null return a', null],
    ['some a in list satisfies a = 1999', true],
    ['(for a in [[1, 2], [3]], b in a return b)[2]', 2],
    ['count(list[> 5])', 1_994],
  ])('%s is %s', (text, expected) => {
    expect(value(text, { list })).toEqual(expected);
  });

  test('names that FEEL knows only by where they come from stay known', () => {
    const context = { rows, 'long list': rows.slice(0, 3) };
    expect(value('sum(for r in long list return r.order total)', context)).toBe(3);
    expect(value('count(long list[order total > 1])', context)).toBe(1);
    expect(message('for r in rows, s in rows return r.order total', context)).toContain(
      'its loops visit more than 1000000 items of lists',
    );
  });
});
