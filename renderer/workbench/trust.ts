/** Whether this workspace's tasks, run or tried, may reach beyond this machine: nobody but the person says so. */
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { ask } from './confirmation.ts';

/**
 * What trust means, to whoever is asked for it.
 * @throws CallFailed
 */
export async function trustMeaning(client: Pick<WindowClient, 'call'>): Promise<string> {
  const { name } = await client.call('workspace.show', {});
  return `Once “${name}” is trusted, its tasks may reach addresses beyond this machine, when they run and when you try them. Trust only what you know.`;
}

/**
 * Asks, and trusts. Answers whether it was done.
 * @throws CallFailed
 */
export async function askForTrust(client: WindowClient): Promise<boolean> {
  const choice = await ask<'trust'>({
    title: 'Trust this workspace?',
    body: await trustMeaning(client),
    careful: true,
    choices: [{ value: 'trust', label: 'Trust it', kind: 'primary' }],
  });
  if (choice === null) return false;
  await client.call('workspace.trust', { trusted: true });
  return true;
}
