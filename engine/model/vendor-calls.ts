/** What other engines' extensions call or evaluate: processes and their versions, decisions, scripts. */
import { childrenOf, textOf, type Element } from './element.ts';
import { readFeel, readValue } from './expression.ts';
import type { Expression } from './graph/expression.ts';
import type { DecisionShape } from './graph/implementation.ts';
import { ACTIVITI, CAMUNDA, FLOWABLE, foreignAttribute, OPERATON, ZEEBE } from './namespace.ts';
import { attribute, OLDER, vendorElements } from './vendor-elements.ts';

/** An answer and the variable that gets it. */
interface Named {
  readonly resultVariable: string | null;
}

/** `zeebe:calledElement`; null without one. */
export function calledElementPart(activity: Element): Element | null {
  return vendorElements(activity, 'calledElement', [ZEEBE])[0] ?? null;
}

/** The process of `zeebe:calledElement`. */
export function vendorCalledElement(activity: Element): string | null {
  const called = calledElementPart(activity);
  return called === null ? null : attribute(called, 'processId');
}

/** Which version of a process a vendor's file means; `other` names what Cairn has no meaning for. */
export type VendorBinding =
  | { readonly kind: 'latest' | 'deployment' }
  | { readonly kind: 'version'; readonly version: string | null }
  | { readonly kind: 'other'; readonly name: string };

/** `calledElementBinding`, `bindingType`, `sameDeployment`; null when the file says nothing. */
export function vendorBinding(activity: Element): VendorBinding | null {
  const called = calledElementPart(activity);
  const kind =
    (called === null ? null : attribute(called, 'bindingType')) ??
    foreignAttribute(activity, [CAMUNDA, OPERATON], 'calledElementBinding')?.trim() ??
    null;
  // Flowable takes the latest version where the deployment holds none.
  if (kind === null) return isSameDeployment(activity) && isBeside(activity) ? { kind: 'deployment' } : null;
  if (kind === 'latest' || kind === 'deployment') return { kind };
  if (kind !== 'version') return { kind: 'other', name: kind };
  return {
    kind,
    version: foreignAttribute(activity, [CAMUNDA, OPERATON], 'calledElementVersion')?.trim() ?? null,
  };
}

