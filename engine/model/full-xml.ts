/**
 * Legal XML that moddle-xml gets wrong, in a spelling that it gets right while the document is in its hands:
 *
 * - space around the `=` of an attribute, which it leaves out;
 * - elements in no namespace (`xmlns=""`): it reads them under a prefix that it then finds bound to nothing when it writes, and
 *   throws ("no namespace uri given for prefix <ns0>"). No namespace is one with a name meanwhile;
 * - elements among the text of BPMN's `text` and `script`, on which it fails.
 */
import { withClearPrefixes } from './clear-prefixes.ts';
import { MARKUP } from './markup.ts';
import { inWords, withPlainTexts } from './plain-text.ts';
import { attributesOf, childElements, sourceTree, type SourceElement } from './source-tree.ts';

const STAND_IN = 'urn:cairn:no-namespace';
const MISREAD = /=\s|\s=|xmlns=(?:""|'')/;
const ATTRIBUTE = /(\s+)([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g;

/** What reads and writes documents: bpmn-moddle, dmn-moddle, and those of bpmn-js and dmn-js. */
export interface ReadsAndWrites {
  fromXML: (xml: string, ...rest: never[]) => Promise<unknown>;
  toXML: (element: never, ...rest: never[]) => Promise<{ readonly xml: string }>;
}

/** Makes an instance read and write it; returns the instance. */
export function inFullXml<T extends object>(moddle: T): T {
  const instance = moddle as ReadsAndWrites;
  const { fromXML, toXML } = instance;
  instance.fromXML = async (xml, ...rest) => {
    try {
      return await fromXML.call(instance, withClearPrefixes(withPlainTexts(readable(xml))), ...rest);
    } catch (failure) {
      throw inWords(failure);
    }
  };
  instance.toXML = async (element, ...rest) => {
    const written = await toXML.call(instance, element, ...rest);
    return { ...written, xml: withoutStandIn(written.xml) };
  };
  return moddle;
}

function readable(text: string): string {
  if (!MISREAD.test(text)) return text;
  return text.replace(MARKUP, (token: string, _data, _closing, name: string | undefined) =>
    name === undefined || !MISREAD.test(token)
      ? token
      : token.replace(ATTRIBUTE, (_whole, space: string, attribute: string, value: string) =>
          attribute === 'xmlns' && value.length === 2 ? `${space}xmlns="${STAND_IN}"` : `${space}${attribute}=${value}`,
        ),
  );
}

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly put: string;
}

function withoutStandIn(text: string): string {
  if (!text.includes(STAND_IN)) return text;
  const root = sourceTree(text);
  if (root === null) throw new Error('What was written is not well-formed XML.');
  const cuts: Cut[] = [];
  /** @param around The default namespace as it is bound once all is cut. */
  const look = (element: SourceElement, around: string): void => {
    const declared = attributesOf(element).find(({ name }) => name === 'xmlns')?.value;
    let inside = declared === undefined ? around : named(declared);
    const prefixed = element.name.includes(':');
    const nameEnd = element.start + 1 + element.name.length;
    for (const { name, value, start, valueStart, end } of attributesOf(element)) {
      if (value !== STAND_IN) continue;
      if (name === 'xmlns') cuts.push({ start: valueStart, end: valueStart + value.length, put: '' });
      else if (name.startsWith('xmlns:')) cuts.push({ start, end, put: '' });
    }
    const isNameless = element.resolved.startsWith(`{${STAND_IN}}`);
    const wants = isNameless ? '' : named(element.bindings.get('') ?? '');
    if ((isNameless || !prefixed) && inside !== wants) {
      if (declared === undefined) cuts.push({ start: nameEnd, end: nameEnd, put: ` xmlns="${wants}"` });
      inside = wants;
    }
    if (isNameless && prefixed) {
      const local = element.name.slice(element.name.indexOf(':') + 1);
      cuts.push({ start: element.start + 1, end: nameEnd, put: local });
      if (element.end > element.contentStart) {
        cuts.push({ start: element.contentEnd + 2, end: element.contentEnd + 2 + element.name.length, put: local });
      }
    }
    for (const child of childElements(element)) look(child, inside);
  };
  look(root, '');
  return cuts
    .toSorted((one, other) => other.start - one.start || other.end - one.end)
    .reduce((whole, { start, end, put }) => whole.slice(0, start) + put + whole.slice(end), text);
}

function named(uri: string): string {
  return uri === STAND_IN ? '' : uri;
}
