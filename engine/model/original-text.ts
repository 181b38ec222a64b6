/**
 * A file as it was read, for those who write it again: what was not edited stays as it was written, to the letter. The
 * parser drops comments, instructions, what it has no room for, and how things are written; here only the edits are taken from
 * what it writes: the difference between what it writes of the file without any edit, and with them.
 */
import { placedChildren } from './child-places.ts';
import { isReadAsText } from './plain-text.ts';
import { contentOf } from './source-segments.ts';
import { childElements, NO_BINDINGS, sourceTree, type Bindings, type SourceElement } from './source-tree.ts';
import { sameBindings, tagOfAdded, tagWithEdits, type StartTag } from './start-tag.ts';
import { pairsOfEdited, pairsOfWritten, redrawn, Sayings, type Pairs, type Source } from './tree-pairs.ts';

/** What one level is indented by where the file does not show it. */
const INDENT = '  ';

export class OriginalText {
  readonly #original: Source;
  readonly #unedited: Source;
  readonly #sayings = new Sayings();
  /** What is written of each element, the other way round. */
  readonly #read: Pairs;
  readonly #redrawn: ReadonlySet<SourceElement>;

  /**
   * @param unedited What is written of it when nothing was edited.
   * @throws Error when one of them is not well-formed.
   */
  constructor(original: string, unedited: string) {
    this.#original = source(original);
    this.#unedited = source(unedited);
    this.#read = pairsOfWritten(this.#original, this.#unedited, this.#sayings);
    this.#redrawn = redrawn(this.#original, this.#unedited, this.#read);
  }

  /**
   * The original with the edits.
   * @param edited What is written of the file after them.
   */
  with(edited: string): string {
    const { text, root } = this.#original;
    const element = edited === this.#unedited.text ? text.slice(root.start, root.end) : this.#merged(source(edited));
    return asUtf8(text.slice(0, root.start) + element + text.slice(root.end));
  }

  #merged(after: Source): string {
    const before = this.#unedited;
    const pairs = pairsOfEdited(before, after, this.#sayings);
    const merge = new Merge(this.#original, before, after, this.#read, this.#redrawn, pairs, this.#sayings);
    merge.element(after.root, NO_BINDINGS, '');
    return merge.written.join('');
  }
}

class Merge {
  readonly written: string[] = [];
  readonly #original: Source;
  readonly #before: Source;
  readonly #after: Source;
  readonly #read: Pairs;
  /** What is of the original and no longer there. */
  readonly #redrawn: ReadonlySet<SourceElement>;
  readonly #aroundRedrawn = new Set<SourceElement>();
  readonly #pairs: Pairs;
  readonly #sayings: Sayings;
  readonly #newline: string;