/** Whether what is called, where that is named outright, stands in the same file. */
export function isBeside(activity: Element): boolean {
  const called = textOf(activity, 'calledElement') ?? vendorCalledElement(activity);
  if (called === null || /[${#=]/.test(called)) return true;
  let root: Element = activity;
  while (root.$parent !== undefined) root = root.$parent;
  const name = called.replace(/^[A-Za-z_][\w.-]*:/, '');
  return childrenOf(root, 'rootElements').some((each) => textOf(each, 'id') === name);
}

function isSameDeployment(activity: Element): boolean {
  return foreignAttribute(activity, [FLOWABLE], 'sameDeployment')?.trim() === 'true';
}

/** Whether an attribute that binds a call to a version was followed. */
export function isReadBinding(activity: Element, local: string): boolean {
  const binding = vendorBinding(activity);
  switch (local) {
    case 'calledElementBinding':
      return binding !== null;
    case 'calledElementVersion':
      return binding?.kind === 'version';
    case 'sameDeployment':
      return binding?.kind === 'deployment' || !isSameDeployment(activity);
    default:
      return false;
  }
}

interface NamedDecision extends Named {
  readonly decision: string;
  readonly shape: DecisionShape | null;
}

const SHAPES: readonly string[] = [
  'singleEntry',
  'singleResult',
  'collectEntries',
  'resultList',
] satisfies DecisionShape[];

/**
 * `zeebe:calledDecision`, `camunda:decisionRef`: a decision by an id that is written out; null for an expression, or one
 * that is bound to a version or a version tag.
 */
export function vendorDecision(task: Element): NamedDecision | null {
  return zeebeDecision(task) ?? camundaDecision(task);
}

function camundaDecision(task: Element): NamedDecision | null {
  const said = (local: string): string | null => foreignAttribute(task, [CAMUNDA, OPERATON], local)?.trim() ?? null;
  const decision = said('decisionRef') ?? '';
  const shape = said('mapDecisionResult') ?? 'resultList';
  if (decision === '' || /[${#]/.test(decision) || !SHAPES.includes(shape)) return null;
  if (!['latest', 'deployment'].includes(said('decisionRefBinding') ?? 'latest')) return null;
  return { decision, resultVariable: null, shape: shape as DecisionShape };
}

/** Whether an attribute belongs to a decision that is evaluated. */
export function isReadDecision(task: Element, local: string): boolean {
  if (!['decisionRef', 'decisionRefBinding', 'mapDecisionResult'].includes(local)) return false;
  return task.$type === 'bpmn:BusinessRuleTask' && camundaDecision(task) !== null && zeebeDecision(task) === null;
}

function zeebeDecision(task: Element): NamedDecision | null {
  const called = vendorElements(task, 'calledDecision', [ZEEBE])[0];
  const decision = called === undefined ? null : attribute(called, 'decisionId');
  if (called === undefined || decision === null || /^=|#/.test(decision)) return null;
  if (attribute(called, 'bindingType') === 'versionTag') return null;
  return { decision, resultVariable: attribute(called, 'resultVariable'), shape: null };
}

export const SKIP = { local: 'skipExpression', uris: [FLOWABLE, ACTIVITI] } as const;

/** What makes another attribute say what a task calls. */
const CALLED = ['class', 'delegateExpression', 'type', 'topic', 'decisionRef'];
/** What stands before a bracket and is no call. */
const OPERATORS = ['and', 'or', 'not', 'empty', 'div', 'mod', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'instanceof'];
/** Methods of texts, lists and maps that only answer; all others are another engine's code. */
export const ANSWERING_METHODS: readonly string[] =
  'charAt concat contains containsKey containsValue endsWith equals equalsIgnoreCase get getOrDefault indexOf isBlank isEmpty lastIndexOf length size startsWith substring toLowerCase toString toUpperCase trim'.split(
    ' ',
  );

/** `expression` of a task, where no code of another engine would have to run for it; null without one. */
export function vendorExpression(task: Element): Expression | null {
  if (!['bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:BusinessRuleTask'].includes(task.$type)) return null;
  const text = foreignAttribute(task, OLDER, 'expression')?.trim() ?? '';
  if (text === '' || CALLED.some((local) => foreignAttribute(task, OLDER, local) !== null)) return null;
  return callsCode(text) ? null : readValue(text);
}

/** Whether code of another engine would have to run for an expression. */
export function callsCode(text: string): boolean {
  const code = text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");
  return [...code.matchAll(/(\.\s*|:)?([A-Za-z_]\w*)\s*\(/g)].some(([, dot, name = '']) =>
    dot === undefined ? !OPERATORS.includes(name) : !ANSWERING_METHODS.includes(name),
  );
}

const SKIPPABLE = ['UserTask', 'ServiceTask', 'SendTask', 'ScriptTask', 'BusinessRuleTask'].map(
  (type) => `bpmn:${type}`,
);

/** Flowable's and Activiti's `skipExpression` of a task, where no code of theirs would have to run for it; null without one. */
export function vendorSkip(task: Element): Expression | null {
  if (!SKIPPABLE.includes(task.$type)) return null;
  const text = foreignAttribute(task, SKIP.uris, SKIP.local)?.trim() ?? '';
  return text === '' || callsCode(text) ? null : readValue(text);
}

/** `zeebe:script`: FEEL. */
export function vendorScript(task: Element): ({ readonly script: string } & Named) | null {
  const part = vendorElements(task, 'script', [ZEEBE])[0];
  const expression = part === undefined ? null : attribute(part, 'expression');
  if (part === undefined || expression === null) return null;
  return { script: readFeel(expression).text, resultVariable: attribute(part, 'resultVariable') };
}
