/** What a token at a join waits for, for people who know elements by their names. */
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import type { TokenView } from '../../engine/protocol/views.ts';
import { quotedName } from '../jobs/element-names.ts';

/** Which ways are empty, and who can still come by them, or that nobody can (BPMN 2.0.2, 13.4.1). */
export function joinWords(graph: ProcessGraph | null, join: NonNullable<TokenView['join']>): string {
  const { missing, from, forEver } = join;
  const places = and(from.map((element) => quotedName(graph, element)));
  const waits = missing.length === 0 ? 'Waits for one more token' : `Waits for a token on ${waysIn(graph, missing)}`;
  if (forEver && from.length > 0)
    return `${waits}. It could only come from ${places}, where tokens wait in turn, each for another: for ever.`;
  if (forEver) return `${waits}. None can come any more: it waits for ever.`;
  if (from.length === 0) return `${waits}.`;
  return missing.length > 1 ? `${waits}. They can come from ${places}.` : `${waits}, which can come from ${places}.`;
}

/** All of them end where one looks: several are told by where they begin. */
function waysIn(graph: ProcessGraph | null, missing: readonly string[]): string {
  const [only] = missing;
  const flow = only === undefined ? undefined : graph?.flows.get(only);
  if (missing.length === 1 && flow !== undefined) {
    const source = quotedName(graph, flow.source);
    const name = flow.name?.trim() ?? '';
    return name === ''
      ? `the flow from ${source} to ${quotedName(graph, flow.target)}`
      : `the flow “${name}” from ${source}`;
  }
  if (missing.length === 1) return missing.join('');
  const begins = missing.map((id) => {
    const way = graph?.flows.get(id);
    if (way === undefined) return id;
    const source = quotedName(graph, way.source);
    return way.name === null || way.name.trim() === '' ? source : `${source} (“${way.name.trim()}”)`;
  });
  return `each of the flows from ${and(begins)}`;
}

function and(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
