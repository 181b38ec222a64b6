/** What can be said of a `${…}` without evaluating it. */
import { isValueMethod } from './juel-methods.ts';
import type { JuelNode, JuelTemplate } from './juel-syntax.ts';

/** Every part of the expressions in a text, outer ones first. */
function* partsOf(template: JuelTemplate): Generator<JuelNode> {
  const open = template.filter((part) => typeof part !== 'string').toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    open.push(...within(node).toReversed());
  }
}

function within(node: JuelNode): readonly JuelNode[] {
  switch (node.kind) {
    case 'literal':
    case 'variable':
      return [];
    case 'member':
      return [node.target, node.key];
    case 'call':
      return [node.target, ...node.args];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'choice':
      return [node.test, node.yes, node.no];
  }
}

/** Whether it is in the dialect of bpmn-engine, which calls the variables `environment.variables` and `environment.output`. */
export function readsEnvironment(template: JuelTemplate): boolean {
  for (const node of partsOf(template)) if (node.kind === 'variable' && node.name === 'environment') return true;
  return false;
}

/** The first call of a function, or of a method that no value has: another engine's code. Null: there is none. */
export function foreignCall(template: JuelTemplate): string | null {
  for (const node of partsOf(template)) if (node.kind === 'call' && isForeign(node)) return describe(node);
  return null;
}

/** `execution.getVariable("x")` asks for a variable; what else is asked of `execution` is another engine's. */
function isForeign({ target, method, args }: Extract<JuelNode, { kind: 'call' }>): boolean {
  if (target.kind === 'variable' && target.name === 'execution') return !isVariableQuery(method, args.length);
  return method === null || !isValueMethod(method);
}

/** Whether a method of `execution` with so many arguments asks for a variable. */
export function isVariableQuery(method: string | null, count: number): boolean {
  return count === 1 && (method === 'getVariable' || method === 'hasVariable');
}

/** A path as it was written, as far as that helps. */
export function describe(node: JuelNode): string {
  switch (node.kind) {
    case 'variable':
      return node.name;
    case 'member':
      return `${describe(node.target)}.${node.key.kind === 'literal' ? String(node.key.value) : '…'}`;
    case 'call':
      return node.method === null ? `${describe(node.target)}(…)` : `${describe(node.target)}.${node.method}(…)`;
    default:
      return 'the expression';
  }
}
