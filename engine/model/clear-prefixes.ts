/**
 * Prefixes that mean one namespace here and another one there, or a namespace with several prefixes at several places: moddle-xml
 * takes one name for each namespace and then does not know, further in, what it stands for. Where that would be so, the
 * namespace has a prefix of its own beside.
 */
import { attributesOf, childElements, sourceTree, type SourceElement } from './source-tree.ts';

interface Declaration {
  readonly element: SourceElement;
  readonly prefix: string;
  readonly uri: string;
}

/** Those that the parser knows anyway. */
const KNOWN = /^https?:\/\/www\.(?:omg|w3)\.org\/|^urn:cairn:/;

/** The text with further declarations where it needs them. */
export function withClearPrefixes(text: string): string {
  const root = /<[A-Za-z_]/.exec(text)?.index ?? 0;
  if (text.lastIndexOf('xmlns:') < text.indexOf('>', root)) return text;
  const tree = sourceTree(text);
  if (tree === null) return text;
  const declarations = declarationsIn(tree);
  const unclear = unclearOf(declarations);
  if (unclear.size === 0) return text;
  const names = new Map([...unclear].map((uri, index) => [uri, freeName(text, index)]));
  const cuts = new Map<number, Set<string>>();
  for (const { element, uri } of declarations) {
    const name = names.get(uri);
    if (name === undefined) continue;
    const at = element.start + 1 + element.name.length;
    cuts.set(at, (cuts.get(at) ?? new Set()).add(` xmlns:${name}="${uri}"`));
  }
  return [...cuts]
    .toSorted(([one], [other]) => other - one)
    .reduce((whole, [at, added]) => whole.slice(0, at) + [...added].join('') + whole.slice(at), text);
}

function declarationsIn(element: SourceElement): Declaration[] {
  const own = element.given.includes('xmlns')
    ? attributesOf(element).flatMap(({ name, value: uri }): Declaration[] =>
        name === 'xmlns' || name.startsWith('xmlns:') ? [{ element, prefix: name.slice(6), uri }] : [],
      )
    : [];
  return [...own, ...childElements(element).flatMap(declarationsIn)];
}

function unclearOf(declarations: readonly Declaration[]): ReadonlySet<string> {
  const unclear = new Set<string>();
  const first = new Map<string, string>();
  for (const { element, prefix, uri } of declarations) {
    if (KNOWN.test(uri)) continue;
    const outer = element.parent?.bindings.get(prefix);
    if (prefix !== '' && outer !== undefined && outer !== uri) unclear.add(uri);
    if ((first.get(uri) ?? prefix) !== prefix) unclear.add(uri);
    first.set(uri, first.get(uri) ?? prefix);
  }
  return unclear;
}

function freeName(text: string, index: number): string {
  let name = `q${index + 1}`;
  while (text.includes(`${name}:`) || text.includes(`xmlns:${name}`)) name += 'q';
  return name;
}
