/** What other engines' extensions call or evaluate: processes and their versions, decisions, scripts. */
import { childrenOf, textOf, type Element } from './element.ts';
import { readFeel } from './expression.ts';
import { CAMUNDA, FLOWABLE, foreignAttribute, OPERATON, ZEEBE } from './namespace.ts';
import { attribute, vendorElements } from './vendor-elements.ts';

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

/** `zeebe:calledDecision` by an id that is written out; null for an expression, or one that is bound to a version tag. */
export function vendorDecision(task: Element): ({ readonly decision: string } & Named) | null {
  const called = vendorElements(task, 'calledDecision', [ZEEBE])[0];
  const decision = called === undefined ? null : attribute(called, 'decisionId');
  if (called === undefined || decision === null || /^=|#/.test(decision)) return null;
  if (attribute(called, 'bindingType') === 'versionTag') return null;
  return { decision, resultVariable: attribute(called, 'resultVariable') };
}

/** `zeebe:script`: FEEL. */
export function vendorScript(task: Element): ({ readonly script: string } & Named) | null {
  const part = vendorElements(task, 'script', [ZEEBE])[0];
  const expression = part === undefined ? null : attribute(part, 'expression');
  if (part === undefined || expression === null) return null;
  return { script: readFeel(expression).text, resultVariable: attribute(part, 'resultVariable') };
}
