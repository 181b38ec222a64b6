/** DMN XML → {@link DecisionGraph}. What cannot be evaluated is kept as the reason why, and refused when it is asked for. */
import { DmnModdle, type DmnElement } from 'dmn-moddle';
import {
  HIT_POLICIES,
  type Aggregator,
  type Decision,
  type DecisionGraph,
  type DecisionLogic,
  type HitPolicy,
  type InputData,
  type TableInput,
  type TableOutput,
} from './decision-graph.ts';
import { refuseXml } from './xml-guard.ts';

export type DmnReading =
  { readonly ok: true; readonly graph: DecisionGraph } | { readonly ok: false; readonly reason: string };

/** Models of all versions so far; what differs between them is named where it matters. */
const NAMESPACE = /https?:\/\/www\.omg\.org\/spec\/DMN\/\d{8}\/(?:MODEL\/|dmn\.xsd)/g;
/** The version that the parser knows. */
const KNOWN_NAMESPACE = 'https://www.omg.org/spec/DMN/20191111/MODEL/';
/** Boxed expressions that came later than that version, and so are not even parsed. */
const LATER_KINDS = /<(?:[\w.-]+:)?(conditional|filter|for|every|some)\b/;

const KINDS: Readonly<Record<string, string>> = {
  'dmn:Context': 'a boxed context',
  'dmn:Invocation': 'a boxed invocation',
  'dmn:Relation': 'a relation',
  'dmn:List': 'a boxed list',
  'dmn:FunctionDefinition': 'a function',
};

/** Reads a file. Never rejects. */
export async function readDmn(xml: string): Promise<DmnReading> {
  const refused = refuseXml(xml);
  if (refused !== null) return { ok: false, reason: refused };
  const text = (xml.startsWith('\uFEFF') ? xml.slice(1) : xml).replace(NAMESPACE, KNOWN_NAMESPACE);
  try {
    const { rootElement } = await new DmnModdle().fromXML(text, 'dmn:Definitions');
    return { ok: true, graph: new Reader(rootElement, text).read() };
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    return { ok: false, reason: `the file is not DMN that can be read: ${reason.split('\n')[0] ?? ''}` };
  }
}

class Reader {
  readonly #definitions: DmnElement;
  readonly #xml: string;
  readonly #byId = new Map<string, DmnElement>();

  constructor(definitions: DmnElement, xml: string) {
    this.#definitions = definitions;
    this.#xml = xml;
    for (const element of elements(definitions, 'drgElement')) this.#byId.set(idOf(element), element);
  }

  read(): DecisionGraph {
    const decisions = new Map<string, Decision>();
    for (const element of this.#byId.values()) {
      if (element.$type === 'dmn:Decision') decisions.set(idOf(element), this.#decision(element));
    }
    return { decisions };
  }

  #decision(element: DmnElement): Decision {
    const decisions: string[] = [];
    const inputs: InputData[] = [];
    const unsupported: string[] = [];
    for (const requirement of elements(element, 'informationRequirement')) {
      const decision = one(requirement, 'requiredDecision');
      const needed = decision ?? one(requirement, 'requiredInput');
      const href = needed === null ? '' : (string(needed, 'href') ?? '');
      const target = href.startsWith('#') ? this.#byId.get(href.slice(1)) : undefined;
      if (target === undefined) unsupported.push(`needs "${href}", which is not in the file`);
      else if (decision !== null) decisions.push(idOf(target));
      else inputs.push(inputOf(target));
    }
    for (const requirement of elements(element, 'knowledgeRequirement')) {
      const knowledge = one(requirement, 'requiredKnowledge');
      const href = knowledge === null ? '' : (string(knowledge, 'href') ?? '');
      const target = this.#byId.get(href.replace(/^#/, ''));
      const kind = target?.$type === 'dmn:DecisionService' ? 'decision service' : 'business knowledge model';
      unsupported.push(`needs the ${kind} "${target === undefined ? href : nameOf(target)}", which is not supported`);
    }
    const logic = this.#logic(element);
    if (logic.kind === 'unsupported') unsupported.unshift(logic.reason);
    return {
      id: idOf(element),
      name: nameOf(element),
      variable: variableOf(element),
      logic,
      decisions,
      inputs,
      unsupported,
    };
  }

  #logic(element: DmnElement): DecisionLogic {
    const logic = one(element, 'decisionLogic');
    if (logic === null) {
      const later = this.#laterKind(idOf(element));
      return unsupported(later === null ? 'has no decision logic' : `is a boxed ${later}, which is not supported`);
    }
    const language = string(logic, 'expressionLanguage') ?? string(this.#definitions, 'expressionLanguage');
    if (language !== null && !/feel/i.test(language)) return unsupported(`is in ${language}; only FEEL is supported`);
    if (logic.$type === 'dmn:LiteralExpression') {
      if (one(logic, 'importedValues') !== null) return unsupported('imports values, which is not supported');
      return { kind: 'literal', text: textOf(logic) };
    }
    if (logic.$type === 'dmn:DecisionTable') return this.#table(logic);
    return unsupported(`is ${KINDS[logic.$type] ?? logic.$type}, which is not supported`);
  }

