/** What people call processes: by the name in the diagram, as the window's lists of jobs and saves say it. */
import { useRef } from 'react';
import type { DefinitionView } from '../../engine/protocol/window-views.ts';
import { useAnswer, useNotifications } from '../bridge/client-context.ts';

/** The latest version of each process that was deployed, asked for anew when there may be another. */
export function useDefinitions(): readonly DefinitionView[] {
  const { data, again } = useAnswer('definitions.list', {});
  const newest = useRef('');
  useNotifications('jobs-changed', ({ jobs }) => {
    // A definition can only be new together with a job that is. What is heard first of a quick job may be its end.
    const latest = newestOf(jobs, newest.current);
    if (latest !== newest.current) again();
    newest.current = latest;
  });
  return data?.definitions ?? none;
}

const none: readonly DefinitionView[] = [];

/** The youngest of these jobs and the one before, by id: ids begin with the time. */
export function newestOf(jobs: readonly { readonly id: string }[], before: string): string {
  return jobs.reduce((latest, { id }) => (id > latest ? id : latest), before);
}

/** Its name; its id, where the diagram names none, and while nobody knows. */
export function processName(definitions: readonly Named[], key: string): string {
  const name = definitions.find((each) => each.key === key)?.name?.trim() ?? '';
  return name === '' ? key : name.replaceAll(/\s+/g, ' ');
}

type Named = Pick<DefinitionView, 'key' | 'name'>;

/** Of the process of a diagram, in the words of the list of jobs: as its latest version is called. */
export function useProcessName(diagram: Named | null): string | null {
  const definitions = useDefinitions();
  return diagram === null ? null : processName([...definitions, diagram], diagram.key);
}

/** Names processes by their ids. */
export function useProcessNames(): (key: string) => string {
  const definitions = useDefinitions();
  return (key) => processName(definitions, key);
}
