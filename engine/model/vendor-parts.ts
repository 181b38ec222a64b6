/** Parts of other engines' extensions that mean the same here: mappings, tries, what is called. */
import { textOf, type Element } from './element.ts';
import { readFeel, readValue } from './expression.ts';
import type { Expression } from './graph/expression.ts';
import type { Assignment, Mapping } from './graph/mapping.ts';
import { isDuration } from './iso-time.ts';
import { ACTIVITI, CAMUNDA, FLOWABLE, foreignAttribute, OPERATON, ZEEBE } from './namespace.ts';
import { calledElementPart, vendorDecision, vendorScript } from './vendor-calls.ts';
import { attribute, childrenNamed, OLDER, vendorElements } from './vendor-elements.ts';
import { vendorAnswerErrors } from './vendor-errors.ts';
import { parameterValue } from './vendor-values.ts';

/**
 * `zeebe:ioMapping`; `inputOutput`; `in` and `out` of a call, and what `zeebe:calledElement` passes on. Null without any, or
 * where a part has no meaning here: half a mapping would be worse than none.
 */
export function vendorMapping(element: Element): Mapping | null {
  const io = vendorElements(element, 'ioMapping', [ZEEBE])[0];
  if (io !== undefined) {
    const inputs = childrenNamed(io, 'input').map(zeebeAssignment);
    const outputs = childrenNamed(io, 'output').map(zeebeAssignment);
    return zeebeMapping(element, complete(inputs, outputs));
  }
  if (element.$type === 'bpmn:CallActivity') {
    if (calledElementPart(element) !== null) return zeebeMapping(element, { inputs: [], outputs: [] });
    const inputs = vendorElements(element, 'in', OLDER).filter((each) => attribute(each, 'businessKey') === null);
    const outputs = vendorElements(element, 'out', OLDER);
    const inherits = inheritsVariables(element);
    if (inherits || inputs.length + outputs.length > 0) return callMapping(inputs, outputs, inherits);
  }
  return inputOutputOf(element);
}

/** `inputOutput`; null without one, or where a parameter has no meaning here. */
export function inputOutputOf(element: Element): Mapping | null {
  const parameters = vendorElements(element, 'inputOutput', [CAMUNDA, OPERATON])[0];
  if (parameters === undefined) return null;
  return complete(
    childrenNamed(parameters, 'inputParameter').map(parameter),
    childrenNamed(parameters, 'outputParameter').map(parameter),
  );
}

/**
 * `in` and `out` of a call. With `variables="all"` all that the caller sees is passed on, and all that the called process changed
 * comes back; without `out` nothing does. What comes back under other names beside all has no meaning here.
 */
function callMapping(inputs: readonly Element[], outputs: readonly Element[], inherits: boolean): Mapping | null {
  const takesAll = outputs.some(isAll);
  if (takesAll && !outputs.every(isAll)) return null;
  const mapping = complete(
    inputs.filter((each) => !isAll(each)).map(passed),
    outputs.filter((each) => !isAll(each)).map(passed),
    true,
  );
  if (mapping === null) return null;
  return {
    ...mapping,
    passesAll: inherits || inputs.some(isAll),
    ...(outputs.length === 0 ? { returnsAll: false } : {}),
  };
}

/** What a call of Camunda and its kin passes on and takes back where it maps nothing; null where something else maps it. */
export function silentCall(element: Element): Mapping | null {
  if (calledElementPart(element) !== null) return null;
  const mapped = ['in', 'out', 'inputOutput'].flatMap((local) =>
    vendorElements(element, local, OLDER).filter((each) => attribute(each, 'businessKey') === null),
  );
  const byClass = ['variableMappingClass', 'variableMappingDelegateExpression'].some(
    (local) => foreignAttribute(element, OLDER, local) !== null,
  );
  return mapped.length > 0 || byClass ? null : { inputs: [], outputs: [], passesAll: false, returnsAll: false };
}

/** Flowable's and Activiti's `inheritVariables`. */
function inheritsVariables(call: Element): boolean {
  return foreignAttribute(call, [FLOWABLE, ACTIVITI], 'inheritVariables')?.trim() === 'true';
}

/**
 * Zeebe's calls pass on all that the caller sees, beside their inputs, and take back all that has no outputs, unless
 * `zeebe:calledElement` says otherwise.
 */
function zeebeMapping(element: Element, mapping: Mapping | null): Mapping | null {
  const called = element.$type === 'bpmn:CallActivity' ? calledElementPart(element) : null;
  if (called === null || mapping === null) return mapping;
  const passesAll = attribute(called, 'propagateAllParentVariables') !== 'false';
  const returnsAll = attribute(called, 'propagateAllChildVariables') !== 'false' || mapping.outputs.length > 0;
  if (passesAll && returnsAll && mapping.inputs.length + mapping.outputs.length === 0) return null;
  return { ...mapping, passesAll, ...(returnsAll ? {} : { returnsAll }) };
}

