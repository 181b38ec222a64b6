/** Reads an expression that the interpreter evaluates while it decides: FEEL, JavaScript or `${…}`. */
import type { Document } from './document.ts';
import { childOf, rawTextOf, textOf, type Element } from './element.ts';
import { readExpression } from './expression.ts';
import type { Expression } from './graph.ts';
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
  const language = rawTextOf(part, 'language');
  const expression = readExpression(text, language, document.expressionLanguage, 'feel');
  if (expression !== null) return expression;
  report.error(
    element,
    'expression-language',
    `its ${property} is in ${language ?? document.expressionLanguage ?? 'XPath'}; it can be in FEEL, JavaScript or \${…}.`,
  );
  return null;
}
