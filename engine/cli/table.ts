/** Aligned columns for people. */
import type { Colour, Terminal } from './terminal.ts';

export interface Cell {
  readonly text: string;
  readonly colour?: Colour;
}

export interface Column {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly right?: boolean;
}

export type Content = string | number | Cell | null;

const gap = '  ';

/** Lines; the last column is cut where the terminal ends. Without titles: no head. */
export function tableLines(
  terminal: Terminal,
  columns: readonly Column[],
  rows: readonly (readonly Content[])[],
  indent = '',
): string[] {
  const cells = rows.map((row) => row.map(cellOf));
  const titled = columns.some(({ title }) => title !== '');
  const widths = columns.map(({ title }, index) =>
    Math.max(lengthOf(title), ...cells.map((row) => lengthOf(row[index]?.text ?? ''))),
  );
  const line = (row: readonly (Cell | undefined)[]): string => {
    let room = terminal.width - indent.length;
    const parts = columns.map(({ right }, index) => {
      const last = index === columns.length - 1;
      const { text, colour } = row[index] ?? { text: '' };
      const width = widths[index] ?? 0;
      const shown = last ? cut(text, Math.max(room, 20)) : text;
      const padding = ' '.repeat(Math.max(0, width - lengthOf(shown)));
      room -= width + gap.length;
      const painted = colour === undefined ? shown : terminal.paint(colour, shown);
      return right === true ? padding + painted : painted + (last ? '' : padding);
    });
    return (indent + parts.join(gap)).trimEnd();
  };
  const head = titled ? [line(columns.map(({ title }) => ({ text: title, colour: 'dim' })))] : [];
  return [...head, ...cells.map(line)];
}

function cellOf(content: Content): Cell {
  if (content === null) return { text: '–' };
  return typeof content === 'object' ? content : { text: String(content) };
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const lettersOf = (text: string): string[] => Array.from(graphemes.segment(text), ({ segment }) => segment);
const lengthOf = (text: string): number => lettersOf(text).length;

/** As much as fits, with a sign that there is more. */
export function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  const letters = lettersOf(text);
  return letters.length <= width ? text : `${letters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
