import { Button } from '@mantine/core';
import { Eraser, RotateCcw, ShieldCheck, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useClient } from '../bridge/client-context.ts';
import { shortId } from '../jobs/job-ids.ts';
import { chooseJob } from '../jobs/job-store.ts';
import { useProcessNames } from '../jobs/process-names.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { sizeText } from '../ui/quantity.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { RestorePanel } from './RestorePanel.tsx';
import { dispose, unmark, unmarkTitle, verify } from './saves-acts.ts';
import { openRestore, placeOf, selectedOf, shortPlace, useSaves, type Savepoint } from './saves-store.ts';

/** The chosen savepoint and what can be done with it; or how a restore is to go. */
export function SavesRight() {
  const state = useSaves();
  const chosen = selectedOf(state);
  if (state.source !== null) return <RestorePanel />;
  if (chosen === null) {
    return (
      <EmptyState title="Nothing is selected">
        {state.list?.savepoints.length === 0
          ? 'Once there is a savepoint, you can verify it here, restore a job from it, or delete it.'
          : 'Choose a savepoint to verify it, to restore a job from it, or to delete it.'}
      </EmptyState>
    );
  }
  return <About savepoint={chosen} folder={state.list?.folder ?? ''} />;
}

function About({ savepoint, folder }: { readonly savepoint: Savepoint; readonly folder: string }) {
  const client = useClient();
  const { path, problem, definition, createdAt, job, extId, seq, jobs, willRunAgain, bytes, used } = savepoint;
  const [reading, setReading] = useState(false);
  const named = useProcessNames();
  return (
    <div className="saves-panel">
      <h2>{definition === null ? 'A savepoint that cannot be used' : named(definition.key, definition.version)}</h2>
      {problem !== null && <p className="job-problem">{problem}</p>}
      <dl className="job-facts">
        <Fact name="Place">
          <span className="job-id" title={path}>
            {shortPlace(placeOf(path, folder))}
          </span>
        </Fact>
        {createdAt !== null && (
          <Fact name="Taken">
            <RelativeTime at={createdAt} />
          </Fact>
        )}
        {job !== null && (
          <Fact name="Job">
            <JobLink job={job} name={extId === null || extId === job ? shortId(job) : extId} />
          </Fact>
        )}
        {definition !== null && <Fact name="Version">{definition.version}</Fact>}
        {seq !== null && <Fact name="Checkpoint">{seq}</Fact>}
        <Fact name="Holds">
          {jobs} {jobs === 1 ? 'job' : 'jobs'}, {sizeText(bytes)} on disk
        </Fact>
        {willRunAgain > 0 && (
          <Fact name="Runs again">
            {willRunAgain} {willRunAgain === 1 ? 'task' : 'tasks'} under way
          </Fact>
        )}
        <Fact name="Used">
          <Uses savepoint={savepoint} />
        </Fact>
      </dl>
      <div className="saves-actions">
        <Button
          variant="filled"
          leftSection={<RotateCcw size={14} aria-hidden />}
          disabled={problem !== null}
          onClick={() => openRestore(path)}
        >
          Restore …
        </Button>
        <Button
          leftSection={<ShieldCheck size={14} aria-hidden />}
          loading={reading}
          onClick={() => {
            setReading(true);
            void verify(client, path).finally(() => setReading(false));
          }}
        >
          Verify
        </Button>
        {used && (
          <Button
            leftSection={<Eraser size={14} aria-hidden />}
            title={unmarkTitle}
            onClick={() => void unmark(client, path)}
          >
            Mark as unused …
          </Button>
        )}
        <Button leftSection={<Trash2 size={14} aria-hidden />} onClick={() => void dispose(client, path)}>
          Delete …
        </Button>
      </div>
      <Checked path={path} />
    </div>
  );
}

function Checked({ path }: { readonly path: string }) {
  const check = useSaves(({ checks }) => checks[path] ?? null);
  if (check === null) return null;
  if (check.problem !== null)
    return (
      <p className="job-problem" role="status">
        {check.problem}
      </p>
    );
  return (
    <p className="saves-good" role="status">
      <span aria-hidden>✓</span> Whole: all {sizeText(check.bytes)} were read, and every checksum fits.
    </p>
  );
}

function Uses({ savepoint: { used, restored } }: { readonly savepoint: Savepoint }) {
  if (restored.length === 0) return <>not yet</>;
  return (
    <>
      {!used && 'The mark was taken away. '}
      <ul className="saves-uses">
        {restored.map(({ job, at, mode }) => (
          <li key={job}>
            <JobLink job={job} name={shortId(job)} /> <RelativeTime at={at} />
            {mode === 'claim' && ', claimed'}
            {mode === 'deleted' && ', claimed, then deleted'}
          </li>
        ))}
      </ul>
    </>
  );
}

function JobLink({ job, name }: { readonly job: string; readonly name: string }) {
  const client = useClient();
  const openPlace = useLayout((state) => state.openPlace);
  return (
    <button
      type="button"
      className="job-link job-id"
      title={`Show job ${job}`}
      onClick={() => {
        chooseJob(client, job);
        openPlace('runs');
      }}
    >
      {name}
    </button>
  );
}

function Fact(props: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
