/** Expressions in XPath, which a file may have from elsewhere. */
import type { ModdleElement } from 'bpmn-moddle';
import { expressionLanguageOf, rawTextOf } from '../../../engine/model/element.ts';
import { namedLanguage, readExpression } from '../../../engine/model/expression.ts';
import { CodeEditor, type KnownName } from '../../ui/CodeEditor.tsx';
import { useExpressionCheck } from './expression-check.ts';

/** BPMN's name of XPath (BPMN 2.0.2, 8.1.1). */
export const XPATH = 'http://www.w3.org/1999/XPath';

/** Whether expressions of the file are in XPath that say nothing else. */
export function isXPathFile(element: ModdleElement): boolean {
  return namedLanguage(languageOfFile(element)) === 'xpath';
}

/** Whether an expression of an element is in XPath, by what itself or the file says. `unmarked`: what it is otherwise. */
export function isXPath(
  owner: ModdleElement,
  expression: ModdleElement | null,
  unmarked: 'feel' | 'literal' = 'feel',
): boolean {
  const text = expression === null ? '' : (rawTextOf(expression, 'body') ?? '').trim();
  if (expression === null || text === '') return false;
  return readExpression(text, rawTextOf(expression, 'language'), languageOfFile(owner), unmarked)?.language === 'xpath';
}

function languageOfFile(element: ModdleElement): string | null {
  let at = element;
  while (at.$parent !== undefined) at = at.$parent;
  return expressionLanguageOf(at);
}

/** What such an expression is typed in; the engine says what is wrong with it. */
export function XPathField(props: {
  readonly value: string;
  readonly names: readonly KnownName[];
  readonly onCommit: (text: string) => void;
}) {
  const check = useExpressionCheck('xpath');
  const { value, names, onCommit } = props;
  return (
    <CodeEditor
      label="Condition in XPath"
      language="text"
      value={value}
      names={names}
      check={check}
      onCommit={(text) => text !== value && onCommit(text)}
    />
  );
}