/** Those of the scope alone (`local`) are not all. */
function isAll(each: Element): boolean {
  return attribute(each, 'variables') === 'all' && attribute(each, 'local') !== 'true';
}

function complete(
  inputs: readonly (Assignment | null)[],
  outputs: readonly (Assignment | null)[],
  empty = false,
): Mapping | null {
  const whole = (list: readonly (Assignment | null)[]): list is readonly Assignment[] => !list.includes(null);
  return whole(inputs) && whole(outputs) && (empty || inputs.length + outputs.length > 0) ? { inputs, outputs } : null;
}

/** With dots in its target, a part of a variable. */
export function zeebeAssignment(each: Element): Assignment | null {
  const [name = '', ...path] = (attribute(each, 'target') ?? '').split('.');
  const source = attribute(each, 'source');
  if (source === null || name === '' || path.includes('')) return null;
  return { name, value: readValue(source), ...(path.length === 0 ? {} : { path }) };
}

/** `in` and `out`. */
export function passed(each: Element): Assignment | null {
  const name = attribute(each, 'target');
  const source = attribute(each, 'source');
  const expression = attribute(each, 'sourceExpression');
  if (name === null) return null;
  if (source !== null) return { name, value: sourceOf(source) };
  return expression === null ? null : { name, value: readValue(expression) };
}

/** The variable of a `source`: null when it is not set, as in those engines. */
function sourceOf(source: string): Expression {
  return /^[A-Za-z_$][\w$-]*$/.test(source)
    ? { language: 'variable', text: source }
    : { language: 'juel', text: `\${${source}}` };
}

function parameter(each: Element): Assignment | null {
  const name = attribute(each, 'name');
  const value = parameterValue(each);
  return name === null || value === null ? null : { name, value };
}

/** `failedJobRetryTimeCycle` `R3/PT5M`: three tries in all, so two more than the first. Null without one that can be read. */
export function vendorRetries(element: Element): { readonly retries: number; readonly backoff: string } | null {
  const cycle = vendorElements(element, 'failedJobRetryTimeCycle', OLDER)[0]?.$body?.trim();
  const match = /^R(\d{1,3})\/(P\S+)$/.exec(cycle ?? '');
  if (match !== null && isDuration(match[2] ?? '')) {
    return { retries: Math.max(0, Number(match[1]) - 1), backoff: match[2] ?? 'PT0S' };
  }
  const definition = vendorElements(element, 'taskDefinition', [ZEEBE])[0];
  const tries = definition === undefined ? null : attribute(definition, 'retries');
  if (tries === null || !/^[1-9]\d{0,2}$/.test(tries)) return null;
  return { retries: Number(tries) - 1, backoff: 'PT0S' };
}

/** `zeebe:subscription` of a message, as it is written: FEEL. */
export function vendorCorrelationKey(message: Element): Expression | null {
  const subscription = vendorElements(message, 'subscription', [ZEEBE])[0];
  const key = subscription === undefined ? null : attribute(subscription, 'correlationKey');
  return key === null ? null : readFeel(key);
}

/** Whether what a `zeebe:calledElement` names, if anything, is what is called. */
function callsTheSame(activity: Element, called: Element): boolean {
  const written = textOf(activity, 'calledElement');
  return written === null || [null, written].includes(attribute(called, 'processId'));
}

/** Whether an extension element of a vendor was read for its element, so that it need not be named as kept. */
export function isReadPart(element: Element, extension: Element): boolean {
  const { localName, uri } = extension.$descriptor.ns;
  if (uri === undefined || ![...OLDER, ZEEBE].includes(uri)) return false;
  switch (localName) {
    case 'ioMapping':
    case 'inputOutput':
      return vendorMapping(element) !== null;
    case 'script':
      return element.$type === 'bpmn:ScriptTask' && vendorScript(element) !== null;
    case 'calledDecision':
      return element.$type === 'bpmn:BusinessRuleTask' && vendorDecision(element) !== null;
    case 'in':
    case 'out':
      return element.$type === 'bpmn:CallActivity' && vendorMapping(element) !== null;
    case 'failedJobRetryTimeCycle':
      return vendorRetries(element) !== null;
    case 'errorEventDefinition':
      return vendorAnswerErrors(element) !== null;
    case 'calledElement':
      return element.$type === 'bpmn:CallActivity' && callsTheSame(element, extension);
    case 'formData':
    case 'formProperty':
      return element.$type === 'bpmn:UserTask';
    default:
      return false;
  }
}
