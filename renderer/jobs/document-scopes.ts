/** A job's document as scopes of the variable tree. */
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { elementName } from './element-names.ts';
import type { TreeScope } from './variable-tree.ts';

/** Id of the job's own scope in trees: documents call it null. */
export const rootScope = 'root';

type Scopes = Pick<JobDocument, 'scopes'>;

/** Which instance of its activity a scope is, from 1 on; null: it is none of several. */
export function instanceNumber({ scopes }: Scopes, id: string | null): number | null {
  const scope = scopes.find((each) => each.id === id);
  const around = scopes.find((each) => each.id === scope?.parent);
  if (scope === undefined || around?.element !== scope.element) return null;
  const { loopCounter } = scope.variables;
  return typeof loopCounter === 'number' ? loopCounter : null;
}

/** The job's own variables first, then each scope's under its element's name; instances of an activity in their order. */
export function scopesOf(document: JobDocument, graph: ProcessGraph | null): TreeScope[] {
  const numbered = document.scopes.map((scope) => ({ ...scope, number: instanceNumber(document, scope.id) }));
  const siblings = Map.groupBy(numbered, ({ parent, element }) => `${parent ?? ''}\n${element}`);
  const inner = [...siblings.values()].flatMap((scopes) =>
    scopes.toSorted((one, other) => (one.number ?? 0) - (other.number ?? 0)),
  );
  return [
    { id: rootScope, label: null, variables: document.variables },
    ...inner.map(({ id, element, variables, number }) => ({
      id,
      label: `In ${elementName(graph, element)}${number === null ? '' : `, instance ${number}`}`,
      variables,
    })),
  ];
}

/** Ids of the scopes that tokens see: from their own outwards. */
export function scopesSeen({ scopes }: Scopes, own: ReadonlySet<string | null>): ReadonlySet<string> {
  const parents = new Map(scopes.map(({ id, parent }) => [id, parent]));
  const seen = new Set<string>();
  for (const from of own) for (let id = from; id !== null && !seen.has(id); id = parents.get(id) ?? null) seen.add(id);
  return seen;
}

/** Which variables were cut, as the tree asks for them, and how large each is as a whole, in bytes. */
export function cutOf(document: JobDocument): ReadonlyMap<string, number> {
  return new Map(document.cut.map(({ scope, name, bytes }) => [`${scope ?? rootScope}\n${name}`, bytes]));
}

/**
 * Tokens as people count them: an activity with several instances has one for each, and the one around them, which waits
 * for them, is none more.
 */
export function countedTokens<Token extends { readonly instance: string | null }>(
  tokens: readonly Token[],
  { waiting }: Pick<JobDocument, 'waiting'>,
): readonly Token[] {
  const around = new Set(waiting.filter((each) => each.for === 'instances').map(({ instance }) => instance));
  return around.size === 0 ? tokens : tokens.filter(({ instance }) => instance === null || !around.has(instance));
}

/** With a value that was fetched whole in place of its beginning. */
export function withWhole(
  scopes: readonly TreeScope[],
  scope: string,
  name: string,
  value: TreeScope['variables'][string],
): TreeScope[] {
  return scopes.map((each) =>
    each.id === scope ? { ...each, variables: { ...each.variables, [name]: value } } : each,
  );
}

/** Names of the variables of all scopes. */
export const variableNames = ({ variables, scopes }: Pick<JobDocument, 'variables' | 'scopes'>): ReadonlySet<string> =>
  new Set([variables, ...scopes.map((scope) => scope.variables)].flatMap((each) => Object.keys(each)));
