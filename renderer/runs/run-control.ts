/** Run, pause, step, move the clock, cancel: what can be done to the chosen job as a whole. */
import { useEffect, useMemo } from 'react';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { useClient } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { act } from '../jobs/acts.ts';
import { useHostNeeded } from '../jobs/dead-engine.ts';
import { elementName } from '../jobs/element-names.ts';
import { chooseElement, hasEnded, refreshJob, shownTokens, useJob } from '../jobs/job-store.ts';
import { useCommands, type Command } from '../workbench/command-registry.ts';
import { ask } from '../workbench/confirmation.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { armCommands } from './arm.ts';
import { breakpointsOf, toggleBreakpoint } from './breakpoints.ts';
import { useJobRefusals } from './job-refusal.ts';
import { paces, useRuns } from './runs-store.ts';
import { openStart } from './start-store.ts';
import { startStory } from './story-store.ts';
import { nextStep } from './walk.ts';

export interface RunControl {
  /** The job goes on: at full speed, or walking. */
  readonly run: () => Promise<void>;
  readonly pause: () => Promise<void>;
  readonly step: () => Promise<void>;
  readonly moveClock: (by: number | 'next-timer') => Promise<void>;
  readonly cancel: () => Promise<void>;
  /** On the selected element. */
  readonly toggleBreakpoint: (element: string) => Promise<void>;
}

type HoldAction = 'pause' | 'step' | 'resume' | 'breakpoints';

/** @param job By default the chosen one. */
async function hold(
  client: WindowClient,
  action: HoldAction,
  elements: readonly string[] = [],
  job: string | null = useJob.getState().job,
): Promise<boolean> {
  if (job === null) return false;
  const failed = { pause: 'paused', step: 'stepped on', resume: 'run on', breakpoints: 'given its breakpoints' }[
    action
  ];
  const answer = await act(
    client,
    { kind: 'hold', job, action, elements: [...elements] },
    `The job could not be ${failed}`,
  );
  return answer !== null;
}

export function runControl(client: WindowClient): RunControl {
  return {
    run: async () => {
      const { pace } = useRuns.getState();
      const { job } = useJob.getState();
      if (paces[pace] === null) {
        useRuns.setState({ walking: null });
        await hold(client, 'resume');
        return;
      }
      if (await hold(client, 'pause', [], job)) useRuns.setState({ walking: job });
      // A walk that begins at a breakpoint leaves it.
      await hold(client, 'step', [], job);
    },
    pause: async () => {
      useRuns.setState({ walking: null });
      await hold(client, 'pause');
    },
    step: async () => {
      useRuns.setState({ walking: null });
      await hold(client, 'step');
    },
    moveClock: async (by) => {
      const { job } = useJob.getState();
      if (job !== null) await act(client, { kind: 'move-clock', job, by }, 'The clock could not be moved');
    },
    cancel: async () => {
      const { job } = useJob.getState();
      if (job === null) return;
      const sure = await ask({
        title: 'Cancel this job?',
        body: 'It ends where it stands, and the jobs that it called end with it. Its history stays.',
        choices: [{ value: 'cancel', label: 'Cancel the job', kind: 'danger' }],
        cancel: 'Let it be',
      });
      if (sure !== null) await act(client, { kind: 'cancel', job }, 'The job could not be cancelled');
    },
    toggleBreakpoint: async (element) => {
      const { document } = useJob.getState();
      if (document === null) return;
      const elements = toggleBreakpoint(document.job.definition.key, element);
      if (!hasEnded(document.job.status)) await hold(client, 'breakpoints', [...elements]);
    },
  };
}

/** Steps a walking job on. Mounted once, as a part of its own: it looks at each move of a token, and shows nothing. */
export function Walk(): null {
  const client = useClient();
  const { walking, pace } = useRuns();
  const document = useJob((state) => state.document);
  const live = useJob((state) => state.live);
  const tokens = shownTokens({ document, live });
  const heldAt = tokens
    .filter((token) => token.state === 'held')
    .map(({ id, element }) => `${id} ${element}`)
    .join('\n');
  useEffect(() => {
    const { document: current } = useJob.getState();
    if (current === null) return undefined;
    const next = nextStep({
      walking,
      job: current.job.id,
      pace: paces[pace],
      ended: hasEnded(current.job.status),
      tokens: shownTokens(useJob.getState()),
      breakpoints: breakpointsOf(current.job.definition.key),
    });
    if (next.kind === 'stop') useRuns.setState({ walking: null });
    if (next.kind !== 'step') return undefined;
    const timer = setTimeout(() => void hold(client, 'step', [], current.job.id), next.afterMs);
    return () => clearTimeout(timer);
    // A token may be held where it was before: each news of tokens is looked at.
  }, [client, walking, pace, heldAt, live, document?.job.id, document?.job.status]);
  return null;
}

