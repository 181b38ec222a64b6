/** The processes that jobs can be told apart by. */
import type { DefinitionView } from '../../engine/protocol/window-views.ts';
import { processName } from '../jobs/process-names.ts';

/** One choice for each process, however often it was deployed, called as its latest version is. */
export function processChoices(definitions: readonly DefinitionView[]): { value: string; label: string }[] {
  const latest = new Map<string, DefinitionView>();
  for (const each of definitions) {
    const known = latest.get(each.key);
    if (known === undefined || known.version < each.version) latest.set(each.key, each);
  }
  return [...latest.values()].map(({ key }) => ({ value: key, label: processName([...latest.values()], key) }));
}
