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
const isChosen = (): boolean => chosen() !== null;
const isRestoring = (): boolean => useSaves.getState().source !== null;

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
      enabled: isChosen,
      run: onChosen(openRestore),
    },
    {
      ...common,
      id: 'saves.restore-now',
      title: 'Restore as it is shown',
      keys: 'mod+enter',
      enabled: () => {
        const { source, preview, previewProblem } = useSaves.getState();
        return source !== null && preview !== null && preview.refusal === null && previewProblem === null;
      },
      run: async () => restore(client),
    },
    {
      ...common,
      id: 'saves.back',
      title: 'Back to all savepoints',
      keys: 'b',
      enabled: isRestoring,
      run: closeRestore,
    },
    {
      ...common,
      id: 'saves.verify',
      title: 'Verify the chosen savepoint',
      keys: 'v',
      words: 'checksum damaged whole',
      enabled: isChosen,
      run: onChosen(async (path) => verify(client, path)),
    },
    {
      ...common,
      id: 'saves.unmark',
      title: 'Take the used mark of the chosen savepoint away',
      enabled: () => chosen()?.used === true,
      run: onChosen(async (path) => unmark(client, path)),
    },
    {
      ...common,
      id: 'saves.delete',
      title: 'Delete the chosen savepoint',
      words: 'dispose remove',
      enabled: isChosen,
      run: onChosen(async (path) => dispose(client, path)),
    },
    { ...common, id: 'saves.refresh', title: 'Look for savepoints once more', run: () => refreshSaves(client) },
  ]);
}
