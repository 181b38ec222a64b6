/**
 * What can happen to files: open, edit, keep a draft, save, meet a conflict, get another name, be deleted, close. Nothing
 * here loses a person's work without asking: an edit is a draft within a second, and what is on disk is never overwritten
 * unseen.
 */
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import type { DraftView } from '../../engine/protocol/window-views.ts';
import { CallFailed } from '../bridge/call-failed.ts';
import { relativeText } from '../ui/quantity.ts';
import { ask } from '../workbench/confirmation.ts';
import { problemIsOver, reasonOf, tell, tellProblem } from '../workbench/notice.ts';
import { askAboutConflict } from './conflict-question.tsx';
import { askAboutDeletion } from './delete-question.tsx';
import { partsOf, withOwnProcesses } from './file-names.ts';
import type { OwnDrafts } from './own-drafts.ts';
import { sampleFiles, samplePath } from './sample-files.ts';
import {
  addFile,
  changeFile,
  fileEditors,
  kindOf,
  moveFile,
  nameOf,
  openFile,
  removeFile,
  showFile,
  useOpenFiles,
  type OpenFile,
  type Snapshot,
} from './open-files.ts';

const draftPauseMs = 800;

const notSaved = (path: string): string => `${path} could not be saved`;
const notMade = (path: string): string => `${path} could not be made`;

/** What is told of a file that changed on disk; stamp null: it is gone. */
export interface ChangedFile {
  readonly path: string;
  readonly stamp: string | null;
}

/** Came at the same time as the file went, and says what it said. */
function isMove(file: OpenFile, { path, stamp }: ChangedFile): boolean {
  return stamp !== null && stamp === file.stamp && kindOf(path) === file.kind && openFile(path) === undefined;
}

/** Takes the focus from the field that has it; whoever types a script goes on typing. */
export function handOver(): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLElement)) return;
  field.blur();
  if (field.matches('.cm-content')) field.focus({ preventScroll: true });
}

export class FileActions {
  readonly #client: WindowClient;
  readonly #drafts: OwnDrafts;
  readonly #draftTimers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Files with edits that no draft has yet, and the latest of those edits. */
  readonly #draftless = new Map<string, number>();
  #edits = 0;
  /** Paths that are being opened, so that a double click opens one. */
  readonly #opening = new Set<string>();
  /** Paths that are being renamed or deleted here: what the disk tells of them is no news. */
  readonly #leaving = new Set<string>();

  constructor(client: WindowClient, drafts: OwnDrafts) {
    this.#client = client;
    this.#drafts = drafts;
  }

