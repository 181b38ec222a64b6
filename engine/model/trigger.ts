/** Reads what an event waits for or throws. */
import { messageOf, type Document } from './document.ts';
import { childOf, idOf, rawTextOf, textOf, type Element } from './element.ts';
import { readExpression } from './expression.ts';
import { readPayload } from './extensions.ts';
import type { EventTrigger, Expression, TimerDefinition } from './graph.ts';
import { isDate, isDuration, wrongWithCycle } from './iso-time.ts';
import type { Report } from './report.ts';
import { eventDefinitionsOf, kindOf } from './unsupported.ts';
import { vendorErrorVariables } from './vendor.ts';

/** Null after an error; the kinds that fit the event were checked before. */
export function readTrigger(event: Element, document: Document, report: Report): EventTrigger | null {
  const definition = eventDefinitionsOf(event)[0];
  if (definition === undefined) return { kind: 'none' };
  switch (kindOf(definition)) {
    case 'message':
      return readMessageTrigger(event, definition, document, report);
    case 'timer': {
      const timer = readTimer(event, definition, document, report);
      return timer === null ? null : { kind: 'timer', timer };
    }
    case 'error':
      return readErrorTrigger(event, definition, document, report);
    case 'terminate':
      return { kind: 'terminate' };
    default:
      return null;
  }
}

function readMessageTrigger(
  event: Element,
  definition: Element,
  document: Document,
  report: Report,
): EventTrigger | null {
  const message = messageOf(event, document, report);
  if (message !== null) return { kind: 'message', message, payload: readPayload(event, report) };
  if (!document.dangling.has(definition, 'messageRef')) {
    report.error(
      event,
      'no-message',
      'its message event definition names no message, and no message flow does (BPMN 2.0.2, 10.5.5).',
    );
  }
  return null;
}

const TIMES = [
  ['timeDate', 'date'],
  ['timeDuration', 'duration'],
  ['timeCycle', 'cycle'],
] as const;

function readTimer(event: Element, definition: Element, document: Document, report: Report): TimerDefinition | null {
  const given = TIMES.flatMap(([property, kind]) => {
    const expression = childOf(definition, property);
    return expression === null ? [] : [{ property, kind, expression }];
  });
  const [first, second] = given;
  if (first === undefined) {
    report.error(
      event,
      'timer',
      'its timer names neither date nor duration nor cycle (BPMN 2.0.2, 10.5.5, table 10.101).',
    );
    return null;
  }
  if (second !== undefined) {
    const names = given.map(({ property }) => property).join(' and ');
    report.error(
      event,
      'timer',
      `its timer has ${names}, which exclude each other (BPMN 2.0.2, 10.5.5, table 10.101).`,
    );
    return null;
  }
  const text = textOf(first.expression, 'body');
  if (text === null) {
    report.error(event, 'timer', `${first.property} of its timer is empty (BPMN 2.0.2, 10.5.5, table 10.101).`);
    return null;
  }
  const value = readExpression(text, rawTextOf(first.expression, 'language'), document.expressionLanguage, 'literal');
  if (value === null || value.language === 'javascript') {
    report.error(
      event,
      'timer',
      `${first.property} of its timer is in ${rawTextOf(first.expression, 'language')}, which timers cannot use.`,
    );
    return null;
  }
  checkLiteral(event, first.property, first.kind, value, report);
  return { kind: first.kind, value };
}

function checkLiteral(
  event: Element,
  property: string,
  kind: TimerDefinition['kind'],
  value: Expression,
  report: Report,
): void {
  if (value.language !== 'literal') return;
  const wrong =
    kind === 'cycle'
      ? wrongWithCycle(value.text)
      : kind === 'date'
        ? isDate(value.text)
          ? null
          : 'is no ISO 8601 date such as 2026-01-31T12:00:00Z'
        : isDuration(value.text)
          ? null
          : 'is no ISO 8601 duration such as PT15M';
  if (wrong !== null)
    report.error(
      event,
      'timer',
      `${property} "${value.text}" of its timer ${wrong} (BPMN 2.0.2, 10.5.5, table 10.101).`,
    );
  else if (kind === 'cycle' && event.$type === 'bpmn:IntermediateCatchEvent') {
    report.warning(
      event,
      'timer-cycle',
      'its timer is a cycle, but the event fires once: the first occurrence counts.',
    );
  }
}

function readErrorTrigger(
  event: Element,
  definition: Element,
  document: Document,
  report: Report,
): EventTrigger | null {
  if (document.dangling.has(definition, 'errorRef')) return null;
  const error = childOf(definition, 'errorRef');
  if (error !== null && !error.$instanceOf('bpmn:Error')) {
    report.error(event, 'dangling-reference', `its errorRef ${idOf(error) ?? ''} is a ${error.$type}, no error.`);
    return null;
  }
  const variables = vendorErrorVariables(definition);
  const code = error === null ? null : textOf(error, 'errorCode');
  const throws = event.$instanceOf('bpmn:ThrowEvent');
  if (throws && code === null) {
    report.warning(
      event,
      'error-without-code',
      'it throws an error without a code, which only an event that catches every error can catch (BPMN 2.0.2, 10.5.5, table 10.97).',
    );
  }
  return {
    kind: 'error',
    error: { code: throws ? (code ?? '') : code },
    codeVariable: variables.code,
    messageVariable: variables.message,
  };
}
