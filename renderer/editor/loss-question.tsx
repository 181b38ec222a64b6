/** The question before the first save of a file that holds what its editor cannot keep. */
import { ask } from '../workbench/confirmation.ts';
import { nameOf } from './open-files.ts';

/** `save`: leave it out; `copy`: keep the file as it is. Null: decide later. */
export type LossChoice = 'save' | 'copy';

/** How many are named before the rest is counted. */
const most = 12;

export async function askAboutLosses(path: string, losses: readonly string[]): Promise<LossChoice | null> {
  return ask<LossChoice>({
    title: `Save ${nameOf(path)} without what Cairn cannot keep?`,
    body: (
      <>
        <p>The file on disk holds what Cairn’s editor has no place for. Saving would leave it out:</p>
        <LossList losses={losses} />
        <p>A copy gets your edits and leaves the file as it is.</p>
      </>
    ),
    choices: [
      { value: 'save', label: 'Save without it', kind: 'danger' },
      { value: 'copy', label: 'Save mine as a copy', kind: 'primary' },
    ],
  });
}

export function LossList({ losses }: { readonly losses: readonly string[] }) {
  return (
    <ul className="editor-losses">
      {losses.slice(0, most).map((loss) => (
        <li key={loss}>{loss}</li>
      ))}
      {losses.length > most && <li>… and {losses.length - most} more</li>}
    </ul>
  );
}
