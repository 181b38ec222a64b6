/**
 * The files that are open in the design place, as data: which, which one is shown, what is saved. What happens to them
 * is in file-actions.ts; the text itself lives in the editor of each file, behind a `FileEditor`.
 */
import { create } from 'zustand';
import type { FileKind } from '../../engine/protocol/window-views.ts';

export interface OpenFile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly kind: FileKind;
  /** Text to begin with: of the disk, of a draft, or of a template. Replaced when the file is taken from the disk anew. */
  readonly initial: string;
  /** Rises with each replacement of `initial`. */
  readonly edition: number;
  /** Of the text on disk that the edits stand on; null: it was never saved. */
  readonly stamp: string | null;
  readonly unsaved: boolean;
  /** What others did to it on disk while it has unsaved edits here. */
  readonly disk: 'changed' | 'removed' | null;
}

/** What an editor holds at one moment. */
export interface Snapshot {
  /** As it would be saved. */
  readonly text: string;
  /** To be called once it is on disk. Answers whether there are edits since. */
  readonly saved: () => boolean;
}

/** What an editor can do for the file that it shows. */
export interface FileEditor {
  snapshot(): Promise<Snapshot>;
  /** Brings an element into view and selects it, where the file has such a thing. */
  reveal?(element: string): void;
  /** Brings a line of the text into view, from 1, where the file is shown as text. */
  revealLine?(line: number): void;
}

interface OpenFiles {
  readonly files: readonly OpenFile[];
  readonly active: string | null;
}

export const useOpenFiles = create<OpenFiles>()(() => ({ files: [], active: null }));

/** The editors that are there, by path. */
export const fileEditors = new Map<string, FileEditor>();

/** Texts of decisions that are being edited, for those who judge what needs them. */
export async function unsavedDecisions(): Promise<{ path: string; text: string }[]> {
  const edited = useOpenFiles.getState().files.filter(({ kind, unsaved }) => kind === 'rules' && unsaved);
  const texts = edited.map(async ({ path }) => {
    const snapshot = await fileEditors.get(path)?.snapshot();
    return snapshot === undefined ? [] : [{ path, text: snapshot.text }];
  });
  return (await Promise.all(texts)).flat();
}

const wanted = new Map<string, string>();

/** Shows an element of a file as soon as its editor has it. */
export function revealIn(path: string, element: string): void {
  wanted.set(path, element);
  fileEditors.get(path)?.reveal?.(element);
}

/** What is to be shown of a file that has just been loaded. */
export function takeWanted(path: string): string | null {
  const element = wanted.get(path) ?? null;
  wanted.delete(path);
  return element;
}

export function openFile(path: string): OpenFile | undefined {
  return useOpenFiles.getState().files.find((file) => file.path === path);
}

export function changeFile(path: string, change: Partial<OpenFile>): void {
  useOpenFiles.setState(({ files }) => ({
    files: files.map((file) => (file.path === path ? { ...file, ...change } : file)),
  }));
}

/** Opens a file that was read, and shows it, unless it is to stay behind the one in view. */
export function addFile(file: OpenFile, behind = false): void {
  useOpenFiles.setState(({ files, active }) => ({
    files: files.some(({ path }) => path === file.path) ? files : [...files, file],
    active: behind && active !== null ? active : file.path,
  }));
}

/** Puts the tabs of these files in this order, before all others. */
export function orderFiles(paths: readonly string[]): void {
  const place = ({ path }: OpenFile): number => (paths.includes(path) ? paths.indexOf(path) : paths.length);
  useOpenFiles.setState(({ files }) => ({ files: files.toSorted((left, right) => place(left) - place(right)) }));
}

/** Closes it without asking; its neighbour is shown. */
export function removeFile(path: string): void {
  useOpenFiles.setState(({ files, active }) => {
    const index = files.findIndex((file) => file.path === path);
    const left = files.filter((file) => file.path !== path);
    return { files: left, active: active === path ? (left[Math.min(index, left.length - 1)]?.path ?? null) : active };
  });
}

/** Another name for it: it is shown in the same tab, with this text. Undo begins anew. */
export function moveFile(path: string, to: string, text: string): void {
  useOpenFiles.setState(({ files, active }) => ({
    files: files.map((file) => (file.path === path ? { ...file, path: to, initial: text } : file)),
    active: active === path ? to : active,
  }));
}

export function showFile(path: string): void {
  useOpenFiles.setState({ active: path });
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What a path holds, by its ending; null: nothing that Cairn edits. */
export function kindOf(path: string): FileKind | null {
  if (path === 'cairn.json') return 'settings';
  if (path.endsWith('.bpmn')) return 'process';
  if (path.endsWith('.dmn')) return 'rules';
  return path.endsWith('.json') ? 'scenario' : null;
}

export const folderOf: Readonly<Record<FileKind, string>> = {
  process: 'processes/',
  rules: 'rules/',
  scenario: 'scenarios/',
  settings: '',
};
