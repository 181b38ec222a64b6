/** What people call processes: by the name in the diagram, as the window's lists of jobs and saves say it. */
import type { DefinitionView } from '../../engine/protocol/window-views.ts';
import { useAnswer, useNotifications } from '../bridge/client-context.ts';

/** The latest version of each process that was deployed, asked for anew when there may be another. */
export function useDefinitions(): readonly DefinitionView[] {
  const { data, again } = useAnswer('definitions.list', {});
  useNotifications('jobs-changed', ({ jobs }) => {
    // A definition can only be new together with a job that is.
    if (jobs.some(({ seq }) => seq <= 1)) again();
  });
  return data?.definitions ?? none;
}

const none: readonly DefinitionView[] = [];

/** Its name; its id, where the diagram names none, and while nobody knows. */
export function processName(definitions: readonly DefinitionView[], key: string): string {
  const name = definitions.find((each) => each.key === key)?.name?.trim() ?? '';
  return name === '' ? key : name.replaceAll(/\s+/g, ' ');
}

/** Names processes by their ids. */
export function useProcessNames(): (key: string) => string {
  const definitions = useDefinitions();
  return (key) => processName(definitions, key);
}
