import { TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { PlainValue } from '../../engine/protocol/views.ts';
import { useClient } from '../bridge/client-context.ts';
import { cutOf, rootScope, scopesOf, withWhole } from '../jobs/document-scopes.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { hasEnded, useJob } from '../jobs/job-store.ts';
import { VariableRows } from '../jobs/VariableRows.tsx';
import type { TreeRow } from '../jobs/variable-tree.ts';
import { tellProblem } from '../workbench/notice.ts';
import { useStart } from './start-store.ts';

interface Whole {
  readonly scope: string;
  readonly name: string;
  readonly value: PlainValue;
}

/** The variables of the chosen job as it is now. */
export function VariablesTab() {
  const client = useClient();
  const document = useJob((state) => state.document);
  const diagram = useJob((state) => state.diagram);
  const starting = useStart(({ open, path }) => open && path !== null);
  const [filter, setFilter] = useState('');
  const [whole, setWhole] = useState<readonly Whole[]>([]);
  useEffect(() => setWhole([]), [document?.job.id, document?.seq]);
  const scopes = useMemo(() => {
    if (document === null) return [];
    const all = scopesOf(document, diagram?.graph ?? null);
    return whole.reduce((made, { scope, name, value }) => withWhole(made, scope, name, value), all);
  }, [document, diagram, whole]);
  const cut = useMemo(() => {
    const names = new Map(document === null ? [] : cutOf(document));
    for (const { scope, name } of whole) names.delete(`${scope}\n${name}`);
    return names;
  }, [document, whole]);
  if (starting) return <p className="job-quiet">What the new job begins with is in the form beside the diagram.</p>;
  if (document === null) return <p className="job-quiet">The variables of the chosen job are shown here.</p>;
  const fetchWhole = async ({ scope, path: [name] }: TreeRow): Promise<void> => {
    if (name === undefined) return;
    try {
      const { value } = await client.call('jobs.value', {
        job: document.job.id,
        scope: scope === rootScope ? null : scope,
        name,
      });
      setWhole((before) => [...before, { scope, name, value }]);
    } catch (failure) {
      if (!isGone(failure)) tellProblem({ title: `${name} could not be shown whole`, reason: reasonIn(failure) });
    }
  };
  const none = hasEnded(document.job.status) ? 'This job has no variables.' : 'This job has no variables yet.';
  return (
    <div className="runs-variables">
      <TextInput
        aria-label="Filter variables by name"
        placeholder="Filter by name"
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
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
