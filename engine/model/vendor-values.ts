/** Values of Camunda's input and output parameters: texts, scripts, lists and maps. */
import type { Element } from './element.ts';
import { namedLanguage, readFeel, readValue } from './expression.ts';
import type { Expression } from './graph/expression.ts';
import { attribute } from './vendor-elements.ts';

const PATH = /^[$#]\{\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\}$/;

/**
 * What an `inputParameter` or `outputParameter` holds; null where it has no meaning here: scripts in other languages or in
 * files, and lists and maps with more than texts, FEEL, `${a.b}` and further lists and maps in them.
 */
export function parameterValue(parameter: Element): Expression | null {
  const [only, ...others] = parameter.$children ?? [];
  if (others.length > 0) return null;
  if (only === undefined) return readValue(parameter.$body?.trim() ?? '');
  if (only.$descriptor.ns.localName === 'script') return scriptOf(only);
  const text = collectionOf(only);
  return text === null ? null : readFeel(text);
}

function scriptOf(script: Element): Expression | null {
  const text = script.$body?.trim() ?? '';
  if (text === '') return null;
  const language = namedLanguage(attribute(script, 'scriptFormat'));
  if (language === 'feel') return readFeel(text);
  return language === 'javascript' ? { language, text } : null;
}

/** A `list` or `map` as FEEL. */
function collectionOf(element: Element): string | null {
  const children = element.$children ?? [];
  switch (element.$descriptor.ns.localName) {
    case 'list': {
      const items = children.map(itemOf);
      return items.includes(null) ? null : `[${items.join(', ')}]`;
    }
    case 'map': {
      const keys = children.map((child) => attribute(child, 'key'));
      const items = children.map(entryOf);
      // In FEEL an entry hides the variable of its name from the entries after it.
      const words = items.flatMap((item) => item?.match(/[A-Za-z_]\w*/g) ?? []);
      if (keys.includes(null) || items.includes(null) || keys.some((key) => words.includes(key ?? ''))) return null;
      return `{${items.map((item, index) => `${JSON.stringify(keys[index])}: ${item ?? ''}`).join(', ')}}`;
    }
    default:
      return null;
  }
}

function itemOf(element: Element): string | null {
  switch (element.$descriptor.ns.localName) {
    case 'value':
      return textItem(element.$body?.trim() ?? '');
    case 'script': {
      const script = scriptOf(element);
      return script?.language === 'feel' ? `(${script.text})` : null;
    }
    default:
      return collectionOf(element);
  }
}

/** The `entry` of a map: its text, or the one thing in it. */
function entryOf(entry: Element): string | null {
  const [only, ...others] = entry.$children ?? [];
  if (others.length > 0 || entry.$descriptor.ns.localName !== 'entry') return null;
  return only === undefined ? textItem(entry.$body?.trim() ?? '') : itemOf(only);
}

function textItem(text: string): string | null {
  const value = readValue(text);
  if (value.language === 'literal') return JSON.stringify(text);
  if (value.language === 'feel') return `(${value.text})`;
  return PATH.exec(text)?.[1] ?? null;
}
