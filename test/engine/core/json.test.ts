import { describe, expect, test } from 'vitest';
import { parseJson, printJson } from '../../../engine/core/json.ts';
import { Temporal, type Value } from '../../../engine/core/value.ts';

describe('JSON as other programs write it', () => {
  test.each<[string, Value]>([
    ['12345678901234567890', 12345678901234567890n],
    ['-9007199254740993', -9007199254740993n],
    ['9007199254740991', 9007199254740991],
    ['[{"a":12345678901234567890}]', [{ a: 12345678901234567890n }]],
    ['-0', -0],
    ['"12345678901234567890"', '12345678901234567890'],
    ['"\\ud800"', '\ud800'],
  ])('%s, both ways', (text, value) => {
    expect(parseJson(text)).toEqual(value);
    expect(printJson(value)).toBe(text);
  });

  test('what is no integer stays a number, however many digits it has', () => {
    expect(parseJson('0.12345678901234567890')).toBe(0.12345678901234568);
    expect(parseJson('1e30')).toBe(1e30);
    expect(parseJson('[1e30, 12345678901234567890]')).toEqual([1e30, 12345678901234567890n]);
  });

  test('dates are text, what is no number is null, names of every kind are kept', () => {
    expect(printJson({ at: new Temporal('date', '2026-01-02'), nan: Number.NaN, endless: [Infinity] })).toBe(
      '{"at":"2026-01-02","nan":null,"endless":[null]}',
    );
    expect(printJson(parseJson('{"__proto__":{"toJSON":1}}'))).toBe('{"__proto__":{"toJSON":1}}');
    expect(printJson({ a: 1 }, 2)).toBe('{\n  "a": 1\n}');
  });

  test.each([
    ['{"amount": 1e400}', '"amount": 1e400 is beyond what a number can hold'],
    ['[-1E+999]', '"0": -1E+999 is beyond what a number can hold'],
    ['1e400', '1e400 is beyond what a number can hold'],
  ])('%s is refused: as a number it would be endless, and null in the end', (text, message) => {
    expect(() => parseJson(text)).toThrow(message);
  });

  test('a text that only looks like such a number, and a number that only comes near, are read', () => {
    expect(parseJson('{"a": "1e400", "b": 1e308, "c": 1e-400}')).toEqual({ a: '1e400', b: 1e308, c: 0 });
  });

  test('what is not JSON throws', () => {
    expect(() => parseJson('{"a')).toThrow(SyntaxError);
  });
});
