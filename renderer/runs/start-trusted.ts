/** Starts that the host holds back, because they name hosts beyond this machine and nobody has trusted the workspace. */
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { CallFailed } from '../bridge/call-failed.ts';
import { ask } from '../workbench/confirmation.ts';
import { trustMeaning } from '../workbench/trust.ts';

/**
 * Starts, and asks the person first where the host wants that. `unreached`: start without trust. Null: it was not
 * started.
 * @throws CallFailed
 */
export async function startTrusted<T>(
  client: WindowClient,
  start: (options: { readonly unreached: boolean }) => Promise<T>,
): Promise<T | null> {
  try {
    return await start({ unreached: false });
  } catch (failure) {
    if (!(failure instanceof CallFailed) || failure.code !== 'untrusted') throw failure;
    const choice = await ask<'trust' | 'unreached'>({
      title: 'Trust this workspace?',
      careful: true,
      body: `Not started yet: ${failure.lines.join(' ')}. ${await trustMeaning(client)} Without trust, those tasks end in an incident.`,
      choices: [
        { value: 'unreached', label: 'Start without trust' },
        { value: 'trust', label: 'Trust it and start', kind: 'primary' },
      ],
    });
    if (choice === null) return null;
    if (choice === 'trust') await client.call('workspace.trust', { trusted: true });
    return start({ unreached: choice === 'unreached' });
  }
}
