import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../engine/expressions/evaluate.ts';
import { matches, replace, split } from '../../../engine/expressions/regular-expression/regular-expression.ts';

describe('matches', () => {
  test.each<[string, string, string, boolean]>([
    ['abracadabra', 'bra', '', true],
    ['abracadabra', '^a.*a$', '', true],
    ['abracadabra', '^bra', '', false],
    ['', '^$', '', true],
    ['a\nb', '^b$', '', false],
    ['a\nb', '^b$', 'm', true],
    ['a\nb', 'a.b', '', false],
    ['a\nb', 'a.b', 's', true],
    ['HELLO', 'hello', '', false],
    ['HELLO', 'hello', 'i', true],
    ['HELLO', '[g-i]ELL[^a]', 'i', true],
    ['helloworld', 'hello world', 'x', true],
    ['a.b', 'a.b', 'q', true],
    ['axb', 'a.b', 'q', false],
    ['x12', '^[a-z-[aeiou]]\\d{2}$', '', true],
    ['a12', '^[a-z-[aeiou]]\\d{2}$', '', false],
    ['é', '^\\p{L}$', '', true],
    ['5', '^\\P{L}$', '', true],
    ['α', '^\\p{IsGreek}$', '', true],
    ['a b', '\\s', '', true],
    ['a_b', '^\\w+$', '', false],
    ['a_b', '^\\c+$', '', true],
    ['😀x', '^.x$', '', true],
    ['aaa', '^a{2,3}$', '', true],
    ['aaaa', '^a{2,3}$', '', false],
    ['ab', '^(a|ab)(c|bcd)?$', '', true],
    ['the cat', '\\bcat\\b', '', true],
    ['concat', '\\bcat\\b', '', false],
    ['abc', '(?i)ABC', '', true],
    ['a-b', '[a\\-]+b', '', true],
    ['2026-01-31', '^\\d{4}-\\d{2}-\\d{2}$', '', true],
  ])('%j by %s with flags %j: %s', (text, pattern, flags, expected) => {
    expect(matches(text, pattern, flags)).toBe(expected);
  });

  test('as the host does, on patterns that both know', () => {
    const pieces = ['a', 'b', '.', 'a*', 'b+?', '(a|b)', '(ab)*', 'a{1,2}', '[ab]', '[^a]', '^', '$'];
    const texts = ['', 'a', 'b', 'ab', 'ba', 'aab', 'abab', 'bbaa', 'cab'];
    const differences: unknown[] = [];
    for (const first of pieces) {
      for (const second of pieces) {
        for (const third of pieces) {
          const pattern = `${first}${second}${third}`;
          const host = new RegExp(pattern, 'g');
          const whole = new RegExp(pattern);
          for (const text of texts) {
            if (matches(text, pattern, '') !== whole.test(text)) differences.push([pattern, text]);
            if (whole.test('')) continue;
            if (replace(text, pattern, '<$0>', '') !== text.replace(host, '<$&>')) differences.push([pattern, text]);
          }
        }
      }
    }
    expect(differences).toEqual([]);
  });
});

describe('replace', () => {
  test.each<[string, string, string, string, string]>([
    ['abracadabra', 'bra', '*', '', 'a*cada*'],
    ['abracadabra', 'a.*a', '*', '', '*'],
    ['abracadabra', 'a.*?a', '*', '', '*c*bra'],
    ['abracadabra', 'a(.)', 'a$1$1', '', 'abbraccaddabbra'],
    ['abcd', '(ab)|(a)', '[1=$1][2=$2]', '', '[1=ab][2=]cd'],
    ['a.b', '.', '$', 'q', 'a$b'],
    ['abc', 'b', '\\$\\\\', '', 'a$\\c'],
    ['0123456789', '(\\d{3})(\\d{3})(\\d{4})', '($1) $2-$3', '', '(012) 345-6789'],
  ])('%s: %s by %s (%s)', (text, pattern, replacement, flags, expected) => {
    expect(replace(text, pattern, replacement, flags)).toBe(expected);
  });
});

test('split', () => {
  expect(split('John Doe', '\\s')).toEqual(['John', 'Doe']);
  expect(split('a;b;c;;', ';')).toEqual(['a', 'b', 'c', '', '']);
  expect(split('abc', '')).toEqual(['a', 'b', 'c']);
});

describe('what cannot be used is named', () => {
  test.each([
    ['(a', '', 'has a ( without its )'],
    ['a)', '', 'has a ) without its ('],
    ['[a', '', 'has a [ without its ]'],
    ['*', '', 'has a * with nothing before it to repeat'],
    ['a**', '', 'has two quantifiers after one another'],
    ['a{3,1}', '', 'repeats from 3 to 1 times'],
    ['(a)\\1', '', 'refers back to a group by \\1'],
    ['a(?=b)', '', 'looks ahead or behind, which FEEL does not have'],
    ['\\p{Nonsense}', '', 'unknown property "Nonsense"'],
    ['\\y', '', 'has \\y, which means nothing'],
    ['a', 'g', 'has the flag g; there are s, m, i, x, q'],
    ['[z-a]', '', 'goes backwards'],
    ['((a{1,100}){1,100}){1,100}', '', 'comes to more than 10000 steps'],
    [`${'('.repeat(200)}a${')'.repeat(200)}`, '', 'is nested deeper than 100 levels'],
  ])('%s with flags %j', (pattern, flags, expected) => {
    expect(() => matches('text', pattern, flags)).toThrow(expected);
  });

  test('in an expression, with the expression', () => {
    expect(evaluate({ language: 'feel', text: 'matches("a", "(a")' }, {}, { now: 0, seed: 0 })).toEqual({
      ok: false,
      message: 'FEEL "matches("a", "(a")" failed: the pattern "(a" has a ( without its )',
    });
    expect(() => replace('abc', 'x*', '-', '')).toThrow('matches the empty text');
    expect(() => replace('abc', 'b', '$', '')).toThrow('stands alone');
  });
});

test('patterns that take the host for ever come to an end', () => {
  const text = `${'a'.repeat(5_000)}!`;
  for (const pattern of ['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^(.*a){20}$', '(x+x+)+y']) {
    expect(matches(text, pattern, '')).toBe(false);
  }
  const long = 'a'.repeat(1_000_000);
  expect(() => matches(long, '(a?){500}b$', '')).toThrow('takes more than 5000000 steps on a text of 1000000');
});
