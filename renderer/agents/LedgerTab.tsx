import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { LedgerView } from '../../engine/protocol/savepoint-views.ts';
import { useAnswer, useClient } from '../bridge/client-context.ts';
import { shortId } from '../jobs/job-ids.ts';
import { chooseJob } from '../jobs/job-store.ts';
import { effectWords, unsentTitle } from '../jobs/effect-words.ts';
import { elementName } from '../jobs/element-names.ts';
import { JobTime, OwnClockSign } from '../jobs/JobTime.tsx';
import { useGraphs } from '../jobs/use-graphs.ts';
import { EffectTarget } from '../jobs/EffectTarget.tsx';
import { useLayout } from '../workbench/layout-store.ts';
import { useJobNews } from './job-news.ts';

type Entry = LedgerView['entries'][number];

const page = 50;

/** What all jobs did outside, newest first; what may have happened more than once is marked. */
export function LedgerTab() {
  const [duplicates, setDuplicates] = useState(false);
  const [offset, setOffset] = useState(0);
  const { data, failure, again } = useAnswer('ledger.list', { duplicates, limit: page, offset });
  useJobNews(again);
  return (
    <div className="agents-ledger">
      <div className="agents-ledger-head">
        <Checkbox
          label="Only what happened, or may have, more than once"
          checked={duplicates}
          onChange={(event) => {
            setDuplicates(event.currentTarget.checked);
            setOffset(0);
          }}
        />
        <div className="agents-acts">
          <Button size="compact-xs" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - page))}>
            Newer
          </Button>
          <Button size="compact-xs" disabled={data?.more !== true} onClick={() => setOffset(offset + page)}>
            Older
          </Button>
        </div>
      </div>
      {failure !== null ? (
        <p className="job-problem">{failure.message}</p>
      ) : data === null ? (
        <p className="job-quiet">Reading the ledger …</p>
      ) : data.entries.length === 0 ? (
        <p className="job-quiet">
          {duplicates ? 'Nothing happened more than once.' : 'No job has done anything outside: no message, no call.'}
        </p>
      ) : (
        <Entries entries={data.entries} />
      )}
    </div>
  );
}

function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  const client = useClient();
  const openPlace = useLayout((state) => state.openPlace);
  const graphOf = useGraphs(entries.flatMap(({ definition }) => (definition === null ? [] : [definition])));
  return (
    <div className="agents-list">
      <table aria-label="Side-effect ledger">
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">Element</th>
            <th scope="col">State</th>
            <th scope="col">What</th>
            <th scope="col">Attempt</th>
            <th scope="col" title="The checkpoints before and after it">
              Checkpoints
            </th>
            <th scope="col" aria-sort="descending">
              Began{' · '}
              <span className="job-order">newest first</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => {
            const { job, element, instance, attempt, state, target, key, before, after, beganAt, times, clock } = entry;
            const { sign, word } = effectWords(state, entry.answered);
            return (
              <tr key={`${job} ${instance} ${attempt}`} data-duplicate={entry.duplicate}>
                <td>
                  <button
                    type="button"
                    className="job-link job-id"
                    title={`Show job ${job}`}
                    onClick={() => {
                      chooseJob(client, job);
                      openPlace('history');
                    }}
                  >
                    {shortId(job)}
                  </button>
                </td>
                <td title={element}>{elementName(graphOf(entry.definition), element)}</td>
                <td {...(entry.answered ? { title: unsentTitle } : {})}>
                  <span aria-hidden>{sign}</span> {word}
                  {entry.duplicate && (
                    <strong
                      className="agents-twice"
                      data-answered={entry.answered}
                      title="Each of them carried the same idempotency key"
                    >
                      {times} times with one key
                    </strong>
                  )}
                </td>
                <td>
                  <EffectTarget target={target} idempotencyKey={key} />
                </td>
                <td>{attempt}</td>
                <td className="agents-line">
                  {before === 0 ? 'the start' : before} – {after ?? 'not saved'}
                </td>
                <td className="agents-line">
                  <JobTime at={beganAt} clock={clock} exact />
                  {clock === 'virtual' && <OwnClockSign />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {entries.some(({ clock }) => clock === 'virtual') && (
        <p className="agents-note">
          ◷ by the job’s own clock, as its messages are; all other times are those of the real clock. The order is that
          of the times, whichever clock they are by.
        </p>
      )}
    </div>
  );
}
