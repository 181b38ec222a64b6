/** What other engines' extensions mean to Cairn: a little, which is read, and the rest, which is named. */
import { childOf, extensionsOf, textOf, type Element } from './element.ts';
import { readValue } from './expression.ts';
import type { Expression } from './graph/expression.ts';
import { ACTIVITI, CAMUNDA, FLOWABLE, foreignAttribute, foreignAttributes, OPERATON, ZEEBE } from './namespace.ts';
import { callsCode } from './vendor-calls.ts';

/** Attributes that name the variable for a task's result. */
export const RESULT_VARIABLE = [
  { local: 'resultVariable', uris: [CAMUNDA, OPERATON, FLOWABLE, ACTIVITI] },
  { local: 'resultVariableName', uris: [FLOWABLE, ACTIVITI] },
];
export const ESCALATION_VARIABLE = 'escalationCodeVariable';
export const ERROR_MESSAGE = 'errorMessage';
export const ERROR_VARIABLES = ['errorCodeVariable', 'errorMessageVariable'] as const;

/** Vendors' attributes and elements that say what a task calls, most telling first. */
const CALLS = ['class', 'delegateExpression', 'expression', 'type', 'topic', 'decisionRef', 'operationId'];
const CALLING_ELEMENTS = ['connector', 'taskDefinition', 'calledDecision', 'script', 'field', 'properties'];

/** The variable a vendor's attribute names for a task's result. */
export function vendorResultVariable(element: Element): string | null {
  for (const { local, uris } of RESULT_VARIABLE) {
    const name = foreignAttribute(element, uris, local)?.trim();
    if (name !== undefined && name !== '') return name;
  }
  return null;
}

/** The variables that Camunda's attributes name for the code and message of a caught error. */
export function vendorErrorVariables(definition: Element): {
  readonly code: string | null;
  readonly message: string | null;
} {
  const [code, message] = ERROR_VARIABLES.map((local) => foreignAttribute(definition, [CAMUNDA, OPERATON], local));
  return { code: code ?? null, message: message ?? null };
}

/** What Camunda's attribute has a thrown error say. */
export function vendorErrorMessage(error: Element): Expression | null {
  const text = foreignAttribute(error, [CAMUNDA, OPERATON], ERROR_MESSAGE)?.trim() ?? '';
  return text === '' || callsCode(text) ? null : readValue(text);
}

/** The variable that Camunda's attribute names for the code of a caught escalation. */
export function vendorEscalationVariable(definition: Element): string | null {
  return foreignAttribute(definition, [CAMUNDA, OPERATON], ESCALATION_VARIABLE);
}

/** What another engine would call for a task; null when the file names nothing. */
export function vendorCall(element: Element): string | null {
  const attributes = foreignAttributes(element);
  const named = CALLS.flatMap((local) => attributes.filter((each) => each.local === local)).map(
    ({ name, value }) => `${name}="${value}"`,
  );
  const implementation = textOf(element, 'implementation');
  if (implementation !== null && !implementation.startsWith('##')) named.push(`implementation="${implementation}"`);
  const operation = childOf(element, 'operationRef');
  if (operation !== null) named.push(`operation "${textOf(operation, 'name') ?? textOf(operation, 'id') ?? '?'}"`);
  for (const extension of extensionsOf(element)) {
    if (CALLING_ELEMENTS.includes(extension.$descriptor.ns.localName)) named.push(callOf(extension));
  }
  return named.length === 0 ? null : [...new Set(named)].slice(0, 4).join(', ').slice(0, 300);
}

function callOf(extension: Element): string {
  const detail =
    extension.$descriptor.ns.uri === ZEEBE
      ? (extension.get('type') ?? extension.get('decisionId'))
      : extension.$children?.find((child) => child.$descriptor.ns.localName === 'connectorId')?.$body;
  return typeof detail === 'string' ? `${extension.$type} "${detail.trim()}"` : extension.$type;
}
