/** What can be done with whole files, by name and key: bring in, rename, duplicate, delete, find on the disk. */
import { useClient } from '../bridge/client-context.ts';
import { readOnlyReason, useHostState } from '../bridge/host-state.ts';
import { useCommands } from '../workbench/command-registry.ts';
import { askAboutFile } from './file-dialog.ts';
import { chooseFiles, takeIn } from './file-intake.ts';
import { openFile, useOpenFiles } from './open-files.ts';
import { useFileActions } from './use-file-actions.ts';

const place = 'design';
const group = 'Files';

export function useFileCommands(): void {
  const actions = useFileActions();
  const client = useClient();
  const active = (): string | null => useOpenFiles.getState().active;
  const inView = (act: (path: string) => unknown) => async (): Promise<void> => {
    const path = active();
    if (path !== null) await act(path);
  };
  const notDeletable = (): string | null =>
    active() === null ? 'No file is open' : readOnlyReason(useHostState.getState());
  const notNamable = (): string | null =>
    openFile(active() ?? '')?.kind === 'settings' ? 'The settings are always cairn.json' : notDeletable();
  useCommands([
    {
      id: 'design.take-in',
      title: 'Open from this computer …',
      group,
      keys: 'alt+o',
      words: 'import upload add file browse chooser copy into the workspace',
      place,
      refusal: () => readOnlyReason(useHostState.getState()),
      run: async () => takeIn(await chooseFiles(), client, actions),
    },
    {
      id: 'design.rename',
      title: 'Rename the file in view …',
      group,
      words: 'move name folder',
      place,
      refusal: notNamable,
      run: inView((path) => askAboutFile('rename', path)),
    },
    {
      id: 'design.duplicate-file',
      title: 'Duplicate the file in view …',
      group,
      words: 'copy save as',
      place,
      refusal: notNamable,
      run: inView((path) => askAboutFile('duplicate', path)),
    },
    {
      id: 'design.delete',
      title: 'Delete the file in view …',
      group,
      words: 'remove trash',
      place,
      refusal: notDeletable,
      run: inView((path) => actions.delete(path)),
    },
    {
      id: 'design.where',
      title: 'Show where the file or the workspace is …',
      group,
      words: 'path folder disk reveal explorer finder open',
      place,
      run: () => askAboutFile('where', active()),
    },
  ]);
}
