/**
 * One strict, linear pass over the text before the parser sees it. It refuses what would harm the parser (entities,
 * depth, size, text that makes the parser's own error positions quadratic) or what the parser would silently drop
 * (duplicate and unusual ids), and it says what to cut or to spell differently:
 *
 * - diagrams, `incoming`, `outgoing` and `flowNodeRef` are cut: nothing of them is executed;
 * - Booleans written `1` and `0`, spaces around `=` in tags and characters beyond U+FFFF written as numbers are legal
 *   XML that the parser misreads.
 *
 * Every change keeps the number of lines, so that positions stay those of the file.
 */
import { CAIRN_NAMESPACE } from '../protocol/descriptor.ts';
import {
  MAX_ATTRIBUTE,
  MAX_ATTRIBUTES,
  MAX_ATTRIBUTES_IN_ALL,
  MAX_CHARACTERS,
  MAX_DEPTH,
  MAX_FLOW_ELEMENTS,
  MAX_LISTED,
  MAX_PREFIXES,
  MAX_REFERENCES,
  MAX_XML_ELEMENTS,
} from './limits.ts';
import { BPMN, BPMN_DIAGRAM } from './namespace.ts';

/** Why a text cannot be parsed. */
export interface OutlineProblem {
  readonly rule: string;
  readonly element: string | null;
  readonly message: string;
}

/** Either problems, or the text that the parser may read. */
export type Outline =
  { readonly ok: true; readonly xml: string } | { readonly ok: false; readonly problems: readonly OutlineProblem[] };