  /**
   * Opens a file of the workspace, or shows it if it is open. A draft of it is offered; `later`: nobody decided on it, so
   * that it stays and the file was not opened. `behind`: it is not shown before the one in view.
   */
  async open(path: string, behind = false): Promise<'later' | null> {
    const kind = kindOf(path);
    if (openFile(path) !== undefined) {
      showFile(path);
      return null;
    }
    if (kind === null || this.#opening.has(path)) return null;
    this.#opening.add(path);
    try {
      const draft = await this.#drafts.of(path);
      const before = await this.#read(path);
      const isOffered = draft !== null && draft.text !== before?.text;
      const choice = isOffered ? await this.#offer(draft, before === null) : 'discard';
      if (choice === null) return 'later';
      // The question may have stood for hours.
      const found = isOffered ? await this.#read(path) : before;
      const restored = choice === 'restore' && draft?.text !== found?.text;
      if (draft !== null && restored) await this.#drafts.takeOver(draft);
      else if (draft !== null) await this.#drafts.discard(path, draft.owner);
      // That it is gone stood in the question.
      if (found === null && isOffered && before === null && !restored) return null;
      if (found === null && !restored) {
        tellProblem({ title: `${path} could not be opened`, reason: 'It is not there any more.' });
        return null;
      }
      addFile(
        {
          path,
          kind,
          initial: restored && draft !== null ? draft.text : (found?.text ?? ''),
          edition: 0,
          stamp: restored && draft !== null ? draft.base : (found?.stamp ?? null),
          unsaved: restored,
          disk:
            restored && draft !== null && draft.base !== (found?.stamp ?? null)
              ? found === null
                ? 'removed'
                : 'changed'
              : null,
        },
        // Whoever wants edits back wants to see them.
        behind && !restored,
      );
    } catch (failure) {
      this.#tell(`${path} could not be opened`, failure);
    } finally {
      this.#opening.delete(path);
    }
    return null;
  }

  /** A file of the workspace; its name is made free where it is taken. Null: it could not be made. */
  async create(wanted: string, text: string): Promise<string | null> {
    const dot = wanted.lastIndexOf('.');
    for (let number = 1; number < 1_000; number += 1) {
      const path = number === 1 ? wanted : `${wanted.slice(0, dot)}-${number}${wanted.slice(dot)}`;
      try {
        await this.#client.call('files.create', { path, text });
        problemIsOver(notMade(path));
        await this.open(path);
        return path;
      } catch (failure) {
        if (failure instanceof CallFailed && failure.code === 'exists') continue;
        this.#tell(notMade(path), failure);
        return null;
      }
    }
    return null;
  }

  /** Copies the sample of the whole story here and opens it. Nothing that is there is replaced: then it is not copied. */
  async copySample(): Promise<void> {
    try {
      const files = await sampleFiles();
      const { files: listed } = await this.#client.call('files.list', {});
      const taken = files.filter(({ path }) => listed.some((each) => each.path === path)).map(({ path }) => path);
      if (taken.length > 0) {
        tellProblem({
          title: 'The sample was not copied',
          reason: `The workspace has files of its own under these names: ${taken.join(', ')}.`,
        });
        return;
      }
      for (const { path, text } of files) await this.#client.call('files.create', { path, text });
      await this.open(samplePath);
      tell('The sample was copied', 'Show me the whole story, in Runs, tells its story.');
    } catch (failure) {
      this.#tell('The sample could not be copied', failure);
    }
  }

  /** To be called by a file's editor after each edit, and when an undo brought it back to what is saved. */
  edited(path: string, unsaved: boolean): void {
    const file = openFile(path);
    if (file === undefined) return;
    if (file.unsaved !== unsaved) changeFile(path, { unsaved });
    this.#draftless.set(path, (this.#edits += 1));
    clearTimeout(this.#draftTimers.get(path));
    this.#draftTimers.set(
      path,
      setTimeout(() => void this.#keepDraft(path, unsaved), draftPauseMs),
    );
  }

  /** Files with edits that are left in a draft. */
  async drafted(): Promise<readonly string[]> {
    try {
      return await this.#drafts.paths();
    } catch (failure) {
      this.#tell('Drafts could not be looked for', failure);
      return [];
    }
  }

  /** Drafts of what has none yet, at once. True: there is something that would be lost if the window went now. */
  keepDrafts(): boolean {
    const paths = [...this.#draftless.keys()].filter((path) => openFile(path)?.unsaved === true);
    for (const path of paths) void this.#keepDraft(path, true);
    return paths.length > 0;
  }

  /** True: what is on disk is what is in the window. */
  async save(path: string): Promise<boolean> {
    // What is being typed counts: fields hand their text over when the focus leaves them.
    handOver();
    const file = openFile(path);
    const editor = fileEditors.get(path);
    if (file === undefined || editor === undefined) return false;
    try {
      return await this.#write(path, await editor.snapshot(), file.stamp);
    } catch (failure) {
      this.#tell(notSaved(path), failure, file.unsaved ? 'Your edits are still here.' : '');
      return false;
    }
  }

  /** Over what `base` names and nothing else: of what somebody wrote since, the person decides. */
  async #write(path: string, mine: Snapshot, base: string | null): Promise<boolean> {
    const answer = await this.#client.call('files.write', { path, text: mine.text, base });
    return answer.ok ? this.#written(path, mine, answer.stamp) : this.#resolve(path, mine, answer.text, answer.stamp);
  }

  async saveAll(): Promise<void> {
    for (const { path, unsaved } of useOpenFiles.getState().files) if (unsaved) await this.save(path);
  }

  /** Asks where edits would be lost. */
  async close(path: string): Promise<void> {
    const file = openFile(path);
    if (file?.unsaved === true) {
      const choice = await ask<'save' | 'discard'>({
        title: `Save ${nameOf(path)} before closing it?`,
        body: 'It has edits that are not saved.',
        choices: [
          { value: 'discard', label: 'Discard the edits', kind: 'danger' },
          { value: 'save', label: 'Save', kind: 'primary' },
        ],
      });
      if (choice === null) return;
      if (choice === 'save' && !(await this.save(path))) return;
    }
    clearTimeout(this.#draftTimers.get(path));
    removeFile(path);
    await this.#discardDraft(path);
  }

  /** Looks at what changed on disk: a file that has another name there keeps its tab, and its edits. */
  async changedOnDisk(changed: readonly ChangedFile[]): Promise<void> {
    for (const { path, stamp } of changed) {
      const file = openFile(path);
      const moved = stamp !== null || file === undefined ? undefined : changed.find((each) => isMove(file, each));
      if (this.#leaving.has(path)) continue;
      if (moved !== undefined) {
        await this.#follow(path, moved.path, await this.#shown(path, moved.path));
        tell(`${nameOf(path)} is ${nameOf(moved.path)} now`, `It was renamed to ${moved.path}.`);
      } else await this.#changedOnDisk(path, stamp);
    }
  }

  /** Files without edits follow the disk, others say so. */
  async #changedOnDisk(path: string, stamp: string | null): Promise<void> {
    const shown = openFile(path);
    if (shown === undefined || shown.stamp === stamp) return;
    // What is being typed is an edit, too.
    if (!shown.unsaved && path === useOpenFiles.getState().active) handOver();
    const file = openFile(path);
    if (file === undefined) return;
    if (file.unsaved) changeFile(path, { disk: stamp === null ? 'removed' : 'changed' });
    else if (stamp === null) {
      removeFile(path);
      tell(`${nameOf(path)} was closed`, 'It was removed from the disk.');
    } else await this.takeFromDisk(path, true);
  }

  /** On the disk and in its tab; edits that are not saved stay so. @throws CallFailed */
  async rename(path: string, to: string): Promise<void> {
    // Its file may be gone, and only its edits be left.
    if (openFile(to) !== undefined) throw new Error(`${to} is open in another tab: close that first.`);
    const text = await this.#shown(path, path);
    this.#leaving.add(path);
    try {
      await this.#client.call('files.rename', { path, to });
      await this.#follow(path, to, text);
      tell(`${nameOf(path)} is ${nameOf(to)} now`, `Its path is ${to}.`);
    } finally {
      this.#leaving.delete(path);
    }
  }

  /** As it is in the window, its processes with ids of their own. Opens the copy. @throws CallFailed */
  async duplicate(path: string, to: string): Promise<void> {
    handOver();
    const text = await this.#shown(path, path);
    const { processes } = await this.#client.call('files.processes', {});
    const taken = new Set(processes.map(({ id }) => id));
    const copy = kindOf(path) === 'process' ? withOwnProcesses(text, taken) : { text, ids: [] };
    await this.#client.call('files.create', { path: to, text: copy.text });
    await this.open(to);
    tell(
      `${nameOf(to)} was made`,
      copy.ids.length === 0
        ? `It is a copy of ${path}.`
        : `It is a copy of ${path}; its process is ${copy.ids.join(', ')}.`,
    );
  }

  /** Asks, and says what needs it; its tab and its draft go with it. */
  async delete(path: string): Promise<void> {
    try {
      const { uses } = await this.#client.call('files.uses', { path });
      const { definitions } = await this.#client.call('definitions.list', {});
      const deployed = definitions.filter(({ file }) => file === path);
      const unsaved = openFile(path)?.unsaved === true;
      if (!(await askAboutDeletion({ path, uses, deployed, unsaved }))) return;
      this.#leaving.add(path);
      await this.#client.call('files.delete', { path });
      clearTimeout(this.#draftTimers.get(path));
      removeFile(path);
      await this.#discardDraft(path);
      tell(`${nameOf(path)} was deleted`, path);
    } catch (failure) {
      this.#tell(`${path} could not be deleted`, failure);
    } finally {
      this.#leaving.delete(path);
    }
  }

  /** What the disk holds; null: nothing. @throws CallFailed */
  async onDisk(path: string): Promise<string | null> {
    return (await this.#read(path))?.text ?? null;
  }

  /** Writes over what is there, of which somebody said that it may go, and shows it. False: it could not be written. */
  async replace(path: string, text: string): Promise<boolean> {
    try {
      await this.#client.call('files.write', { path, text, base: null, overwrite: true });
      if (openFile(path) === undefined) await this.#discardDraft(path);
      else await this.takeFromDisk(path);
      await this.open(path);
      return true;
    } catch (failure) {
      this.#tell(`${path} could not be replaced`, failure);
      return false;
    }
  }

  /** With its edits; without any what the disk holds there: an editor that cannot read a file has no text of it. */
  async #shown(path: string, onDisk: string): Promise<string> {
    const editor = openFile(path)?.unsaved === true ? fileEditors.get(path) : undefined;
    return editor === undefined
      ? (await this.#client.call('files.read', { path: onDisk })).text
      : (await editor.snapshot()).text;
  }

  /** Its tab goes on under the new path, with this text. */
  async #follow(path: string, to: string, text: string): Promise<void> {
    clearTimeout(this.#draftTimers.get(path));
    const file = openFile(path);
    moveFile(path, to, text);
    await this.#discardDraft(path);
    // Not by its new editor, which may still be drawing.
    if (file?.unsaved === true) await this.#drafts.keep(to, text, file.stamp);
  }

  /** Shows what both sides hold, and lets the person choose. */
  async compareWithDisk(path: string): Promise<void> {
    const editor = fileEditors.get(path);
    if (editor === undefined) return;
    try {
      const found = await this.#read(path);
      await this.#resolve(path, await editor.snapshot(), found?.text ?? null, found?.stamp ?? null);
    } catch (failure) {
      this.#tell(`${path} could not be compared`, failure);
    }
  }

  /** `ifNew`: only where it is another content than the one that is shown; news of a change may be older than a save. */
  async takeFromDisk(path: string, ifNew = false): Promise<void> {
    try {
      const found = await this.#read(path);
      const file = openFile(path);
      if (found === null || file === undefined || (ifNew && (found.stamp === file.stamp || file.unsaved))) return;
      changeFile(path, {
        initial: found.text,
        edition: file.edition + 1,
        stamp: found.stamp,
        unsaved: false,
        disk: null,
      });
      await this.#discardDraft(path);
    } catch (failure) {
      this.#tell(`${path} could not be read`, failure);
    }
  }

  async #resolve(path: string, mine: Snapshot, theirs: string | null, stamp: string | null): Promise<boolean> {
    const choice = await askAboutConflict(path, mine.text, theirs);
    if (choice === null) {
      changeFile(path, { disk: theirs === null ? 'removed' : 'changed' });
      return false;
    }
    if (choice === 'theirs') {
      if (theirs === null) removeFile(path);
      else await this.takeFromDisk(path);
      return false;
    }
    if (choice === 'copy') return this.#saveAsCopy(path, mine.text);
    return this.#write(path, mine, stamp);
  }

  /** Beside the file, which is shown as it is on disk from then on. */
  async #saveAsCopy(path: string, mine: string): Promise<boolean> {
    const { folder, base, ending } = partsOf(path);
    // Of `order-mine-2` too the copy is one of `order`.
    const copy = await this.create(`${folder}${base.replace(/-mine(?:-\d+)?$/, '')}-mine${ending}`, mine);
    if (copy !== null) await this.takeFromDisk(path);
    return copy !== null;
  }

  /** True: nothing was edited while it was being written. */
  async #written(path: string, { saved }: Snapshot, stamp: string): Promise<boolean> {
    problemIsOver(notSaved(path));
    clearTimeout(this.#draftTimers.get(path));
    const unsaved = saved();
    changeFile(path, { stamp, unsaved, disk: null });
    await this.#keepDraft(path, unsaved);
    return !unsaved;
  }

  async #keepDraft(path: string, unsaved: boolean): Promise<void> {
    if (!unsaved) {
      this.#draftless.delete(path);
      return this.#discardDraft(path);
    }
    const editor = fileEditors.get(path);
    if (editor === undefined) return;
    const edit = this.#draftless.get(path);
    try {
      const { text } = await editor.snapshot();
      const file = openFile(path);
      // Closed, renamed, deleted or saved meanwhile: then it has none.
      if (file?.unsaved !== true) return;
      await this.#drafts.keep(path, text, file.stamp);
      if (this.#draftless.get(path) === edit) this.#draftless.delete(path);
    } catch (failure) {
      // While the host is away the banner says so; a draft is kept when it is back.
      if (failure instanceof CallFailed && failure.code === 'disconnected') return;
      this.#tell(`A draft of ${path} could not be kept`, failure);
    }
  }

  async #discardDraft(path: string): Promise<void> {
    try {
      await this.#drafts.discard(path);
    } catch (failure) {
      if (failure instanceof CallFailed && failure.code === 'disconnected') return;
      this.#tell(`The draft of ${path} could not be removed`, failure);
    }
  }

  async #offer(draft: DraftView, isGone: boolean): Promise<'restore' | 'discard' | null> {
    const when = relativeText(Date.parse(draft.savedAt), Date.now());
    return ask<'restore' | 'discard'>({
      title: `Restore the edits of ${nameOf(draft.path)}?`,
      body: `They were made ${when} and never saved.${draft.current ? '' : isGone ? ' The file is not on disk any more.' : ' The file has changed on disk since.'}`,
      choices: [
        { value: 'discard', label: 'Discard them', kind: 'danger' },
        { value: 'restore', label: 'Restore', kind: 'primary' },
      ],
      cancel: 'Later',
    });
  }

  async #read(path: string): Promise<{ text: string; stamp: string } | null> {
    try {
      return await this.#client.call('files.read', { path });
    } catch (failure) {
      if (failure instanceof CallFailed && failure.code === 'not-found') return null;
      throw failure;
    }
  }

  #tell(title: string, failure: unknown, further = ''): void {
    const advice = failure instanceof CallFailed ? failure.advice : '';
    tellProblem({
      title,
      reason: reasonOf(failure),
      advice: [further, advice].filter((part) => part !== '').join(' '),
    });
  }
}
