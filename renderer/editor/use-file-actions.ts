import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { useClient } from '../bridge/client-context.ts';
import { FileActions, handOver } from './file-actions.ts';
import { OwnDrafts } from './own-drafts.ts';

const known = new WeakMap<WindowClient, FileActions>();

/** The one set of file actions of this window. */
export function useFileActions(): FileActions {
  const client = useClient();
  const there = known.get(client);
  if (there !== undefined) return there;
  const actions = new FileActions(client, new OwnDrafts(client, client.name));
  known.set(client, actions);
  // What was edited while the host was away is in no draft.
  client.onConnection((state) => {
    if (state === 'connected') actions.keepDrafts();
  });
  addEventListener('beforeunload', (event) => {
    // What is being typed counts.
    handOver();
    if (actions.keepDrafts()) event.preventDefault();
  });
  return actions;
}
