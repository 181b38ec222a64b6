import { useMemo } from 'react';
import { useClient } from '../bridge/client-context.ts';
import { useJob } from '../jobs/job-store.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { JobPanel } from './JobPanel.tsx';
import { useNoJobs } from './job-list-store.ts';
import { runControl } from './run-control.ts';
import { StartPanel } from './StartPanel.tsx';
import { useStart } from './start-store.ts';

/** The form that starts a job, or what can be done to the chosen one. */
export function RunsRight() {
  const client = useClient();
  const control = useMemo(() => runControl(client), [client]);
  const starting = useStart(({ open }) => open);
  const job = useJob((state) => state.job);
  const noJobs = useNoJobs();
  if (starting) return <StartPanel />;
  if (job !== null) return <JobPanel control={control} />;
  return (
    <EmptyState title="Nothing is selected">
      {noJobs
        ? 'Of a job that is chosen you see here what waits in it, what went wrong, and what can be done.'
        : 'Choose a job to see what waits in it, what went wrong, and what can be done.'}
    </EmptyState>
  );
}
