/** The time of a timer as the panel shows and writes it. What the file says of its language stays as it is. */
import type { ModdleElement } from 'bpmn-moddle';
import { childOf, rawTextOf } from '../../../engine/model/element.ts';
import { namedLanguage } from '../../../engine/model/expression.ts';
import { make, writeInner, type Subject } from './edit.ts';

export type TimeProperty = 'timeDuration' | 'timeDate' | 'timeCycle';

function saysFeel(expression: ModdleElement | null): boolean {
  return expression !== null && namedLanguage(rawTextOf(expression, 'language')) === 'feel';
}

/** The text of a time; FEEL begins with `=`, also where the file says so by an attribute. */
export function shownTime(definition: ModdleElement, property: TimeProperty): string {
  const expression = childOf(definition, property);
  const text = expression === null ? '' : (rawTextOf(expression, 'body') ?? '');
  return saysFeel(expression) && text.trim() !== '' ? `=${text.trim().replace(/^=/, '')}` : text;
}

/** Writes another text for a time that there is, or makes it the only one of its timer. */
export function writeTime(subject: Subject, definition: ModdleElement, property: TimeProperty, shown: string): void {
  const expression = childOf(definition, property);
  if (expression === null) {
    writeInner(subject, definition, {
      timeDuration: undefined,
      timeDate: undefined,
      timeCycle: undefined,
      [property]: make(subject, 'bpmn:FormalExpression', definition, { body: shown }),
    });
  } else if (!saysFeel(expression)) {
    writeInner(subject, expression, { body: shown });
  } else if (shown.startsWith('=')) {
    const marked = (rawTextOf(expression, 'body') ?? '').trim().startsWith('=');
    writeInner(subject, expression, { body: marked ? shown : shown.slice(1) });
  } else {
    // It is no FEEL any more.
    writeInner(subject, expression, { body: shown, language: undefined });
  }
}
