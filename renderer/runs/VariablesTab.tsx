import { useState } from 'react';
import { hasEnded, useJob } from '../jobs/job-store.ts';
import { VariableFilter } from '../jobs/VariableFilter.tsx';
import { VariableRows } from '../jobs/VariableRows.tsx';
import { LastCheckpointNote } from './LastCheckpointNote.tsx';
import { useStart } from './start-store.ts';
import { useWholeValues } from './whole-values.ts';

/** The variables of the chosen job as it is now. */
export function VariablesTab() {
  const document = useJob((state) => state.document);
  const diagram = useJob((state) => state.diagram);
  const starting = useStart(({ open, path }) => open && path !== null);
  const [filter, setFilter] = useState('');
  const { scopes, cut, fetchWhole } = useWholeValues(document, diagram);
  if (starting) return <p className="job-quiet">What the new job begins with is in the form beside the diagram.</p>;
  if (document === null) return <p className="job-quiet">The variables of the chosen job are shown here.</p>;
  const none = hasEnded(document.job.status) ? 'This job has no variables.' : 'This job has no variables yet.';
  return (
    <div className="runs-variables">
      <div className="runs-variables-head">
        <VariableFilter filter={filter} onChange={setFilter} />
        <LastCheckpointNote />
      </div>
      <VariableRows
        scopes={scopes}
        cut={cut}
        filter={filter}
        label="Variables"
        empty={filter === '' ? none : 'No variable is called like that.'}
        onFetchWhole={(row) => void fetchWhole(row)}
      />
    </div>
  );
}
