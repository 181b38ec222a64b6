/** Reads what an event waits for or throws. */
import { readValue } from './expression.ts';
import { ACTIVITI, FLOWABLE, foreignAttribute } from './namespace.ts';
import type { Document } from './document.ts';
import { readName, type WrittenName } from './computed-name.ts';
import { childOf, flagOf, idOf, requiredIdOf, textOf, type Element } from './element.ts';
import { readPayload } from './extensions.ts';
import { languageNamed, readText, readUsable } from './formal-expression.ts';
import type { Expression } from './graph/expression.ts';
import type { EventTrigger, SingleTrigger, TimerDefinition, TimerKind } from './graph/trigger.ts';
import { isDate, isDuration, wrongWithCycle } from './iso-time.ts';
import type { Report } from './report.ts';
import { eventDefinitionsOf, kindOf } from './unsupported.ts';
import { messageOrUnnamed, nameInStead } from './unnamed.ts';
import { eventMessageOf, eventPayloadOf, variableListenerOf } from './vendor-triggers.ts';
import { vendorErrorMessage, vendorErrorVariables, vendorEscalationVariable } from './vendor.ts';
import { cronDialectOf } from './written-for.ts';

/** Flowable's and Activiti's attribute of a `timeCycle` that says when it ends. */
export const END_DATE = { local: 'endDate', uris: [FLOWABLE, ACTIVITI] } as const;

/** Their attribute of a terminate event that ends the process, too. */
export const TERMINATE_ALL = { local: 'terminateAll', uris: [FLOWABLE, ACTIVITI] } as const;

/** Null after an error; the kinds that fit the event were checked before. */
export function readTrigger(event: Element, document: Document, report: Report): EventTrigger | null {
  const definitions = eventDefinitionsOf(event);
  const [only, ...others] = definitions;
  if (only === undefined) return { kind: 'none' };
  if (others.length === 0) return readSingle(event, only, document, report);
  const triggers = definitions.map((definition) => readSingle(event, definition, document, report));
  const read = triggers.filter((trigger) => trigger !== null);
  if (read.length < triggers.length) return null;
  return { kind: 'multiple', all: flagOf(event, 'parallelMultiple'), triggers: read };
}

/** One definition of an event, or of what throws it. Null after an error. */
export function readSingle(
  event: Element,
  definition: Element,
  document: Document,
  report: Report,
): SingleTrigger | null {
  switch (kindOf(definition)) {
    case 'message':
      return readMessageTrigger(event, definition, document, report);
    case 'timer': {
      const timer = readTimer(event, definition, document, report);
      return timer === null ? null : { kind: 'timer', timer };
    }
    case 'error':
      return readErrorTrigger(event, definition, document, report);
    case 'escalation':
      return readEscalation(event, definition, document, report);
    case 'signal':
      return readSignal(event, definition, document, report);
    case 'conditional':
      return readCondition(event, definition, document, report);
    case 'link':
      return readLink(event, definition, report);
    case 'compensate':
      return readCompensation(event, definition, document, report);
    case 'cancel':
      return { kind: 'cancel' };
    case 'terminate':
      return foreignAttribute(definition, TERMINATE_ALL.uris, TERMINATE_ALL.local)?.trim() === 'true'
        ? { kind: 'terminate', all: true }
        : { kind: 'terminate' };
    default:
      return null;
  }
}

function readEscalation(event: Element, definition: Element, document: Document, report: Report): SingleTrigger | null {
  if (document.dangling.has(definition, 'escalationRef')) return null;
  const escalation = childOf(definition, 'escalationRef');
  if (escalation !== null && !escalation.$instanceOf('bpmn:Escalation')) {
    wrongKind(event, 'escalationRef', escalation, 'escalation', report);
    return null;
  }
  const code = escalation === null ? null : textOf(escalation, 'escalationCode');
  const throws = event.$instanceOf('bpmn:ThrowEvent');
  if (throws && code === null) {
    report.warning(
      event,
      'escalation-without-code',
      'it throws an escalation without a code, which only an event that catches every escalation can catch (BPMN 2.0.2, 10.5.5, table 10.97).',
    );
  }
  const codeVariable = vendorEscalationVariable(definition);
  if (code === null) return { kind: 'escalation', code: throws ? '' : null, codeVariable };
  const { name, ...computed } = readCode(event, throws, code, report);
  return { kind: 'escalation', code: name, ...computed, codeVariable };
}

function readSignal(event: Element, definition: Element, document: Document, report: Report): SingleTrigger | null {
  if (document.dangling.has(definition, 'signalRef')) return null;
  const signal = childOf(definition, 'signalRef');
  if (signal === null) {
    const name = nameInStead(event);
    report.warning(
      event,
      'no-signal',
      `its signal event definition names no signal: the signal is called "${name}", like ${idOf(event) === name ? 'the element' : 'its name'} (BPMN 2.0.2, 10.5.5, table 10.100).`,
    );
    return { kind: 'signal', signal: name, payload: readPayload(event, report) };
  }
  if (!signal.$instanceOf('bpmn:Signal')) {
    wrongKind(event, 'signalRef', signal, 'signal', report);
    return null;
  }
  const { name, ...computed } = readName(textOf(signal, 'name') ?? requiredIdOf(signal));
  return { kind: 'signal', signal: name, ...computed, payload: readPayload(event, report) };
}

