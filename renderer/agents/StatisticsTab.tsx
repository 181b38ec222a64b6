import { Select } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { CheckpointEntry, CheckpointStatistics } from '../../engine/protocol/savepoint-views.ts';
import { useAnswer } from '../bridge/client-context.ts';
import { shortId } from '../jobs/job-ids.ts';
import { useJob } from '../jobs/job-store.ts';
import { JobTime, OwnClockSign } from '../jobs/JobTime.tsx';
import { alikeTimes, sizeText, tookText } from '../ui/quantity.ts';
import { wishRestore } from '../workbench/restore-wish.ts';
import { useJobNews } from './job-news.ts';

/** Checkpoints in figures, as Flink's page has them: over all jobs, or of the chosen one. */
export function StatisticsTab() {
  const chosen = useJob((state) => state.job);
  const [scope, setScope] = useState<'all' | 'chosen'>('all');
  const job = scope === 'chosen' ? chosen : null;
  const { data, failure, again } = useAnswer('statistics.show', { job, limit: 100 });
  useJobNews(again);
  return (
    <div className="agents-statistics">
      <Select
        aria-label="Whose statistics"
        data={[
          { value: 'all', label: 'All jobs' },
          ...(chosen === null ? [] : [{ value: 'chosen', label: `The chosen job, ${shortId(chosen)}` }]),
        ]}
        value={job === null ? 'all' : scope}
        allowDeselect={false}
        onChange={(value) => setScope(value === 'chosen' ? 'chosen' : 'all')}
      />
      {failure !== null ? (
        <p className="job-problem">{failure.message}</p>
      ) : data === null ? (
        <p className="job-quiet">Counting …</p>
      ) : (
        <Figures statistics={data} />
      )}
    </div>
  );
}

const p99Words = '99th percentile: 99 of 100 took no longer, and were no larger';

function Figures({ statistics: { counts, summary, latest, history, measured } }: { statistics: CheckpointStatistics }) {
  const { state_size: size, end_to_end_duration: duration } = summary;
  const times = alikeTimes([duration.min, duration.avg, duration.max, duration.p99].map((each) => each * 1_000));
  const sizes = [size.min, size.avg, size.max, size.p99].map((each) => (measured === 0 ? '–' : sizeText(each)));
  return (
    <>
      <div className="agents-cards">
        <Card title="Checkpoints">
          <Pairs
            numbers
            pairs={[
              ['completed', counts.completed.toLocaleString('en')],
              ['failed', counts.failed.toLocaleString('en')],
              ['in progress', counts.in_progress.toLocaleString('en')],
              ['restored', counts.restored.toLocaleString('en')],
            ]}
          />
        </Card>
        <Card title={measured === 0 ? 'Duration and size' : `Over the latest ${measured.toLocaleString('en')}`}>
          <table aria-label="Duration and size">
            <thead>
              <tr>
                <td />
                {['min', 'average', 'max', 'p99'].map((each) => (
                  <th key={each} scope="col" {...(each === 'p99' ? { title: p99Words } : {})}>
                    {each}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">duration</th>
                {times.map((each, index) => (
                  <td key={index}>{each}</td>
                ))}
              </tr>
              <tr>
                <th scope="row">size</th>
                {sizes.map((each, index) => (
                  <td key={index}>{each}</td>
                ))}
              </tr>
            </tbody>
          </table>
        </Card>
        <Card title="Latest of each kind">
          <Pairs
            pairs={[
              ['completed', entryWords(latest.completed)],
              ['savepoint', entryWords(latest.savepoint)],
              ['failed', entryWords(latest.failed)],
              [
                'restored',
                latest.restored === null ? (
                  'none'
                ) : (
                  <>
                    from {latest.restored.is_savepoint ? 'a savepoint' : `checkpoint ${latest.restored.id}`},{' '}
                    <EntryTime clock={latest.restored.clock} at={latest.restored.restore_timestamp} />
                  </>
                ),
              ],
            ]}
          />
        </Card>
      </div>
      <p className="agents-note">
        Restored: jobs that a person restored, and those that were at work when their engine ended; not those that only
        waited then.
      </p>
      <History history={history} />
      {(history.some((entry) => isOwn(entry) || entry.own_timestamp !== undefined) ||
        Object.values(latest).some((entry) => entry !== null && isOwn(entry))) && (
        <p className="agents-note">
          ◷ by the job’s own clock; all other times are those of the real clock. The order is that in which they were
          saved, whichever clock their times are by.
        </p>
      )}
    </>
  );
}

const isOwn = ({ clock }: { readonly clock: CheckpointEntry['clock'] }): boolean => clock === 'virtual';

function entryWords(entry: CheckpointEntry | null): ReactNode {
  if (entry === null) return 'none';
  return (
    <span title={entry.failure_message ?? `Job ${entry.job}`}>
      {entry.id === null ? '' : `#${entry.id} `}
      of {shortId(entry.job)}, <EntryTime clock={entry.clock} at={entry.latest_ack_timestamp} />
    </span>
  );
}

/** Times of the real clock and of jobs' own stand in one list: the latter say so. */
function EntryTime({ clock, at }: { readonly clock: CheckpointEntry['clock']; readonly at: number }) {
  return (
    <>
      <JobTime at={at} clock={clock} exact />
      {clock === 'virtual' && <OwnClockSign />}
    </>
  );
}

function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="agents-card" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Pairs(props: { readonly pairs: readonly (readonly [string, ReactNode])[]; readonly numbers?: boolean }) {
  const { pairs, numbers = false } = props;
  return (
    <dl className={numbers ? 'job-facts agents-numbers' : 'job-facts'}>
      {pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const signs = { COMPLETED: '✓', FAILED: '✕', IN_PROGRESS: '◔' } as const;

function History({ history }: { readonly history: readonly CheckpointEntry[] }) {
  if (history.length === 0) return <p className="agents-note">Nothing has been saved yet.</p>;
  return (
    <div className="agents-list">
      <table aria-label="Latest checkpoints">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">Job</th>
            <th scope="col">Kind</th>
            <th scope="col">State</th>
            <th
              scope="col"
              title="The bytes of the checkpoint in the database. The files of a savepoint are larger: Saves has their size on disk."
            >
              In the store
            </th>
            <th scope="col">Took</th>
            <th scope="col" aria-sort="descending">
              When{' · '}
              <span className="job-order">last saved first</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {history.map((entry) => {
            const { job, id, status, is_savepoint: isSavepoint, state_size: bytes, end_to_end_duration: took } = entry;
            return (
              <tr key={`${job} ${id ?? ''} ${entry.latest_ack_timestamp} ${status}`}>
                <td>{id ?? '–'}</td>
                <td className="job-id" title={job}>
                  {shortId(job)}
                </td>
                <td>
                  {isSavepoint ? 'savepoint' : 'checkpoint'}
                  {isSavepoint && entry.external_path !== null && (
                    <button
                      type="button"
                      className="job-link agents-restore"
                      onClick={() => wishRestore(entry.external_path ?? '')}
                    >
                      restore …
                    </button>
                  )}
                </td>
                <td title={entry.failure_message}>
                  <span aria-hidden>{signs[status]}</span>{' '}
                  {status === 'FAILED' ? (entry.failure_message ?? 'failed') : 'completed'}
                </td>
                <td>{sizeText(bytes)}</td>
                <td>{tookText(took * 1000)}</td>
                <td>
                  <EntryTime clock={entry.clock} at={entry.latest_ack_timestamp} />
                  {entry.own_timestamp !== undefined && (
                    <span className="agents-own-time">
                      <EntryTime clock="virtual" at={entry.own_timestamp} />
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
