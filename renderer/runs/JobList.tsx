import { Button, Checkbox, Input, Select, TextInput, VisuallyHidden } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArchiveRestore, GitFork, Plus, Search } from 'lucide-react';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
} from 'react';
import { useClient, useConnection, useNotifications } from '../bridge/client-context.ts';
import type { DefinitionView, JobDocument } from '../../engine/protocol/window-views.ts';
import { useHostState } from '../bridge/host-state.ts';
import { useHostNeeded } from '../jobs/dead-engine.ts';
import { businessKeyOf, madeAt, originWords, shortId } from '../jobs/job-ids.ts';
import { chooseJob, useJob } from '../jobs/job-store.ts';
import { processName, useDefinitions } from '../jobs/process-names.ts';
import { standingIn } from '../jobs/standing-words.ts';
import { conditionWords, statusWords } from '../jobs/status-words.ts';
import { PauseSign, StatusSign } from '../jobs/StatusSign.tsx';
import { standstillNote, stillWords, useStillOf, type Still } from '../jobs/still.ts';
import { fadeEdges } from '../ui/edge-fade.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { jobCounts } from '../workbench/job-counts.ts';
import { isFiltered, JobPages, useJobList, type JobCondition, type JobLine, type JobStatus } from './job-list-store.ts';
import { knownCounts } from './known-counts.ts';
import { processChoices } from './process-choices.ts';
import { leastRow, rowHeightIn } from './row-height.ts';
import { openStart, shownJob, useStart } from './start-store.ts';
import './runs.css';
import './job-list.css';

type Standing = Pick<JobLine, 'status' | 'held' | 'incidents'>;

const keyHeight = 15;
/** News are gathered for so long before the list is asked for anew. */
const gatherMs = 250;

/** All jobs, newest first; as many as there are. */
export function JobList() {
  const client = useClient();
  const pages = useMemo(() => new JobPages(client), [client]);
  const { epoch } = useConnection();
  useEffect(() => void pages.refresh(), [pages, epoch]);
  useRefreshOnNews(pages);
  const { filter, jobs, loaded, more, problem } = useJobList();
  const definitions = useDefinitions();
  const needsHost = useHostNeeded();
  return (
    <section className="runs-list" aria-label="Jobs">
      <div className="runs-list-head">
        <h2>Jobs</h2>
        <Button
          leftSection={<Plus size={14} aria-hidden />}
          variant="filled"
          {...needsHost}
          onClick={() => openStart()}
        >
          Start a job
        </Button>
      </div>
      <Filters pages={pages} definitions={definitions} />
      {problem !== null && <p className="job-problem">{problem}</p>}
      {loaded && jobs.length === 0 ? (
        <div className="runs-list-empty">
          <p>{isFiltered(filter) ? 'No job is like that.' : 'No job has run here yet.'}</p>
          {isFiltered(filter) && <Button onClick={() => pages.clearFilter()}>Show all jobs</Button>}
        </div>
      ) : (
        <div className="job-rows-room">
          <Lines jobs={jobs} definitions={definitions} more={more} onEnd={() => void pages.more()} />
        </div>
      )}
    </section>
  );
}

function useRefreshOnNews(pages: JobPages): void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useNotifications('jobs-changed', () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      pages.renew();
    }, gatherMs);
  });
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
}

