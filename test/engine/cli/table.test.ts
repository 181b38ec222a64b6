import { describe, expect, it } from 'vitest';
import { durationText, sizeText, timeText } from '../../../engine/cli/quantity.ts';
import { tableLines } from '../../../engine/cli/table.ts';
import { Terminal } from '../../../engine/cli/terminal.ts';

const sink = (more: object = {}) => ({ write: () => true, ...more });
const plain = new Terminal(sink(), sink(), {});

describe('a table', () => {
  it('aligns its columns', () => {
    const columns = [{ title: 'NAME' }, { title: 'N', right: true }, { title: 'REST' }];
    expect(
      tableLines(
        plain,
        columns,
        [
          ['a', 1, 'x'],
          ['longer', 100, null],
        ],
        '  ',
      ),
    ).toEqual(['  NAME      N  REST', '  a         1  x', '  longer  100  –']);
  });

  it('cuts the last column where the terminal ends', () => {
    const narrow = new Terminal(sink({ isTTY: true, columns: 40 }), sink(), { NO_COLOR: '1' });
    const [line = ''] = tableLines(narrow, [{ title: '' }, { title: '' }], [['name', 'x'.repeat(100)]]);
    expect(line).toHaveLength(40);
    expect(line.endsWith('…')).toBe(true);
  });

  it('is coloured on a terminal only, and not against a wish', () => {
    const cell = [[{ text: 'x', colour: 'red' as const }]];
    const lines = (tty: boolean, env: Record<string, string>): string[] =>
      tableLines(new Terminal(sink({ isTTY: tty }), sink(), env), [{ title: '' }], cell);
    expect(lines(true, {})).toEqual(['\u001b[31mx\u001b[39m']);
    expect(lines(true, { NO_COLOR: '1' })).toEqual(['x']);
    expect(lines(true, { TERM: 'dumb' })).toEqual(['x']);
    expect(lines(false, {})).toEqual(['x']);
  });
});

describe('quantities', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1234, '1.2 KB'],
    [12_345, '12 KB'],
    [999_499, '999 KB'],
    [999_600, '1.0 MB'],
    [5e9, '5.0 GB'],
  ])('%d bytes', (bytes, text) => expect(sizeText(bytes)).toBe(text));
  it.each([
    [420, '0.42 ms'],
    [13_400, '13 ms'],
    [2_100_000, '2.1 s'],
  ])('%d µs', (micros, text) => expect(durationText(micros)).toBe(text));
  it('times', () => expect(timeText('2026-01-01T09:00:00.000Z')).toBe('2026-01-01 09:00:00.000'));
});
