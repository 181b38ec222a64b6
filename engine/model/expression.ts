/** Which language a text of the file is in. */
import type { Expression } from './graph.ts';

/** What a name of a language stands for; `other` is a language that Cairn does not evaluate. */
export type NamedLanguage = 'feel' | 'javascript' | 'juel' | 'unspecified' | 'other';

const JAVASCRIPT = /^(?:(?:text|application)\/)?(?:x-)?(?:javascript|js|ecmascript)$|\/(?:javascript|ecmascript)$/i;
/** ECMAScript by the address of its standard. */
const ECMA_262 = /^https?:\/\/(?:www\.)?ecma-international\.org\/ecma-262(?:[/#].*)?$/i;
const FEEL = /^(?:(?:text|application)\/)?(?:x-)?feel$|\/feel(?:\/\d+)?\/?$/i;
const JUEL = /^(?:juel|uel|el)$|\/juel$/i;
/** Functions that only BPMN's XPath has (BPMN 2.0.2, 10.4.3): an unmarked text that calls one means XPath. */
const XPATH_CALL =
  /\bget(?:DataObject|DataInput|DataOutput|ProcessProperty|(?:Process|Choreography|Activity)InstanceAttribute)\s*\(/;
const UNSPECIFIED = /^(?:none|)$|\/XPath\/?$/i;

/**
 * Reads a name of a language: `language`, `expressionLanguage`, `scriptFormat`. XPath, BPMN's default that hardly any
 * file means, counts as unspecified.
 */
export function namedLanguage(name: string | null): NamedLanguage {
  const trimmed = (name ?? '').trim();
  if (UNSPECIFIED.test(trimmed)) return 'unspecified';
  if (FEEL.test(trimmed)) return 'feel';
  if (JAVASCRIPT.test(trimmed) || ECMA_262.test(trimmed)) return 'javascript';
  return JUEL.test(trimmed) ? 'juel' : 'other';
}

/** A text whose beginning says what it is: `=` FEEL, `${` or `#{` the expressions of older engines; else plain text. */
export function readValue(text: string): Expression {
  return recognised(text) ?? { language: 'literal', text };
}

/** A text that is FEEL whether or not it begins with `=`. */
export function readFeel(text: string): Expression {
  return { language: 'feel', text: text.trim().replace(/^=/, '').trim() };
}

/** A condition or a timer's expression; null: it is in a language that Cairn does not evaluate. */
export function readExpression(
  text: string,
  language: string | null,
  languageOfFile: string | null,
  unmarked: 'feel' | 'literal',
): Expression | null {
  const trimmed = text.trim();
  const own = namedLanguage(language);
  const meant = own === 'unspecified' ? namedLanguage(languageOfFile) : own;
  if (own === 'javascript') return { language: 'javascript', text: trimmed };
  if (own === 'other') return unmarked === 'literal' ? readValue(trimmed) : null;
  if (own === 'feel') return readFeel(trimmed);
  const marked = recognised(trimmed);
  if (marked !== null) return marked;
  if (unmarked === 'literal') return { language: 'literal', text: trimmed };
  switch (meant) {
    case 'other':
      return null;
    case 'javascript':
    case 'juel':
      return { language: meant, text: trimmed };
    default:
      return XPATH_CALL.test(trimmed) ? null : readFeel(trimmed);
  }
}

function recognised(text: string): Expression | null {
  const trimmed = text.trim();
  if (trimmed.startsWith('=')) return readFeel(trimmed);
  if (trimmed.includes('${') || trimmed.includes('#{')) return { language: 'juel', text: trimmed };
  return null;
}