const TAG_NAME = /[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/y;
const ATTRIBUTE = /(\s+)([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)(\s*=\s*)(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s*(\/?)>/y;
const REFERENCE = /&(?:(#[0-9]+|#x[0-9a-fA-F]+|\w+);)?/g;
const NAMED_REFERENCES = new Set(['amp', 'apos', 'gt', 'lt', 'quot']);
/** The ids that the parser keeps; it drops elements with any other. */
const ID = /^(?:[A-Za-z][\w.-]*:)?[A-Za-z_][\w.-]*$/;
const FLOW_ELEMENT =
  /(?:Task|task|Gateway|Event|[sS]ubProcess|callActivity|transaction|sequenceFlow|dataObject|dataObjectReference|dataStoreReference)$/;
const REFERRING = /Refs?$/;
const CUT = new Set(['incoming', 'outgoing', 'flowNodeRef']);
/** BPMN's elements that hold text; text in any other is an error. */
const TEXT_HOLDERS =
  /(?:Refs?|Condition|Expression|^documentation|^condition|^transformation|^time(?:Date|Cycle|Duration)|^from|^to|^text|^loopCardinality|^script|^expression|^supports|^source|^target|Path|^extensionDefinitions)$/;
/**
 * Elements that stand at most once in their parent (BPMN 2.0.2, 15.3): of several, the parser keeps one. Two kinds of loop are
 * one too many as well.
 */
const SINGLE = new Map(
  [
    ...['extensionElements', 'script', 'conditionExpression', 'timeDate', 'timeDuration', 'timeCycle', 'loopCondition'],
    ...['completionCondition', 'activationCondition', 'condition', 'ioSpecification', 'loopCardinality'],
    ...['loopDataInputRef', 'loopDataOutputRef', 'inputDataItem', 'outputDataItem', 'transformation', 'from', 'to'],
    ...['messagePath', 'dataPath', 'dataState'],
  ].map((local): [string, string] => [local, local]),
)
  .set('standardLoopCharacteristics', 'loopCharacteristics')
  .set('multiInstanceLoopCharacteristics', 'loopCharacteristics');
const CAIRN_TEXT_HOLDERS = new Set(['body', 'when', 'then']);
const BOOLEANS = new Set([
  'isClosed',
  'isExecutable',
  'instantiate',
  'isInterrupting',
  'parallelMultiple',
  'cancelActivity',
  'waitForCompletion',
  'isForCompensation',
  'triggeredByEvent',
  'isSequential',
]);

/** The spellings of XML Schema; the parser knows the words only. */
const BOOLEAN_SPELLINGS = new Map([
  ['1', 'true'],
  ['true', 'true'],
  ['0', 'false'],
  ['false', 'false'],
]);

interface OpenElement {
  readonly name: string;
  readonly local: string;
  readonly uri: string | null;
  /** Bindings of prefixes, shared with the parent unless this element adds some. */
  readonly bindings: ReadonlyMap<string, string>;
  /** Whether the parser takes everything in here as it is: an element of a foreign namespace is above. */
  readonly foreign: boolean;
  /** Whether this element and all within are cut. */
  readonly cut: boolean;
  readonly start: number;
  readonly id: string | null;
  /** Of those that stand at most once: where the first one is. */
  singles: Map<string, { readonly name: string; readonly at: number }> | null;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Reads the outline of a text; never throws. */
export function outline(text: string): Outline {
  try {
    return new OutlineReader(text).read();
  } catch (problem) {
    if (problem instanceof Refusal) return { ok: false, problems: problem.problems };
    throw problem;
  }
}

/** How a pass ends early; it does not leave this file. */
class Refusal extends Error {
  readonly problems: readonly OutlineProblem[];
  constructor(rule: string, message: string, before: readonly OutlineProblem[] = []) {
    super(message);
    this.problems = [...before, { rule, message, element: null }];
  }
}

class OutlineReader {
  private readonly xml: string;
  private readonly open: OpenElement[] = [];
  private readonly edits: Edit[] = [];
  private readonly ids = new Map<string, { readonly name: string; readonly at: number }>();
  private readonly problems: OutlineProblem[] = [];
  private at = 0;
  private rootSeen = false;
  private flowElements = 0;
  private xmlElements = 0;
  private references = 0;
  private attributes = 0;
  private readonly prefixes = new Set<string>();

  constructor(xml: string) {
    this.xml = xml;
  }

  read(): Outline {
    this.checkText();
    while (this.at < this.xml.length) this.readNext();
    const unclosed = this.open.at(-1);
    if (unclosed !== undefined) throw this.notXml(`<${unclosed.name}> is never closed`, unclosed.start);
    if (!this.rootSeen) throw new Refusal('not-xml', 'The file holds no XML element.');
    if (this.flowElements > MAX_FLOW_ELEMENTS) {
      const count = grouped(this.flowElements);
      const limit = grouped(MAX_FLOW_ELEMENTS);
      throw new Refusal('too-large', `The file has ${count} flow elements; at most ${limit} can be read.`);
    }
    if (this.problems.length > 0) return { ok: false, problems: this.problems };
    return { ok: true, xml: this.edited() };
  }

  private checkText(): void {
    if (this.xml.trim() === '') throw new Refusal('not-xml', 'The file is empty.');
    if (this.xml.length > MAX_CHARACTERS) {
      const size = (this.xml.length / 1e6).toFixed(1);
      throw new Refusal(
        'too-large',
        `The file has ${size} million characters; at most ${MAX_CHARACTERS / 1e6} million can be read.`,
      );
    }
    if (this.xml.includes('\0'))
      throw new Refusal('not-xml', 'The file holds NUL characters: it is binary, or not encoded in UTF-8.');
    const encoding = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/.exec(this.xml.slice(0, 400))?.[1];
    if (encoding !== undefined && !/^utf-?(?:8|16)|^us-ascii$/i.test(encoding) && this.xml.includes('\uFFFD')) {
      throw new Refusal(
        'not-utf8',
        `The file declares the encoding ${encoding}, and was read in another one. Save it as UTF-8.`,
      );
    }
  }

  private readNext(): void {
    const { xml } = this;
    const tag = xml.indexOf('<', this.at);
    const end = tag === -1 ? xml.length : tag;
    if (end > this.at) this.readText(this.at, end);
    this.at = end;
    if (tag === -1) return;
    if (xml.startsWith('<!--', tag)) this.skipTo('-->', 4, 'comment');
    else if (xml.startsWith('<![CDATA[', tag)) this.readCharacterData();
    else if (xml.startsWith('<!', tag)) {
      throw new Refusal(
        'doctype',
        `Line ${this.lineOf(tag)}: a DOCTYPE or entity declaration is not allowed in a BPMN file.`,
      );
    } else if (xml.startsWith('<?', tag)) this.skipTo('?>', 2, 'processing instruction');
    else if (xml.startsWith('</', tag)) this.readEndTag();
    else this.readStartTag();
  }

  private skipTo(terminator: string, from: number, what: string): number {
    const start = this.at;
    const end = this.xml.indexOf(terminator, start + from);
    if (end === -1) throw this.notXml(`a ${what} is never closed`, start);
    this.at = end + terminator.length;
    return end;
  }

  private readCharacterData(): void {
    const start = this.at;
    const end = this.skipTo(']]>', 9, 'CDATA section');
    const text = this.xml.slice(start + 9, end);
    if (text.trim() !== '') this.checkPlaceOfText(start, text);
  }

  private readText(start: number, end: number): void {
    const text = this.xml.slice(start, end);
    if (text.trim() === '') return;
    this.checkPlaceOfText(start, text);
    this.checkReferences(text, start);
  }

  private checkPlaceOfText(start: number, text: string): void {
    const parent = this.open.at(-1);
    if (parent === undefined) throw this.notXml('text outside the root element', start);
    if (parent.foreign || parent.cut) return;
    const allowed =
      parent.uri === CAIRN_NAMESPACE ? CAIRN_TEXT_HOLDERS.has(parent.local) : TEXT_HOLDERS.test(parent.local);
    if (!allowed) {
      const sample = text.slice(0, 200).trim().replace(/\s+/g, ' ').slice(0, 40);
      this.problems.push({
        rule: 'not-bpmn',
        element: null,
        message: `Line ${this.lineOf(start)}: text "${sample}" is not allowed directly inside <${parent.name}>.`,
      });
      this.stopWhenMany();
    }
  }

  private checkReferences(text: string, start: number): void {
    if (!text.includes('&')) return;
    for (const match of text.matchAll(REFERENCE)) {
      const name = match[1];
      if (name === undefined) throw this.notXml('a bare & (write &amp;)', start + match.index);
      if (!name.startsWith('#')) {
        if (NAMED_REFERENCES.has(name)) continue;
        throw this.notXml(`the entity &${name}; is not defined`, start + match.index);
      }
      const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
      if (code === 0 || code > 0x10ffff) throw this.notXml(`&${name}; is no character`, start + match.index);
      if (code > 0xffff)
        this.edit(start + match.index, start + match.index + match[0].length, String.fromCodePoint(code));
    }
  }

  private readStartTag(): void {
    const start = this.at;
    TAG_NAME.lastIndex = start + 1;
    const name = TAG_NAME.exec(this.xml)?.[0];
    if (name === undefined) throw this.notXml('< starts no tag (write &lt; in text)', start);
    if (this.rootSeen && this.open.length === 0) throw this.notXml(`a second root element <${name}>`, start);
    this.at = TAG_NAME.lastIndex;
    const attributes = this.readAttributes(name);
    TAG_END.lastIndex = this.at;
    const end = TAG_END.exec(this.xml);
    if (end === null) throw this.notXml(this.unendedTag(name), this.at);
    this.at = TAG_END.lastIndex;
    this.enter(name, attributes, start);
    if (end[1] === '/') this.leave();
  }

  private unendedTag(name: string): string {
    const rest = this.xml.slice(this.at).trimStart();
    if (rest === '') return `the tag <${name} does not end (write >)`;
    const found = /^[^\s<>/]{1,20}/.exec(rest)?.[0] ?? rest.slice(0, 1);
    return `${found} in the tag <${name}> is no attribute (write name="value")`;
  }

  private readAttributes(tag: string): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>();
    for (;;) {
      ATTRIBUTE.lastIndex = this.at;
      const match = ATTRIBUTE.exec(this.xml);
      if (match === null) return attributes;
      const name = match[2] as string;
      const quoted = match[4] ?? match[5] ?? '';
      if (attributes.has(name)) throw this.notXml(`<${tag}> has the attribute ${name} twice`, this.at);
      if (quoted.length > MAX_ATTRIBUTE) {
        const limit = grouped(MAX_ATTRIBUTE);
        throw new Refusal(
          'too-large',
          `Line ${this.lineOf(this.at)}: ${name} of <${tag}> has more than ${limit} characters.`,
        );
      }
      const equals = this.at + (match[1] as string).length + name.length;
      const value = equals + (match[3] as string).length;
      if (match[3] !== '=') this.edit(equals, value, '=');
      this.checkReferences(quoted, value + 1);
      if (BOOLEANS.has(name) && quoted !== 'true' && quoted !== 'false') this.readBoolean(tag, name, quoted, value + 1);
      const breaks = lines(match[3] as string);
      if (breaks !== '') this.edit(ATTRIBUTE.lastIndex, ATTRIBUTE.lastIndex, breaks);
      attributes.set(name, quoted);
      this.attributes += 1;
      if (attributes.size > MAX_ATTRIBUTES || this.attributes > MAX_ATTRIBUTES_IN_ALL) {
        throw new Refusal(
          'too-large',
          `Line ${this.lineOf(this.at)}: <${tag}> has too many attributes, or all elements together have.`,
        );
      }
      this.at = ATTRIBUTE.lastIndex;
    }
  }

  private readBoolean(tag: string, name: string, quoted: string, start: number): void {
    const meaning = BOOLEAN_SPELLINGS.get(quoted.trim());
    if (meaning === undefined) {
      throw new Refusal(
        'not-bpmn',
        `Line ${this.lineOf(start)}: ${name} of <${tag}> is "${quoted}", which is neither true nor false.`,
      );
    }
    this.edit(start, start + quoted.length, meaning);
  }

  private enter(name: string, attributes: ReadonlyMap<string, string>, start: number): void {
    if (this.open.length >= MAX_DEPTH) {
      throw new Refusal('too-deep', `Line ${this.lineOf(start)}: elements are nested deeper than ${MAX_DEPTH} levels.`);
    }
    const parent = this.open.at(-1);
    for (const attribute of attributes.keys()) if (attribute.startsWith('xmlns')) this.prefixes.add(attribute);
    if (this.prefixes.size > MAX_PREFIXES) {
      throw new Refusal('too-large', `Line ${this.lineOf(start)}: more than ${MAX_PREFIXES} namespace prefixes.`);
    }
    const bindings = bind(parent?.bindings ?? new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]), attributes);
    const colon = name.indexOf(':');
    const prefix = colon === -1 ? '' : name.slice(0, colon);
    const local = colon === -1 ? name : name.slice(colon + 1);
    const uri = bindings.get(prefix) ?? null;
    if (prefix !== '' && uri === null) throw this.notXml(`the prefix of <${name}> is bound to no namespace`, start);
    for (const attribute of attributes.keys()) {
      const bound = attribute.indexOf(':');
      if (bound > 0 && !attribute.startsWith('xmlns:') && !bindings.has(attribute.slice(0, bound))) {
        throw this.notXml(`the prefix of the attribute ${attribute} is bound to no namespace`, start);
      }
    }
    if (parent === undefined) this.checkRoot(name, local, uri, start);
    const foreign = parent?.foreign === true || (uri !== BPMN && uri !== CAIRN_NAMESPACE);
    const cut =
      parent?.cut === true ||
      (uri === BPMN_DIAGRAM && local === 'BPMNDiagram') ||
      (!foreign && uri === BPMN && CUT.has(local) && parent?.local !== 'extensionElements');
    const id = attributes.get('id');
    this.open.push({ name, local, uri, bindings, foreign, cut, start, id: id?.trim() ?? null, singles: null });
    if (cut) return;
    this.count(local, uri, foreign, start);
    if (!foreign && uri === BPMN && parent?.uri === BPMN) this.checkSingle(parent, local, name, start);
    if (!foreign && uri === BPMN && id !== undefined) this.checkId(id.trim(), name, start);
  }

  private checkRoot(name: string, local: string, uri: string | null, start: number): void {
    this.rootSeen = true;
    if (local === 'definitions' && uri === BPMN) return;
    const kind = /\/DMN\//.test(uri ?? '')
      ? 'a DMN file'
      : /xhtml/i.test(uri ?? '') || local === 'html'
        ? 'a web page'
        : null;
    const found = `the root element is <${name}>${uri === null ? '' : ` of ${uri}`}`;
    throw new Refusal(
      'not-bpmn',
      `Line ${this.lineOf(start)}: this is ${kind ?? 'no BPMN 2.0 file'}: ${found}, not <definitions> of ${BPMN}.`,
    );
  }

  private count(local: string, uri: string | null, foreign: boolean, start: number): void {
    this.xmlElements += 1;
    if (this.xmlElements > MAX_XML_ELEMENTS) {
      const limit = grouped(MAX_XML_ELEMENTS);
      const seen = grouped(this.flowElements);
      throw new Refusal(
        'too-large',
        `Line ${this.lineOf(start)}: more than ${limit} XML elements (${seen} flow elements so far).`,
      );
    }
    if (foreign || uri !== BPMN) return;
    if (FLOW_ELEMENT.test(local)) this.flowElements += 1;
    if (REFERRING.test(local)) this.references += 1;
    if (this.references > MAX_REFERENCES) {
      const limit = grouped(MAX_REFERENCES);
      throw new Refusal(
        'too-large',
        `Line ${this.lineOf(start)}: more than ${limit} elements that only refer to others.`,
      );
    }
  }

  private checkId(id: string, name: string, start: number): void {
    const line = this.lineOf.bind(this);
    if (!ID.test(id)) {
      const message = `Line ${line(start)}: the id "${id}" of <${name}> is not usable: letters A–Z, digits, _, - and . only, not starting with a digit. (XML allows other letters; the reader of BPMN that Cairn and bpmn.io have does not.)`;
      this.problems.push({ rule: 'illegal-id', element: id === '' ? null : id, message });
      this.stopWhenMany();
      return;
    }
    const first = this.ids.get(id);
    if (first === undefined) {
      this.ids.set(id, { name, at: start });
      return;
    }
    const message = `The id ${id} is used twice: by <${first.name}> in line ${line(first.at)} and by <${name}> in line ${line(start)}.`;
    this.problems.push({ rule: 'duplicate-id', element: id, message });
    this.stopWhenMany();
  }

  private checkSingle(parent: OpenElement, local: string, name: string, start: number): void {
    const kind = SINGLE.get(local);
    if (kind === undefined) return;
    parent.singles ??= new Map();
    const first = parent.singles.get(kind);
    if (first === undefined) {
      parent.singles.set(kind, { name, at: start });
      return;
    }
    const [before, here] = [this.lineOf(first.at), this.lineOf(start)];
    const both = first.name === name ? `<${name}> twice` : `<${first.name}> and <${name}>`;
    const owner = parent.id === null ? `<${parent.name}>` : `<${parent.name}> ${parent.id}`;
    const message = `${owner} holds ${both}, in ${before === here ? `line ${here}` : `lines ${before} and ${here}`}: one is all that it can have (BPMN 2.0.2, 15.3).`;
    this.problems.push({ rule: 'repeated-element', element: parent.id, message });
    this.stopWhenMany();
  }

  /** Each message costs a count of lines, so that many of them would be slow as well as useless. */
  private stopWhenMany(): void {
    if (this.problems.length < MAX_LISTED) return;
    throw new Refusal(
      'too-many-problems',
      `After ${MAX_LISTED} such problems the rest of the file was not read.`,
      this.problems,
    );
  }

  private readEndTag(): void {
    const start = this.at;
    TAG_NAME.lastIndex = start + 2;
    const name = TAG_NAME.exec(this.xml)?.[0] ?? '';
    const close = this.xml.indexOf('>', start);
    const expected = this.open.at(-1)?.name;
    if (expected === undefined) throw this.notXml(`</${name}> closes nothing`, start);
    if (name !== expected || close === -1 || this.xml.slice(start + 2 + name.length, close).trim() !== '') {
      throw this.notXml(`</${name}> where </${expected}> is expected`, start);
    }
    this.at = close + 1;
    this.leave();
  }

  private leave(): void {
    const left = this.open.pop();
    if (left?.cut !== true || this.open.at(-1)?.cut === true) return;
    this.dropEditsFrom(left.start);
    this.edit(left.start, this.at, lines(this.xml.slice(left.start, this.at)));
  }

  private dropEditsFrom(start: number): void {
    while ((this.edits.at(-1)?.start ?? -1) >= start) this.edits.pop();
  }

  private edit(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text });
  }

  private edited(): string {
    const parts: string[] = [];
    let from = 0;
    for (const { start, end, text } of this.edits) {
      parts.push(this.xml.slice(from, start), text);
      from = end;
    }
    parts.push(this.xml.slice(from));
    return parts.join('');
  }

  private notXml(reason: string, at: number): Refusal {
    return new Refusal('not-xml', `Line ${this.lineOf(at)}: not well-formed XML: ${reason}.`);
  }

  private lineOf(at: number): number {
    let line = 1;
    for (let next = this.xml.indexOf('\n'); next !== -1 && next < at; next = this.xml.indexOf('\n', next + 1))
      line += 1;
    return line;
  }
}

function bind(
  above: ReadonlyMap<string, string>,
  attributes: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  let bindings: Map<string, string> | null = null;
  for (const [name, value] of attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    bindings ??= new Map(above);
    bindings.set(name === 'xmlns' ? '' : name.slice(6), value);
  }
  return bindings ?? above;
}

/** 50,000 for 50000. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** The line breaks of a text, and nothing else of it. */
function lines(text: string): string {
  return text.replace(/[^\n]+/g, '');
}
