import { expect, it } from 'vitest';
import { differingTexts } from '../../../renderer/jobs/differing-texts.ts';

const room = { limit: 20, keep: 8 };
const texts = (
  ...[left, right]: Parameters<typeof differingTexts> extends [infer L, infer R, unknown] ? [L, R] : never
) =>
  differingTexts(left, right, room).map(({ text, differing }) => [
    text,
    differing.map(({ from, to }) => text.slice(from, to)).join(' | '),
  ]);

it('leaves short values as they are, and says what of them differs', () => {
  expect(texts(56, 60)).toEqual([
    ['56', '56'],
    ['60', '60'],
  ]);
  expect(texts('amber', 'green')).toEqual([
    ['"amber"', 'amber'],
    ['"green"', 'green'],
  ]);
  expect(texts(undefined, 'green')).toEqual([
    ['–', ''],
    ['"green"', ''],
  ]);
});

it('begins long ones shortly before what differs', () => {
  expect(texts('the same words, then one', 'the same words, then two')).toEqual([
    ['…hen one"', 'one'],
    ['…hen two"', 'two'],
  ]);
  const list = Array.from({ length: 30 }, (_, index) => index);
  expect(texts(list, [...list, 30])).toEqual([
    ['…, 29]', ''],
    ['…, 29, 30]', ', 30'],
  ]);
});

it('leaves out what has a word in common between two differences', () => {
  const pieces = (...sides: readonly [unknown, unknown]) =>
    differingTexts(sides[0] as never, sides[1] as never, { limit: 80, keep: 60 }).map(({ text, differing }) =>
      differing.map(({ from, to }) => text.slice(from, to)),
    );
  expect(pieces({ tent: 7, mug: 120, stove: 15 }, { tent: 6, mug: 116, stove: 15 })).toEqual([
    ['7', '120'],
    ['6', '116'],
  ]);
  expect(pieces('one, two', 'six, ten')).toEqual([['one, two'], ['six, ten']]);
  expect(pieces('a same\nb c', 'b same\nc c d')).toEqual([
    ['a', 'b'],
    ['b', 'c', ' d'],
  ]);
});

it('parts no escape', () => {
  expect(texts('a\n', 'a\t')).toEqual([
    ['"a\\n"', '\\n'],
    ['"a\\t"', '\\t'],
  ]);
  expect(texts('\u0001.', '\u0002.')).toEqual([
    [String.raw`"\u0001."`, String.raw`\u0001`],
    [String.raw`"\u0002."`, String.raw`\u0002`],
  ]);
  expect(texts('n', '\n')).toEqual([
    ['"n"', 'n'],
    ['"\\n"', '\\n'],
  ]);
});

it('takes no escape for part of the word after it', () => {
  expect(texts('a\nb', 'a\nc')).toEqual([
    ['"a\\nb"', 'b'],
    ['"a\\nc"', 'c'],
  ]);
  expect(texts('a\n', 'a\nb\n')).toEqual([
    ['"a\\n"', ''],
    ['"a\\nb\\n"', 'b\\n'],
  ]);
  expect(texts('\\nb', '\\nc')).toEqual([
    [String.raw`"\\nb"`, 'nb'],
    [String.raw`"\\nc"`, 'nc'],
  ]);
});

it('cuts what is too long after the difference, too', () => {
  expect(texts(`same words ${'a'.repeat(50)}`, `same words ${'b'.repeat(50)}`)).toEqual([
    [`…rds ${'a'.repeat(16)}…`, 'a'.repeat(16)],
    [`…rds ${'b'.repeat(16)}…`, 'b'.repeat(16)],
  ]);
});

it('shows the beginnings of what differs nobody knows where', () => {
  const same = 'x'.repeat(30_000);
  expect(texts(`${same}a`, `${same}b`).map(([, differing]) => differing)).toEqual(['', '']);
});
