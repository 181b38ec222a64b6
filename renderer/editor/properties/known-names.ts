/** Variables that a process is known to have, for completion: what its own elements write, and what a scenario brings. */
import { childOf, childrenOf, extensionsOf, rawTextOf } from '../../../engine/model/element.ts';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import type { DiagramSession } from '../diagram-session.ts';

/** In order of name. */
export function knownNames(session: DiagramSession): KnownName[] {
  const names = new Map<string, string>();
  const add = (name: string | null, detail: string): void => {
    if (name !== null && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) && !names.has(name)) names.set(name, detail);
  };
  for (const { businessObject: node } of session.registry.getAll()) {
    const element = rawTextOf(node, 'name') ?? rawTextOf(node, 'id') ?? '';
    const from = `set by ${element}`;
    if (!node.$instanceOf('bpmn:FlowNode')) continue;
    if (node.$instanceOf('bpmn:Activity')) add(rawTextOf(node, 'cairn:resultVariable'), from);
    for (const extension of extensionsOf(node)) {
      for (const list of ['outputs', 'fields']) {
        for (const each of lists(extension, list)) add(rawTextOf(each, 'name'), from);
      }
      for (const each of lists(extension, 'inputs')) add(rawTextOf(each, 'name'), `input of ${element}`);
      for (const each of lists(extension, 'results')) add(rawTextOf(each, 'variable'), from);
      for (const rule of lists(extension, 'rules'))
        for (const each of lists(rule, 'actions')) add(rawTextOf(each, 'variable'), from);
    }
    const loop = childOf(node, 'loopCharacteristics');
    if (loop !== null) {
      add(rawTextOf(loop, 'cairn:elementVariable'), `each item of ${element}`);
      add(rawTextOf(loop, 'cairn:outputCollection'), `all results of ${element}`);
    }
    if (node.$type === 'bpmn:ScriptTask') {
      for (const match of (rawTextOf(node, 'script') ?? '').matchAll(/setVariable\(\s*['"]([^'"]+)['"]/g))
        add(match[1] ?? null, from);
      for (const match of (rawTextOf(node, 'script') ?? '').matchAll(/\bvariables\.([A-Za-z_$][\w$]*)\s*=/g))
        add(match[1] ?? null, from);
    }
  }
  return [...names]
    .map(([name, detail]) => ({ name, detail }))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

function lists(extension: Parameters<typeof childrenOf>[0], property: string) {
  return extension.$descriptor.isGeneric === true ? [] : childrenOf(extension, property);
}
