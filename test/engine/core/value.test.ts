import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeValue,
  encodeValue,
  MAX_DEPTH,
  sameValue,
  setOwn,
  Temporal,
  toValue,
  UnsupportedValue,
  type Value,
} from '../../../engine/core/value.ts';

const temporal = fc
  .tuple(fc.constantFrom('date', 'time', 'date-time', 'duration'), fc.string())
  .map(([kind, iso]) => new Temporal(kind, iso));
const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', '$cairn', 'toJSON', 'constructor', '', 'length'),
);
const surrogate = fc.constantFrom('\ud800', 'a\udfff', '\udc00\ud800');

const { value } = fc.letrec<{ value: Value; list: Value[]; object: { [name: string]: Value } }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Value>(
      null,
      true,
      false,
      -0,
      0,
      NaN,
      Infinity,
      -Infinity,
      Number.MIN_VALUE,
      2 ** 53,
      0n,
      -(2n ** 70n),
    ),
    fc.double(),
    fc.bigInt(),
    fc.string({ unit: 'binary' }),
    surrogate,
    temporal,
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((entries) => {
    const object: { [name: string]: Value } = {};
    for (const [key, item] of entries) setOwn(object, key, item);
    return object;
  }),
}));

describe('the text form of a value', () => {
  test('values keep their meaning: null, −0, integers beyond 2⁵³, dates, durations, lone surrogates; NaN and any name, too', () => {
    fc.assert(
      fc.property(value, (before) => {
        const text = encodeValue(before);
        const after = decodeValue(text);
        expect(sameValue(before, after)).toBe(true);
        expect(isDeepStrictEqual(after, before)).toBe(true);
        expect(encodeValue(after)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is one line, and plain JSON where JSON can say it', () => {
    const plain = { a: [1, 'two', null, true], b: { c: 0.5 } };
    expect(encodeValue(plain)).toBe(JSON.stringify(plain));
    expect(encodeValue({ a: '\n' })).not.toContain('\n');
    expect(encodeValue('\ud800')).toBe(String.raw`"\ud800"`);
  });

  test('does not call toJSON of an object that happens to have one', () => {
    expect(decodeValue(encodeValue({ toJSON: 'x', a: [-0] }))).toStrictEqual({ toJSON: 'x', a: [-0] });
  });

  test('of what looks like a tag is not taken for one', () => {
    const liar: Value = { $cairn: ['integer', '5'] };
    expect(decodeValue(encodeValue(liar))).toStrictEqual(liar);
    expect(decodeValue(encodeValue({ a: liar, b: 5n }))).toStrictEqual({ a: liar, b: 5n });
  });

  test.each(['{', '{"$cairn":["mystery","1"]}', '{"$cairn":["integer","x"]}'])('%s is refused', (text) => {
    expect(() => decodeValue(text)).toThrow(SyntaxError);
  });
});

describe('toValue', () => {
  test('takes what is a value already as it is', () => {
    fc.assert(
      fc.property(value, (before) => {
        const after = toValue(before, 'v');
        expect(isDeepStrictEqual(after, before)).toBe(true);
      }),
    );
  });

  test.each<[string, unknown, Value]>([
    ['undefined', { a: undefined }, { a: null }],
    ['a date', new Date(0), new Temporal('date-time', '1970-01-01T00:00:00.000Z')],
    [
      'a Map',
      new Map<unknown, unknown>([
        [1, 'one'],
        ['__proto__', 2],
      ]),
      JSON.parse('{"1":"one","__proto__":2}') as Value,
    ],
    ['a Set', new Set([1, 'x']), [1, 'x']],
    ['a list with holes', [1, , 3], [1, null, 3]], // oxlint-disable-line no-sparse-arrays -- the hole is the point
    ['a boxed primitive', [Object(1), Object('s'), Object(false)], [1, 's', false]],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
    ['the same object twice', ((shared) => [shared, shared])({ a: 1 }), [{ a: 1 }, { a: 1 }]],
  ])('makes something of %s', (_name, before, after) => {
    expect(toValue(before, 'v')).toStrictEqual(after);
  });

  test('shares nothing with what it was given', () => {
    const inner = { a: [1] };
    const after = toValue({ inner, list: [inner] }, 'v');
    inner.a.push(2);
    expect(after).toStrictEqual({ inner: { a: [1] }, list: [{ a: [1] }] });
  });

  const cycle: { lines: unknown[] } = { lines: [1] };
  cycle.lines.push({ back: cycle });
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);

  test.each<[string, unknown, string, RegExp]>([
    ['a cycle', cycle, 'order.lines[1].back', /cycle/],
    ['a function', { f: () => 1 }, 'order.f', /function/],
    ['a symbol', [Symbol('s')], 'order[0]', /symbol/],
    ['an invalid date', { at: new Date(NaN) }, 'order.at', /invalid date/],
    ['a regular expression', { r: /x/ }, 'order.r', /RegExp/],
    ['an error', { e: new TypeError('x') }, 'order.e', /Error/],
    ['a promise', { p: Promise.resolve() }, 'order.p', /Promise/],
    ['a function in a Map', new Map([['k', () => 1]]), 'order.k', /function/],
  ])(
    "what cannot be kept (cycles, functions) is refused with the variable's path: %s",
    (_name, input, path, reason) => {
      const convert = (): Value => toValue(input, 'order');
      expect(convert).toThrow(UnsupportedValue);
      expect(convert).toThrow(reason);
      expect(convert).toThrow(expect.objectContaining({ path }) as Error);
    },
  );

  test('refuses what is nested too deeply, and takes what is just not', () => {
    expect(() => toValue(deep(MAX_DEPTH + 1), 'v')).toThrow(UnsupportedValue);
    const taken = toValue(deep(MAX_DEPTH), 'v');
    expect(decodeValue(encodeValue(taken))).toStrictEqual(taken);
  });
});

describe('sameValue', () => {
  test('agrees with the text form, whatever the order of names', () => {
    fc.assert(
      fc.property(value, value, (left, right) => {
        expect(sameValue(left, left)).toBe(true);
        expect(sameValue(left, right)).toBe(sameValue(right, left));
      }),
    );
    expect(sameValue({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  });

  test.each<[Value, Value]>([
    [0, -0],
    [1, 1n],
    [1, '1'],
    [null, {}],
    [[], {}],
    [[1], [1, 2]],
    [{ a: null }, {}],
    [{ a: null }, { b: null }],
    [{ toString: 1 }, { valueOf: 1 }],
    [new Temporal('date', 'x'), new Temporal('time', 'x')],
    [new Temporal('date', 'x'), 'x'],
  ])('%o differs from %o', (left, right) => {
    expect(sameValue(left, right)).toBe(false);
  });
});
