/** Which elements were given another id: what refers to them says so, since it is written anew with each of them. */
import { attributesOf, childElements, type SourceElement } from './source-tree.ts';
import type { Source } from './tree-pairs.ts';

/** Elements by their ids; null: several have it. */
type ById = ReadonlyMap<string, SourceElement | null>;

/** The old id by the new one. */
export function renamedIds(before: Source, known: ById, after: Source, now: ById): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  const lost = new Set([...known.keys()].filter((id) => !now.has(id)));
  if (lost.size === 0 || [...now.keys()].every((id) => known.has(id))) return renamed;
  const disputed = new Set<string>();
  const taken = new Map<string, string>();
  const compare = (was: string | undefined, is: string | undefined): void => {
    if (was === undefined || is === undefined || !lost.has(was) || !now.has(is) || known.has(is)) return;
    if ((renamed.get(is) ?? was) !== was || (taken.get(was) ?? is) !== is) disputed.add(is);
    renamed.set(is, was);
    taken.set(was, is);
  };
  const compareAll = (one: SourceElement, other: SourceElement): void => {
    const values = new Map(attributesOf(other).map(({ name, value }) => [name, value]));
    for (const { name, value } of attributesOf(one)) if (name !== 'id') compare(value, values.get(name));
    compare(wordsOf(one, before.text), wordsOf(other, after.text));
    const nameless = childElements(other).filter(({ id }) => id === null);
    childElements(one)
      .filter(({ id }) => id === null)
      .forEach((child, index, { length }) => {
        const its = nameless[index];
        if (its?.resolved === child.resolved && length === nameless.length) compareAll(child, its);
      });
  };
  for (const [id, one] of known) {
    const other = now.get(id);
    if (one !== null && other !== null && other !== undefined) compareAll(one, other);
  }
  for (const id of disputed) renamed.delete(id);
  return renamed;
}

/** What an element holds when that is nothing but a text. */
function wordsOf({ given, parts, contentStart, contentEnd }: SourceElement, text: string): string | undefined {
  return given === '' && parts.length === 1 && parts[0]?.kind === 'text'
    ? text.slice(contentStart, contentEnd)
    : undefined;
}
