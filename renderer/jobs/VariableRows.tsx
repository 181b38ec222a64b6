import { useVirtualizer } from '@tanstack/react-virtual';
import { VisuallyHidden } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import { sizeText } from '../ui/quantity.ts';
import { useSize } from '../ui/use-size.ts';
import { isLong, treeRows, type TreeRow, type TreeScope } from './variable-tree.ts';
import { wholeRows } from './whole-rows.ts';
import { WholeValue } from './WholeValue.tsx';
import './jobs.css';

const signs = { added: '+', removed: '−', changed: '≠' } as const;
/** Of one line, and of two. */
const rowHeights = { 1: 24, 2: 40 } as const;
/** Letters of a variable's name and of what it was and is, beyond which they do not fit beside each other in a narrow panel. */
const lineLetters = 16;

/** How the state that is compared with is called. */
export interface OtherWords {
  /** Before its value. */
  readonly other: string;
  /** Of what is only here, and only there. */
  readonly added: string;
  readonly removed: string;
  /** What it had is over. */
  readonly isPast: boolean;
}

export const wasWords: OtherWords = { other: 'was', added: 'added', removed: 'removed', isPast: true };

/** One or two. */
function linesOf(row: TreeRow | undefined): 1 | 2 {
  if (row?.change !== 'changed' || row.before === null) return 1;
  return row.label.length + (row.text ?? '').length + row.before.length > lineLetters ? 2 : 1;
}

interface VariableRowsProps {
  readonly scopes: readonly TreeScope[];
  /** State to compare with. */
  readonly other?: readonly TreeScope[] | null;
  readonly words?: OtherWords;
  readonly cut?: ReadonlyMap<string, number>;
  readonly changesOnly?: boolean;
  readonly filter?: string;
  readonly label: string;
  /** What to say where there is no row. */
  readonly empty: string;
  /** Buttons at the end of a variable's line. */
  readonly actions?: (row: TreeRow) => ReactNode;
  readonly onFetchWhole?: (row: TreeRow) => void;
}

