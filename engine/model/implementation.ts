/** Reads how a send, service or business rule task reaches the world. */
import { messageOf, type Document } from './document.ts';
import { rawTextOf, textOf, type Element } from './element.ts';
import { extensionOf, readHttp, readPayload, readRules } from './extensions.ts';
import type { TaskImplementation } from './graph/implementation.ts';
import type { Report } from './report.ts';
import { vendorCalledElement, vendorDecision, vendorExpression } from './vendor-calls.ts';
import { vendorCall } from './vendor.ts';
import { vendorAnswerErrors } from './vendor-errors.ts';
import { eventMessageOf, eventPayloadOf, sendsEvent } from './vendor-triggers.ts';

/** Null after an error. */
export function readImplementation(task: Element, document: Document, report: Report): TaskImplementation | null {
  const http = extensionOf(task, 'cairn:Http');
  const rules = extensionOf(task, 'cairn:Rules');
  const infers = readType(task, report);
  const decision = rawTextOf(task, 'cairn:decision');
  const event = sendsEvent(task) ? eventMessageOf(task) : null;
  const sent = task.$type === 'bpmn:SendTask' || event !== null ? messageOf(task, document, report) : null;
  const namesMessage = sent !== null && (event !== null || task.get('messageRef') !== undefined);
  const ways = [
    http === null ? null : 'cairn:http',
    infers || rules !== null ? 'inference' : null,
    decision === null ? null : 'cairn:decision',
    namesMessage ? 'a message' : null,
  ].filter((way) => way !== null);
  if (ways.length > 1) {
    report.error(
      task,
      'conflicting-implementation',
      `it is to be done by ${ways.join(' and by ')}; only one is possible.`,
    );
    return null;
  }
  if (http !== null) {
    const template = readHttp(task, http, report);
    return template === null ? null : { kind: 'http', http: template };
  }
  if (infers || rules !== null) return readInference(task, infers, rules, report);
  if (decision !== null) return readDecision(task, decision.trim(), report);
  if (sent !== null) {
    const carried = event === null ? [] : (eventPayloadOf(task) ?? []);
    return { kind: 'message', message: sent, payload: [...readPayload(task, report), ...carried] };
  }
  if (document.dangling.has(task, 'messageRef')) return null;
  const called = task.$type === 'bpmn:BusinessRuleTask' ? vendorDecision(task) : null;
  if (called !== null) {
    const { decision: id, shape } = called;
    return { kind: 'decision', file: wantedDecision(id), decision: id, ...(shape === null ? {} : { shape }) };
  }
  const expression = vendorExpression(task);
  if (expression !== null) return { kind: 'expression', expression };
  const errors = vendorAnswerErrors(task);
  return {
    kind: 'external',
    description: vendorCall(task) ?? nothingNamed(task),
    ...(errors === null ? {} : { errors }),
  };
}

function nothingNamed(task: Element): string {
  const words: Readonly<Record<string, string>> = {
    'bpmn:SendTask': 'no message and no implementation named',
    'bpmn:BusinessRuleTask': 'no decision named',
  };
  return words[task.$type] ?? 'no implementation named';
}

function readType(task: Element, report: Report): boolean {
  const type = task.$type === 'bpmn:SendTask' ? undefined : rawTextOf(task, 'cairn:type')?.trim();
  if (type === undefined || type === 'inference') return type === 'inference';
  report.error(task, 'invalid-extension', `cairn:type is "${type}"; only "inference" exists.`);
  return false;
}

function readInference(
  task: Element,
  infers: boolean,
  rules: Element | null,
  report: Report,
): TaskImplementation | null {
  if (!infers) report.error(task, 'invalid-extension', 'it has cairn:rules, but cairn:type is not "inference".');
  if (rules === null) {
    report.error(task, 'invalid-extension', 'cairn:type is "inference", but it has no cairn:rules.');
    return null;
  }
  return { kind: 'inference', rules: readRules(task, rules, report) };
}

function readDecision(task: Element, text: string, report: Report): TaskImplementation | null {
  const match = /^([^#]+)#([^#]+)$/.exec(text);
  const file = match?.[1]?.trim() ?? '';
  const decision = match?.[2]?.trim() ?? '';
  if (file === '' || decision === '') {
    report.error(
      task,
      'invalid-extension',
      `cairn:decision is "${text}", not a file and a decision such as rules/discount.dmn#discount.`,
    );
    return null;
  }
  if (/^(?:[/\\]|[A-Za-z][A-Za-z0-9+.-]*:)|\\|(?:^|\/)\.\.(?:\/|$)/.test(file)) {
    report.error(
      task,
      'invalid-extension',
      `cairn:decision names the file "${file}", which does not lie in the workspace.`,
    );
    return null;
  }
  return { kind: 'decision', file, decision };
}

const WANTED = 'rules/*.dmn#';

/** Stands for the file of a decision that only its id names: the one of the workspace that holds it. */
function wantedDecision(decision: string): string {
  return `${WANTED}${decision}`;
}

/** The id of a decision whose file is to be found; null: the file is named. */
export function decisionWanted(file: string): string | null {
  return file.startsWith(WANTED) ? file.slice(WANTED.length) : null;
}

/** The process or task a call activity names, without a prefix of the file; null when it names none. */
export function calledElementOf(activity: Element): string | null {
  const text = textOf(activity, 'calledElement');
  if (text === null) return vendorCalledElement(activity);
  return /[${#=]/.test(text) ? text : text.replace(/^[A-Za-z_][\w.-]*:/, '');
}
