import type { Element } from '../../../engine/model/element.ts';
import type { ProcessGraph } from '../../../engine/model/graph/process.ts';
import { vendorMapping } from '../../../engine/model/vendor-parts.ts';

/** What an activity sees and passes on where nothing is mapped here: by its extensions, by the file's, or by Cairn's rule. */
export function mappingHint(activity: Element, isMapped: boolean, graphs: readonly ProcessGraph[]): string {
  if (!isMapped && vendorMapping(activity) !== null)
    return 'Extensions of another engine say what it sees and what it passes on; inputs or outputs here replace them.';
  const node = graphs.map(({ nodes }) => nodes.get(String(activity.get('id')))).find((each) => each !== undefined);
  if (!isMapped && node !== undefined && 'mapping' in node && node.mapping?.returnsAll === false)
    return 'Without inputs and outputs nothing goes in and nothing comes back, as in the engine that the file was made for.';
  return 'Without inputs it sees all variables; without outputs all that it sets is passed on.';
}
