/** A start tag as it was written, with what was edited of its attributes. */
import { attributesOf, isDeclaration, type Bindings, type SourceElement } from './source-tree.ts';

export interface StartTag {
  readonly name: string;
  /** Without the bracket that ends it. */
  readonly text: string;
  /** What ends it where it has no content. */
  readonly short: string;
  /** What ends it where it has some. */
  readonly long: string;
  /** Bindings inside of the element. */
  readonly bindings: Bindings;
}

/**
 * The tag of an element, as it is written there, where only `around` is bound.
 * @param needs Which prefixes it must have bound.
 */
export function tagAsWritten(
  element: SourceElement,
  text: string,
  around: Bindings,
  needs: (prefix: string) => boolean = () => true,
): StartTag {
  const own = new Set(attributesOf(element).map(({ name }) => name));
  const bindings = new Map(around);
  const missing: string[] = [];
  for (const [prefix, uri] of element.bindings) {
    const declaration = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
    if (around.get(prefix) === uri || !(own.has(declaration) || needs(prefix))) continue;
    bindings.set(prefix, uri);
    if (!own.has(declaration)) missing.push(` ${declaration}="${uri}"`);
  }
  const end = attributesOf(element).at(-1)?.end ?? element.start + 1 + element.name.length;
  const written = text.slice(end, element.contentStart);
  return {
    name: element.name,
    text: text.slice(element.start, end) + missing.join(''),
    short: written.endsWith('/>') ? written : '/>',
    long: written.endsWith('/>') ? '>' : written,
    bindings,
  };
}

/** The tag of an element that is new where it is put: it declares what it uses itself. */
export function tagOfAdded(element: SourceElement, text: string, around: Bindings): StartTag {
  const used = new Set([prefixOf(element.name)]);
  for (const { name, value } of attributesOf(element)) {
    if (!name.includes(':')) continue;
    used.add(prefixOf(name));
    // The name of a type.
    used.add(prefixOf(value));
  }
  return tagAsWritten(element, text, around, (prefix) => used.has(prefix));
}

/**
 * The tag of `original` with the differences between `before` and `after`. Null: what is new in `after` would mean something else
 * under the prefixes of the original.
 */
export function tagWithEdits(
  original: SourceElement,
  originalText: string,
  before: SourceElement,
  after: SourceElement,
  around: Bindings,
): StartTag | null {
  const tag = tagAsWritten(original, originalText, around);
  const renamed = before.resolved !== after.resolved;
  const [had, has] = [before, after].map(
    (each) => new Map(attributesOf(each).map(({ name, value }) => [name, value])),
  ) as [Map<string, string>, Map<string, string>];
  const edits = new Map<string, string | null>();
  for (const [name, value] of has) if (had.get(name) !== value) edits.set(name, value);
  for (const name of had.keys()) if (!has.has(name) && !isDeclaration(name)) edits.set(name, null);
  if (renamed) {
    // What the parser takes for said anyway is not said of the other type, which may not have it.
    for (const { name } of attributesOf(original)) {
      if (!had.has(name) && !has.has(name) && !name.includes(':') && !isDeclaration(name)) edits.set(name, null);
    }
  } else if (edits.size === 0) return tag;

  const bindings = new Map(tag.bindings);
  for (const [name, value] of edits) if (isDeclaration(name) && value !== null) bindings.set(name.slice(6), value);
  const meant = (prefix: string): boolean => bindings.get(prefix) === after.bindings.get(prefix);
  if (renamed && !meant(prefixOf(after.name))) return null;
  for (const [name, value] of edits) {
    if (isDeclaration(name)) continue;
    if (name.includes(':') && !meant(prefixOf(name))) return null;
    // The name of a type.
    const prefix = value === null ? '' : prefixOf(value);
    if (after.bindings.has(prefix) && name.includes(':') && !meant(prefix)) return null;
  }

  const name = renamed ? after.name : original.name;
  const parts = [`<${name}`];
  let from = original.start + 1 + original.name.length;
  for (const attribute of attributesOf(original)) {
    const value = edits.get(attribute.name);
    if (value === undefined) continue;
    edits.delete(attribute.name);
    if (value === null) parts.push(originalText.slice(from, attribute.start));
    else parts.push(originalText.slice(from, attribute.valueStart - 1), `"${value}"`);
    from = attribute.end;
  }
  parts.push(tag.text.slice(from - original.start));
  const last = attributesOf(original).at(-1);
  const space = last === undefined ? ' ' : /^\s+/.exec(originalText.slice(last.start, last.end))?.[0];
  for (const [added, value] of edits) {
    // It is known by another prefix there.
    if (value === null) return null;
    // Where people look for it.
    if (added === 'id') parts[0] += `${space ?? ' '}id="${value}"`;
    else parts.push(`${space ?? ' '}${added}="${value}"`);
  }
  return { ...tag, name, text: parts.join(''), bindings };
}

/** Whether all that is bound in the one is bound so in the other. */
export function sameBindings(bindings: Bindings, other: Bindings): boolean {
  if (bindings === other) return true;
  for (const [prefix, uri] of bindings) if (other.get(prefix) !== uri) return false;
  return true;
}

function prefixOf(name: string): string {
  return name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
}
