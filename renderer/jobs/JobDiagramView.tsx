import { ActionIcon } from '@mantine/core';
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { DiagramView, type DiagramHandle } from '../editor/DiagramView.tsx';
import { marksOf, type MarkInput } from './diagram-marks.ts';
import type { JobDiagram } from './job-feed.ts';
import './jobs.css';

interface JobDiagramViewProps {
  readonly diagram: JobDiagram;
  readonly marks: MarkInput;
  readonly selected: string | null;
  readonly onSelect: (element: string | null) => void;
  /** Brought into view whenever it changes. */
  readonly reveal?: string | null;
}

/** A job on its diagram. Signs follow the job without the diagram being drawn again. */
export function JobDiagramView({ diagram, marks, selected, onSelect, reveal = null }: JobDiagramViewProps) {
  const handle = useRef<DiagramHandle>(null);
  const drawn = useMemo(() => marksOf(marks), [marks]);
  useEffect(() => handle.current?.setMarks(drawn), [drawn, diagram]);
  useEffect(() => {
    if (reveal !== null) handle.current?.reveal(reveal);
  }, [reveal]);
  return (
    <div className="job-diagram">
      <DiagramView ref={handle} xml={diagram.xml} name={diagram.file} selected={selected} onElementClick={onSelect} />
      <div className="job-diagram-zoom" role="group" aria-label="View of the diagram">
        <ActionIcon aria-label="Zoom in" title="Zoom in" onClick={() => handle.current?.zoom(1)}>
          <ZoomIn size={16} />
        </ActionIcon>
        <ActionIcon aria-label="Zoom out" title="Zoom out" onClick={() => handle.current?.zoom(-1)}>
          <ZoomOut size={16} />
        </ActionIcon>
        <ActionIcon aria-label="Show all of the diagram" title="Show all" onClick={() => handle.current?.fit()}>
          <Maximize size={16} />
        </ActionIcon>
      </div>
    </div>
  );
}
