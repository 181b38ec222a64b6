/** Keeps the agents current while somebody looks, and asks for decisions as soon as there are any to be taken. */
import { useEffect, useMemo, useRef } from 'react';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { useClient, useConnection, useNotifications } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { Refresher } from '../jobs/job-feed.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { openDecisions, takeRecoveries, useAgents } from './agents-store.ts';

/** Heartbeats and leases move all the time. */
const everyMs = 1_000;
const gatherMs = 400;

async function readAgents(client: WindowClient): Promise<void> {
  try {
    useAgents.setState({ view: await client.call('agents.list', {}), problem: null });
  } catch (failure) {
    if (!isGone(failure)) useAgents.setState({ problem: reasonIn(failure) });
  }
}

/** How large the store is, and what it holds. */
export async function readStore(client: WindowClient): Promise<void> {
  try {
    useAgents.setState({ store: await client.call('store.show', {}) });
  } catch (failure) {
    if (!isGone(failure)) useAgents.setState({ problem: reasonIn(failure) });
  }
}

/** Mounted once, with the place. */
export function useAgentsUpdates(): void {
  const client = useClient();
  const { epoch, state } = useConnection();
  const isShown = useLayout(({ place }) => place === 'agents');
  const refresher = useMemo(() => new Refresher(async () => readAgents(client)), [client]);
  useNotifications('engine-changed', () => {
    if (isShown) refresher.ask();
  });
  useEffect(() => {
    if (!isShown || state !== 'connected') return undefined;
    refresher.ask();
    void readStore(client);
    const timer = setInterval(() => {
      if (!document.hidden) refresher.ask();
    }, everyMs);
    return () => clearInterval(timer);
  }, [client, refresher, isShown, state, epoch]);
}

/** Mounted from the first moment: whoever starts Cairn after a death is asked, whatever they look at. */
export function useDecisions(): void {
  const client = useClient();
  const { epoch } = useConnection();
  const automatic = useHostState(({ workspace }) => workspace?.settings.recovery.automatic ?? true);
  const engine = useHostState(({ engine: about }) => (about === null ? '' : `${about.state} ${about.epoch}`));
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const refresher = useMemo(() => new Refresher(async () => readDecisions(client)), [client]);
  useEffect(() => {
    if (engine !== '') refresher.ask();
  }, [refresher, epoch, automatic, engine]);
  useNotifications('jobs-changed', () => {
    // Nothing waits where nothing waited: the common case costs no question.
    if (useAgents.getState().recoveries?.jobs.length === 0) return;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      refresher.ask();
    }, gatherMs);
  });
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
}

async function readDecisions(client: WindowClient): Promise<void> {
  try {
    const recoveries = await client.call('recoveries.list', {});
    const state = useHostState.getState().engine?.state;
    // While the plug is pulled a person looks at what that cost: recovering comes first, and is heard of here.
    if (state === 'dead' || state === 'starting' || state === 'restarting') {
      takeRecoveries({ ...recoveries, jobs: [] });
      useAgents.setState({ deciding: false });
      return;
    }
    const known = new Set(openDecisions(useAgents.getState().recoveries).map(({ job }) => job));
    const open = openDecisions(recoveries);
    const isNew = open.some(({ job }) => !known.has(job));
    takeRecoveries(recoveries);
    useAgents.setState(({ deciding }) => ({
      deciding: recoveries.jobs.length > 0 && (deciding || isNew),
    }));
  } catch (failure) {
    if (!isGone(failure)) useAgents.setState({ problem: reasonIn(failure) });
  }
}
