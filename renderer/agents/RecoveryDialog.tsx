import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useClient } from '../bridge/client-context.ts';
import { shortId } from '../jobs/job-ids.ts';
import { chooseJob } from '../jobs/job-store.ts';
import { useProcessNames } from '../jobs/process-names.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { useCommands } from '../workbench/command-registry.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { decide, type Decision } from './agents-acts.ts';
import { useDecisions } from './agents-feed.ts';
import { openDecisions, useAgents } from './agents-store.ts';
import './agents.css';

const close = (): void => useAgents.setState({ deciding: false });

/** With automatic recovery off: the jobs that a dead engine left, and what is to become of each. */
export function RecoveryDialog() {
  useDecisions();
  useCommands([
    {
      id: 'agents.decide',
      title: 'Decide about the jobs that were found',
      group: 'Agents',
      words: 'recovery restart keep remove',
      refusal: () =>
        (useAgents.getState().recoveries?.jobs.length ?? 0) > 0 ? null : 'No job that was found waits for a decision',
      run: () => useAgents.setState({ deciding: true }),
    },
  ]);
  const deciding = useAgents((state) => state.deciding);
  const recoveries = useAgents((state) => state.recoveries);
  const jobs = recoveries?.jobs ?? [];
  return (
    <Modal
      opened={deciding && jobs.length > 0}
      onClose={close}
      size="xl"
      title={jobs.length === 1 ? 'A job was found' : `${jobs.length} jobs were found`}
    >
      <Found />
    </Modal>
  );
}

/** The most that are listed: the others are decided together. */
const listed = 200;

function Found() {
  const client = useClient();
  const recoveries = useAgents((state) => state.recoveries);
  const [busy, setBusy] = useState(false);
  const named = useProcessNames();
  const jobs = recoveries?.jobs ?? [];
  const open = openDecisions(recoveries).map(({ job }) => job);
  const decided = async (these: readonly string[], decision: Decision): Promise<void> => {
    setBusy(true);
    await decide(client, these, decision);
    setBusy(false);
  };
  return (
    <div className="agents-form">
      <p className="agents-note">
        {jobs.length === 1 ? 'It was at work when its' : 'They were at work when their'} engine ended, and automatic
        recovery is off. <em>Restart</em> goes on from the latest checkpoint, <em>keep</em> leaves a job as it is
        without asking again, <em>remove</em> cancels it; its history stays.
      </p>
      <div className="agents-list agents-found">
        <table aria-label="Jobs that were found">
          <thead>
            <tr>
              <th scope="col">Process</th>
              <th scope="col">Job</th>
              <th scope="col">Goes on from</th>
              <th scope="col">Found</th>
              <th scope="col">
                <span className="agents-hidden">Decision</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {jobs.slice(0, listed).map(({ job, extId, definition, seq, since, decision }) => {
              const name = `${named(definition.key, definition.version)} ${extId === job ? shortId(job) : extId}`;
              return (
                <tr key={job}>
                  <td>
                    {named(definition.key, definition.version)}{' '}
                    <span className="agents-note">version {definition.version}</span>
                  </td>
                  <td>
                    <JobLink job={job} name={extId === job ? shortId(job) : extId} />
                  </td>
                  <td>{seq === 0 ? 'its beginning' : `checkpoint ${seq}`}</td>
                  <td className="agents-since">
                    {decision === 'kept' ? 'kept' : since === null ? 'no engine runs yet' : <RelativeTime at={since} />}
                  </td>
                  <td>
                    <div className="agents-acts">
                      {(['restart', 'keep', 'remove'] as const)
                        .filter((each) => each !== 'keep' || decision !== 'kept')
                        .map((each) => (
                          <Button
                            key={each}
                            size="compact-xs"
                            {...(each === 'restart' && open.length === 1 && open[0] === job
                              ? { variant: 'filled', 'data-autofocus': true }
                              : {})}
                            disabled={busy}
                            aria-label={`${words[each]} ${name}`}
                            onClick={() => void decided([job], each)}
                          >
                            {words[each]}
                          </Button>
                        ))}
                    </div>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {jobs.length > listed && <p className="agents-note">and {jobs.length - listed} more</p>}
      </div>
      <div className="agents-acts agents-acts-end">
        <Button onClick={close}>Decide later</Button>
        {/* One has its buttons in its row. */}
        {open.length > 1 && (
          <Button variant="filled" loading={busy} data-autofocus onClick={() => void decided(open, 'restart')}>
            Restart all {open.length}
          </Button>
        )}
      </div>
    </div>
  );
}

const words: Readonly<Record<Decision, string>> = { restart: 'Restart', keep: 'Keep', remove: 'Remove' };

function JobLink({ job, name }: { readonly job: string; readonly name: string }) {
  const client = useClient();
  const openPlace = useLayout((state) => state.openPlace);
  return (
    <button
      type="button"
      className="job-link job-id"
      title={`Show job ${job}`}
      onClick={() => {
        close();
        chooseJob(client, job);
        openPlace('history');
      }}
    >
      {name}
    </button>
  );
}
