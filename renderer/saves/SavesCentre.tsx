import { Archive } from 'lucide-react';
import { useClient } from '../bridge/client-context.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { CreateDialog } from './CreateDialog.tsx';
import { RestoreView } from './RestoreView.tsx';
import { SavepointTable } from './SavepointTable.tsx';
import { useSavesCommands } from './saves-commands.ts';
import { useSavesUpdates } from './saves-feed.ts';
import { useSaves } from './saves-store.ts';
import { TakeSavepoint } from './TakeSavepoint.tsx';
import './saves.css';

/** All savepoints; or, while one is to be restored, both versions of its diagram. */
export function SavesCentre() {
  const client = useClient();
  useSavesUpdates();
  useSavesCommands(client);
  const { source, list, problem } = useSaves();
  return (
    <div className="saves-centre">
      {source !== null ? (
        <RestoreView />
      ) : problem !== null ? (
        <p className="job-problem">{problem}</p>
      ) : list === null ? (
        <p className="job-quiet">Looking for savepoints …</p>
      ) : list.savepoints.length === 0 ? (
        <EmptyState icon={Archive} title="No savepoints yet" actions={<TakeSavepoint />}>
          A savepoint is a job with all that it called, in a folder of its own that nothing trims: take one before you
          change a process, stop a job with it, and let the job go on from it, on a newer version if you want.
        </EmptyState>
      ) : (
        <>
          <div className="saves-head">
            <h2>Savepoints</h2>
            <span className="saves-folder" title={list.folder}>
              {list.folder}
            </span>
            <TakeSavepoint />
          </div>
          <SavepointTable list={list} />
        </>
      )}
      <CreateDialog />
    </div>
  );
}
