/** What is done to savepoints, with what went wrong told to the person who did it. */
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { act } from '../jobs/acts.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { shortId } from '../jobs/job-ids.ts';
import { chooseJob } from '../jobs/job-store.ts';
import { ask } from '../workbench/confirmation.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { tell, tellProblem } from '../workbench/notice.ts';
import { refreshSaves } from './saves-feed.ts';
import { closeRestore, placeOf, shortPlace, useSaves } from './saves-store.ts';

async function attempt(failed: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (failure) {
    if (!isGone(failure)) tellProblem({ title: failed, reason: reasonIn(failure) });
  }
}

/** Reads every byte of it. */
export async function verify(client: WindowClient, path: string): Promise<void> {
  await attempt('The savepoint could not be verified', async () => {
    const check = await client.call('savepoints.verify', { path });
    useSaves.setState(({ checks }) => ({ checks: { ...checks, [path]: check } }));
  });
}

export async function dispose(client: WindowClient, path: string): Promise<void> {
  const place = shortPlace(placeOf(path, useSaves.getState().list?.folder ?? ''));
  const sure = await ask({
    title: 'Delete this savepoint?',
    body: `${place} is deleted completely. Jobs that were restored from it stay as they are; nothing can be restored from it any more.`,
    choices: [{ value: 'delete', label: 'Delete the savepoint', kind: 'danger' }],
  });
  if (sure === null) return;
  await attempt('The savepoint could not be deleted', async () => {
    await client.call('savepoints.delete', { path });
    if (useSaves.getState().source === path) closeRestore();
  });
  refreshSaves(client);
}

/** What taking the mark of the used-once guard away is for. */
export const unmarkTitle =
  'A savepoint that a job was restored from is marked as used, so that it is not restored twice by mistake. Without the mark it can be restored once more without a question.';

/** Takes the mark of the used-once guard away. */
export async function unmark(client: WindowClient, path: string): Promise<void> {
  const sure = await ask({
    title: 'Mark as unused?',
    body: 'The savepoint counts as unused from then on, and can be restored once more. What the job restored from it did outside may then be done a second time.',
    choices: [{ value: 'unmark', label: 'Mark as unused', kind: 'danger' }],
  });
  if (sure === null) return;
  const answer = await act(client, { kind: 'unmark', path }, 'It could not be marked as unused');
  if (answer !== null) tell('Marked as unused', 'It can be restored once more.');
  refreshSaves(client);
}

/** Makes what a file holds a version to restore onto; answers its number, null where it is none. */
export async function deployFile(client: WindowClient, path: string, key: string): Promise<number | null> {
  let version: number | null = null;
  await attempt(`${path} could not be deployed`, async () => {
    const { deployed } = await client.call('definitions.deploy', { path });
    const found = deployed.find((each) => each.key === key);
    version = found?.version ?? null;
    if (found === undefined)
      tellProblem({ title: `${path} holds no process ${key} any more`, reason: 'It was deployed all the same.' });
    else if (!found.isNew) tell('Nothing changed', `${path} is version ${found.version} already.`);
  });
  return version;
}

/** Ends the job that is in the way, and restores as it is wished for. */
export async function cancelAndRestore(client: WindowClient, job: string): Promise<void> {
  const sure = await ask({
    title: 'Cancel the running job and restore?',
    body: `Job ${shortId(job)} of the same lineage still lives. It is cancelled for good, with the jobs that it has called; a new job goes on from what was saved.`,
    choices: [{ value: 'cancel', label: 'Cancel it and restore', kind: 'danger' }],
    cancel: 'Let it be',
  });
  if (sure === null) return;
  const cancelled = await act(client, { kind: 'cancel', job }, 'The job could not be cancelled');
  if (cancelled !== null) await restore(client);
}

/** As it is wished for; the new job is shown where jobs run. */
export async function restore(client: WindowClient): Promise<void> {
  const { source, wish } = useSaves.getState();
  if (source === null) return;
  const { toVersion, map, allowDropped, again, mode } = wish;
  const answer = await act(
    client,
    { kind: 'restore', path: source, toVersion, map: { ...map }, allowDropped, again, mode },
    'The job could not be restored',
  );
  refreshSaves(client);
  if (answer === null || answer.job === null) return;
  closeRestore();
  chooseJob(client, answer.job);
  useLayout.getState().openPlace('runs');
  tell('Restored', 'The new job goes on with the idempotency keys of the old one.');
}
