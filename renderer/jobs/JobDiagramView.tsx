import { ActionIcon } from '@mantine/core';
import { CircleQuestionMark, LocateFixed, Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { memo, useEffect, useMemo, useRef, type ReactNode, type RefObject } from 'react';
import { DiagramView, type DiagramHandle } from '../editor/DiagramView.tsx';
import type { Marks } from '../editor/element-marks.ts';
import { LinkedViews } from '../editor/linked-views.ts';
import { runCommand } from '../workbench/command-registry.ts';
import { marksOf, placesOf, type MarkInput } from './diagram-marks.ts';
import type { JobDiagram } from './job-feed.ts';
import { diagramMoved } from './job-store.ts';
import './jobs.css';

interface Common {
  readonly selected: string | null;
  readonly onSelect: (element: string | null) => void;
  /** Brought into view whenever it changes. */
  readonly reveal?: string | null;
  /** Kept in view while nobody looks elsewhere: where its tokens are. */
  readonly follow?: readonly string[];
  /** All of these are followed, not one of them. */
  readonly together?: boolean;
  /** Of diagrams beside each other: what is in view in one is in all. */
  readonly linked?: LinkedViews;
  /** Said of the diagram below it: above, it would take room from it. */
  readonly note?: ReactNode;
}

export interface JobDiagramViewProps extends Common {
  readonly diagram: JobDiagram;
  readonly marks: MarkInput;
}

/** For the diagrams that one component shows beside each other. */
export function useLinkedViews(): LinkedViews {
  return useMemo(() => new LinkedViews(), []);
}

/** A job on its diagram. Signs follow the job without the diagram being drawn again. */
export function JobDiagramView({ diagram, marks, ...rest }: JobDiagramViewProps) {
  const drawn = useMemo(() => marksOf(marks), [marks]);
  const follow = useMemo(() => placesOf(marks), [marks]);
  const together = (marks.unsaved ?? []).length > 0;
  const view = { xml: diagram.xml, name: diagram.file, process: diagram.key, marks: drawn, follow, together };
  return <MarkedDiagramView {...view} {...rest} />;
}

const nothing: readonly string[] = [];

/** Any version of a diagram, with signs on its elements. */
export function MarkedDiagramView(
  props: Common & {
    readonly xml: string;
    readonly name: string;
    /** Id of the process to show; absent: of the file’s first diagram. */
    readonly process?: string;
    readonly marks: Marks;
  },
) {
  const {
    xml,
    name,
    process,
    marks,
    selected,
    onSelect,
    reveal = null,
    follow = nothing,
    together = false,
    linked,
    note,
  } = props;
  const handle = useRef<DiagramHandle>(null);
  useEffect(() => handle.current?.setMarks(marks), [marks, xml]);
  useEffect(() => handle.current?.follow(follow, together), [follow, together, xml]);
  useEffect(() => {
    if (reveal !== null) handle.current?.reveal(reveal);
  }, [reveal]);
  return (
    <div className="job-diagram">
      <DiagramView
        ref={handle}
        xml={xml}
        name={name}
        selected={selected}
        {...(process === undefined ? {} : { process })}
        {...(linked === undefined ? {} : { linked })}
        onElementClick={onSelect}
        onMoved={diagramMoved}
      />
      <div className="job-diagram-foot">
        <Zoom name={name} handle={handle} first={follow[0] ?? null} />
        {note}
      </div>
    </div>
  );
}

interface ZoomProps {
  readonly name: string;
  readonly handle: RefObject<DiagramHandle | null>;
  /** Where its first token is; null: it has none. */
  readonly first: string | null;
}

/** Stands still while tokens move. */
const Zoom = memo(function Zoom({ name, handle, first }: ZoomProps) {
  return (
    <div className="job-diagram-tools" role="group" aria-label={`View of ${name}`}>
      <ActionIcon aria-label="Zoom in" title="Zoom in" onClick={() => handle.current?.zoom(1)}>
        <ZoomIn size={16} />
      </ActionIcon>
      <ActionIcon aria-label="Zoom out" title="Zoom out" onClick={() => handle.current?.zoom(-1)}>
        <ZoomOut size={16} />
      </ActionIcon>
      <ActionIcon aria-label="Show all of the diagram" title="Show all" onClick={() => handle.current?.fit()}>
        <Maximize size={16} />
      </ActionIcon>
      <ActionIcon
        aria-label="Show where its tokens are"
        title="Show where its tokens are, and follow them"
        disabled={first === null}
        onClick={() => first !== null && handle.current?.returnTo(first)}
      >
        <LocateFixed size={16} />
      </ActionIcon>
      <ActionIcon
        aria-label="What the signs mean"
        title="What the signs mean (Alt+L)"
        onClick={() => runCommand('signs.show')}
      >
        <CircleQuestionMark size={16} />
      </ActionIcon>
    </div>
  );
});