function readCondition(event: Element, definition: Element, document: Document, report: Report): SingleTrigger | null {
  const listens = variableListenerOf(event, definition);
  if (typeof listens === 'string') {
    report.error(event, 'variable-listener', `${listens} (BPMN 2.0.2, 10.5.5, table 10.95).`);
    return null;
  }
  if (listens !== null) return { kind: 'conditional', condition: { language: 'feel', text: 'true' }, listens };
  const expression = childOf(definition, 'condition');
  const text = expression === null ? null : textOf(expression, 'body');
  if (expression === null || text === null) {
    report.error(
      event,
      'no-condition',
      'its conditional event definition has no condition (BPMN 2.0.2, 10.5.5, table 10.95).',
    );
    return null;
  }
  const words = ['its condition', 'what an event waits for'] as const;
  const condition = readUsable(event, expression, text, document, report, words);
  return condition === null ? null : { kind: 'conditional', condition };
}

function readLink(event: Element, definition: Element, report: Report): SingleTrigger | null {
  const name = textOf(definition, 'name') ?? textOf(event, 'name');
  if (name !== null) return { kind: 'link', name, target: null };
  report.error(
    event,
    'no-link-name',
    'its link has no name, so that it leads nowhere (BPMN 2.0.2, 10.5.5, table 10.98).',
  );
  return null;
}

function readCompensation(
  event: Element,
  definition: Element,
  document: Document,
  report: Report,
): SingleTrigger | null {
  if (document.dangling.has(definition, 'activityRef')) return null;
  const activity = childOf(definition, 'activityRef');
  if (activity !== null && !activity.$instanceOf('bpmn:Activity')) {
    wrongKind(event, 'activityRef', activity, 'activity', report);
    return null;
  }
  return {
    kind: 'compensation',
    activity: activity === null ? null : requiredIdOf(activity),
    wait: definition.get('waitForCompletion') !== false,
  };
}

function wrongKind(event: Element, property: string, found: Element, wanted: string, report: Report): void {
  report.error(event, 'dangling-reference', `its ${property} ${idOf(found) ?? ''} is a ${found.$type}, no ${wanted}.`);
}

function readMessageTrigger(
  event: Element,
  definition: Element,
  document: Document,
  report: Report,
): SingleTrigger | null {
  const message = messageOrUnnamed(event, document, report, definition);
  const payload = [
    ...readPayload(event, report),
    ...(eventMessageOf(event) === null ? [] : (eventPayloadOf(event) ?? [])),
  ];
  return message === null ? null : { kind: 'message', message, payload };
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
  const value = readText(first.expression, text, document, 'literal');
  if (value === null) {
    report.error(
      event,
      'timer',
      `${first.property} of its timer is in ${languageNamed(first.expression, document)}, which timers cannot use.`,
    );
    return null;
  }
  const kind: TimerKind =
    first.kind === 'cycle' ? { kind: first.kind, cron: cronDialectOf(definition) } : { kind: first.kind };
  checkLiteral(event, first.property, kind, value, report);
  const end = first.kind === 'cycle' ? foreignAttribute(first.expression, END_DATE.uris, END_DATE.local) : null;
  if (end === null) return { ...kind, value };
  const until = readValue(end.trim());
  if (until.language === 'literal' && !isDate(until.text)) {
    report.error(event, 'timer', `the endDate "${end}" of its timer is no ISO 8601 date such as 2026-01-31T12:00:00Z.`);
    return null;
  }
  return { ...kind, value, until };
}

function checkLiteral(event: Element, property: string, timer: TimerKind, value: Expression, report: Report): void {
  if (value.language !== 'literal') return;
  const wrong =
    timer.kind === 'cycle'
      ? wrongWithCycle(value.text, timer.cron)
      : timer.kind === 'date'
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
  else if (timer.kind === 'cycle' && event.$type === 'bpmn:IntermediateCatchEvent') {
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
): SingleTrigger | null {
  if (document.dangling.has(definition, 'errorRef')) return null;
  const error = childOf(definition, 'errorRef');
  if (error !== null && !error.$instanceOf('bpmn:Error')) {
    report.error(event, 'dangling-reference', `its errorRef ${idOf(error) ?? ''} is a ${error.$type}, no error.`);
    return null;
  }
  const variables = vendorErrorVariables(definition);
  const code = error === null ? null : textOf(error, 'errorCode');
  const throws = event.$instanceOf('bpmn:ThrowEvent');
  const message = throws && error !== null ? vendorErrorMessage(error) : null;
  if (throws && code === null) {
    report.warning(
      event,
      'error-without-code',
      'it throws an error without a code, which only an event that catches every error can catch (BPMN 2.0.2, 10.5.5, table 10.96).',
    );
  }
  const { name, ...computed } = code === null ? { name: throws ? '' : null } : readCode(event, throws, code, report);
  return {
    kind: 'error',
    error: { code: name, ...computed, ...(message === null ? {} : { message }) },
    codeVariable: variables.code,
    messageVariable: variables.message,
  };
}

/** The code of an error or escalation. Whoever catches says which before there is anything to compute it from. */
function readCode(event: Element, throws: boolean, text: string, report: Report): WrittenName {
  const written = readName(text);
  if (throws || written.computed === undefined) return written;
  report.error(
    event,
    'computed-code',
    `the code that it catches is the expression "${text}"; only what is thrown can have its code computed (BPMN 2.0.2, 10.5.5).`,
  );
  return { name: text };
}
