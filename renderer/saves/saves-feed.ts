/** Keeps the list of savepoints and the dry run current. */
import { useEffect, useMemo, useRef } from 'react';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { useClient, useConnection, useNotifications } from '../bridge/client-context.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { Refresher } from '../jobs/job-feed.ts';
import { fulfilRestore, useRestoreWish } from '../workbench/restore-wish.ts';
import { openRestore, useSaves } from './saves-store.ts';

/** News are gathered for so long before the list is asked for anew. */
const gatherMs = 400;

const refreshers = new WeakMap<WindowClient, Refresher>();

/** Asks for the list once more. */
export function refreshSaves(client: WindowClient): void {
  const known = refreshers.get(client) ?? new Refresher(async () => readList(client));
  refreshers.set(client, known);
  known.ask();
}

async function readList(client: WindowClient): Promise<void> {
  try {
    const list = await client.call('savepoints.list', {});
    useSaves.setState(({ selected }) => ({
      list,
      problem: null,
      selected: list.savepoints.some(({ path }) => path === selected) ? selected : (list.savepoints[0]?.path ?? null),
    }));
  } catch (failure) {
    if (!isGone(failure)) useSaves.setState({ problem: reasonIn(failure) });
  }
}

/** Mounted once, with the place. */
export function useSavesUpdates(): void {
  const client = useClient();
  const { epoch } = useConnection();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => refreshSaves(client), [client, epoch]);
  useNotifications('jobs-changed', () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      refreshSaves(client);
    }, gatherMs);
  });
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const wished = useRestoreWish(({ path }) => path);
  useEffect(() => {
    if (wished === null) return;
    openRestore(wished);
    fulfilRestore();
  }, [wished]);
  usePreview(client);
}

/** What the restore would do, worked out anew whenever something about it changes. */
function usePreview(client: WindowClient): void {
  const source = useSaves((state) => state.source);
  const wish = useSaves((state) => state.wish);
  const list = useSaves((state) => state.list);
  const { toVersion, map, allowDropped, again } = wish;
  const question = useMemo(
    () => (source === null ? null : { path: source, toVersion, map: { ...map }, allowDropped, again }),
    [source, toVersion, map, allowDropped, again],
  );
  useEffect(() => {
    if (question === null) return undefined;
    const aborter = new AbortController();
    client.call('savepoints.preview', question, { signal: aborter.signal }).then(
      (preview) => {
        if (!aborter.signal.aborted) useSaves.setState({ preview, previewProblem: null });
      },
      (failure: unknown) => {
        if (!aborter.signal.aborted && !isGone(failure)) useSaves.setState({ previewProblem: reasonIn(failure) });
      },
    );
    return () => aborter.abort();
    // The list tells of marks, and of jobs that changed.
  }, [client, question, list]);
}
