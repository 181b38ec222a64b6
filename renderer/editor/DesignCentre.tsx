import { useState } from 'react';
import { useAnswer } from '../bridge/client-context.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { DiagramView } from './DiagramView.tsx';

/** The processes of the workspace, one of them in view. */
export function DesignCentre() {
  const { data } = useAnswer('files.list', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const processes = (data?.files ?? []).filter(({ kind }) => kind === 'process').map(({ path }) => path);
  const path = chosen ?? processes[0] ?? null;
  if (path === null)
    return <EmptyState title="No process yet">Processes are the .bpmn files of the workspace.</EmptyState>;
  return (
    <>
      <div className="shell-tabs" role="tablist" aria-label="Processes">
        {processes.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            className="shell-tab"
            aria-selected={each === path}
            onClick={() => setChosen(each)}
          >
            {each}
          </button>
        ))}
      </div>
      <File path={path} />
    </>
  );
}

function File({ path }: { readonly path: string }) {
  const { data, failure } = useAnswer('files.read', { path });
  if (failure !== null) return <EmptyState title={`${path} cannot be read`}>{failure.message}</EmptyState>;
  return data === null ? null : <DiagramView xml={data.text} name={data.path} />;
}
