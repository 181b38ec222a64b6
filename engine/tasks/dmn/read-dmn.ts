/** DMN XML → {@link DecisionGraph}. What cannot be evaluated is kept as the reason why, and refused when it is asked for. */
import { DmnModdle, type DmnElement } from 'dmn-moddle';
import {
  partsOf,
  type Decision,
  type DecisionGraph,
  type DecisionLogic,
  type DecisionService,
  type InputData,
  type ItemType,
  type Knowledge,
  type UnknownType,
} from './decision-graph.ts';
import { elements, idOf, nameOf, one, string, textIn, variableOf } from './element.ts';
import { isBaseType } from './item-values.ts';
import { readFunction, readLogic, type FileContext } from './read-logic.ts';
import { packages } from './schema.ts';
import { refuseXml } from './xml-guard.ts';

export type DmnReading =
  { readonly ok: true; readonly graph: DecisionGraph } | { readonly ok: false; readonly reason: string };

/** Models of all versions so far; what differs between them is named where it matters. */
const NAMESPACE = /https?:\/\/www\.omg\.org\/spec\/DMN\/\d{8}\/(?:MODEL\/|dmn\.xsd)/g;
/** The version that the parser knows. */
const KNOWN_NAMESPACE = 'https://www.omg.org/spec/DMN/20191111/MODEL/';

/** Reads a file. Never rejects. */
export async function readDmn(xml: string): Promise<DmnReading> {
  const refused = refuseXml(xml);
  if (refused !== null) return { ok: false, reason: refused };
  const text = joined((xml.startsWith('\uFEFF') ? xml.slice(1) : xml).replace(NAMESPACE, KNOWN_NAMESPACE));
  try {
    return { ok: true, graph: new Reader(await parse(text)).read() };
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    return { ok: false, reason: `the file is not DMN that can be read: ${explained(reason)}` };
  }
}

/** What the parser has no words for. */
const NO_ROOM = 'an element stands inside of one that holds only text';

/** The parser's complaint: about which element, and why. */
function explained(complaint: string): string {
  const [, element, why] = /^unparsable content (.*?)\s*detected\s.*nested error: (.*)$/s.exec(complaint) ?? [];
  if (element === undefined || why === undefined) return complaint.split('\n')[0] ?? '';
  const reason = why.startsWith('Cannot read properties') ? NO_ROOM : why.replace(/\s+/g, ' ');
  return `${element.replace(/\s+/g, ' ').slice(0, 80)}: ${reason}`;
}

/**
 * Elements that the schema does not have are left out. All else that is wrong ends the reading at once: the parser would
 * go on and complain about every element that follows, each time counting lines from the beginning of the file.
 */
async function parse(text: string): Promise<DmnElement> {
  try {
    return await parseStrictly(text);
  } catch (failure) {
    // What the parser trips over; it names nothing.
    if (!(failure instanceof TypeError)) throw failure;
    throw new Error(NO_ROOM, { cause: failure });
  }
}

async function parseStrictly(text: string): Promise<DmnElement> {
  const moddle = new DmnModdle(packages);
  try {
    return (await moddle.fromXML(text, 'dmn:Definitions', { lax: false })).rootElement;
  } catch (failure) {
    if (!(failure instanceof Error) || !/unrecognized element|unknown type/i.test(failure.message)) throw failure;
    return (await moddle.fromXML(text, 'dmn:Definitions')).rootElement;
  }
}

/**
 * Without the space between tags. For each complaint the parser counts lines from the beginning of the file: with few of
 * them a large file that is wrong everywhere is read in no time.
 */
function joined(xml: string): string {
  return xml.includes('<![CDATA[') ? xml : xml.replace(/>\s+</g, '><');
}

class Reader {
  readonly #definitions: DmnElement;
  readonly #file: FileContext;
  readonly #types: ReadonlyMap<string, ItemType>;
  readonly #byId = new Map<string, DmnElement>();