/** Breakpoints live in the engine's memory: another engine has to be told of them. */
export function useBreakpointsAfterRecovery(): void {
  const client = useClient();
  const epoch = useHostState(({ engine }) => (engine?.state === 'active' ? engine.epoch : null));
  useEffect(() => {
    const { document } = useJob.getState();
    if (epoch === null || document === null || hasEnded(document.job.status)) return;
    const elements = breakpointsOf(document.job.definition.key);
    if (elements.size > 0) void hold(client, 'breakpoints', [...elements]);
  }, [client, epoch]);
}

/** The form, in the panel where it is. */
function showStart(): void {
  openStart();
  useLayout.getState().toggleRight(true);
}

const hourMs = 3_600_000;

/** More than that are found on the diagram, not in a list. */
const mostNamed = 500;

/** One for each element that has a name, so that it can be chosen without a pointer. */
function selectCommands(graph: ProcessGraph | null): Command[] {
  const named = [...(graph?.nodes.values() ?? [])].filter(({ name }) => (name?.trim() ?? '') !== '');
  return named.slice(0, mostNamed).map(({ id }) => ({
    id: `runs.select/${id}`,
    title: `Select ${elementName(graph, id)}`,
    group: 'Elements',
    place: 'runs',
    run: () => {
      chooseElement(id);
      useLayout.getState().toggleRight(true);
    },
  }));
}

/** Every action on jobs, for the palette and the keyboard. */
export function useRunCommands(control: RunControl): void {
  const client = useClient();
  const refusals = useJobRefusals();
  const noTimer = (): string | null => (useJob.getState().document?.timers.length === 0 ? 'No timer is set' : null);
  const common = { group: 'Run', place: 'runs' } as const;
  const graph = useJob(({ diagram }) => diagram?.graph ?? null);
  const host = useHostNeeded();
  const selecting = useMemo(() => selectCommands(graph), [graph]);
  useCommands([
    ...selecting,
    ...armCommands(client),
    {
      ...common,
      id: 'runs.start',
      title: 'Start a job',
      keys: 'n',
      words: 'new run process',
      refusal: () => host.title ?? null,
      run: showStart,
    },
    {
      ...common,
      id: 'runs.story',
      title: 'Show me the whole story',
      words: 'demo tour crash kill recover',
      refusal: () => host.title ?? null,
      run: () => startStory(client),
    },
    {
      ...common,
      id: 'runs.run',
      title: 'Run on',
      keys: 'f5',
      words: 'resume continue play',
      refusal: refusals.run,
      run: control.run,
    },
    {
      ...common,
      id: 'runs.pause',
      title: 'Pause',
      keys: 'f6',
      words: 'hold stop',
      refusal: refusals.pause,
      run: control.pause,
    },
    {
      ...common,
      id: 'runs.step',
      title: 'Step to the next element',
      keys: 'f10',
      refusal: refusals.step,
      run: control.step,
    },
    {
      ...common,
      id: 'runs.breakpoint',
      title: 'Set or remove a breakpoint on the selected element',
      keys: 'f9',
      refusal: () => (useJob.getState().element === null ? 'No element is selected on the diagram of a job' : null),
      run: () => {
        const { element } = useJob.getState();
        return element === null ? undefined : control.toggleBreakpoint(element);
      },
    },
    {
      ...common,
      id: 'runs.clock-hour',
      title: 'Move the clock on by an hour',
      refusal: refusals.moveClock,
      run: async () => control.moveClock(hourMs),
    },
    {
      ...common,
      id: 'runs.clock-day',
      title: 'Move the clock on by a day',
      refusal: refusals.moveClock,
      run: async () => control.moveClock(24 * hourMs),
    },
    {
      ...common,
      id: 'runs.clock-timer',
      title: 'Move the clock to the next timer',
      refusal: () => refusals.moveClock() ?? noTimer(),
      run: async () => control.moveClock('next-timer'),
    },
    { ...common, id: 'runs.cancel', title: 'Cancel the job', refusal: refusals.act, run: control.cancel },
    {
      ...common,
      id: 'runs.refresh',
      title: 'Ask for the job once more',
      words: 'reload refresh',
      run: () => refreshJob(client),
    },
  ]);
}
