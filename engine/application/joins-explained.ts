/** Says of tokens at joins what they wait for, which takes the diagram besides the job's rows. */
import { decodeJob } from '../core/job-codec.ts';
import { joinWaits, type JoinWait } from '../core/join-waits.ts';
import type { TokenView } from '../protocol/views.ts';
import type { DefinitionRow, StoredJob } from '../store/rows.ts';
import { graphOf } from './definition-graph.ts';

/** The document with `join` at each token that has arrived at a join. `stored`: what the document was made of. */
export async function joinsExplained<T extends { readonly tokens: readonly TokenView[] }>(
  document: T,
  stored: StoredJob | null,
  definition: DefinitionRow | null,
): Promise<T> {
  if (stored === null || definition === null || !document.tokens.some(({ state }) => state === 'joining'))
    return document;
  const graph = await graphOf(definition);
  if (graph === undefined) return document;
  const state = decodeJob(stored.job, stored.rows);
  const waits = joinWaits(graph, state);
  // The document lists tokens in the order of their arrival.
  const ids = [...state.tokens.values()].toSorted((a, b) => a.arrival - b.arrival).map(({ id }) => id);
  const tokens = document.tokens.map((token, index) => ({ ...token, ...explained(waits.get(ids[index] ?? '')) }));
  return { ...document, tokens };
}

function explained(wait: JoinWait | undefined): Pick<TokenView, 'join'> {
  return wait === undefined
    ? {}
    : { join: { missing: [...wait.missing], from: [...wait.from], forEver: wait.forEver } };
}
