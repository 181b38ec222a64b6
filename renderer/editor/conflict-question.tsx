/** The question that a save meets when the file is not what the edits began from. */
import { ask } from '../workbench/confirmation.ts';
import { nameOf } from './open-files.ts';
import { TwoTexts } from './TwoTexts.tsx';

/** `mine`: overwrite; `theirs`: drop the edits; `copy`: keep both. Null: decide later. */
export type ConflictChoice = 'mine' | 'theirs' | 'copy';

export async function askAboutConflict(
  path: string,
  mine: string,
  theirs: string | null,
): Promise<ConflictChoice | null> {
  const name = nameOf(path);
  if (theirs === null) {
    return ask<ConflictChoice>({
      title: `${name} was removed from the disk`,
      body: 'Somebody removed it while you edited it.',
      choices: [
        { value: 'theirs', label: 'Close it, drop my edits', kind: 'danger' },
        { value: 'mine', label: 'Write it again', kind: 'primary' },
      ],
    });
  }
  return ask<ConflictChoice>({
    title: `${name} was changed on disk while you edited it`,
    body: <TwoTexts left={{ title: 'Yours', text: mine }} right={{ title: 'On disk', text: theirs }} />,
    wide: true,
    choices: [
      { value: 'theirs', label: 'Take what is on disk', kind: 'danger' },
      { value: 'copy', label: 'Keep both: save mine as a copy' },
      { value: 'mine', label: 'Overwrite with mine', kind: 'danger' },
    ],
  });
}