function Filters(props: { readonly pages: JobPages; readonly definitions: readonly DefinitionView[] }) {
  const { pages, definitions } = props;
  const { filter, ofProcess } = useJobList();
  const all = useHostState(({ engine }) => engine);
  const { state: connection } = useConnection();
  const isAway = connection === 'lost' || connection === 'refused';
  const counts = knownCounts(filter, all, ofProcess);
  const [search, setSearch] = useState(filter.search);
  useEffect(() => {
    if (search === filter.search) return undefined;
    const timer = setTimeout(() => pages.setFilter({ search }), 200);
    return () => clearTimeout(timer);
  }, [search, filter.search, pages]);
  const statuses = (Object.keys(statusWords) as JobStatus[]).map((status) => choiceOf(status, counts));
  const conditions = (['incident', 'held'] as const).map((condition) => choiceOf(condition, counts));
  return (
    <div className="runs-filters" title={isAway ? 'The connection is lost: the list is as it was before' : undefined}>
      <TextInput
        aria-label="Search jobs by id or name of the process"
        placeholder="Search by id or process"
        leftSection={<Search size={14} aria-hidden />}
        rightSection={
          search !== '' && (
            <Input.ClearButton aria-label="Clear the search" disabled={isAway} onClick={() => setSearch('')} />
          )
        }
        value={search}
        disabled={isAway}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className="runs-filters-row" data-set={filter.status !== null || filter.definition !== null}>
        <Select
          aria-label="Filter by process"
          placeholder="Process"
          data={processChoices(definitions)}
          value={filter.definition}
          disabled={isAway}
          clearable
          clearSectionMode="clear"
          searchable
          onChange={(value) => pages.setFilter({ definition: value })}
        />
        <Select
          aria-label="Filter by status"
          placeholder="Status"
          data={[
            { group: 'Status', items: statuses },
            { group: 'Stopped until a person acts', items: conditions },
          ]}
          renderOption={({ option }) => <ConditionOption condition={option.value} label={option.label} />}
          comboboxProps={{ width: 330, position: 'bottom-start' }}
          floatingHeight="viewport"
          value={filter.status}
          disabled={isAway}
          clearable
          clearSectionMode="clear"
          onChange={(value) => pages.setFilter({ status: value })}
        />
      </div>
      <Checkbox
        label="Without called jobs"
        title="Leaves out jobs that other jobs called"
        checked={filter.roots}
        disabled={isAway}
        onChange={(event) => pages.setFilter({ roots: event.currentTarget.checked })}
      />
    </div>
  );
}

/** A choice of the filter, with how many jobs it would leave where that is known. */
function choiceOf(condition: JobCondition, counts: ReturnType<typeof knownCounts>) {
  const { sign, word } =
    condition === 'incident' || condition === 'held' ? conditionWords[condition] : statusWords[condition];
  if (counts === null) return { value: condition, label: `${sign} ${word}` };
  const { active, waiting, paused, incident } = jobCounts(counts);
  const count = { ...counts.counts, active, passive: waiting, incident, held: paused }[condition];
  return { value: condition, label: `${sign} ${word} (${count.toLocaleString('en')})` };
}

/** What a status means stands below its word: nobody has to guess what a waiting job waits for. */
function ConditionOption({ condition, label }: { readonly condition: JobCondition; readonly label: string }) {
  const { sign, meaning } =
    condition === 'incident' || condition === 'held' ? conditionWords[condition] : statusWords[condition];
  return (
    <span className="runs-condition runs-condition-signed">
      <span>{condition === 'held' ? <PauseSign /> : sign}</span>
      <span>{label.slice(sign.length + 1)}</span>
      <span className="runs-card-note">{meaning}</span>
    </span>
  );
}

