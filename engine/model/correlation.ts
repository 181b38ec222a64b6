/** Correlation as BPMN itself writes it: properties, how messages carry them, what a process expects (BPMN 2.0.2, 8.4.2). */
import type { Document } from './document.ts';
import { childOf, childrenOf, rawTextOf, textOf, type Element } from './element.ts';
import { readExpression } from './expression.ts';
import type { Expression, MessageCorrelation } from './graph.ts';

/** Null: no property of the file says how this message carries it. */
export function correlationOf(message: Element, node: Element, document: Document): MessageCorrelation | null {
  const sent: Expression[] = [];
  const awaited: Expression[] = [];
  const bindings = bindingsAround(node);
  for (const property of childrenOf(document.definitions, 'rootElements')) {
    if (property.$type !== 'bpmn:CorrelationProperty') continue;
    const retrieval = childrenOf(property, 'correlationPropertyRetrievalExpression').find(
      (each) => childOf(each, 'messageRef') === message,
    );
    const path = retrieval === undefined ? null : formal(childOf(retrieval, 'messagePath'), document);
    if (path === null) continue;
    sent.push(path);
    const binding = bindings.find((each) => childOf(each, 'correlationPropertyRef') === property);
    const data = binding === undefined ? null : formal(childOf(binding, 'dataPath'), document);
    if (data !== null) awaited.push(data);
  }
  // A process that expects less than all that the messages carry would never match.
  return sent.length === 0 ? null : { sent, awaited: awaited.length === sent.length ? awaited : [] };
}

function bindingsAround(node: Element): readonly Element[] {
  for (let at: Element | undefined = node; at !== undefined; at = at.$parent) {
    if (at.$type !== 'bpmn:Process') continue;
    return childrenOf(at, 'correlationSubscriptions').flatMap((each) => childrenOf(each, 'correlationPropertyBinding'));
  }
  return [];
}

function formal(expression: Element | null, document: Document): Expression | null {
  const text = expression === null ? null : textOf(expression, 'body');
  if (expression === null || text === null) return null;
  return readExpression(text, rawTextOf(expression, 'language'), document.expressionLanguage, 'feel');
}
