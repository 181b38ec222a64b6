/** What can be said of an XPath expression without evaluating it. */
import { isBpmnName, isBpmnPrefix, problemWithNames, type DataNames } from './bpmn-functions.ts';
import { coreFunction } from './functions.ts';
import type { Call, XPathNode } from './syntax.ts';

/** The first call of a function that cannot be called so, with its place; null: there is none. */
export function wrongCall(expression: XPathNode, names: DataNames | undefined): string | null {
  for (const node of partsOf(expression)) {
    if (node.kind !== 'call') continue;
    const known = node.args.map((arg) => (arg.kind === 'literal' ? String(arg.value) : null));
    const problem = problemWith(node, known, names);
    if (problem !== null) return `character ${node.at}: ${problem}`;
  }
  return null;
}

/** Why a function cannot be called so; null when it can. `given`: its arguments as far as they are known, else null. */
export function problemWith(
  { prefix, name, args }: Call,
  given: readonly (string | null)[],
  names: DataNames | undefined,
): string | null {
  if (prefix !== null)
    return isBpmnPrefix(prefix, names)
      ? problemWithNames(name, given, names)
      : `${prefix}:${name}() is another engine's function`;
  const found = coreFunction(name);
  if (found === null)
    return isBpmnName(name)
      ? `${name}() is BPMN's own function: it needs the prefix of BPMN's namespace, as in bpmn:${name}()`
      : `XPath 1.0 has no function ${name}()`;
  if (args.length >= found.least && args.length <= found.most) return null;
  return `${name}() cannot take ${args.length} ${args.length === 1 ? 'argument' : 'arguments'}`;
}

/** Every part, outer ones first. */
function* partsOf(expression: XPathNode): Generator<XPathNode> {
  const open = [expression];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    open.push(...within(node).toReversed());
  }
}

function within(node: XPathNode): readonly XPathNode[] {
  switch (node.kind) {
    case 'literal':
    case 'variable':
      return [];
    case 'call':
      return node.args;
    case 'minus':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'filter':
      return [node.of, ...node.predicates];
    case 'path': {
      const { from, steps } = node;
      const below = steps.flatMap(({ predicates }) => predicates);
      return from === null || from === 'root' ? below : [from, ...below];
    }
  }
}
