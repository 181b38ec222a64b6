/** Reads expressions that the interpreter evaluates while it decides: FEEL, JavaScript, XPath or `${…}`. */
import { dataNamesAt } from './data-names.ts';
import type { Document } from './document.ts';
import { childOf, rawTextOf, textOf, type Element } from './element.ts';
import { namedLanguage, readExpression } from './expression.ts';
import type { Expression } from './graph/expression.ts';
import type { Report } from './report.ts';

/** Null: there is none, or it cannot be used, which is reported. `holder`: what has it, where that is a part of the element. */
export function readFormal(
  element: Element,
  property: string,
  document: Document,
  report: Report,
  holder = element,
): Expression | null {
  const part = childOf(holder, property);
  if (part === null) return null;
  const text = textOf(part, 'body');
  if (text === null) {
    report.error(element, 'empty-expression', `its ${property} is empty (BPMN 2.0.2, 8.4.6).`);
    return null;
  }
  return readUsable(element, part, text, document, report, [`its ${property}`, 'it']);
}

/** Null: it is in a language that Cairn does not evaluate, which is reported with words for what it is, and what it can be. */
export function readUsable(
  element: Element,
  part: Element,
  text: string,
  document: Document,
  report: Report,
  [subject, such]: readonly [string, string],
): Expression | null {
  const expression = readText(part, text, document, 'feel');
  if (expression !== null) return expression;
  const named = languageNamed(part, document);
  report.error(
    element,
    'expression-language',
    `${subject} is in ${named}; ${such} can be in FEEL, JavaScript, XPath 1.0 or \${…}.`,
  );
  return null;
}

/** The expression that a part of the file is. Null: it is in a language that Cairn does not evaluate. */
export function readText(
  part: Element,
  text: string,
  document: Pick<Document, 'definitions' | 'expressionLanguage'>,
  unmarked: 'feel' | 'literal',
): Expression | null {
  const expression = readExpression(text, rawTextOf(part, 'language'), document.expressionLanguage, unmarked);
  return expression?.language === 'xpath'
    ? { ...expression, data: dataNamesAt(part, document.definitions) }
    : expression;
}

/** What an expression says of its language, or else its file; the empty text: neither does. */
export function languageNamed(part: Element, document: Document): string {
  const own = rawTextOf(part, 'language');
  return (namedLanguage(own) === 'unspecified' ? document.expressionLanguage : own) ?? '';
}
