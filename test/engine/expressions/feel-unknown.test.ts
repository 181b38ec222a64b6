import { expect, test } from 'vitest';
import { evaluateFeel } from '../../../engine/expressions/feel.ts';
import { unknownFunctions } from '../../../engine/expressions/feel-unknown.ts';

test.each([
  ['abc(1)', ['abc']],
  ['1 + abc(sum(def(2)), abc(3))', ['abc', 'def']],
  ['items[price > margin of(item)]', ['margin of']],
  ['for f in [1] return g(f)', ['g']],
])('functions that nobody has are named, each once: %s', (text, names) => {
  expect(unknownFunctions(text)).toEqual(names);
});

test.each([
  // FEEL's own, of one word and of several, and those that are no functions to the parser.
  'sum([1]) + string length("a") + count([1])',
  'date("2026-01-01") < date and time("2026-01-01T00:00:00") and duration("P1D") = duration("P1D")',
  'years and months duration(a, b)',
  'not(true)',
  // Cairn's and Camunda's.
  'get or else(x, 1) + modulo(5, 3)',
  'is defined(x) and is blank(y) and matches("a", "b")',
  'random number() < 1 and now() > today()',
  // The text's own: parameters, entries, iterations.
  '{ twice: function(x) x * 2, r: twice(2) }.r',
  'function(f) f(2)',
  'for f in fs return f(1)',
  'every f in fs satisfies f(1)',
  // What a value has under a name is known only with it.
  'rates.of(1)',
  'abc',
  // What cannot be read is told of elsewhere.
  'abc(1',
])('no other is named: %s', (text) => {
  expect(unknownFunctions(text)).toEqual([]);
});

test('names of the file around the text may be functions, with blanks in them too', () => {
  expect(unknownFunctions('rate of(1) + margin(2)', new Set(['rate of']))).toEqual(['margin']);
  expect(unknownFunctions('rate  of(1)', new Set(['rate of']))).toEqual([]);
});

test('so are those of unary tests', () => {
  expect(unknownFunctions('>= abc(1), not(def(2))', new Set(), 'test')).toEqual(['abc', 'def']);
  expect(unknownFunctions('not(count(?) > 1)', new Set(), 'test')).toEqual([]);
});

test('a function that is not there is called one when it is evaluated', () => {
  const failed = (text: string): unknown => evaluateFeel(text, { x: 1 }, { now: 0, seed: 1 });
  expect(failed('x + abc(1)')).toMatchObject({ message: 'FEEL "x + abc(1)" failed: there is no function abc' });
  expect(failed('x + abc')).toMatchObject({ message: `FEEL "x + abc" failed: Variable 'abc' not found` });
});

/** Counts how often all that it holds is looked at. */
class Counted extends Set<string> {
  walks = 0;
  override [Symbol.iterator](): SetIterator<string> {
    this.walks += 1;
    return super[Symbol.iterator]();
  }
}

test('the names of a file are not walked through for each of its texts', () => {
  const known = new Counted(['plain', 'of two words']);
  for (const text of [
    'plain(1)',
    'of two words(1)',
    'plain(2) + sum([1])',
    'x > 1',
    'plain(3)',
    'plain(4)',
    'plain(5)',
  ])
    expect(unknownFunctions(text, known)).toEqual([]);
  expect(unknownFunctions('of two words(1) + other(1)', known)).toEqual(['other']);
  expect(known.walks).toBeLessThanOrEqual(2);
});
