/** Which language a text of the file is in. */
import type { Expression } from './graph/expression.ts';

/** What a name of a language stands for; `other` is a language that Cairn does not evaluate. */
export type NamedLanguage = 'feel' | 'javascript' | 'juel' | 'xpath' | 'unspecified' | 'other';

const JAVASCRIPT = /^(?:(?:text|application)\/)?(?:x-)?(?:javascript|js|ecmascript)$|\/(?:javascript|ecmascript)$/i;
/** ECMAScript by the address of its standard. */
const ECMA_262 = /^https?:\/\/(?:www\.)?ecma-international\.org\/ecma-262(?:[/#].*)?$/i;
const FEEL = /^(?:(?:text|application)\/)?(?:x-)?feel$|\/feel(?:\/\d+)?\/?$/i;
const JUEL = /^(?:juel|uel|el)$|\/juel$/i;
/** By its namespace, which BPMN names (8.2.1), by its standard, or as WS-BPEL calls it. Later versions are other languages. */
const XPATH = /^xpath(?:[ -]?1\.0)?$|\/XPath\/?$|\/REC-xpath-19991116\/?$|:xpath1\.0$/i;
/** Functions that only BPMN's XPath has (BPMN 2.0.2, 10.4.3): an unmarked text that calls one means XPath. */
const XPATH_CALL =
  /\bget(?:DataObject|DataInput|DataOutput|(?:Process|Activity|Event)Property|(?:Process|Choreography|Activity)InstanceAttribute)\s*\(/;
const UNSPECIFIED = /^(?:none|)$/i;
/** How dates, durations and cycles of ISO 8601 begin: in whatever language a timer is said to be, these are no XPath. */
const ISO_TIME = /^[-+]?(?:\d|P(?:\d|T\d|T?$)|R\d*(?:\/|$))/;
/** A date, duration, cycle or cron expression as a whole, right or wrong: a literal in whatever language a timer is said to be. */
const TIME_LITERAL =
  /^(?:[-+]?\d[\d:.TZ+-]*|[-+]?P[\dYMWDTHS.,]*|R\d*\/\S*|@\w+|[\d*][\d*/,-]*(?:\s+[\w*?/,#-]+){4,6})$/;
/** What tells an expression in XPath from a plain text: a variable, a text, a call, a predicate. */
const XPATH_SIGN = /[$'"([]/;

/**
 * Reads a name of a language: `language`, `expressionLanguage`, `scriptFormat`. None is unspecified: BPMN's default would be
 * XPath, which hardly any file means that does not say so.
 */
export function namedLanguage(name: string | null): NamedLanguage {
  const trimmed = (name ?? '').trim();
  if (UNSPECIFIED.test(trimmed)) return 'unspecified';
  if (FEEL.test(trimmed)) return 'feel';
  if (XPATH.test(trimmed)) return 'xpath';
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
  if (unmarked === 'literal' && TIME_LITERAL.test(trimmed)) return { language: 'literal', text: trimmed };
  if (own === 'javascript') return { language: 'javascript', text: trimmed };
  if (own === 'other') return unmarked === 'literal' ? readValue(trimmed) : null;
  if (own === 'feel') return readFeel(trimmed);
  const marked = recognised(trimmed);
  if (marked !== null) return marked;
  if (unmarked === 'literal') {
    if (meant === 'feel') return readFeel(trimmed);
    if (meant === 'javascript') return { language: meant, text: trimmed };
    // Files that say XPath of all their expressions write timers as plain text, and wrong ones, too.
    const isXPath = meant === 'xpath' && !ISO_TIME.test(trimmed) && (own === 'xpath' || XPATH_SIGN.test(trimmed));
    return { language: isXPath ? 'xpath' : 'literal', text: trimmed };
  }
  switch (meant) {
    case 'other':
      return null;
    case 'javascript':
    case 'juel':
    case 'xpath':
      return { language: meant, text: trimmed };
    default:
      return XPATH_CALL.test(trimmed) ? { language: 'xpath', text: trimmed } : readFeel(trimmed);
  }
}

function recognised(text: string): Expression | null {
  const trimmed = text.trim();
  if (trimmed.startsWith('=')) return readFeel(trimmed);
  if (trimmed.includes('${') || trimmed.includes('#{')) return { language: 'juel', text: trimmed };
  return null;
}
