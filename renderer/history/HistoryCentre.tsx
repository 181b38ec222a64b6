import { Button } from '@mantine/core';
import { History as HistoryIcon, Play } from 'lucide-react';
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { visitedBy } from '../jobs/diagram-marks.ts';
import { countedTokens } from '../jobs/document-scopes.ts';
import { JobDiagramView, useLinkedViews, type JobDiagramViewProps } from '../jobs/JobDiagramView.tsx';
import { jobLabel } from '../jobs/job-ids.ts';
import { chooseElement, useJob } from '../jobs/job-store.ts';
import { useProcessNames } from '../jobs/process-names.ts';
import { StatusSign } from '../jobs/StatusSign.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useLayout } from '../workbench/layout-store.ts';
import { useArrowKeys } from './arrow-keys.ts';
import { ForkDialog } from './ForkDialog.tsx';
import { useHistoryCommands } from './history-commands.ts';
import { useHistoryUpdates } from './history-link.ts';
import { isLater, useHistory, type Moment } from './history-store.ts';
import { HistoryToolbar } from './HistoryToolbar.tsx';
import { JobPicker } from './JobPicker.tsx';
import { useNoJob } from './no-job.ts';
import { Origin } from './Origin.tsx';
import { ScenarioDialog } from './ScenarioDialog.tsx';
import './history.css';

/** The diagram as it was: tokens where they were at the chosen instant. */
export function HistoryCentre() {
  useHistoryUpdates();
  useHistoryCommands();
  useArrowKeys();
  const job = useJob((state) => state.job);
  const { moment, pinned, problem, isEmpty } = useHistory(
    useShallow((state) => ({
      moment: state.moment,
      pinned: state.against.kind === 'pinned' ? state.other : null,
      problem: state.problem,
      isEmpty: state.timeline?.seq.length === 0,
    })),
  );
  if (job === null) return <NothingChosen />;
  return (
    <div className="history-centre">
      <HistoryToolbar />
      {problem !== null && <p className="job-problem">{problem}</p>}
      {moment === null ? (
        isEmpty ? (
          <EmptyState icon={HistoryIcon} title="This job has no history">
            Nothing has been saved yet, or the settings keep none: see history.keep in cairn.json.
          </EmptyState>
        ) : (
          problem === null && <p className="job-quiet">Going back …</p>
        )
      ) : pinned !== null ? (
        <Pair pinned={pinned} moment={moment} />
      ) : (
        <Picture moment={moment} title={null} />
      )}
      <ForkDialog />
      <ScenarioDialog />
    </div>
  );
}

function Pair({ pinned, moment }: { readonly pinned: Moment; readonly moment: Moment }) {
  const views = useLinkedViews();
  // Of two processes no part is the same.
  const linked = pinned.diagram.graph?.processId === moment.diagram.graph?.processId ? { linked: views } : {};
  const pictures = [
    <Picture key="pinned" moment={pinned} title="Pinned" {...linked} />,
    <Picture key="shown" moment={moment} title="Shown" {...linked} />,
  ];
  // Of one job the earlier one is left, as it is in the list of what differs.
  return <div className="history-pair">{isLater(pinned, moment) ? pictures.toReversed() : pictures}</div>;
}

interface PictureProps extends Pick<JobDiagramViewProps, 'linked'> {
  readonly moment: Moment;
  readonly title: string | null;
}

function NothingChosen() {
  const openPlace = useLayout((state) => state.openPlace);
  const noJob = useNoJob();
  return (
    <EmptyState
      icon={HistoryIcon}
      title={noJob ? 'No job has run yet' : 'Whose history?'}
      actions={
        <>
          {!noJob && <JobPicker />}
          <Button leftSection={<Play size={14} aria-hidden />} onClick={() => openPlace('runs')}>
            Start a job
          </Button>
        </>
      }
    >
      {noJob
        ? 'Every checkpoint of every job is kept. Once a job has run, you can go back to any of them here.'
        : 'Every checkpoint of every job is kept. Choose a job to go back to any of them.'}
    </EmptyState>
  );
}

function Picture({ moment, title, ...view }: PictureProps) {
  const selected = useJob((state) => state.element);
  const named = useProcessNames();
  const { document, diagram, job, seq, inherited, stood } = moment;
  const marks = useMemo(
    () => ({
      tokens: countedTokens(document.tokens, document),
      visited: visitedBy(diagram.graph, document.executions, document.tokens),
      inherited: visitedBy(diagram.graph, [...inherited, ...document.executions], document.tokens),
      current: document.checkpoint?.element ?? null,
      stood: stood.map(({ element }) => element),
    }),
    [document, diagram, inherited, stood],
  );
  const origin = document.origin !== null && <Origin moment={moment} origin={document.origin} />;
  return (
    <figure className="history-picture">
      {title !== null && (
        <figcaption>
          <strong>{title}</strong> <span title={`Job ${job}`}>{jobLabel(document.job, named)}</span>, checkpoint {seq}{' '}
          <StatusSign status={document.job.status} held={document.job.held} incidents={document.incidents.length} />
        </figcaption>
      )}
      {title !== null && origin}
      <JobDiagramView
        diagram={diagram}
        marks={marks}
        selected={selected}
        onSelect={chooseElement}
        note={title === null && origin}
        {...view}
      />
    </figure>
  );
}
