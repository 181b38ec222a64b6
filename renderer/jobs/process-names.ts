/** What people call processes: by the name in the diagram, as the window's lists of jobs and saves say it. */
import { useRef } from 'react';
import type { DefinitionView } from '../../engine/protocol/window-views.ts';
import { useAnswer, useNotifications } from '../bridge/client-context.ts';

/** Every version of each process that was deployed, asked for anew when there may be another. */
export function useDefinitions(): readonly DefinitionView[] {
  const { data, again } = useAnswer('definitions.list', { every: true });
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

/**
 * Its name in that version, else in the latest; its id, where the diagram names none, and while nobody knows.
 * @param definitions As they are listed: a later version after an earlier one.
 */
export function processName(definitions: readonly Named[], key: string, version?: number): string {
  const own = definitions.find((each) => each.key === key && each.version === version);
  const definition = own ?? definitions.findLast((each) => each.key === key);
  const name = definition?.name?.trim() ?? '';
  return name === '' ? key : name.replaceAll(/\s+/g, ' ');
}

type Named = Pick<DefinitionView, 'key' | 'version' | 'name'>;

/** Of the process of a diagram, in the words of the list of jobs. */
export function diagramName(diagram: Named | null): string | null {
  return diagram === null ? null : processName([diagram], diagram.key);
}

/** Names processes by their ids, as that version is called, else as the latest is. */
export function useProcessNames(): (key: string, version?: number) => string {
  const definitions = useDefinitions();
  return (key, version) => processName(definitions, key, version);
}
