import { expect, it } from 'vitest';
import { jsonText, shortText, wholeText } from '../../../renderer/jobs/plain-json.ts';

it('keeps the meaning of numbers', () => {
  expect(jsonText([1, -0, 2n ** 60n, Number.NaN, null, 'a'])).toBe('[1, -0, 1152921504606846976, NaN, null, "a"]');
});

it('cuts a line, and does not write out what it will not show', () => {
  expect(shortText({ a: 1, b: [true] })).toBe('{ "a": 1, "b": [true] }');
  expect(shortText({})).toBe('{ }');
  expect(shortText(undefined)).toBe('–');
  const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`name${index}`, index]));
  const trap = Object.defineProperty({ ...wide }, 'name9000', {
    enumerable: true,
    get: () => {
      throw new Error('was read');
    },
  });
  expect(shortText(trap, 20)).toBe('{ "name0": 0, "name1…');
  expect(shortText('x'.repeat(1000), 5)).toBe('"xxxx…');
});

it('shows all of a text in its own lines, and signs for what else would not be seen', () => {
  expect(wholeText('one\ntwo\tthree', 100)).toBe('one\ntwo\tthree');
  expect(wholeText('one\r\ntwo\u0000\u001b', 100)).toBe('one␍\ntwo\\u0000\\u001b');
  expect(wholeText('12345', 3)).toBe('123…');
  expect(wholeText('', 3)).toBe('""');
  expect(wholeText({ a: 'x\ny' }, 100)).toBe('{ "a": "x\\ny" }');
});
