/** XPath 1.0, BPMN's own default language of expressions, evaluated over the variables of a job (BPMN 2.0.2, 10.4.3). */
import type { Evaluate, Evaluation } from '../../core/evaluation.ts';
import type { Variables } from '../../core/value.ts';
import { BoundedCache } from '../bounded-cache.ts';
import { quote } from '../quote.ts';
import { isBackwards, reached } from './axes.ts';
import { variableNamed, type DataNames } from './bpmn-functions.ts';
import { problemWith, wrongCall } from './check.ts';
import { DataNode, inDocumentOrder } from './data-tree.ts';
import { coreFunction, type Focus } from './functions.ts';
import { parseXPath, type Call, type Operator, type Step, type XPathNode } from './syntax.ts';
import { XPathSyntaxError } from './tokens.ts';
import {
  compare,
  isNodeSet,
  numberOf,
  positionIn,
  resultOf,
  stringOf,
  truthOf,
  type NodeSet,
  type XPathValue,
} from './values.ts';
import { MissingVariable, Work, XPathMistake } from './work.ts';

/** An expression in XPath; `data`: what the file calls its data. */
type XPathExpression = Pick<Parameters<Evaluate>[0], 'text' | 'data'>;

const known = new BoundedCache<XPathNode | XPathSyntaxError>(5_000);

function read(text: string): XPathNode | XPathSyntaxError {
  try {
    return parseXPath(text);
  } catch (reason) {
    if (reason instanceof XPathSyntaxError) return reason;
    throw reason;
  }
}

/** Evaluates XPath 1.0. `truth` of the answer is what it comes to as a condition. */
export function evaluateXPath({ text, data }: XPathExpression, context: Variables): Evaluation {
  const expression = known.get(text, read);
  if (expression instanceof XPathSyntaxError) return { ok: false, message: unreadable(text, expression.message) };
  try {
    const value = new Evaluator(context, data).whole(expression);
    return { ok: true, value: resultOf(value), truth: truthOf(value) };
  } catch (reason) {
    if (!(reason instanceof XPathMistake)) throw reason;
    const message = `expression ${quote(text)} failed: ${reason.message}`;
    return reason instanceof MissingVariable ? { ok: false, message, missing: true } : { ok: false, message };
  }
}

/** Why the text is no XPath 1.0, or calls what is not here; null if it can be evaluated. */
export function parsesXPath({ text, data }: XPathExpression): string | null {
  const expression = known.get(text, read);
  const problem = expression instanceof XPathSyntaxError ? expression.message : wrongCall(expression, data);
  return problem === null ? null : unreadable(text, problem);
}

function unreadable(text: string, problem: string): string {
  return `expression ${quote(text)} cannot be read as XPath 1.0: ${problem}`;
}

class Evaluator {
  readonly #work = new Work();
  readonly #context: Variables;
  readonly #names: DataNames | undefined;
  readonly #root: DataNode;

  constructor(context: Variables, names: DataNames | undefined) {
    this.#context = context;
    this.#names = names;
    this.#root = DataNode.root(context, this.#work);
  }

  whole(expression: XPathNode): XPathValue {
    return this.#value(expression, { node: this.#root, position: 1, size: 1 });
  }

