import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import type { TimelineMark } from '../../engine/protocol/views.ts';
import type { Timeline } from '../../engine/protocol/window-views.ts';
import { useClient } from '../bridge/client-context.ts';
import { elementName } from '../jobs/element-names.ts';
import { showCost, useJob } from '../jobs/job-store.ts';
import { JobTime } from '../jobs/JobTime.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { sizeText, tookText } from '../ui/quantity.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { kindWords, markText, markWords, noElement, reasonWords } from './checkpoint-words.ts';
import { moveBy, moveTo, useHistory } from './history-store.ts';
import { indexOfSeq, ownEngine, TimelineLines, type TimelineEntry } from './timeline-columns.ts';
import { TimelineLegend, TimelineStrip } from './TimelineStrip.tsx';

const rowHeight = 26;
const columns = ['#', 'Kind', 'Element', 'Why', 'Size', 'Took', 'When'] as const;

/** Every checkpoint: on a strip to drag, and in a list to read. */
export function TimelineTab() {
  const { timeline, index, other, loading, problem } = useHistory(
    useShallow((state) => ({
      timeline: state.timeline,
      index: state.index,
      other: state.other,
      loading: state.loading,
      problem: state.problem,
    })),
  );
  const graph = useJob(({ diagram }) => diagram?.graph ?? null);
  const hasOwnClock = useJob(({ document }) => document?.clock === 'virtual');
  if (timeline === null) {
    return (
      <p className="job-quiet">
        {problem ?? (loading ? 'Asking for the checkpoints …' : 'The checkpoints of the chosen job are listed here.')}
      </p>
    );
  }
  if (timeline.seq.length === 0) return <p className="job-quiet">Nothing was saved of this job yet.</p>;
  const otherIndex = other === null || other.job !== timeline.job.id ? null : indexOfSeq(timeline, other.seq);
  return (
    <div className="history-timeline">
      <TimelineStrip timeline={timeline} graph={graph} index={index} other={otherIndex === index ? null : otherIndex} />
      <TimelineLegend ownClock={hasOwnClock} compared={otherIndex !== null && otherIndex !== index} />
      <CheckpointList timeline={timeline} graph={graph} index={index} />
    </div>
  );
}

interface CheckpointListProps {
  readonly timeline: Timeline;
  readonly graph: ProcessGraph | null;
  readonly index: number;
}

/** Not drawn again when only what is compared changes. */
const CheckpointList = memo(function CheckpointList({ timeline, graph, index }: CheckpointListProps) {
  const lines = useMemo(() => new TimelineLines(timeline), [timeline]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    // Room for a fast scroll: no frame is to show an empty list.
    overscan: 30,
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight,
  });
  const line = index < 0 ? 0 : lines.lineOf(index);
  const first = timeline.seq[0] ?? 0;
  // What came after the latest is seen with it.
  const shown = index === timeline.seq.length - 1 ? Math.min(lines.count - 1, line + 2) : line;
  const held = useRef({ first, line, shown });
  const reveal = useCallback(() => {
    const room = Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1;
    // In a low list only as much of it as leaves the chosen one in view.
    const last = Math.min(held.current.shown, held.current.line + Math.max(0, room - 1));
    virtual.scrollToIndex(last, { align: 'auto' });
  }, [virtual]);
  useLayoutEffect(() => {
    const { first: firstBefore } = held.current;
    const added = first < firstBefore ? lines.lineOf(indexOfSeq(timeline, firstBefore)) : 0;
    // What came in front must not move what is read.
    if (added > 0 && scroller.current !== null) scroller.current.scrollTop += added * rowHeight;
    const isElsewhere = line !== held.current.line + added || shown !== held.current.shown + added;
    held.current = { first, line, shown };
    if (isElsewhere) reveal();
  }, [first, line, lines, reveal, shown, timeline, virtual]);
  useEffect(reveal, [reveal]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => moveBy(1),
      ArrowUp: () => moveBy(-1),
      PageDown: () => moveBy(page),
      PageUp: () => moveBy(-page),
      Home: () => moveTo(0),
      End: () => moveTo(Number.MAX_SAFE_INTEGER),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div className="job-rows-room">
      <div
        ref={scroller}
        className="job-table history-list"
        role="grid"
        aria-label="Checkpoints"
        aria-rowcount={lines.count + 1}
        tabIndex={0}
        aria-activedescendant={`history-line-${line}`}
        onKeyDown={onKeyDown}
      >
        <div className="job-table-row job-table-head history-row" role="row">
          {columns.map((title) => (
            <span key={title} role="columnheader">
              {title}
            </span>
          ))}
        </div>
        <div role="rowgroup" className="job-table-body history-list-body" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index: at, start }) => {
            const found = lines.at(at);
            if (found === null) return null;
            return found.kind === 'mark' ? (
              <MarkRow key={at} mark={found.mark} at={at} start={start} graph={graph} />
            ) : (
              <CheckpointRow
                key={at}
                entry={found.entry}
                at={at}
                start={start}
                graph={graph}
                chosen={found.entry.index === index}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
});

