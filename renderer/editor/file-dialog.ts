/** Which dialog about a file is open, and about which one. */
import { create } from 'zustand';

export interface FileQuestion {
  readonly act: 'rename' | 'duplicate' | 'where';
  /** Null: the workspace itself. */
  readonly path: string | null;
}

export const useFileQuestion = create<{ readonly asked: FileQuestion | null }>()(() => ({ asked: null }));

export function askAboutFile(act: FileQuestion['act'], path: string | null): void {
  useFileQuestion.setState({ asked: { act, path } });
}
