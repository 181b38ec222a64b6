/** What somebody has typed for something that waits, and not sent: kept while other things are looked at. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { elementName } from '../jobs/element-names.ts';
import type { JobDiagram } from '../jobs/job-feed.ts';
import type { Draft } from '../jobs/VariablesForm.tsx';
import { tellProblem } from '../workbench/notice.ts';

interface WaitDrafts {
  readonly drafts: Readonly<Record<string, Draft>>;
}

const useDrafts = create<WaitDrafts>()(() => ({ drafts: {} }));

/** What is being sent by this window: that it waits no longer is no wonder. */
const sending = new Set<string>();

/** Sends what was typed; once it was taken, it is typed no longer. */
export async function sendDraft(key: string, send: () => Promise<unknown>): Promise<void> {
  sending.add(key);
  try {
    if ((await send()) !== null) forgetDraft(key);
  } finally {
    sending.delete(key);
  }
}

type Waiting = Pick<JobDocument, 'waiting'> & { readonly job: { readonly id: string } };

/** Elements for which somebody has typed something, by the keys of that, and which wait no longer. */
export function vainDrafts(keys: readonly string[], { job, waiting }: Waiting): ReadonlyMap<string, string> {
  // Keys are lists that begin with these three.
  const awaited = waiting.map(({ element, instance }) => beginning([job.id, element, instance]));
  return new Map(
    keys
      .filter(
        (key) =>
          key.startsWith(beginning([job.id])) && !awaited.some((begin) => `${key.slice(0, -1)},`.startsWith(begin)),
      )
      .map((key) => [key, String((JSON.parse(key) as unknown[])[1])]),
  );
}

/** Of every longer list in JSON. */
const beginning = (list: readonly (string | null)[]): string => `${JSON.stringify(list).slice(0, -1)},`;

/** Says what was typed in vain for the job: somebody else was faster, or a time was. */
export function useVainDrafts(document: Waiting | null, diagram: JobDiagram | null): void {
  useEffect(() => {
    if (document === null) return;
    const keys = Object.keys(useDrafts.getState().drafts).filter((key) => !sending.has(key));
    for (const [key, element] of vainDrafts(keys, document)) {
      forgetDraft(key);
      tellProblem({
        title: `“${elementName(diagram?.graph ?? null, element)}” waits no longer`,
        reason: 'What you had typed for it was not sent.',
      });
    }
  }, [document, diagram]);
}

/** Takes away what was typed: it was sent. */
function forgetDraft(key: string): void {
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
