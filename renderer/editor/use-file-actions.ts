import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { useClient } from '../bridge/client-context.ts';
import { FileActions } from './file-actions.ts';

const known = new WeakMap<WindowClient, FileActions>();

/** The one set of file actions of this window. */
export function useFileActions(): FileActions {
  const client = useClient();
  const actions = known.get(client) ?? new FileActions(client);
  known.set(client, actions);
  return actions;
}
