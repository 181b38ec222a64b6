import { expect, test } from 'vitest';
import { joinText } from '../../../engine/cli/join-text.ts';

test.each([
  [['a', 'b'], ['t'], false, 'joining, waits for a token by a, b, which can come from t'],
  [['a'], [], false, 'joining, waits for a token by a'],
  [[], [], false, 'joining, waits for one more token'],
  [['a'], [], true, 'joining, waits for a token by a; none can come any more: it waits for ever'],
  [
    ['a'],
    ['other', 'third'],
    true,
    'joining, waits for a token by a, which can only come from other, third, where tokens wait in turn: each for another, for ever',
  ],
])('a token without one by %j that can come from %j, for ever: %s', (missing, from, forEver, words) => {
  expect(joinText({ missing, from, forEver })).toBe(words);
});