function Lines({
  jobs,
  definitions,
  more,
  onEnd,
}: {
  readonly jobs: readonly JobLine[];
  readonly definitions: readonly DefinitionView[];
  readonly more: boolean;
  readonly onEnd: () => void;
}) {
  const client = useClient();
  const chosen = shownJob(
    useStart(),
    useJob(({ job }) => job),
  );
  const stillOf = useStillOf();
  const looked = useJob(({ document }) => document);
  const scroller = useRef<HTMLDivElement>(null);
  const [rowHeight, setRowHeight] = useState(leastRow);
  const both = useCallback((element: HTMLDivElement | null) => {
    scroller.current = element;
    const room = element?.parentElement ?? null;
    const fades = fadeEdges(element);
    if (room === null) return fades;
    const sizes = new ResizeObserver(() => setRowHeight(rowHeightIn(room.clientHeight)));
    sizes.observe(room);
    return () => {
      sizes.disconnect();
      fades?.();
    };
  }, []);
  const virtual = useVirtualizer({
    count: jobs.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(jobs[index], rowHeight),
    getItemKey: (index) => jobs[index]?.id ?? index,
    overscan: 10,
  });
  useLayoutEffect(() => virtual.measure(), [virtual, rowHeight]);
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && lastSeen >= jobs.length - 20) onEnd();
  }, [more, lastSeen, jobs.length, onEnd]);
  const at = jobs.findIndex(({ id }) => id === chosen);
  const choose = (index: number): void => {
    const job = jobs[Math.max(0, Math.min(jobs.length - 1, index))];
    if (job === undefined) return;
    chooseJob(client, job.id);
    openStart(false);
    virtual.scrollToIndex(jobs.indexOf(job));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at === -1 ? 0 : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: jobs.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  };
  return (
    <div
      ref={both}
      className="runs-lines ui-fade"
      data-even={jobs.every((job) => businessKeyOf(job) === null)}
      style={{ '--row': `${rowHeight}px` } as CSSProperties}
      role="listbox"
      aria-label="Jobs, newest first"
      tabIndex={0}
      aria-activedescendant={at === -1 ? undefined : `job-line-${at}`}
      onKeyDown={onKeyDown}
    >
      <div className="runs-lines-all" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const job = jobs[index];
          return (
            job !== undefined && (
              <div
                key={job.id}
                id={`job-line-${index}`}
                role="option"
                aria-selected={job.id === chosen}
                aria-setsize={more ? -1 : jobs.length}
                aria-posinset={index + 1}
                className="runs-line"
                style={{ transform: `translateY(${start}px)`, height: heightOf(job, rowHeight) }}
                onClick={() => choose(index)}
              >
                <span className="runs-line-top">
                  <span
                    className="runs-line-name"
                    title={`${processName(definitions, job.definition.key, job.definition.version)}: ${job.definition.key}, version ${job.definition.version}`}
                  >
                    {processName(definitions, job.definition.key, job.definition.version)}
                  </span>
                  <span className="runs-line-version">v{job.definition.version}</span>
                  <RelativeTime at={madeAt(job.id) ?? job.startedAt} narrow />
                </span>
                <span className="runs-line-below">
                  <StatusSign {...standingOf(job, looked)} still={stillOf(job)} />
                  <GoneSign still={stillOf(job)} standing={standingOf(job, looked)} />
                  <OriginSign origin={job.origin} />
                  <span className="runs-line-id" title={`Job ${job.id}`}>
                    {shortId(job.id)}
                  </span>
                </span>
                <BusinessKey job={job} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

/** How a job stands; of the one that is looked at, what is known beside the list, if that is as new. */
function standingOf(job: JobLine, looked: JobDocument | null): Standing {
  return looked === null || looked.job.id !== job.id || looked.seq < job.seq ? job : standingIn(looked);
}

/** Beside what a job waits for: that its engine is dead. */
function GoneSign({ still, standing }: { readonly still: Still | null; readonly standing: Standing }) {
  const note = still === 'dead' ? standstillNote(still, standing) : null;
  if (note === null) return null;
  return (
    <span className="job-status runs-line-gone" data-tone="dead" title={note}>
      <span className="job-status-sign" aria-hidden>
        {stillWords.dead.sign}
      </span>
      <span className="runs-line-gone-word" aria-hidden>
        <span className="runs-line-gone-engine">engine </span>gone
      </span>
      <VisuallyHidden>{note}</VisuallyHidden>
    </span>
  );
}

/** Marks a job that began at a checkpoint of another one; from where exactly is its title. */
function OriginSign({ origin }: Pick<JobLine, 'origin'>) {
  if (origin === null) return null;
  const words = originWords(origin);
  return (
    <span className="runs-line-origin" data-how={origin.how} title={words}>
      {origin.how === 'fork' ? <GitFork size={12} aria-hidden /> : <ArchiveRestore size={12} aria-hidden />}
      <span aria-hidden>{origin.how === 'fork' ? 'fork' : 'restored'}</span>
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}

/** A job with a key has a line more. */
function heightOf(job: JobLine | undefined, rowHeight: number): number {
  return job === undefined || businessKeyOf(job) === null ? rowHeight : rowHeight + keyHeight;
}

function BusinessKey({ job }: { readonly job: JobLine }) {
  const key = businessKeyOf(job);
  return (
    key !== null && (
      <span className="runs-line-key" title={`Business key ${key}`}>
        Key {key}
      </span>
    )
  );
}
