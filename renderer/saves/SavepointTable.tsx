import { useState, type KeyboardEvent } from 'react';
import type { SavepointList } from '../../engine/protocol/savepoint-views.ts';
import { shortId } from '../jobs/job-ids.ts';
import { useProcessNames } from '../jobs/process-names.ts';
import { fadeEdges } from '../ui/edge-fade.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { sizeText } from '../ui/quantity.ts';
import { Button } from '@mantine/core';
import { openRestore, placeOf, useSaves, type Savepoint } from './saves-store.ts';
import { usageOf } from './usage.ts';

/** So many at a time: the list is for people. */
const page = 100;

/** Latest first. Arrow keys choose, Enter asks what a restore would do. */
export function SavepointTable({ list }: { readonly list: SavepointList }) {
  const selected = useSaves((state) => state.selected);
  const [shown, setShown] = useState(page);
  const named = useProcessNames();
  const lines = list.savepoints.slice(0, shown);
  const at = lines.findIndex(({ path }) => path === selected);
  const choose = (index: number): void => {
    const line = lines[Math.max(0, Math.min(lines.length - 1, index))];
    if (line === undefined) return;
    useSaves.setState({ selected: line.path });
    document.getElementById(rowId(line))?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && selected !== null) {
      openRestore(selected);
      return;
    }
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  };
  return (
    <div ref={fadeEdges} className="saves-scroll ui-fade">
      <div
        className="saves-table"
        role="grid"
        aria-label="Savepoints, latest first"
        tabIndex={0}
        aria-activedescendant={at < 0 ? undefined : rowId(lines[at])}
        onKeyDown={onKeyDown}
      >
        <div role="row" className="saves-row saves-row-head">
          {['Process', 'Job', 'Taken', 'Jobs', 'On disk', 'Used'].map((title) => (
            <span key={title} role="columnheader">
              {title}
            </span>
          ))}
        </div>
        {lines.map((line) => (
          <Row key={line.path} line={line} folder={list.folder} named={named} chosen={line.path === selected} />
        ))}
      </div>
      {list.savepoints.length > shown && (
        <Button className="saves-more" onClick={() => setShown(shown + page)}>
          Show {Math.min(page, list.savepoints.length - shown)} more of {list.savepoints.length}
        </Button>
      )}
    </div>
  );
}

const rowId = (line: Savepoint | undefined): string => `savepoint ${line?.path ?? ''}`.replaceAll(/\s/g, '-');

interface RowProps {
  readonly line: Savepoint;
  readonly folder: string;
  readonly named: (process: string, version: number) => string;
  readonly chosen: boolean;
}

function Row({ line, folder, named, chosen }: RowProps) {
  const { definition, job, createdAt, jobs, bytes, problem } = line;
  const sign = usageOf(line);
  return (
    <div
      id={rowId(line)}
      role="row"
      aria-selected={chosen}
      className="saves-row"
      title={placeOf(line.path, folder)}
      onClick={() => useSaves.setState({ selected: line.path })}
      onDoubleClick={() => openRestore(line.path)}
    >
      {problem !== null || definition === null || createdAt === null ? (
        <>
          <span role="gridcell" className="saves-where">
            {placeOf(line.path, folder)}
          </span>
          <span role="gridcell" className="saves-broken">
            <span aria-hidden>✕</span> cannot be used
          </span>
          <span role="gridcell" />
          <span role="gridcell" />
          <span role="gridcell">{sizeText(bytes)}</span>
          <span role="gridcell" />
        </>
      ) : (
        <>
          <span role="gridcell">
            {named(definition.key, definition.version)}{' '}
            <span className="saves-version">version {definition.version}</span>
          </span>
          <span role="gridcell" className="job-id" title={job ?? ''}>
            {line.extId === job ? shortId(job ?? '') : line.extId}
          </span>
          <span role="gridcell">
            <RelativeTime at={createdAt} />
          </span>
          <span role="gridcell">{jobs}</span>
          <span role="gridcell">{sizeText(bytes)}</span>
          <span role="gridcell" data-tone={sign.tone} className="saves-sign">
            <span aria-hidden>{sign.sign}</span> {sign.word}
          </span>
        </>
      )}
    </div>
  );
}
