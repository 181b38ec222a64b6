/**
 * What to call a message or signal that an event refers to without naming one, as most drawings do. BPMN wants the reference in
 * an executable process; the event's own name, which is all that people see, stands in for it, else its id.
 */
import { messageOf, type Document } from './document.ts';
import { idOf, requiredIdOf, textOf, type Element } from './element.ts';
import { readValue } from './expression.ts';
import type { MessageRef } from './graph/message.ts';
import type { Report } from './report.ts';

/** The element's name on one line, else its id. A name that is an expression is none. */
export function nameInStead(element: Element): string {
  const name = (textOf(element, 'name') ?? '').replace(/\s+/g, ' ').trim();
  return name === '' || readValue(name).language !== 'literal' ? requiredIdOf(element) : name;
}

/** The message of a node, else one that is called like the node, with a warning. Null after an error. */
export function messageOrUnnamed(
  node: Element,
  document: Document,
  report: Report,
  definition: Element | null = null,
): MessageRef | null {
  const message = messageOf(node, document, report, definition);
  if (message !== null) return message;
  const holder = definition ?? node;
  if (['messageRef', 'operationRef'].some((property) => document.dangling.has(holder, property))) return null;
  const name = nameInStead(node);
  report.warning(
    node,
    'no-message',
    `it names no message, and no message flow does: the message is called "${name}", like ${idOf(node) === name ? 'the element' : 'its name'} (BPMN 2.0.2, ${definition === null ? '10.3.3' : '10.5.5, table 10.99'}).`,
  );
  return { name, correlationKey: null };
}
