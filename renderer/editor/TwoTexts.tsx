import { Fragment } from 'react';
import { fadeEdges } from '../ui/edge-fade.ts';
import { commonEnds, differingParts, lineRows, type LineRow } from '../ui/line-difference.ts';
import { countText } from '../ui/quantity.ts';

interface Side {
  readonly title: string;
  readonly text: string;
}

/** More rows than these nobody reads before choosing. */
const mostRows = 2_000;

/** Two versions of a text beside each other, row by row; what differs is marked, what does not is folded. */
export function TwoTexts({ left, right }: { readonly left: Side; readonly right: Side }) {
  const [one, other] = [linesOf(left.text), linesOf(right.text)];
  const parts = differingParts(lineRows(one, other));
  const rows = parts.flatMap((part) => (part.kind === 'rows' ? part.rows : []));
  const differing = rows.filter(({ same }) => !same).length;
  let shown = 0;
  return (
    <>
      <p className="two-texts-note">
        {differing === 0
          ? 'Both say the same.'
          : `${countText(differing, 'line')} differ${differing === 1 ? 's' : ''}.`}
        {rows.length > mostRows && ` The first ${mostRows.toLocaleString('en')} rows are shown.`}
      </p>
      {/* Scrolled by keyboard, too. */}
      <div ref={fadeEdges} className="two-texts ui-fade" role="region" aria-label="Both versions" tabIndex={0}>
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
            {parts.map((part, index) => {
              if (shown >= mostRows) return null;
              if (part.kind === 'folded')
                return (
                  <tr key={index} className="two-texts-folded">
                    <td colSpan={4}>{countText(part.count, 'equal line')}</td>
                  </tr>
                );
              const own = part.rows.slice(0, mostRows - shown);
              shown += own.length;
              return (
                <Fragment key={index}>
                  {own.map((row) => (
                    <tr key={`${row.left} ${row.right}`} data-same={row.same}>
                      <Line row={row} at={row.left} lines={one} others={other} against={row.right} />
                      <Line row={row} at={row.right} lines={other} others={one} against={row.left} />
                    </tr>
                  ))}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}

const linesOf = (text: string): string[] => text.trimEnd().split(/\r?\n/);

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
      <td>
        {text.slice(0, head)}
        {head + tail < text.length && <mark>{text.slice(head, text.length - tail)}</mark>}
        {tail > 0 && text.slice(-tail)}
      </td>
    </>
  );
}
