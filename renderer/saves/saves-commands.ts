/** Every action of the saves, for the palette and the keyboard. */
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { useCommands } from '../workbench/command-registry.ts';
import { dispose, restore, unmark, verify } from './saves-acts.ts';
import { refreshSaves } from './saves-feed.ts';
import { closeRestore, openRestore, selectedOf, useSaves, type Savepoint } from './saves-store.ts';

const chosen = (): Savepoint | null => {
  const state = useSaves.getState();
  return state.source === null ? selectedOf(state) : null;
};
const isRestoring = (): boolean => useSaves.getState().source !== null;
const notChosen = (): string | null =>
  chosen() !== null
    ? null
    : isRestoring()
      ? 'A restore is shown: go back to all savepoints first'
      : 'No savepoint is chosen';
const notRestoring = (): string | null =>
  isRestoring() ? null : 'No restore is shown: choose a savepoint, and Restore';

export function useSavesCommands(client: WindowClient): void {
  const common = { group: 'Savepoints', place: 'saves' } as const;
  const onChosen = (business: (path: string) => void | Promise<void>): (() => void | Promise<void>) => {
    return () => {
      const savepoint = chosen();
      return savepoint === null ? undefined : business(savepoint.path);
    };
  };
  useCommands([
    {
      ...common,
      id: 'saves.create',
      title: 'Take a savepoint',
      keys: 'n',
      words: 'new save create stop cancel all jobs',
      run: () => useSaves.setState({ creating: true }),
    },
    {
      ...common,
      id: 'saves.restore',
      title: 'Restore the chosen savepoint: show what that would do',
      keys: 'r',
      words: 'dry run upgrade version',
      refusal: notChosen,
      run: onChosen(openRestore),
    },
    {
      ...common,
      id: 'saves.restore-now',
      title: 'Restore as it is shown',
      keys: 'mod+enter',
      refusal: () => {
        const { preview, previewProblem } = useSaves.getState();
        if (notRestoring() !== null) return notRestoring();
        if (preview === null) return previewProblem ?? 'What it would do is still being worked out';
        return preview.refusal ?? previewProblem;
      },
      run: async () => restore(client),
    },
    {
      ...common,
      id: 'saves.back',
      title: 'Back to all savepoints',
      keys: 'b',
      refusal: notRestoring,
      run: closeRestore,
    },
    {
      ...common,
      id: 'saves.verify',
      title: 'Verify the chosen savepoint',
      keys: 'v',
      words: 'checksum damaged whole',
      refusal: notChosen,
      run: onChosen(async (path) => verify(client, path)),
    },
    {
      ...common,
      id: 'saves.unmark',
      title: 'Mark the chosen savepoint as unused',
      refusal: () => notChosen() ?? (chosen()?.used === true ? null : 'The savepoint is not marked as used'),
      run: onChosen(async (path) => unmark(client, path)),
    },
    {
      ...common,
      id: 'saves.delete',
      title: 'Delete the chosen savepoint',
      words: 'dispose remove',
      refusal: notChosen,
      run: onChosen(async (path) => dispose(client, path)),
    },
    { ...common, id: 'saves.refresh', title: 'Look for savepoints once more', run: () => refreshSaves(client) },
  ]);
}
