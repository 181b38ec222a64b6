import { Button } from '@mantine/core';
import { Copy, Play, RotateCcw, Zap } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useShallow } from 'zustand/react/shallow';
import { useAnswer, useClient, useConnection, useNotifications } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { useHostNeeded } from '../jobs/dead-engine.ts';
import { ranAgain, unsavedElements } from '../jobs/fates.ts';
import { JobDiagramView, MarkedDiagramView } from '../jobs/JobDiagramView.tsx';
import { marksOf, visitedBy } from '../jobs/diagram-marks.ts';
import { chooseElement, shownTokens, useJob } from '../jobs/job-store.ts';
import { standingIn } from '../jobs/standing-words.ts';
import { isUndecided, useStill } from '../jobs/still.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { runCommand, runInPlace } from '../workbench/command-registry.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { fulfilStart, useStartWish } from '../workbench/start-wish.ts';
import { storySentence } from '../workbench/story-sentence.ts';
import { useWindowWidth } from '../workbench/window-width.ts';
import { diedAt } from './arm.ts';
import { useBreakpoints } from './breakpoints.ts';
import { useNoJobs } from './job-list-store.ts';
import { useShownCost, useStillDead } from './CostCard.tsx';
import { JobList } from './JobList.tsx';
import { runControl, useBreakpointsAfterRecovery, useRunCommands, Walk, type RunControl } from './run-control.ts';
import { RunToolbar } from './RunToolbar.tsx';
import { deathSentence, useIsSpared } from './spared.ts';
import { openStart, useStart } from './start-store.ts';
import { StoryBar } from './StoryBar.tsx';
import { startStory, storyPath, useStory } from './story-store.ts';
import './runs.css';

const noMarks = marksOf({ tokens: [] });

const listWidths = { narrow: 215, wide: 270 };

/** The jobs, and the chosen one on its diagram. */
export function RunsCentre() {
  const client = useClient();
  const control = useMemo(() => runControl(client), [client]);
  useRunCommands(control);
  useBreakpointsAfterRecovery();
  useWishedStart();
  useJobAtDeath();
  const starting = useStart(({ open, path }) => (open ? path : null));
  const width = useWindowWidth(listWidths);
  return (
    <Group
      orientation="horizontal"
      id="runs-columns"
      className="runs-columns"
      onLayoutChanged={(_layout, { isUserInteraction }) => width.changed(isUserInteraction)}
    >
      <Panel
        id="runs-list"
        panelRef={width.panelRef}
        defaultSize={width.defaultSize}
        minSize={200}
        maxSize="45%"
        groupResizeBehavior="preserve-pixel-size"
      >
        <JobList />
      </Panel>
      <Separator className="shell-separator shell-separator-column" aria-label="Width of the list of jobs" />
      <Panel id="runs-job" minSize={280}>
        {starting === null ? <ChosenJob control={control} /> : <ProcessToStart path={starting} />}
        <Walk />
      </Panel>
    </Group>
  );
}

/** Opens the form for a process that another place wants to be run. */
function useWishedStart(): void {
  const path = useStartWish((wish) => wish.path);
  useEffect(() => {
    if (path === null) return;
    openStart(true, path, useStartWish.getState().saved);
    useLayout.getState().toggleRight(true);
    fulfilStart();
  }, [path]);
}

/** What a death cost comes before the element that it was armed on: nothing is left to be armed there. */
function useJobAtDeath(): void {
  const death = useHostState(({ engine }) => engine?.lastDeath ?? null);
  const known = useRef(death);
  useEffect(() => {
    if (death !== null && death.epoch !== known.current?.epoch && diedAt(death, useJob.getState().element))
      chooseElement(null);
    known.current = death;
  }, [death]);
}

/** While the form is open beside it: what is about to run, not what ran before. */
function ProcessToStart({ path }: { readonly path: string }) {
  const job = useJob((state) => state.job);
  const file = useAnswer('files.read', { path });
  useNotifications('files-changed', file.again);
  const text = file.data?.path === path ? file.data.text : null;
  return (
    <div className="runs-job">
      <div className="runs-to-start">
        <span>
          To be started: <strong>{path}</strong>
        </span>
        <Button
          variant="subtle"
          c="var(--accent)"
          title="Close the form; nothing is started"
          onClick={() => openStart(false)}
        >
          {job === null ? 'Close the form' : 'Back to the job'}
        </Button>
      </div>
      {file.failure !== null ? (
        <EmptyState title="This process cannot be shown">{file.failure.message}</EmptyState>
      ) : text === null ? (
        <p className="job-quiet">Drawing the diagram …</p>
      ) : (
        <MarkedDiagramView xml={text} name={path} marks={noMarks} selected={null} onSelect={() => undefined} />
      )}
    </div>
  );
}

function ChosenJob({ control }: { readonly control: RunControl }) {
  // Not where its tokens are: only the diagram is drawn as often as they move.
  const { job, isKnown, isDrawn, element, problem } = useJob(
    useShallow((state) => ({
      job: state.job,
      isKnown: state.document !== null,
      isDrawn: state.diagram !== null,
      element: state.element,
      problem: state.problem,
    })),
  );
  const story = useStory(({ running }) => running);
  if (job === null) return <NothingChosen />;
  return (
    <div className="runs-job">
      <RunToolbar control={control} />
      {story ? <StoryBar /> : <DeadBanner />}
      <UndecidedBanner />
      {problem !== null && !isKnown ? (
        <EmptyState title="This job cannot be shown">{problem}</EmptyState>
      ) : !isDrawn ? (
        <p className="job-quiet">Drawing the diagram …</p>
      ) : (
        <LiveDiagram selected={element} />
      )}
    </div>
  );
}

