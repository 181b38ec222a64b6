/** What is done to agents, to the store and to jobs that wait, with what went wrong told to the person who did it. */
import type { CallParams } from '../../engine/protocol/window-calls.ts';
import type { WindowClient, WorkProgress } from '../../engine/protocol/window-link.ts';
import { useHostState } from '../bridge/host-state.ts';
import { act } from '../jobs/acts.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { tell, tellProblem } from '../workbench/notice.ts';
import type { AgentLine } from './agent-lines.ts';
import { readStore } from './agents-feed.ts';
import { takeRecoveries, useAgents } from './agents-store.ts';

async function attempt(failed: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (failure) {
    if (!isGone(failure)) tellProblem({ title: failed, reason: reasonIn(failure) });
    return false;
  }
}

export async function startAgent(client: WindowClient, name: string, priority: number): Promise<boolean> {
  return attempt(`${name} could not be started`, async () => {
    useAgents.setState({ view: await client.call('agents.start', { name, priority }) });
  });
}

export type AgentAct = CallParams<'agents.act'>['act'];

const done: Readonly<Record<AgentAct, string>> = {
  kill: 'killed',
  freeze: 'frozen',
  thaw: 'thawed',
  stop: 'stopped',
};

export async function actOn(client: WindowClient, agent: AgentLine, what: AgentAct): Promise<void> {
  const { id, name } = agent;
  if (id === null) return;
  await attempt(`${name} could not be ${done[what]}`, async () => {
    useAgents.setState({ view: await client.call('agents.act', { agent: id, act: what }) });
  });
}

/** Ends long work on the store. */
let aborter = new AbortController();
export const stopWork = (): void => aborter.abort();

async function work<T>(what: 'check' | 'backup', business: (options: WorkOptions) => Promise<T>): Promise<T | null> {
  if (useAgents.getState().work !== null) return null;
  aborter = new AbortController();
  useAgents.setState({ work: { what, progress: null } });
  const onProgress = (progress: WorkProgress): void => useAgents.setState({ work: { what, progress } });
  let result: T | null = null;
  await attempt(what === 'check' ? 'The store could not be checked' : 'The store could not be backed up', async () => {
    result = await business({ signal: aborter.signal, onProgress });
  });
  useAgents.setState({ work: null });
  return result;
}

interface WorkOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: WorkProgress) => void;
}

export async function checkStore(client: WindowClient): Promise<void> {
  const check = await work('check', async (options) => client.call('store.check', {}, options));
  if (check !== null) useAgents.setState({ check });
}

export async function backUpStore(client: WindowClient): Promise<void> {
  const backup = await work('backup', async (options) => client.call('store.backup', {}, options));
  if (backup === null) return;
  useAgents.setState({ backup });
  tell('Backed up', backup.path);
  await readStore(client);
}

export async function changeSettings(client: WindowClient, changes: CallParams<'workspace.set'>): Promise<void> {
  await attempt('The setting could not be changed', async () => {
    useHostState.setState({ workspace: await client.call('workspace.set', changes) });
  });
}

export type Decision = 'restart' | 'keep' | 'remove';

/** One after the other: each is a request of its own, and an engine may have to start for the first. */
export async function decide(client: WindowClient, jobs: readonly string[], decision: Decision): Promise<void> {
  for (const job of jobs) {
    const failed = { restart: 'restarted', keep: 'kept', remove: 'removed' }[decision];
    if ((await act(client, { kind: 'decide', job, decision }, `Job ${job} could not be ${failed}`)) === null) break;
  }
  try {
    const recoveries = await client.call('recoveries.list', {});
    takeRecoveries(recoveries);
    if (recoveries.jobs.every((each) => each.decision === 'kept')) useAgents.setState({ deciding: false });
  } catch (failure) {
    if (!isGone(failure)) tellProblem({ title: 'The jobs that wait could not be listed', reason: reasonIn(failure) });
  }
}
