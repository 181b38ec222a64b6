/** Files from this computer, chosen or dragged in: they are copied into the workspace and opened. */
import { NotText, textOfBytes } from '../../engine/model/file-text.ts';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { ask } from '../workbench/confirmation.ts';
import { reasonOf, tell, tellProblem } from '../workbench/notice.ts';
import type { FileActions } from './file-actions.ts';
import { freePath, pathForIntake } from './file-names.ts';
import { nameOf, openFile } from './open-files.ts';

const accepted = '.bpmn,.dmn,.json,.xml,.bpmn2';

/** The system's own file chooser; none where it is cancelled. */
export async function chooseFiles(): Promise<readonly File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = accepted;
  input.hidden = true;
  // One that is nowhere in the page may be cleaned up before the person has chosen.
  document.body.append(input);
  const chosen = await new Promise<readonly File[]>((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
  input.remove();
  return chosen;
}

/** One after the other; where a name is taken, the person says what becomes of it. */
export async function takeIn(files: readonly File[], client: WindowClient, actions: FileActions): Promise<void> {
  for (const file of files) {
    try {
      await takeOne(file, client, actions);
    } catch (failure) {
      tellProblem({ title: `${file.name} was not taken in`, reason: reasonOf(failure) });
    }
  }
}

async function takeOne(file: File, client: WindowClient, actions: FileActions): Promise<void> {
  const text = await textOf(file);
  if (text === null) return;
  const path = pathForIntake(file.name, text);
  if (path === null) {
    tellProblem({
      title: `${file.name} was not taken in`,
      reason:
        'Cairn edits processes (.bpmn), decisions (.dmn) and scenarios (.json), and .xml that is one of the first two.',
    });
    return;
  }
  const there = await actions.onDisk(path);
  if (there === text) {
    await actions.open(path);
    tell(`${file.name} is here already`, `${path} says the same.`);
    return;
  }
  const choice = there === null ? 'keep' : await askWhereTaken(path);
  if (choice === null) return;
  if (choice === 'replace') {
    if (await actions.replace(path, text)) tell(`${path} was replaced`, `It says what ${file.name} says.`);
    return;
  }
  const { files: listed } = await client.call('files.list', {});
  const made = await actions.create(freePath(path, new Set(listed.map((each) => each.path))), text);
  if (made !== null) tell(`${file.name} was taken in`, `A copy of it is in the workspace: ${made}`);
}

async function askWhereTaken(path: string): Promise<'replace' | 'keep' | null> {
  const unsaved = openFile(path)?.unsaved === true;
  return ask<'replace' | 'keep'>({
    title: `${nameOf(path)} is there already`,
    body: `The workspace has another ${path}.${unsaved ? ' It has edits that are not saved: replacing it drops them.' : ''}`,
    choices: [
      { value: 'replace', label: 'Replace it', kind: 'danger' },
      { value: 'keep', label: 'Keep both', kind: 'primary' },
    ],
    cancel: 'Leave it out',
  });
}

/** Null: it was said why there is none. */
async function textOf(file: File): Promise<string | null> {
  try {
    return textOfBytes(new Uint8Array(await file.arrayBuffer()));
  } catch (failure) {
    if (!(failure instanceof NotText)) throw failure;
    tellProblem({ title: `${file.name} was not taken in`, reason: `It ${failure.message}.` });
    return null;
  }
}
