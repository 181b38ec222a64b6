import { ActionIcon } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Fragment, useCallback, useEffect, useMemo, useRef, useState, type CSSProperties } from 'react';
import { fadeEdges } from '../ui/edge-fade.ts';
import {
  commonEnds,
  differences,
  differingParts,
  lineRows,
  type LinePart,
  type LineRow,
} from '../ui/line-difference.ts';
import { countText } from '../ui/quantity.ts';
import { unseenDifferences } from '../ui/unseen-difference.ts';

interface Side {
  readonly title: string;
  readonly text: string;
}

/** More rows than these nobody reads before choosing. */
const mostRows = 2_000;

/**
 * Two versions of a text beside each other, row by row; what differs is marked, what does not is folded. F7 and Shift+F7
 * go from difference to difference, wherever the focus is.
 */
export function TwoTexts({ left, right }: { readonly left: Side; readonly right: Side }) {
  const [one, other] = useMemo(() => [linesOf(left.text), linesOf(right.text)] as const, [left.text, right.text]);
  const parts = useMemo(() => shownParts(differingParts(lineRows(one, other))), [one, other]);
  const places = useMemo(
    () => differences(parts.list.flatMap((part) => (part.kind === 'rows' ? part.rows : []))),
    [parts],
  );
  const unseen = useMemo(() => unseenDifferences(left.text, right.text), [left.text, right.text]);
  const scrolled = useRef<HTMLDivElement | null>(null);
  const hold = useCallback((box: HTMLDivElement | null) => {
    scrolled.current = box;
    return fadeEdges(box);
  }, []);
  const [at, setAt] = useState(0);
  const count = places.length;
  const chosen = places[at];

  useEffect(() => {
    scrolled.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'center' });
  }, [at]);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'F7' || event.ctrlKey || event.altKey || event.metaKey || count === 0) return;
      event.preventDefault();
      const step = event.shiftKey ? -1 : 1;
      setAt((now) => (now + step + count) % count);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [count]);
  const step = (by: 1 | -1) => (): void => setAt((now) => (now + by + count) % count);
  return (
    <>
      <div className="two-texts-head">
        <p role="status">
          {chosen === undefined
            ? unseen.length === 0
              ? 'Both say the same.'
              : 'No line differs.'
            : `Difference ${at + 1} of ${count}: ${placeOf(chosen, 'left')} on the left, ${placeOf(chosen, 'right')} on the right.`}
          {unseen.map((each) => ` ${each}`)}
          {parts.cut && ` The first ${mostRows.toLocaleString('en')} rows are shown.`}
        </p>
        <ActionIcon
          aria-label="Previous difference"
          title="Previous difference (Shift+F7)"
          disabled={count < 2}
          onClick={step(-1)}
        >
          <ArrowUp size={15} />
        </ActionIcon>
        <ActionIcon aria-label="Next difference" title="Next difference (F7)" disabled={count < 2} onClick={step(1)}>
          <ArrowDown size={15} />
        </ActionIcon>
      </div>
      {/* Scrolled by keyboard, too. */}
      <div ref={hold} className="two-texts ui-fade" role="region" aria-label="Both versions" tabIndex={0}>
        <table>
          <colgroup>
            <col className="two-texts-numbers" />
            <col />
            <col className="two-texts-numbers" />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th colSpan={2} scope="colgroup">
                {left.title}
              </th>
              <th colSpan={2} scope="colgroup">
                {right.title}
              </th>
            </tr>
          </thead>
          <tbody>
            {parts.list.map((part, index) =>
              part.kind === 'folded' ? (
                <tr key={index} className="two-texts-folded">
                  <td colSpan={4}>{countText(part.count, 'equal line')}</td>
                </tr>
              ) : (
                <Fragment key={index}>
                  {part.rows.map((row) => (
                    <tr
                      key={`${row.left} ${row.right}`}
                      data-same={row.same}
                      aria-current={chosen?.includes(row) === true ? 'location' : undefined}
                    >
                      <Line row={row} at={row.left} lines={one} others={other} against={row.right} />
                      <Line row={row} at={row.right} lines={other} others={one} against={row.left} />
                    </tr>
                  ))}
                </Fragment>
              ),
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** As much of them as is shown. */
function shownParts(parts: readonly LinePart[]): { readonly list: readonly LinePart[]; readonly cut: boolean } {
  const list: LinePart[] = [];
  let room = mostRows;
  for (const part of parts) {
    if (room === 0) return { list, cut: true };
    if (part.kind === 'folded') list.push(part);
    else {
      const rows = part.rows.slice(0, room);
      list.push({ kind: 'rows', rows });
      room -= rows.length;
      if (rows.length < part.rows.length) return { list, cut: true };
    }
  }
  return { list, cut: false };
}

/** `line 12`, `lines 12 to 14`, `nothing`. */
function placeOf(rows: readonly LineRow[], side: 'left' | 'right'): string {
  const lines = rows.flatMap((row) => row[side] ?? []);
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return 'nothing';
  return first === last ? `line ${first + 1}` : `lines ${first + 1} to ${last + 1}`;
}

const linesOf = (text: string): string[] => text.trimEnd().split(/\r?\n/);

/** What a long line goes on below begins where the line does; one that is indented deep has some room left. */
const indentOf = (text: string): number => Math.min(/^ */.exec(text)?.[0].length ?? 0, 16);

interface LineProps {
  readonly row: LineRow;
  readonly at: number | null;
  readonly lines: readonly string[];
  readonly others: readonly string[];
  readonly against: number | null;
}

/** A line with its number; what of it differs is underlined, so that colour is not the only sign. */
function Line({ row, at, lines, others, against }: LineProps) {
  if (at === null)
    return (
      <>
        <td />
        <td className="two-texts-none" />
      </>
    );
  const text = lines[at] ?? '';
  const { head, tail } = row.same ? { head: text.length, tail: 0 } : commonEnds(text, others[against ?? -1] ?? '');
  return (
    <>
      <td className="two-texts-number">{at + 1}</td>
      <td className="two-texts-line" style={{ '--indent': `${indentOf(text)}ch` } as CSSProperties}>
        {text.slice(0, head)}
        {head + tail < text.length && <mark>{text.slice(head, text.length - tail)}</mark>}
        {tail > 0 && text.slice(-tail)}
      </td>
    </>
  );
}