  /** The parser leaves out what it does not know: so its name is looked for in the text. */
  #laterKind(id: string): string | null {
    const start = this.#xml.search(new RegExp(`<(?:[\\w.-]+:)?decision\\b[^>]*\\sid\\s*=\\s*["']${escaped(id)}["']`));
    if (start < 0) return null;
    const end = this.#xml.slice(start).search(/<\/(?:[\w.-]+:)?decision>/);
    return LATER_KINDS.exec(this.#xml.slice(start, end < 0 ? undefined : start + end))?.[1] ?? null;
  }

  #table(table: DmnElement): DecisionLogic {
    const hitPolicy = (string(table, 'hitPolicy') ?? 'UNIQUE') as HitPolicy;
    if (!HIT_POLICIES.includes(hitPolicy))
      return unsupported(`has the hit policy ${hitPolicy}, which is not supported`);
    const aggregator = string(table, 'aggregation') as Aggregator | null;
    const outputs = elements(table, 'output').map((output) => this.#output(output));
    if (aggregator !== null && outputs.length > 1)
      return unsupported(`aggregates ${outputs.length} outputs by ${aggregator}; only one can be`);
    if (outputs.length === 0) return unsupported('is a decision table without outputs');
    if (outputs.length > 1 && outputs.some(({ name }) => name === null)) {
      return unsupported('is a decision table of several outputs, one of which has no name');
    }
    const inputs = elements(table, 'input').map((input, index) => this.#input(input, index));
    const rules = elements(table, 'rule').map((rule) => ({
      tests: elements(rule, 'inputEntry').map(textOf),
      outputs: elements(rule, 'outputEntry').map(textOf),
    }));
    const uneven = rules.findIndex(
      (rule) => rule.tests.length !== inputs.length || rule.outputs.length !== outputs.length,
    );
    if (uneven >= 0)
      return unsupported(`is a decision table whose rule ${uneven + 1} has not one entry for each column`);
    const foreign = [
      ...elements(table, 'input').map((input) => one(input, 'inputExpression')),
      ...elements(table, 'rule').flatMap((rule) => [...elements(rule, 'inputEntry'), ...elements(rule, 'outputEntry')]),
    ]
      .map((entry) => (entry === null ? null : string(entry, 'expressionLanguage')))
      .find((language) => language !== null && !/feel/i.test(language));
    if (foreign !== undefined && foreign !== null)
      return unsupported(`is a decision table with entries in ${foreign}; only FEEL is supported`);
    return { kind: 'table', hitPolicy, aggregator, inputs, outputs, rules };
  }

  #input(input: DmnElement, index: number): TableInput {
    const expression = one(input, 'inputExpression');
    const text = expression === null ? '' : textOf(expression);
    const values = one(input, 'inputValues');
    return {
      label: string(input, 'label') ?? (text === '' ? `input ${index + 1}` : text),
      expression: text,
      type: expression === null ? null : string(expression, 'typeRef'),
      allowed: values === null || textOf(values) === '' ? null : textOf(values),
    };
  }

  #output(output: DmnElement): TableOutput {
    const values = one(output, 'outputValues');
    const type = string(output, 'typeRef');
    const standard = one(output, 'defaultOutputEntry');
    return {
      name: string(output, 'name'),
      values:
        values !== null && textOf(values) !== '' ? textOf(values) : type === null ? null : this.#allowedValues(type),
      default: standard === null || textOf(standard) === '' ? null : textOf(standard),
    };
  }

  /** The values that an item definition of the file allows. */
  #allowedValues(type: string): string | null {
    const definition = elements(this.#definitions, 'itemDefinition').find((each) => string(each, 'name') === type);
    const values = definition === undefined ? null : one(definition, 'allowedValues');
    return values === null || textOf(values) === '' ? null : textOf(values);
  }
}

function unsupported(reason: string): DecisionLogic {
  return { kind: 'unsupported', reason };
}

function inputOf(element: DmnElement): InputData {
  const variable = one(element, 'variable');
  return { id: idOf(element), name: variableOf(element), type: variable === null ? null : string(variable, 'typeRef') };
}

function variableOf(element: DmnElement): string {
  const variable = one(element, 'variable');
  return (variable === null ? null : string(variable, 'name')) ?? nameOf(element);
}

function idOf(element: DmnElement): string {
  return string(element, 'id') ?? '';
}

function nameOf(element: DmnElement): string {
  return string(element, 'name') ?? idOf(element);
}

function string(element: DmnElement, property: string): string | null {
  const value = element[property];
  return typeof value === 'string' && value !== '' ? value : null;
}

function one(element: DmnElement, property: string): DmnElement | null {
  return (element[property] as DmnElement | undefined) ?? null;
}

function elements(element: DmnElement, property: string): readonly DmnElement[] {
  return (element[property] as readonly DmnElement[] | undefined) ?? [];
}

function textOf(element: DmnElement): string {
  return typeof element['text'] === 'string' ? element['text'].trim() : '';
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
