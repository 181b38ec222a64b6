/** What somebody has typed for something that waits, and not sent: kept while other things are looked at. */
import { create } from 'zustand';
import type { Draft } from '../jobs/VariablesForm.tsx';

interface WaitDrafts {
  readonly drafts: Readonly<Record<string, Draft>>;
}

const useDrafts = create<WaitDrafts>()(() => ({ drafts: {} }));

/** Takes away what was typed: it was sent. */
export function forgetDraft(key: string): void {
  useDrafts.setState(({ drafts }) => ({
    drafts: Object.fromEntries(Object.entries(drafts).filter(([each]) => each !== key)),
  }));
}

/** @param key Of what waits: job, element, instance, and what is sent to it. */
export function useWaitDraft(key: string, initial: Draft): readonly [Draft, (draft: Draft) => void] {
  const draft = useDrafts(({ drafts }) => drafts[key]);
  return [
    draft ?? initial,
    (changed) => useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [key]: changed } })),
  ];
}