  constructor(
    original: Source,
    before: Source,
    after: Source,
    read: Pairs,
    anew: ReadonlySet<SourceElement>,
    pairs: Pairs,
    sayings: Sayings,
  ) {
    this.#original = original;
    this.#before = before;
    this.#after = after;
    this.#read = read;
    this.#redrawn = anew;
    for (const each of anew)
      for (let at = each.parent; at !== null && !this.#aroundRedrawn.has(at); at = at.parent)
        this.#aroundRedrawn.add(at);
    this.#pairs = pairs;
    this.#sayings = sayings;
    this.#newline = original.text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** @param indent What its line begins with. */
  element(after: SourceElement, around: Bindings, indent: string): void {
    const before = this.#pairs.get(after);
    const original = before === undefined ? undefined : this.#read.get(before);
    if (before === undefined || original === undefined) {
      this.#added(after, around, indent);
      return;
    }
    const { text } = this.#original;
    const same = this.#sayings.of(before, this.#before.text) === this.#sayings.of(after, this.#after.text);
    const isWhole = same && !this.#aroundRedrawn.has(original);
    if (isWhole && sameBindings(original.parent?.bindings ?? around, around)) {
      this.written.push(text.slice(original.start, original.end));
      return;
    }
    const tag = tagWithEdits(original, text, before, after, around) ?? tagOfAdded(after, this.#after.text, around);
    this.#closed(tag, original.contentStart === original.end, () => {
      if (hasText(original, text) || hasText(before, this.#before.text) || hasText(after, this.#after.text)) {
        this.#text(original, before, after, tag.bindings, indent);
      } else this.#children(original, before, after, tag.bindings, indent);
    });
  }

  /** An element that the original does not have; what was moved into it may be from there. */
  #added(after: SourceElement, around: Bindings, indent: string): void {
    const tag = tagOfAdded(after, this.#after.text, around);
    this.#closed(tag, true, () => {
      if (hasText(after, this.#after.text)) this.#parts(after, tag.bindings, indent);
      else this.#lines(childElements(after), tag.bindings, indent);
    });
  }

  #closed({ name, text, short, long }: StartTag, mayBeShort: boolean, content: () => void): void {
    this.written.push(text, long);
    const count = this.written.length;
    content();
    if (mayBeShort && this.written.length === count) this.written[count - 1] = short;
    else this.written.push(`</${name}>`);
  }

  #lines(children: readonly SourceElement[], around: Bindings, indent: string): void {
    for (const child of children) {
      this.written.push(`${this.#newline}${indent}${INDENT}`);
      this.element(child, around, indent + INDENT);
    }
    if (children.length > 0) this.written.push(this.#newline + indent);
  }

  /** What an edited element holds, as it was written after the edit. */
  #parts(after: SourceElement, around: Bindings, indent: string): void {
    for (const { element, start, end } of after.parts) {
      if (element === null) this.written.push(this.#after.text.slice(start, end));
      else this.element(element, around, indent);
    }
  }

  /** Text, with what stands in it: as it was, or the new one behind the notes of the old one. */
  #text(original: SourceElement, before: SourceElement, after: SourceElement, around: Bindings, indent: string): void {
    const { text } = this.#original;
    const nested = [before, after].some((each) => childElements(each).length > 0);
    const [was, is] = [inside(before, this.#before.text), inside(after, this.#after.text)];
    if (!nested && was === is) {
      if (original.end > original.contentStart)
        this.written.push(text.slice(original.contentStart, original.contentEnd));
      return;
    }
    const kept = new Set(childElements(before).map((each) => this.#read.get(each)));
    for (const { kind, element, start, end } of original.parts) {
      const isUnread = element !== null && !kept.has(element);
      // Words that were read with the text around them are in the new text, or were taken out of it.
      const isReplaced = isUnread && isReadAsText(original) && wordsOf(element, text) !== '';
      if (kind === 'note' || (isUnread && !isReplaced)) this.written.push(text.slice(start, end));
    }
    if (!nested && original.parts.some(({ kind }) => kind === 'data')) this.written.push(asData(is));
    else this.#parts(after, around, indent);
  }

  /** Elements, with what stands between them. */
  #children(
    original: SourceElement,
    before: SourceElement,
    after: SourceElement,
    around: Bindings,
    indent: string,
  ): void {
    const { text } = this.#original;
    const wasHere = new Map(
      childElements(before).flatMap((each) => {
        const read = this.#read.get(each);
        return read === undefined ? [] : [[each, read] as const];
      }),
    );
    const gone = childElements(original).filter((each) => this.#redrawn.has(each));
    const { segments, tail } = contentOf(original, text, new Set([...wasHere.values(), ...gone]));
    const now = new Map<SourceElement, SourceElement>();
    for (const child of childElements(after)) {
      const was = this.#pairs.get(child);
      const read = was === undefined ? undefined : wasHere.get(was);
      if (read !== undefined) now.set(read, child);
    }
    const placed = placedChildren(before, after, segments, now, this.#pairs);
    const spaced = segments.find(({ lead }) => lead.includes('\n'))?.lead;
    // Of the line of a child, only what it begins with: before the child a note may end, or an element that nobody knows.
    const inner = spaced === undefined ? indent + INDENT : blanksAt(spaced.slice(spaced.lastIndexOf('\n') + 1));
    const gap = spaced === undefined && segments.length > 0 ? '' : this.#newline + inner;
    let any = false;
    for (const { segment, child } of placed) {
      if (child === null) {
        const isRedrawn = segment !== null && this.#redrawn.has(segment.element);
        const inner = isRedrawn ? notesIn(segment.element, text) : '';
        const notes = (segment?.leadNotes ?? '') + inner + (segment?.trailNotes ?? '');
        if (notes !== '') this.written.push(notes);
        any ||= notes !== '';
        continue;
      }
      any = true;
      this.written.push(segment?.lead ?? gap);
      this.element(child, around, segment === null ? inner : indentOf(segment.lead, inner));
      this.written.push(segment?.trail ?? '');
    }
    if (tail.trim() !== '') this.written.push(tail);
    else if (any) this.written.push(tail === '' && segments.length === 0 ? this.#newline + indent : tail);
  }
}

function source(text: string): Source {
  const root = sourceTree(text);
  if (root === null) throw new Error('The text is not well-formed XML.');
  return { text, root };
}

/** The text with a declaration that says UTF-8, as which it is written, wherever another encoding would matter. */
export function asUtf8(text: string): string {
  return text.replace(
    /^(\uFEFF?<\?xml\s[^>]*?encoding\s*=\s*["'])(?!utf-8["'])([^"']*)/i,
    (whole, start: string, encoding: string) =>
      /^utf-|^(?:ucs|iso-10646)/i.test(encoding) || /[^\0-\x7F]/.test(text) ? `${start}UTF-8` : whole,
  );
}

function notesIn({ parts }: SourceElement, text: string): string {
  return parts
    .map(({ kind, element, start, end }) =>
      element === null ? (kind === 'note' ? text.slice(start, end) : '') : notesIn(element, text),
    )
    .join('');
}

function wordsOf({ parts }: SourceElement, text: string): string {
  return parts
    .map(({ kind, element, start, end }) =>
      element !== null ? wordsOf(element, text) : kind === 'note' ? '' : text.slice(start, end).trim(),
    )
    .join('');
}

function inside({ contentStart, contentEnd }: SourceElement, text: string): string {
  return text.slice(contentStart, contentEnd);
}

function hasText({ parts }: SourceElement, text: string): boolean {
  return parts.some(
    ({ kind, start, end }) => kind === 'data' || (kind === 'text' && text.slice(start, end).trim() !== ''),
  );
}

function blanksAt(line: string): string {
  return /^[\t ]*/.exec(line)?.[0] ?? '';
}

function indentOf(lead: string, otherwise: string): string {
  const line = lead.slice(lead.lastIndexOf('\n') + 1);
  return lead.includes('\n') && line.trim() === '' ? line : otherwise;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Escaped text as character data. */
function asData(escaped: string): string {
  const text = escaped.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
  return text === '' ? '' : `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
