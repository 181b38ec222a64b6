/** The form that starts a job: which process, with what. Kept while one looks at other things. */
import { create } from 'zustand';
import type { Draft } from '../jobs/VariablesForm.tsx';

interface StartForm {
  readonly open: boolean;
  /** File of the process; null: none chosen yet. */
  readonly path: string | null;
  /** Edits of that file were saved so that it can be started. */
  readonly saved: boolean;
  /** Scenario that answers for the outside; null: nobody does. */
  readonly scenario: string | null;
  readonly clock: 'wall' | 'virtual';
  readonly extId: string;
  /** By file. */
  readonly drafts: Readonly<Record<string, Draft>>;
}

export const useStart = create<StartForm>()(() => ({
  open: false,
  path: null,
  saved: false,
  scenario: null,
  clock: 'wall',
  extId: '',
  drafts: {},
}));

/** Opens or closes the form; a path chooses the process as well. */
export function openStart(open = true, path?: string, saved = false): void {
  useStart.setState({ open, saved, ...(path === undefined ? {} : { path, scenario: null }) });
}

type Shown = Pick<StartForm, 'open' | 'path'>;

/** What the place shows, for the title: while the form is open, what it would start; else the chosen job's process. */
export function shownTitle({ open, path }: Shown, process: string | null): string | null {
  if (open) return path === null ? 'Start a job' : `Start ${path}`;
  return process;
}

/** The job that the place shows: none while the form is open. */
export function shownJob({ open }: Pick<StartForm, 'open'>, chosen: string | null): string | null {
  return open ? null : chosen;
}

export function setStartDraft(path: string, draft: Draft): void {
  useStart.setState(({ drafts }) => ({ drafts: { ...drafts, [path]: draft } }));
}
