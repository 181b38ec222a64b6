import { useEffect, useMemo, useState } from 'react';
import type { PlainValue } from '../../engine/protocol/views.ts';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { useClient } from '../bridge/client-context.ts';
import { cutOf, rootScope, scopesOf, withWhole } from '../jobs/document-scopes.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import type { JobDiagram } from '../jobs/job-feed.ts';
import type { TreeRow, TreeScope } from '../jobs/variable-tree.ts';
import { tellProblem } from '../workbench/notice.ts';

interface Whole {
  readonly scope: string;
  readonly name: string;
  readonly value: PlainValue;
}

interface WholeValues {
  readonly scopes: readonly TreeScope[];
  /** Which are still cut, and how large they are. */
  readonly cut: ReadonlyMap<string, number>;
  readonly fetchWhole: (row: TreeRow) => Promise<void>;
}

/** The variables of a job as it is now, of which people may fetch whole what the document has only the beginning of. */
export function useWholeValues(document: JobDocument | null, diagram: JobDiagram | null): WholeValues {
  const client = useClient();
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
  const fetchWhole = async ({ scope, path: [name] }: TreeRow): Promise<void> => {
    if (name === undefined || document === null) return;
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
  return { scopes, cut, fetchWhole };
}
