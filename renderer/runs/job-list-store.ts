/**
 * The list of jobs, newest first, page after page as one scrolls. News refresh the pages that are loaded, a little while
 * after the first of them, so that a thousand jobs a second do not ask a thousand times.
 */
import { create } from 'zustand';
import type { CallParams } from '../../engine/protocol/window-calls.ts';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import type { JobPage } from '../../engine/protocol/window-views.ts';
import { takeCounts } from '../bridge/host-state.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { Refresher } from '../jobs/job-feed.ts';

export type JobLine = JobPage['jobs'][number];
export type JobStatus = JobLine['status'];

/** How a job is: its status, or that it stands still for a person. */
export type JobCondition = JobStatus | 'incident' | 'held';

export interface JobFilter {
  readonly status: JobCondition | null;
  readonly definition: string | null;
  readonly search: string;
  /** Without those that another job called. */
  readonly roots: boolean;
}

interface JobList {
  readonly filter: JobFilter;
  readonly jobs: readonly JobLine[];
  readonly more: boolean;
  /** How many jobs the process of the filter has; null: there is none in it, or no answer yet. */
  readonly ofProcess: NonNullable<JobPage['ofProcess']> | null;
  /** Null until the first answer. */
  readonly loaded: boolean;
  readonly loading: boolean;
  readonly problem: string | null;
}

const everything: JobFilter = { status: null, definition: null, search: '', roots: false };

export const useJobList = create<JobList>()(() => ({
  filter: everything,
  jobs: [],
  more: false,
  ofProcess: null,
  loaded: false,
  loading: false,
  problem: null,
}));

export const isFiltered = ({ status, definition, search, roots }: JobFilter): boolean =>
  status !== null || definition !== null || search !== '' || roots;

/** Whether it is known that there is no job at all. */
export const useNoJobs = (): boolean =>
  useJobList(({ filter, jobs, loaded }) => loaded && jobs.length === 0 && !isFiltered(filter));

const pageSize = 200;

function paramsOf(
  filter: JobFilter,
  page: { readonly before?: string; readonly limit: number },
): CallParams<'jobs.list'> {
  return {
    ...page,
    ...conditionOf(filter.status),
    ...(filter.definition === null ? {} : { definition: filter.definition }),
    ...(filter.search === '' ? {} : { search: filter.search }),
    ...(filter.roots ? { roots: true } : {}),
  };
}

const conditionOf = (condition: JobCondition | null): Pick<CallParams<'jobs.list'>, 'status' | 'stands'> =>
  condition === null
    ? {}
    : condition === 'incident' || condition === 'held'
      ? { stands: condition }
      : // What stands still for a person is another word than its status.
        condition === 'active' || condition === 'passive'
        ? { status: condition, stands: 'neither' }
        : { status: condition };

/** Asks for pages; an answer that was overtaken by another filter is dropped. */
export class JobPages {
  private readonly client: Pick<WindowClient, 'call'>;
  private round = 0;
  private readonly refresher = new Refresher(async () => this.refresh());

  constructor(client: Pick<WindowClient, 'call'>) {
    this.client = client;
  }

  setFilter(change: Partial<JobFilter>): void {
    useJobList.setState((state) => {
      const filter = { ...state.filter, ...change };
      return { filter, ofProcess: filter.definition === state.filter.definition ? state.ofProcess : null };
    });
    void this.refresh(pageSize);
  }

  clearFilter(): void {
    this.setFilter(everything);
  }

  /**
   * As `refresh`, once more after the answer that is under way: where answers take longer than news, each would overtake
   * the one before, and the list would stand still for as long as there are news.
   */
  renew(): void {
    this.refresher.ask();
  }

  /** Asks anew for as many as there are now. */
  async refresh(atLeast = useJobList.getState().jobs.length): Promise<void> {
    const round = (this.round += 1);
    const { filter } = useJobList.getState();
    useJobList.setState({ loading: true });
    try {
      const limit = Math.max(pageSize, atLeast);
      let page = await this.client.call('jobs.list', paramsOf(filter, { limit: Math.min(500, limit) }));
      let jobs = page.jobs;
      while (page.more && jobs.length < limit && round === this.round) {
        page = await this.client.call('jobs.list', paramsOf(filter, { limit: 500, ...beforeLast(jobs) }));
        jobs = [...jobs, ...page.jobs];
      }
      if (round !== this.round) return;
      takeCounts(page);
      const { more, ofProcess = null } = page;
      useJobList.setState({ jobs, more, ofProcess, loaded: true, loading: false, problem: null });
    } catch (failure) {
      this.failed(round, failure);
    }
  }

  /** The next page. */
  async more(): Promise<void> {
    const { filter, jobs, more, loading } = useJobList.getState();
    if (!more || loading) return;
    const { round } = this;
    useJobList.setState({ loading: true });
    try {
      const page = await this.client.call('jobs.list', paramsOf(filter, { limit: pageSize, ...beforeLast(jobs) }));
      if (round === this.round) {
        takeCounts(page);
        useJobList.setState({ jobs: [...jobs, ...page.jobs], more: page.more, loading: false });
      }
    } catch (failure) {
      this.failed(round, failure);
    }
  }

  private failed(round: number, failure: unknown): void {
    if (round !== this.round) return;
    useJobList.setState({ loading: false, ...(isGone(failure) ? {} : { problem: reasonIn(failure), loaded: true }) });
  }
}

function beforeLast(jobs: readonly JobLine[]): { before?: string } {
  const last = jobs.at(-1);
  return last === undefined ? {} : { before: last.id };
}