function LiveDiagram({ selected }: { readonly selected: string | null }) {
  const { document, live, diagram, inherited, stood } = useJob(
    useShallow((state) => ({
      document: state.document,
      live: state.live,
      diagram: state.diagram,
      inherited: state.inherited,
      stood: state.stood,
    })),
  );
  const cost = useShownCost();
  const dead = useStillDead(cost);
  const armed = useHostState(({ engine }) => engine?.armed ?? null);
  const breakpoints = useBreakpoints(document?.job.definition.key ?? null);
  const visited = useMemo(
    () => visitedBy(diagram?.graph ?? null, document?.executions ?? [], [...(document?.tokens ?? []), ...stood]),
    [document, diagram, stood],
  );
  const before = useMemo(
    () =>
      visitedBy(
        diagram?.graph ?? null,
        [...inherited, ...(inherited.length === 0 ? [] : (document?.executions ?? []))],
        inherited.length === 0 ? [] : (document?.tokens ?? []),
      ),
    [diagram, inherited, document],
  );
  const marks = useMemo(
    () => ({
      tokens: shownTokens({ document, live }),
      visited,
      inherited: before,
      // A fork that was quick is over before anybody looks: what it did is not where its diagram begins.
      last: document === null || document.origin === null ? null : (document.executions.at(-1)?.element ?? null),
      stood: stood.map(({ element }) => element),
      forecast: cost?.forecast ?? null,
      unsaved: dead && cost !== null ? unsavedElements(cost.forecast) : [],
      breakpoints,
      armed: (armed ?? []).map((each) => each.element),
      again:
        dead || cost === null ? [] : ranAgain(cost.forecast, document?.executions ?? []).map((each) => each.element),
    }),
    [document, visited, before, live, stood, cost, dead, breakpoints, armed],
  );
  if (diagram === null) return null;
  return (
    <JobDiagramView diagram={diagram} marks={marks} selected={selected} onSelect={chooseElement} reveal={selected} />
  );
}

/** What is dead says so where one looks, and offers the way on. */
function DeadBanner() {
  const engine = useHostState((state) => state.engine);
  const standing = useJob(useShallow(({ document }) => (document === null ? null : standingIn(document))));
  const spared = useIsSpared();
  const { state: connection } = useConnection();
  // Of an engine whose host is gone nothing is known, and nothing can be done to it.
  if (engine?.state !== 'dead' || connection === 'lost' || connection === 'refused') return null;
  return (
    <div className="runs-dead" role="status">
      <span>
        <strong>The engine is dead.</strong> {deathSentence(standing, spared)}
      </span>
      <Button
        variant="filled"
        leftSection={<RotateCcw size={14} aria-hidden />}
        onClick={() => runCommand('engine.recover')}
      >
        Recover
      </Button>
    </div>
  );
}

/** With automatic recovery off: nothing goes on before somebody has decided. */
function UndecidedBanner() {
  const still = useStill(useJob(({ document }) => document));
  if (!isUndecided(still)) return null;
  return (
    <div className="runs-undecided" role="status">
      <span>
        {still === 'open' ? (
          <>
            <strong>Nobody has decided about this job.</strong> A dead engine left it at work, and automatic recovery is
            off.
          </>
        ) : (
          <>
            <strong>This job is kept</strong> as a dead engine left it.
          </>
        )}
      </span>
      <Button variant={still === 'open' ? 'filled' : 'default'} onClick={() => runCommand('agents.decide')}>
        Decide …
      </Button>
    </div>
  );
}

function NothingChosen() {
  const client = useClient();
  const noJobs = useNoJobs();
  const problem = useStory((state) => state.problem);
  const running = useStory((state) => state.running);
  const listed = useAnswer('files.list', {});
  useNotifications('files-changed', listed.again);
  const needsHost = useHostNeeded();
  const lacksSample = listed.data !== null && !listed.data.files.some((file) => file.path === storyPath);
  if (lacksSample) return <NoStory />;
  return (
    <EmptyState
      icon={Play}
      title={noJobs ? 'Start a job, or watch the story' : 'Choose a job, start one, or watch the story'}
      actions={
        <>
          <Button
            variant="filled"
            leftSection={<Zap size={14} aria-hidden />}
            loading={running}
            {...needsHost}
            onClick={() => void startStory(client)}
          >
            Show me the whole story
          </Button>
          <Button leftSection={<Play size={14} aria-hidden />} {...needsHost} onClick={() => openStart()}>
            Start a job
          </Button>
        </>
      }
    >
      <p>{storySentence}</p>
      {problem !== null && <p className="job-problem">{problem}</p>}
    </EmptyState>
  );
}

/** In a workspace of one's own: its processes first, and the sample for who wants to see what Cairn does. */
function NoStory() {
  const noJobs = useNoJobs();
  const needsHost = useHostNeeded();
  return (
    <EmptyState
      icon={Play}
      title={noJobs ? 'Start a job' : 'Choose a job, or start one'}
      actions={
        <>
          <Button
            variant="filled"
            leftSection={<Play size={14} aria-hidden />}
            {...needsHost}
            onClick={() => openStart()}
          >
            Start a job
          </Button>
          <Button leftSection={<Copy size={14} aria-hidden />} onClick={() => runInPlace('design', 'design.sample')}>
            Copy the order sample here
          </Button>
        </>
      }
    >
      The whole story of a crash is told on the order sample: three files, copied into this workspace.
    </EmptyState>
  );
}
