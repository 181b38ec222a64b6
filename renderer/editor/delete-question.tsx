/** The question before a file is deleted: what needs it, and what stays. */
import type { DefinitionView, FileUse } from '../../engine/protocol/window-views.ts';
import { ask } from '../workbench/confirmation.ts';
import { FileUses } from './FileUses.tsx';
import { nameOf } from './open-files.ts';

export interface Deletion {
  readonly path: string;
  readonly uses: readonly FileUse[];
  /** Versions that came from it. */
  readonly deployed: readonly DefinitionView[];
  readonly unsaved: boolean;
}

/** True: delete it. */
export async function askAboutDeletion({ path, uses, deployed, unsaved }: Deletion): Promise<boolean> {
  const choice = await ask<'delete'>({
    title: `Delete ${nameOf(path)}?`,
    body: (
      <div className="file-dialog">
        <p>
          {path} will be removed from the disk{unsaved ? ', and its edits that are not saved with it' : ''}. This cannot
          be undone.
        </p>
        <FileUses uses={uses} after="is not there any more" />
        {deployed.map(({ key, version }) => (
          <p key={key}>
            What was deployed of it stays: jobs of {key} (version {version}) go on, and their history too.
          </p>
        ))}
      </div>
    ),
    choices: [{ value: 'delete', label: 'Delete it', kind: 'danger' }],
  });
  return choice !== null;
}