  #value(expression: XPathNode, focus: Focus): XPathValue {
    this.#work.charge(1);
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'variable':
        if (!Object.hasOwn(this.#context, expression.name))
          throw new MissingVariable(`variable $${expression.name} is not there`);
        return this.#variable(expression.name);
      case 'call':
        return this.#call(expression, focus);
      case 'minus':
        return -numberOf(this.#value(expression.operand, focus));
      case 'binary':
        return this.#binary(expression.operator, expression.left, expression.right, focus);
      case 'filter': {
        const nodes = this.#nodes(expression.of, focus);
        return { nodes: this.#filtered(nodes, expression.predicates) };
      }
      case 'path':
        return this.#path(expression, focus);
    }
  }

  /** A variable that is null has no node, like one that is not there. */
  #variable(name: string): NodeSet {
    const whole = Object.hasOwn(this.#context, name) ? (this.#context[name] ?? null) : null;
    return { nodes: this.#root.named(name), whole };
  }

  #call(call: Call, focus: Focus): XPathValue {
    const args = call.args.map((arg) => this.#value(arg, focus));
    const names = call.prefix === null ? [] : args.map(stringOf);
    const problem = problemWith(call, names, this.#names);
    if (problem !== null) throw new XPathMistake(problem);
    if (call.prefix !== null) return this.#variable(variableNamed(names.at(-1) ?? '', this.#names));
    const value = coreFunction(call.name)?.call(args, focus, this.#work) ?? '';
    if (typeof value === 'string') this.#work.charge(value.length >> 6);
    return value;
  }

  #binary(operator: Operator, left: XPathNode, right: XPathNode, focus: Focus): XPathValue {
    if (operator === 'or') return truthOf(this.#value(left, focus)) || truthOf(this.#value(right, focus));
    if (operator === 'and') return truthOf(this.#value(left, focus)) && truthOf(this.#value(right, focus));
    if (operator === '|') return { nodes: this.#ordered([...this.#nodes(left, focus), ...this.#nodes(right, focus)]) };
    const a = this.#value(left, focus);
    const b = this.#value(right, focus);
    switch (operator) {
      case '+':
        return numberOf(a) + numberOf(b);
      case '-':
        return numberOf(a) - numberOf(b);
      case '*':
        return numberOf(a) * numberOf(b);
      case 'div':
        return numberOf(a) / numberOf(b);
      case 'mod':
        return numberOf(a) % numberOf(b);
      default:
        return compare(operator, a, b, this.#work);
    }
  }

  #nodes(expression: XPathNode, focus: Focus): readonly DataNode[] {
    const value = this.#value(expression, focus);
    if (isNodeSet(value)) return value.nodes;
    throw new XPathMistake('a path, a predicate or | needs elements, not a text, a number, or true or false');
  }

  #path({ from, steps }: Extract<XPathNode, { kind: 'path' }>, focus: Focus): NodeSet {
    const [first, ...others] = steps;
    const atRoot = from === 'root' || (from === null && focus.node === this.#root);
    // A name at the beginning of a path is a variable, and alone it stands for all that the variable holds.
    if (
      atRoot &&
      first?.axis === 'child' &&
      first.test.kind === 'name' &&
      others.length + first.predicates.length === 0
    )
      return this.#variable(first.test.name);
    let nodes: readonly DataNode[] =
      from === 'root' ? [this.#root] : from === null ? [focus.node] : this.#nodes(from, focus);
    for (const step of steps) nodes = this.#step(nodes, step);
    return { nodes };
  }

  #step(nodes: readonly DataNode[], { axis, test, predicates }: Step): readonly DataNode[] {
    const found = nodes.map((node) => this.#filtered(reached(node, axis, test, this.#work), predicates));
    const [only, ...others] = found;
    if (only === undefined) return [];
    if (others.length > 0) return this.#ordered(found.flat());
    return isBackwards(axis) ? only.toReversed() : only;
  }

  #filtered(nodes: readonly DataNode[], predicates: readonly XPathNode[]): readonly DataNode[] {
    let left = nodes;
    for (const predicate of predicates) {
      const size = left.length;
      left = left.filter((node, index) => {
        const value = this.#value(predicate, { node, position: index + 1, size });
        const wanted = positionIn(value);
        return wanted === null ? truthOf(value) : wanted === index + 1;
      });
    }
    return left;
  }

  /** In the order of the tree, each once. */
  #ordered(nodes: readonly DataNode[]): readonly DataNode[] {
    const each = [...new Set(nodes)];
    this.#work.charge(each.length * Math.ceil(Math.log2(each.length + 1)));
    return each.toSorted(inDocumentOrder);
  }
}
