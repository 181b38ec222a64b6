import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { elementName, typeWords } from '../jobs/element-names.ts';
import { chooseElement, useJob } from '../jobs/job-store.ts';
import { JobTime } from '../jobs/JobTime.tsx';
import { useStill } from '../jobs/still.ts';
import { LastCheckpointNote, useIsAsSaved } from './LastCheckpointNote.tsx';
import { useStart } from './start-store.ts';

type Execution = JobDocument['executions'][number];

const rowHeight = 26;
const timed: ReadonlySet<string> = new Set(['Entered', 'Took']);
const ownClock = 'By the job’s own clock, which stands still while it works';

const outcomes: Readonly<Record<Execution['outcome'], { readonly sign: string; readonly word: string }>> = {
  completed: { sign: '✓', word: 'completed' },
  interrupted: { sign: '⊘', word: 'interrupted' },
  failed: { sign: '✕', word: 'failed' },
  incident: { sign: '!', word: 'incident' },
  running: { sign: '▸', word: 'running' },
  waiting: { sign: '…', word: 'waiting' },
};

/** Everything that the job has entered, latest first: elements, tries, how they went. */
export function EventsTab() {
  const document = useJob((state) => state.document);
  const diagram = useJob((state) => state.diagram);
  const rows = useMemo(() => document?.executions.toReversed() ?? [], [document]);
  const starting = useStart(({ open, path }) => open && path !== null);
  const stopped = useStill(document) !== null;
  const isAsSaved = useIsAsSaved();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  if (starting || document === null || rows.length === 0) {
    return <p className="job-quiet">What a job enters is listed here, latest first. Choose a job, or start one.</p>;
  }
  const table = (
    <div
      ref={scroller}
      className="job-table"
      role="table"
      aria-label="Executions"
      aria-rowcount={rows.length + 1}
      tabIndex={0}
    >
      <div className="job-table-row job-table-head runs-events-row" role="row">
        {['Element', 'Type', 'Attempt', 'Outcome', 'Entered', 'Took'].map((title) => (
          <span
            key={title}
            role="columnheader"
            {...(document.clock === 'virtual' && timed.has(title) ? { title: ownClock } : {})}
          >
            {title}
          </span>
        ))}
      </div>
      <div role="rowgroup" className="job-table-body" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row !== undefined && (
              <div
                key={`${row.instance} ${row.attempt}`}
                role="row"
                aria-rowindex={index + 2}
                className="job-table-row runs-events-row"
                style={{ transform: `translateY(${start}px)` }}
              >
                <span role="cell" title={elementName(diagram?.graph ?? null, row.element)}>
                  <button type="button" className="job-link" onClick={() => chooseElement(row.element)}>
                    {elementName(diagram?.graph ?? null, row.element)}
                  </button>
                </span>
                <span role="cell" title={typeWords(row.type)}>
                  {typeWords(row.type)}
                </span>
                <span role="cell">{row.attempt > 1 ? `↻ ${row.attempt}` : row.attempt}</span>
                <span role="cell" data-outcome={row.outcome}>
                  <span aria-hidden>{outcomes[row.outcome].sign}</span>{' '}
                  {row.outcome === 'running' && stopped ? 'was running' : outcomes[row.outcome].word}
                </span>
                <span role="cell">
                  <JobTime at={row.startedAt} clock={document.clock} />
                </span>
                <span role="cell">{tookText(row)}</span>
              </div>
            )
          );
        })}
      </div>
      {document.olderExecutions > 0 && (
        <p className="job-quiet">{document.olderExecutions.toLocaleString('en')} older ones are not listed.</p>
      )}
    </div>
  );
  return isAsSaved ? (
    <div className="runs-events-saved">
      <LastCheckpointNote />
      {table}
    </div>
  ) : (
    table
  );
}

function tookText({ startedAt, endedAt }: Execution): string {
  if (endedAt === null) return '–';
  const ms = Date.parse(endedAt) - Date.parse(startedAt);
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const hours = ms / 3_600_000;
  return hours < 1
    ? `${Math.round(ms / 60_000)} min`
    : hours < 48
      ? `${hours.toFixed(1)} h`
      : `${(hours / 24).toFixed(1)} d`;
}