interface CheckpointRowProps {
  readonly entry: TimelineEntry;
  readonly at: number;
  readonly start: number;
  readonly graph: ProcessGraph | null;
  readonly chosen: boolean;
}

/** A scroll makes the lines that came into view, and leaves the others alone. */
const CheckpointRow = memo(function CheckpointRow({ entry, at, start, graph, chosen }: CheckpointRowProps) {
  const clock = useJob(({ document }) => document?.clock ?? 'wall');
  const { sign, word } = kindWords[entry.kind];
  return (
    <div
      id={`history-line-${at}`}
      role="row"
      aria-rowindex={at + 2}
      aria-selected={chosen}
      className="job-table-row history-row"
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => moveTo(entry.index)}
    >
      <span role="gridcell">{entry.seq}</span>
      <span role="gridcell" className="history-kind" data-kind={entry.kind}>
        <span aria-hidden>{sign}</span> {word}
      </span>
      <span
        role="gridcell"
        title={entry.element === null ? '' : `${elementName(graph, entry.element)} (${entry.element})`}
      >
        {entry.element === null ? noElement : elementName(graph, entry.element)}
      </span>
      <span role="gridcell" title={reasonWords(entry.reasons, entry.isCancelled)}>
        {reasonWords(entry.reasons, entry.isCancelled)}
      </span>
      <span role="gridcell" title={`${entry.bytes.toLocaleString('en')} bytes`}>
        {sizeText(entry.bytes)}
      </span>
      <span
        role="gridcell"
        {...(entry.micros > 0
          ? {}
          : { title: 'How long it took is noted with a later save: for this one it is not known' })}
      >
        {entry.micros > 0 ? tookText(entry.micros) : <span className="runs-card-note">unknown</span>}
      </span>
      <span role="gridcell">
        <JobTime at={entry.at} clock={clock} exact />
      </span>
    </div>
  );
}, isSameRow);

/** An entry is read out of the columns anew each time: what it says counts. */
function isSameRow(before: CheckpointRowProps, after: CheckpointRowProps): boolean {
  const { entry: left, ...rest } = before;
  const { entry: right } = after;
  return (
    rest.at === after.at &&
    rest.start === after.start &&
    rest.graph === after.graph &&
    rest.chosen === after.chosen &&
    (Object.keys(left) as (keyof TimelineEntry)[]).every((key) => left[key] === right[key])
  );
}

/** The way to what a death cost the job. */
function CostLink({ epoch }: { readonly epoch: number }) {
  const client = useClient();
  return (
    <>
      {' · '}
      <button
        type="button"
        className="job-link"
        onClick={() => {
          showCost(client, epoch);
          useLayout.getState().openPlace('runs');
          useLayout.getState().toggleRight(true);
        }}
      >
        What it cost
      </button>
    </>
  );
}

function MarkRow(props: {
  readonly mark: TimelineMark;
  readonly at: number;
  readonly start: number;
  readonly graph: ProcessGraph | null;
}) {
  const { mark, at, start, graph } = props;
  const clock = useJob(({ document }) => document?.clock ?? 'wall');
  const { sign } = markWords[mark.kind];
  const { word, meaning } = markText(mark);
  const engine = useHistory(({ timeline }) =>
    mark.incarnation === null ? null : ownEngine(timeline, mark.incarnation),
  );
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      className="job-table-row history-mark"
      data-mark={mark.kind}
      title={meaning}
      style={{ transform: `translateY(${start}px)` }}
    >
      <span role="gridcell">
        <span aria-hidden>{sign}</span> {word}
        {mark.crashPoint !== null && ` at ${elementName(graph, mark.crashPoint.element)}`}
        {engine !== null && `, engine ${engine} of this job`}
        {mark.at !== null && (
          <>
            , {mark.incarnation === null ? <RelativeTime at={mark.at} /> : <JobTime at={mark.at} clock={clock} />}
            {clock === 'virtual' && (mark.incarnation === null ? ' in real time' : ' by the job’s own clock')}
          </>
        )}
        {mark.epoch !== null && !mark.waiting && <CostLink epoch={mark.epoch} />}
      </span>
    </div>
  );
}
