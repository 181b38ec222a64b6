/** Which of a job's variables go into the request of a web service. */
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { namesOf } from './expression-names.ts';

/** Names as they are outside of the element: what its input mapping makes of them is its own. */
export function requestReads(graph: ProcessGraph | null, element: string): ReadonlySet<string> {
  const node = graph?.nodes.get(element);
  if (node === undefined || !('implementation' in node) || node.implementation.kind !== 'http') return new Set();
  const { method, url, timeout, headers, body } = node.implementation.http;
  const own = new Set([method, url, timeout, body, ...headers.map(({ value }) => value)].flatMap(readsOf));
  const inputs = node.mapping?.inputs ?? [];
  const mapped = inputs.filter(({ name }) => own.has(name));
  for (const { name } of mapped) own.delete(name);
  return new Set([...own, ...mapped.flatMap(({ value }) => readsOf(value))]);
}

const readsOf = (expression: Parameters<typeof namesOf>[0]): string[] => [...namesOf(expression).reads];
