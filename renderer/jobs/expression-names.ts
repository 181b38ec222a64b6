/** Which variables a piece of FEEL, `${…}`, XPath or JavaScript reads and writes. Names, not values: nothing is evaluated. */
import { javascriptLanguage } from '@codemirror/lang-javascript';
import { parseExpression } from 'feelin';
import type { Expression } from '../../engine/model/graph/expression.ts';

type SyntaxNode = ReturnType<typeof javascriptLanguage.parser.parse>['topNode'];

export interface Names {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

const none: Names = { reads: new Set(), writes: new Set() };

/** Names that are the language's own, or the engine's. */
const javascriptGlobals = new Set(
  (
    'Array BigInt Boolean Date Error Infinity Intl JSON Map Math NaN Number Object Promise RangeError Reflect RegExp Set ' +
    'String Symbol SyntaxError TypeError BpmnError arguments console crypto environment execution globalThis isFinite ' +
    'isNaN next parseFloat parseInt undefined variables'
  ).split(' '),
);

/** Of an expression as the graph holds it. */
export function namesOf(expression: Expression | null): Names {
  if (expression === null) return none;
  switch (expression.language) {
    case 'feel':
      return { reads: feelReads(expression.text), writes: new Set() };
    case 'javascript':
      return javascriptNames(expression.text);
    case 'juel':
      return { reads: juelReads(expression.text), writes: new Set() };
    case 'xpath':
      return { reads: xpathReads(expression), writes: new Set() };
    case 'variable':
      return { reads: new Set([expression.text]), writes: new Set() };
    case 'literal':
      return none;
    default:
      return expression.language satisfies never;
  }
}

/** Functions whose names are read as more than names where nobody knows them. */
const functionsWithOperators = { 'get or else': () => null };

/** Free variables of a FEEL expression; text that cannot be read has none. */
export function feelReads(text: string): Set<string> {
  const reads = new Set<string>();
  const nameOf = (node: SyntaxNode): string => text.slice(node.from, node.to).trim();
  const visit = (node: SyntaxNode, bound: ReadonlySet<string>): void => {
    switch (node.name) {
      case 'VariableName': {
        const name = nameOf(node);
        const isCalled = node.parent?.name === 'FunctionInvocation' && node.prevSibling === null;
        if (!isCalled && !bound.has(name)) reads.add(name);
        return;
      }
      case 'ForExpression':
      case 'QuantifiedExpression':
      case 'FunctionDefinition': {
        visitAll(node, new Set([...bound, ...namesBelow(node), 'partial']));
        return;
      }
      case 'FilterExpression': {
        // What stands in the brackets is first of all the entries' own: `items[price > 3]`.
        const [of, ...filter] = childrenOf(node);
        if (of !== undefined) visit(of, bound);
        const own = new Set([...bound, 'item', ...filter.flatMap((each) => [...variableNamesIn(each)])]);
        for (const each of filter) visit(each, own);
        return;
      }
      default:
        visitAll(node, bound);
    }
  };
  const visitAll = (node: SyntaxNode, bound: ReadonlySet<string>): void => {
    for (const child of childrenOf(node)) visit(child, bound);
  };
  /** Names that iterations and parameters bring, not those of deeper functions' bodies. */
  const namesBelow = (node: SyntaxNode): string[] =>
    childrenOf(node).flatMap((child) =>
      child.name === 'Name' ? [nameOf(child)] : bringsNames(child) ? namesBelow(child) : [],
    );
  const variableNamesIn = (node: SyntaxNode): string[] =>
    node.name === 'VariableName' ? [nameOf(node)] : childrenOf(node).flatMap(variableNamesIn);
  visit(parseExpression(text, functionsWithOperators, undefined).topNode, new Set());
  return reads;
}

const bringsNames = ({ name }: SyntaxNode): boolean =>
  ['InExpressions', 'InExpression', 'FormalParameters', 'FormalParameter', 'ParameterName'].includes(name);

/** `${order.total > 3}`: words that do not follow a dot, outside quotation marks. */
function juelReads(text: string): Set<string> {
  const reads = new Set<string>();
  const words = new Set([
    'true',
    'false',
    'null',
    'empty',
    'and',
    'or',
    'not',
    'eq',
    'ne',
    'lt',
    'gt',
    'le',
    'ge',
    'div',
    'mod',
  ]);
  for (const [, body] of text.matchAll(/[$#]\{([^}]*)\}/g)) {
    const bare = (body ?? '').replaceAll(/'[^']*'|"[^"]*"/g, ' ');
    for (const [name] of bare.matchAll(/(?<![\w.$])[A-Za-z_$][\w$]*(?![\w$]|\s*\()/g))
      if (!words.has(name)) reads.add(name);
  }
  return reads;
}

/** What BPMN's functions, `$name` and the beginnings of paths name; what stands in a predicate is the parts' own. */
function xpathReads({ text, data }: Expression): Set<string> {
  const called = text.matchAll(
    /:get(?:Data(?:Object|Input|Output)|(?:Process|Activity|Event)Property)\s*\(\s*(?:(?:'[^']*'|"[^"]*")\s*,\s*)?(?:'([^']*)'|"([^"]*)")/g,
  );
  const named = [...called].map(([, single, double]) => single ?? double ?? '');
  let bare = text.replaceAll(/'[^']*'|"[^"]*"/g, ' "" ');
  const references = [...bare.matchAll(/\$([\p{L}_][\p{L}\p{N}._-]*)/gu)].map(([, name]) => name ?? '');
  for (let before = ''; before !== bare;) {
    before = bare;
    bare = bare.replaceAll(/\[[^[\]]*\]/g, ' ');
  }
  const names = bare.matchAll(
    /(?<![\p{L}\p{N}._$@:-]|[\p{L}\p{N}._)\]*]\s*\/{1,2}|\/\/)[\p{L}_][\p{L}\p{N}._-]*(?![\p{L}\p{N}._-]|\s*[(:])/gu,
  );
  const paths = [...names].map(([name]) => name).filter((name) => !['and', 'or', 'div', 'mod'].includes(name));
  const variables = new Map(Object.entries(data?.variables ?? {}));
  return new Set([...named.map((name) => variables.get(name) ?? name), ...references, ...paths]);
}

/** Free variables of a script. A bare assignment writes; so do `variables.x = …` and `execution.setVariable('x', …)`. */
export function javascriptNames(text: string): Names {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const declared = new Set<string>();
  const textOf = (node: SyntaxNode): string => text.slice(node.from, node.to);
  const root = javascriptLanguage.parser.parse(text).topNode;
  const declare = (node: SyntaxNode): void => {
    const inAssignment = node.parent?.name === 'ArrayPattern' && node.parent.parent?.name === 'AssignmentExpression';
    if (node.name === 'VariableDefinition') (inAssignment ? writes : declared).add(textOf(node));
    for (const child of childrenOf(node)) declare(child);
  };
  declare(root);
  const isFree = (name: string): boolean => !declared.has(name) && !javascriptGlobals.has(name);
  /** Where a script has certainly given a name its value: what it reads from there on is its own. */
  const givenAt = new Map<string, number>();
  const give = (name: string, assignment: SyntaxNode): void => {
    const isCertain = assignment.parent?.name === 'ExpressionStatement' && assignment.parent.parent?.name === 'Script';
    if (isCertain && !givenAt.has(name)) givenAt.set(name, assignment.to);
  };
  const read = (name: string, node: SyntaxNode): void => {
    if (node.from < (givenAt.get(name) ?? Infinity)) reads.add(name);
  };
  const visit = (node: SyntaxNode): void => {
    if (node.name === 'VariableName') {
      const name = textOf(node);
      if (!isFree(name)) return;
      const isTarget = node.parent?.name === 'AssignmentExpression' && node.prevSibling === null;
      const isPlain = isTarget && node.nextSibling?.name === 'Equals';
      const isUpdate = node.parent?.name === 'PostfixExpression' || (isTarget && !isPlain);
      if (isTarget || isUpdate) writes.add(name);
      if (!isPlain) read(name, node);
      else if (node.parent !== null) give(name, node.parent);
      return;
    }
    if (
      node.name === 'Property' &&
      node.firstChild?.name === 'PropertyDefinition' &&
      node.firstChild.nextSibling === null
    ) {
      const name = textOf(node.firstChild);
      if (isFree(name)) read(name, node);
      return;
    }
    const reached = reachedVariable(node, textOf);
    if (reached !== null) (reached.written ? writes : reads).add(reached.name);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  return { reads, writes };
}

/** `variables.x`, `variables['x']`, `execution.getVariable('x')`, `execution.setVariable('x', …)`. */
function reachedVariable(
  node: SyntaxNode,
  textOf: (node: SyntaxNode) => string,
): { name: string; written: boolean } | null {
  const [object, , member] = childrenOf(node);
  if (
    node.name === 'MemberExpression' &&
    object !== undefined &&
    member !== undefined &&
    textOf(object) === 'variables'
  ) {
    const name =
      member.name === 'String' ? textOf(member).slice(1, -1) : member.name === 'PropertyName' ? textOf(member) : null;
    const written = node.parent?.name === 'AssignmentExpression' && node.prevSibling === null;
    return name === null ? null : { name, written };
  }
  if (node.name !== 'CallExpression' || object === undefined) return null;
  const call = /^execution\s*\.\s*(get|set|has)Variable$/.exec(textOf(object));
  const argument = node.getChild('ArgList')?.getChild('String');
  if (call === null || argument === null || argument === undefined) return null;
  return { name: textOf(argument).slice(1, -1), written: call[1] === 'set' };
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}
