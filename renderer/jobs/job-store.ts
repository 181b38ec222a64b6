/** The job that the window looks at: chosen in one place, seen in all. */
import { create } from 'zustand';
import type { ResultDocument } from '../../engine/protocol/views.ts';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { DiagramCache, JobFeed, noJob, type JobState } from './job-feed.ts';
import { countedTokens } from './document-scopes.ts';
import { NextFrame } from './next-frame.ts';

interface Chosen extends JobState {
  /** Selected on the diagram; null: nothing. */
  readonly element: string | null;
}

export const useJob = create<Chosen>()(() => ({ ...noJob, element: null }));

interface Link {
  readonly diagrams: DiagramCache;
  readonly feed: JobFeed;
}

const links = new WeakMap<WindowClient, Link>();
/** Of this window, whichever host it talks to. */
const frames = new NextFrame();

function linkOf(client: WindowClient): Link {
  const known = links.get(client);
  if (known !== undefined) return known;
  const diagrams = new DiagramCache(client);
  const link = {
    diagrams,
    feed: new JobFeed(
      client,
      diagrams,
      (change) => useJob.setState(change),
      (show) => frames.act(show),
    ),
  };
  links.set(client, link);
  return link;
}

/** Deployed diagrams, each read once in the life of the window. */
export function diagramsOf(client: WindowClient): DiagramCache {
  return linkOf(client).diagrams;
}

/** Shows a job everywhere; null: none. */
export function chooseJob(client: WindowClient, job: string | null): void {
  if (useJob.getState().job === job) return;
  useJob.setState({ element: null });
  linkOf(client).feed.follow(job);
}

/** Asks for everything of the chosen job once more. */
export function refreshJob(client: WindowClient): void {
  linkOf(client).feed.refreshAll();
}

/** The diagram of a job has been dragged or zoomed: what is new about tokens waits until the hand rests. */
export function diagramMoved(): void {
  frames.diagramMoved();
}

/** Shows what the death of that engine cost the chosen job; null: the latest. */
export function showCost(client: WindowClient, epoch: number | null): void {
  useJob.setState({ element: null });
  linkOf(client).feed.showCost(epoch);
}

export function chooseElement(element: string | null): void {
  useJob.setState({ element });
}

/** A token as the window draws it. */
export interface ShownToken {
  readonly id: string;
  readonly element: string;
  readonly state: string;
  readonly instance: string | null;
}

/** Tokens of the chosen job: those seen between checkpoints where they are newer than the document's. */
export function shownTokens({ document, live }: Pick<JobState, 'document' | 'live'>): readonly ShownToken[] {
  if (
    live !== null &&
    (document === null || live.seq >= document.seq) &&
    !(document !== null && hasEnded(document.job.status))
  ) {
    const tokens = live.tokens.map(({ token, ...rest }) => ({ id: token, ...rest }));
    return document === null ? tokens : countedTokens(tokens, document);
  }
  return document === null ? [] : countedTokens(document.tokens, document);
}

export const hasEnded = (status: ResultDocument['job']['status']): boolean =>
  status !== 'active' && status !== 'passive';
