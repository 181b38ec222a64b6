/** A job's document as scopes of the variable tree. */
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { elementName } from './element-names.ts';
import type { TreeScope } from './variable-tree.ts';

/** Id of the job's own scope in trees: documents call it null. */
export const rootScope = 'root';

/** The job's own variables first, then each scope's under its element's name. */
export function scopesOf(document: JobDocument, graph: ProcessGraph | null): TreeScope[] {
  const inner = document.scopes.map(({ id, element, variables }) => ({
    id,
    label: `In ${elementName(graph, element)}`,
    variables,
  }));
  return [{ id: rootScope, label: null, variables: document.variables }, ...inner];
}

/** Which variables were cut, as the tree asks for them. */
export function cutOf(document: JobDocument): ReadonlySet<string> {
  return new Set(document.cut.map(({ scope, name }) => `${scope ?? rootScope}\n${name}`));
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
