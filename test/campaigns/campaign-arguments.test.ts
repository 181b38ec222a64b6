import { expect, test } from 'vitest';
import { wholeNumbersOf } from './campaign-arguments.ts';

const PARAMETERS = { FILES: { least: 1, otherwise: 10_000 }, 'FIRST-SEED': { least: 0, otherwise: 1 } };
const read = (...line: string[]) => wholeNumbersOf(line, PARAMETERS, 'npm run it');

test('what is left out has a value', () => {
  expect(read()).toEqual([10_000, 1]);
  expect(read('5')).toEqual([5, 1]);
  expect(read('5', '0')).toEqual([5, 0]);
});

test.each([[['--files', '5']], [['0']], [['-5']], [['1e3']], [['5', 'x']], [['99999999999999999999']]])(
  'what is no number of files or seed is refused with the usage: %j',
  (line) => {
    expect(read(...line)).toEqual({
      mistake: expect.stringMatching(
        /cannot be .*; usage: npm run it -- \[FILES, else 10000\] \[FIRST-SEED, else 1\]$/,
      ),
    });
  },
);

test('what is too much is refused with the usage', () => {
  expect(read('5', '1', '--quiet')).toEqual({ mistake: expect.stringMatching(/^--quiet is one too many; usage: /) });
});
