import { expect, test } from 'vitest';
import { SpelledNames } from '../../../engine/tasks/spelled-names.ts';

/** What is tried, one after another, before a text is given up. */
function tried(names: readonly string[], text: string): string[] {
  const texts: string[] = [];
  new SpelledNames(names).unreadable(text, (each) => {
    texts.push(each);
    return 'no';
  });
  return texts.slice(1);
}

test('the longest name of a file is one word, however much space it is written with', () => {
  const names = ['Net  income', 'Net income-after tax', 'plain'];
  expect(tried(names, '2 * Net\n income + plain > Net income-after tax')).toEqual([
    '2 * name_1 + plain > name_2',
    '2 * name_1 + plain > name_2',
  ]);
});

test('a name within a word or in quotes is none', () => {
  expect(tried(['a-b'], 'xa-b + a-bc + "a-b \\" a-b" + a-b')[0]).toBe('xa-b + a-bc + "a-b \\" a-b" + name_1');
});

test('words in a row are a name, up to a word of FEEL', () => {
  expect(tried([], 'monthly income and not credit line 2 or noté bien')).toEqual(['name_1 and not name_2 or name_3']);
});

const large = 200_000;

test.each<[string, readonly string[], string]>([
  ['quotes that nobody closes', [], `"${String.raw`\"`.repeat(large / 2)}`],
  ['a name of very many words', [`${'a '.repeat(large / 2)}b`], 'a '.repeat(large / 2)],
])('a text of any size is looked through in no time: %s', (_, names, text) => {
  expect(tried(names, text).length).toBeGreaterThan(0);
});
