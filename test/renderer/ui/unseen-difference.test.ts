import { expect, it } from 'vitest';
import { unseenDifferences } from '../../../renderer/ui/unseen-difference.ts';

it.each([
  ['a\nb\n', 'a\nb\n', []],
  ['a\r\nb\r\n', 'a\nb\n', ['Line endings differ: CRLF on the left, LF on the right.']],
  ['a\r\nb\n', 'a\nb\n', ['Line endings differ: CRLF and LF on the left, LF on the right.']],
  ['a\r\nb\nc', 'a\nb\r\nc', ['Line endings differ: CRLF and LF in both, in other lines.']],
  ['a\nb', 'a\nb\n', ['After the last line: nothing on the left, a line break on the right.']],
  [
    'a\nb\n \n',
    'a\nb\n',
    ['After the last line: 2 line breaks and blank space on the left, a line break on the right.'],
  ],
  [
    'a\r\nb',
    'a\nb\n\n',
    [
      'Line endings differ: CRLF on the left, LF on the right.',
      'After the last line: nothing on the left, 2 line breaks on the right.',
    ],
  ],
])('says of %j and %j: %j', (left, right, said) => {
  expect(unseenDifferences(left, right)).toEqual(said);
});
