/** The graph of a stored definition, for views that take the diagram besides the job's rows. */
import type { ProcessGraph } from '../model/graph/process.ts';
import { readBpmn } from '../model/read-bpmn.ts';
import type { DefinitionRow } from '../store/rows.ts';

/** The diagram that was asked for last: whoever follows a job asks for the same one again and again. */
let latest: { readonly xml: string; readonly graphs: readonly ProcessGraph[] } | null = null;

export async function graphOf({ xml, file, key }: DefinitionRow): Promise<ProcessGraph | undefined> {
  if (latest?.xml !== xml) latest = { xml, graphs: (await readBpmn(xml, file)).processes };
  return latest.graphs.find(({ processId }) => processId === key);
}
