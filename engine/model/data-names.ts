/** What a file calls its data, for expressions that ask for it by name (BPMN 2.0.2, 10.4.3). */
import { childOf, childrenOf, idOf, textOf, type Element } from './element.ts';
import type { DataNames } from './graph/expression.ts';
import { variableOf } from './item.ts';
import { BPMN } from './namespace.ts';

/** What is the same for all expressions of a file. */
type NamesOfFile = Pick<DataNames, 'prefixes' | 'variables'>;

const FILES = new WeakMap<Element, NamesOfFile>();

/** Lists that hold data, or what has data. */
const LISTS = ['rootElements', 'flowElements', 'properties', 'dataInputs', 'dataOutputs'] as const;

/** As an element of the file sees it. */
export function dataNamesAt(element: Element, definitions: Element): DataNames {
  let names = FILES.get(definitions);
  if (names === undefined) {
    names = { prefixes: prefixesOf(definitions), variables: variablesIn(definitions) };
    FILES.set(definitions, names);
  }
  const around: string[] = [];
  for (let at: Element | undefined = element; at !== undefined && at !== definitions; at = at.$parent)
    if (at.$instanceOf('bpmn:FlowNode') || at.$instanceOf('bpmn:CallableElement'))
      around.push(...[idOf(at), textOf(at, 'name')].filter((name) => name !== null));
  return { ...names, around };
}

function prefixesOf(definitions: Element): readonly string[] {
  return Object.entries(definitions.$attrs ?? {}).flatMap(([name, value]) =>
    value === BPMN && name.startsWith('xmlns:') ? [name.slice('xmlns:'.length)] : [],
  );
}

function variablesIn(definitions: Element): Readonly<Record<string, string>> {
  const variables = new Map<string, string>();
  const open = [definitions];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const variable = at.$instanceOf('bpmn:ItemAwareElement') ? variableOf(at) : null;
    const names = variable === null ? [] : [idOf(at), textOf(at, 'name')];
    for (const name of names)
      if (name !== null && variable !== null && name !== variable && !variables.has(name))
        variables.set(name, variable);
    const specification = childOf(at, 'ioSpecification');
    if (specification !== null) open.push(specification);
    for (const list of LISTS) open.push(...childrenOf(at, list));
  }
  return Object.fromEntries(variables);
}
