/** The elements of an XML text with the places where they are written, for those who put parts of one text into another. */
import { MARKUP } from './markup.ts';

/** Bindings of prefixes; that of the default namespace is ''. */
export type Bindings = ReadonlyMap<string, string>;

/** A stretch of what an element holds. */
export interface SourcePart {
  /** `note`: a comment, or an instruction to a program; `data`: a CDATA section. */
  readonly kind: 'element' | 'text' | 'data' | 'note';
  readonly start: number;
  readonly end: number;
  readonly element: SourceElement | null;
}

export interface SourceAttribute {
  readonly name: string;
  /** As it is written, without its quotes. */
  readonly value: string;
  /** Of the space before it. */
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/** An element as it is written. */
export interface SourceElement {
  readonly name: string;
  /** `{namespace}local`. */
  readonly resolved: string;
  readonly id: string | null;
  /** As they are written, with the space before them. */
  readonly given: string;
  /** What the element itself declares, too. */
  readonly bindings: Bindings;
  readonly parent: SourceElement | null;
  readonly parts: SourcePart[];
  /** The elements among them. */
  readonly children: SourceElement[];
  readonly start: number;
  /** Behind its start tag; where it has no end tag this is its end. */
  readonly contentStart: number;
  contentEnd: number;
  end: number;
}

const ID = /^(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*?\s+id\s*=\s*(?:"([^"]*)"|'([^']*)')/;
const ATTRIBUTE = /\s+([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** Around the root. */
export const NO_BINDINGS: Bindings = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);

/** The root element of a text. Null: it is not well-formed. */
export function sourceTree(text: string): SourceElement | null {
  let root: SourceElement | null = null;
  let at: SourceElement | null = null;
  let end = 0;
  for (const found of text.matchAll(MARKUP)) {
    const { 0: token, 1: data, 2: closing, 3: name, 4: attributes = '', index } = found;
    if (at !== null && index > end) {
      if (text.slice(end, index).includes('<')) return null;
      at.parts.push({ kind: 'text', start: end, end: index, element: null });
    }
    end = index + token.length;
    if (name === undefined) {
      at?.parts.push({ kind: data === undefined ? 'note' : 'data', start: index, end, element: null });
    } else if (closing === '/') {
      if (at === null || at.name !== name) return null;
      at.contentEnd = index;
      at.end = end;
      hold(at.parent, at);
      at = at.parent;
    } else {
      if (at === null && root !== null) return null;
      const element = elementOf(name, attributes, at, index, end);
      root ??= element;
      if (!attributes.endsWith('/')) at = element;
      else hold(at, element);
    }
  }
  return at === null ? root : null;
}

function hold(parent: SourceElement | null, element: SourceElement): void {
  parent?.parts.push({ kind: 'element', start: element.start, end: element.end, element });
  parent?.children.push(element);
}

/** The elements directly inside of one. */
export function childElements({ children }: SourceElement): readonly SourceElement[] {
  return children;
}

function elementOf(
  name: string,
  written: string,
  parent: SourceElement | null,
  start: number,
  end: number,
): SourceElement {
  const given = written.endsWith('/') ? written.slice(0, -1) : written;
  let bindings = parent?.bindings ?? NO_BINDINGS;
  if (given.includes('xmlns')) {
    const declared = attributesIn(given, 0).filter((each) => isDeclaration(each.name));
    if (declared.length > 0) {
      bindings = new Map([...bindings, ...declared.map((each) => [each.name.slice(6), each.value] as const)]);
    }
  }
  const id = ID.exec(given);
  const colon = name.indexOf(':');
  const uri = bindings.get(colon === -1 ? '' : name.slice(0, colon)) ?? '';
  const resolved = `{${uri}}${name.slice(colon + 1)}`;
  const place = { start, contentStart: end, contentEnd: end, end };
  const own = { name, resolved, id: (id?.[1] ?? id?.[2])?.trim() ?? null, given, bindings, parent };
  return { ...own, parts: [], children: [], ...place };
}

/** The attributes of an element. */
export function attributesOf({ given, start, name }: SourceElement): readonly SourceAttribute[] {
  return attributesIn(given, start + 1 + name.length);
}

function attributesIn(given: string, base: number): readonly SourceAttribute[] {
  return [...given.matchAll(ATTRIBUTE)].map(({ 0: whole, 1: name = '', 2: double, 3: single, index }) => {
    const value = double ?? single ?? '';
    const start = base + index;
    const end = start + whole.length;
    return { name, value, start, valueStart: end - value.length - 1, end };
  });
}

/** Whether an attribute binds a prefix. */
export function isDeclaration(name: string): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}
