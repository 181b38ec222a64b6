import { expect, it } from 'vitest';
import { unindented } from '../../../renderer/editor/properties/script-text.ts';

it('takes away what all lines of a script are indented by in its file', () => {
  expect(unindented('\n        const a = 1;\n\n          a + 1\n      ')).toBe('const a = 1;\n\n  a + 1');
  expect(unindented('\n\tlet a;\n\t\ta')).toBe('let a;\n\ta');
});

it('leaves alone what begins at the margin, and mixed indents but for what they share', () => {
  expect(unindented('a\n  b')).toBe('a\n  b');
  expect(unindented('  \ta\n  b')).toBe('\ta\nb');
  expect(unindented('')).toBe('');
});

it('does not touch a script that may hold a text of several lines', () => {
  const script = '\n    `one\n    two`\n';
  expect(unindented(script)).toBe(script);
});