/** Variables as a tree, by keyboard too; only the lines that are seen are made. */
export function VariableRows(props: VariableRowsProps) {
  const { scopes, other = null, words = wasWords, changesOnly = false, filter = '' } = props;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState(0);
  const cut = props.cut ?? noneCut;
  const rows = useMemo(
    () => treeRows({ scopes, other, open, folded, cut, filter, changesOnly }),
    [scopes, other, open, folded, cut, filter, changesOnly],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rowHeights[linesOf(rows[index])],
    getItemKey: (index) => `${rows[index]?.id ?? index}/${linesOf(rows[index])}`,
    overscan: 12,
  });
  const [wholeId, setWholeId] = useState<string | null>(null);
  const wholeAt = rows.findIndex(({ id }) => id === wholeId);
  const whole = rows[wholeAt];
  const toggle = (row: TreeRow, to = row.open !== true): void => {
    if (isLong(row)) setWholeId(row.id === wholeId ? null : row.id);
    if (row.open === null) return;
    if (row.kind === 'scope') setFolded(withOrWithout(folded, row.id, !to));
    else setOpen(withOrWithout(open, row.id, to));
  };
  const focus = (index: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setCurrent(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const row = rows[current];
    const act = row === undefined ? undefined : treeKey(event.key, row, current, rows);
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (typeof act === 'number') focus(act);
    else if (row !== undefined) toggle(row, act === 'open');
  };
  if (rows.length === 0) return <p className="job-quiet">{props.empty}</p>;
  const chosen = Math.min(current, rows.length - 1);
  const tree = (
    <div
      ref={scroller}
      className="job-tree"
      role="tree"
      aria-label={props.label}
      aria-activedescendant={`${props.label}-${chosen}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="job-tree-all" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row !== undefined && (
              <div
                key={row.id}
                id={`${props.label}-${index}`}
                role="treeitem"
                aria-level={row.depth + 1}
                aria-selected={index === chosen}
                {...(row.open === null ? {} : { 'aria-expanded': row.open })}
                className="job-tree-row"
                data-change={row.change}
                data-kind={row.kind}
                data-long={isLong(row)}
                data-whole={row.id === wholeId}
                data-lines={linesOf(row)}
                style={{ transform: `translateY(${start}px)`, paddingLeft: 6 + row.depth * 14 }}
                onClick={() => {
                  setCurrent(index);
                  toggle(row);
                }}
              >
                <RowText
                  row={row}
                  words={words}
                  {...(props.onFetchWhole === undefined ? {} : { onFetchWhole: props.onFetchWhole })}
                />
                {props.actions !== undefined && row.path.length === 1 && row.kind !== 'more' && (
                  <span className="job-tree-actions" onClick={(event) => event.stopPropagation()}>
                    {props.actions(row)}
                  </span>
                )}
              </div>
            )
          );
        })}
      </div>
    </div>
  );
  return (
    <>
      <RowsRoom rows={rows} wholeAt={wholeAt}>
        {tree}
      </RowsRoom>
      {whole !== undefined && (
        <WholeValue row={whole} scopes={scopes} other={other} word={words.other} onClose={() => setWholeId(null)} />
      )}
    </>
  );
}

/** What is left for rows; the last one in it is whole, whatever their number. */
function RowsRoom(props: {
  readonly rows: readonly TreeRow[];
  /** Index of the row whose value is open; -1: none. */
  readonly wholeAt: number;
  readonly children: ReactNode;
}) {
  const { rows, wholeAt, children } = props;
  const room = useRef<HTMLDivElement>(null);
  const { height } = useSize(room);
  const whole = useMemo(
    () =>
      wholeRows(
        rows.map((row) => rowHeights[linesOf(row)]),
        height,
        wholeAt,
      ),
    [rows, height, wholeAt],
  );
  // All of it takes room from the list: its row is to stay in view.
  useEffect(() => {
    room.current?.querySelector('[data-whole="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [wholeAt, whole]);
  return (
    <div ref={room} className="job-rows-room" style={{ '--job-rows': `${whole}px` } as CSSProperties}>
      {children}
    </div>
  );
}

const allOf = (row: TreeRow, text: string): string =>
  isLong(row) ? `${text}\n\nClick, or press Enter, for all of it` : text;

const noneCut: ReadonlyMap<string, number> = new Map();

function RowText(props: {
  readonly row: TreeRow;
  readonly words: OtherWords;
  readonly onFetchWhole?: (row: TreeRow) => void;
}) {
  const { row, words, onFetchWhole } = props;
  const alone = row.change === 'changed' && linesOf(row) === 1;
  return (
    <>
      <span className="job-tree-fold" data-open={row.open === true} aria-hidden>
        {row.open !== null && <ChevronRight size={13} />}
      </span>
      <span className="job-tree-name" title={row.label}>
        {row.label}
      </span>
      {row.kind !== 'scope' && row.kind !== 'more' && (
        <span className="job-tree-value" title={allOf(row, row.text ?? row.before ?? '')}>
          {row.text ?? <Other text={row.before} isPast={words.isPast} />}
        </span>
      )}
      {row.change === 'changed' && row.before !== null && (
        <span className="job-tree-before" title={allOf(row, row.before)}>
          {alone && (
            <>
              <span aria-hidden>{signs.changed} </span>
              <VisuallyHidden>changed, </VisuallyHidden>
            </>
          )}
          {words.other} <Other text={row.before} isPast={words.isPast} />
        </span>
      )}
      {row.cut !== null && onFetchWhole !== undefined && (
        <button
          type="button"
          className="job-link"
          onClick={(event) => {
            event.stopPropagation();
            onFetchWhole(row);
          }}
        >
          show all {sizeText(row.cut)}
        </button>
      )}
      {row.change !== null && !alone && (
        <span className="job-tree-change">
          <span aria-hidden>{signs[row.change]}</span> {row.change === 'changed' ? 'changed' : words[row.change]}
        </span>
      )}
    </>
  );
}

/** Its word says that it is over: a line through small letters makes them hard to read. */
function Other({ text, isPast }: { readonly text: string | null; readonly isPast: boolean }) {
  return isPast ? <del>{text}</del> : <span>{text}</span>;
}

/** Where a key leads: a row, or whether to open or close this one. */
function treeKey(
  key: string,
  row: TreeRow,
  at: number,
  rows: readonly TreeRow[],
): number | 'open' | 'close' | undefined {
  switch (key) {
    case 'ArrowDown':
      return at + 1;
    case 'ArrowUp':
      return at - 1;
    case 'Home':
      return 0;
    case 'End':
      return rows.length - 1;
    case 'Enter':
    case ' ':
      return row.open === true ? 'close' : 'open';
    case 'ArrowRight':
      return row.open === false ? 'open' : row.open === true ? at + 1 : undefined;
    case 'ArrowLeft': {
      if (row.open === true) return 'close';
      const parent = rows.slice(0, at).findLastIndex(({ depth }) => depth < row.depth);
      return parent === -1 ? undefined : parent;
    }
    default:
      return undefined;
  }
}

function withOrWithout(set: ReadonlySet<string>, entry: string, present: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (present) next.add(entry);
  else next.delete(entry);
  return next;
}
