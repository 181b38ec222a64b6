/**
 * The whole story in a minute, on the order-fulfilment sample: run, kill, see the cost, recover, compare. Nothing in it is
 * made up: the engine's process dies of SIGKILL, and what is shown is what its recorder and the store say.
 */
import { create } from 'zustand';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { useHostState } from '../bridge/host-state.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { chooseJob } from '../jobs/job-store.ts';
import { useRuns } from './runs-store.ts';
import { openStart } from './start-store.ts';

/** The process that it is told on. */
export const storyPath = 'processes/order-fulfilment.bpmn';
const scenario = 'scenarios/order-fulfilment.json';
/** The card is charged by then, and nothing has saved that it is. */
const crashPoint = { element: 'book-payment', point: 'after-effect' } as const;

export interface StoryState {
  readonly running: boolean;
  /** Job that it is told of. */
  readonly job: string | null;
  readonly problem: string | null;
}

export const useStory = create<StoryState>()(() => ({ running: false, job: null, problem: null }));

/** Arms the plug and starts the order; from there on the person watches, and presses *Recover*. */
export async function startStory(client: WindowClient): Promise<void> {
  if (useStory.getState().running) return;
  useStory.setState({ running: true, job: null, problem: null });
  useRuns.setState({ pace: 'full', walking: null, dismissed: null });
  openStart(false);
  try {
    if (useHostState.getState().engine?.state === 'dead') await client.call('engine.recover', {});
    await client.call('engine.arm', crashPoint);
    const { text } = await client.call('files.read', { path: scenario });
    const { variables } = JSON.parse(text) as { readonly variables: unknown };
    const { job } = await client.call('jobs.run', {
      source: { path: storyPath },
      variables: JSON.stringify(variables),
      scenario: { path: scenario },
    });
    useStory.setState({ job });
    chooseJob(client, job);
  } catch (failure) {
    useStory.setState({ running: false, problem: isGone(failure) ? 'The connection was lost.' : reasonIn(failure) });
  }
}

export function endStory(): void {
  useStory.setState({ running: false });
}

export type Chapter = 'run' | 'cost' | 'recovering' | 'compare';

/** Where the story is, by what is there to be seen. */
export function chapterOf(state: {
  readonly engine: string | null;
  /** A cost of this job is known. */
  readonly cost: boolean;
  readonly ended: boolean;
}): Chapter {
  if (state.engine === 'dead') return 'cost';
  if (!state.cost) return 'run';
  return state.ended ? 'compare' : 'recovering';
}
