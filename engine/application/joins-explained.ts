/** Says of tokens at joins what they wait for, which takes the diagram besides the job's rows. */
import { decodeJob } from '../core/job-codec.ts';
import { joinWaits } from '../core/join-waits.ts';
import { readBpmn } from '../model/read-bpmn.ts';
import type { ResultDocument } from '../protocol/views.ts';
import type { DefinitionRow, StoredJob } from '../store/rows.ts';

/** The document with `join` at each token that has arrived at a join. `stored`: what the document was made of. */
export async function joinsExplained(
  document: ResultDocument,
  stored: StoredJob | null,
  definition: DefinitionRow | null,
): Promise<ResultDocument> {
  if (stored === null || definition === null || !document.tokens.some(({ state }) => state === 'joining'))
    return document;
  const { processes } = await readBpmn(definition.xml, definition.file);
  const graph = processes.find(({ processId }) => processId === definition.key);
  if (graph === undefined) return document;
  const state = decodeJob(stored.job, stored.rows);
  const waits = joinWaits(graph, state);
  // The document lists tokens in the order of their arrival.
  const ids = [...state.tokens.values()].toSorted((a, b) => a.arrival - b.arrival).map(({ id }) => id);
  const tokens = document.tokens.map((token, index) => {
    const wait = waits.get(ids[index] ?? '');
    return wait === undefined
      ? token
      : { ...token, join: { missing: [...wait.missing], from: [...wait.from], forEver: wait.forEver } };
  });
  return { ...document, tokens };
}
