/** Whether tasks and trials of this workspace may reach beyond this machine: nobody but the person says so. */
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { ask } from './confirmation.ts';

/** What trust means, to whoever is asked for it. */
export const trustMeaning =
  'Once it is trusted, its tasks and trials may reach addresses beyond this machine. Trust only what you know.';

/**
 * Asks, and trusts. Answers whether it was done.
 * @throws CallFailed
 */
export async function askForTrust(client: WindowClient): Promise<boolean> {
  const choice = await ask<'trust'>({
    title: 'Trust this workspace?',
    body: trustMeaning,
    careful: true,
    choices: [{ value: 'trust', label: 'Trust it', kind: 'primary' }],
  });
  if (choice === null) return false;
  await client.call('workspace.trust', { trusted: true });
  return true;
}