  constructor(definitions: DmnElement) {
    this.#definitions = definitions;
    this.#types = new Map(elements(definitions, 'itemDefinition').map((each) => [nameOf(each), typeOf(each)]));
    this.#file = {
      expressionLanguage: string(definitions, 'expressionLanguage'),
      allowedValues: (type) => this.#types.get(type)?.allowed ?? null,
    };
    for (const element of elements(definitions, 'drgElement')) this.#byId.set(idOf(element), element);
  }

  read(): DecisionGraph {
    const decisions = new Map<string, Decision>();
    const knowledge = new Map<string, Knowledge>();
    const services = new Map<string, DecisionService>();
    const inputs = new Map<string, InputData>();
    for (const [id, element] of this.#byId) {
      if (element.$type === 'dmn:Decision') decisions.set(id, this.#decision(element));
      else if (element.$type === 'dmn:BusinessKnowledgeModel') knowledge.set(id, this.#knowledge(element));
      else if (element.$type === 'dmn:DecisionService') services.set(id, this.#service(element));
      else if (element.$type === 'dmn:InputData') inputs.set(id, inputOf(element));
    }
    const imports = elements(this.#definitions, 'import').map((each) =>
      [nameOf(each), string(each, 'locationURI') ?? string(each, 'namespace')].filter(Boolean).join(', '),
    );
    return { decisions, knowledge, services, inputs, types: this.#types, unknownTypes: this.#unknownTypes(), imports };
  }

  #unknownTypes(): UnknownType[] {
    const held = [
      ...[...this.#byId].map(([id, element]) => [id, element] as const),
      ...elements(this.#definitions, 'itemDefinition').map((each) => [nameOf(each), each] as const),
    ];
    return held.flatMap(([holder, element]) =>
      [...new Set(typesIn(element))]
        .filter((type) => !isBaseType(type) && !this.#types.has(type.replace(/^feel:/, '')))
        .map((type) => ({ holder, type })),
    );
  }

  #decision(element: DmnElement): Decision {
    const decisions: string[] = [];
    const inputs: InputData[] = [];
    const unsupported: string[] = [];
    for (const requirement of elements(element, 'informationRequirement')) {
      const target = this.#target(requirement, ['requiredDecision', 'requiredInput'], unsupported);
      if (target?.$type === 'dmn:InputData') inputs.push(inputOf(target));
      else if (target?.$type === 'dmn:Decision') decisions.push(idOf(target));
      else if (target !== null) unsupported.push(`needs ${idOf(target)}, which is neither a decision nor input data`);
    }
    const logic = readLogic(one(element, 'decisionLogic'), this.#file);
    if (logic.kind === 'empty') unsupported.unshift('has no decision logic');
    return {
      id: idOf(element),
      name: nameOf(element),
      variable: variableOf(element),
      logic,
      decisions,
      inputs,
      knowledge: this.#knowledgeOf(element, unsupported),
      unsupported: [...unsupportedIn(logic), ...unsupported],
    };
  }

  #knowledge(element: DmnElement): Knowledge {
    const unsupported: string[] = [];
    const definition = one(element, 'encapsulatedLogic');
    const logic: Knowledge['logic'] =
      definition === null
        ? { kind: 'function', type: null, parameters: [], body: { kind: 'empty', type: null } }
        : readFunction(definition, this.#file);
    if (logic.body.kind === 'empty') unsupported.push('has no logic');
    return {
      id: idOf(element),
      name: nameOf(element),
      variable: variableOf(element),
      logic,
      knowledge: this.#knowledgeOf(element, unsupported),
      unsupported: [...unsupportedIn(logic), ...unsupported],
    };
  }

  #service(element: DmnElement): DecisionService {
    const unsupported: string[] = [];
    const targets = (property: string, type: string): DmnElement[] =>
      elements(element, property).flatMap((reference) => {
        const target = this.#find(reference, unsupported);
        if (target === null || target.$type === type) return target === null ? [] : [target];
        unsupported.push(`names ${idOf(target)}, which is not ${type}`);
        return [];
      });
    const ids = (property: string): string[] => targets(property, 'dmn:Decision').map(idOf);
    const outputs = ids('outputDecision');
    if (outputs.length === 0) unsupported.push('is a decision service without an output decision');
    return {
      id: idOf(element),
      name: nameOf(element),
      variable: variableOf(element),
      outputs,
      encapsulated: ids('encapsulatedDecision'),
      inputDecisions: ids('inputDecision'),
      inputs: targets('inputData', 'dmn:InputData').map(inputOf),
      unsupported,
    };
  }

  #knowledgeOf(element: DmnElement, unsupported: string[]): string[] {
    return elements(element, 'knowledgeRequirement').flatMap((requirement) => {
      const target = this.#target(requirement, ['requiredKnowledge'], unsupported);
      return target === null ? [] : [idOf(target)];
    });
  }

  #target(requirement: DmnElement, properties: readonly string[], unsupported: string[]): DmnElement | null {
    const reference = properties.map((property) => one(requirement, property)).find((each) => each !== null);
    return reference === undefined || reference === null ? null : this.#find(reference, unsupported);
  }

  #find(reference: DmnElement, unsupported: string[]): DmnElement | null {
    const href = string(reference, 'href') ?? '';
    const own = `${string(this.#definitions, 'namespace') ?? ''}#`;
    const id = href.startsWith(own) ? href.slice(own.length) : href.startsWith('#') ? href.slice(1) : null;
    const target = id === null ? undefined : this.#byId.get(id);
    if (target !== undefined) return target;
    unsupported.push(`needs "${href}", which is not in the file`);
    return null;
  }
}

/** Every `typeRef` of an element, and of what lies in it. */
function typesIn(element: DmnElement): string[] {
  const own = string(element, 'typeRef');
  const within = Object.entries(element).flatMap(([property, value]) =>
    property.startsWith('$') ? [] : [value].flat().filter(isElement).flatMap(typesIn),
  );
  return own === null ? within : [own, ...within];
}

const isElement = (value: unknown): value is DmnElement =>
  typeof value === 'object' && value !== null && '$type' in value;

/** Why parts of the logic cannot be evaluated. */
function unsupportedIn(logic: DecisionLogic): string[] {
  return logic.kind === 'unsupported' ? [logic.reason] : partsOf(logic).flatMap(unsupportedIn);
}

function typeOf(definition: DmnElement): ItemType {
  const components = elements(definition, 'itemComponent').map(typeOf);
  return {
    name: nameOf(definition),
    base: string(definition, 'typeRef'),
    collection: definition['isCollection'] === true,
    components: components.length === 0 ? null : components,
    allowed: textIn(definition, 'allowedValues'),
    constraint: textIn(definition, 'typeConstraint'),
  };
}

function inputOf(element: DmnElement): InputData {
  return { id: idOf(element), ...variableOf(element) };
}
