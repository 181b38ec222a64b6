/** Resolves what the parser could not, and says which references lead nowhere. */
import type { ParseResult, ParseWarning } from 'bpmn-moddle';
import { describe, type Element } from './element.ts';
import { uriOf } from './namespace.ts';
import type { Report } from './report.ts';

/** References that decide what is executed; any other that leads nowhere is a warning. */
const DECISIVE = new Set([
  'sourceRef',
  'targetRef',
  'attachedToRef',
  'messageRef',
  'errorRef',
  'escalationRef',
  'signalRef',
  'activityRef',
  'default',
  'eventDefinitionRef',
]);

const UNRESOLVED = /^unresolved reference <(.*)>$/s;
const UNKNOWN_ATTRIBUTE = /^unknown attribute <(.*)>$/s;

/** References that lead nowhere and were reported: nobody needs to complain again that they are missing. */
export class DanglingReferences {
  private readonly properties = new Map<Element, Map<string, string>>();

  add(element: Element, property: string, name: string): void {
    const known = this.properties.get(element);
    if (known === undefined) this.properties.set(element, new Map([[property, name]]));
    else known.set(property, name);
  }

  /** What a reference that leads nowhere says. */
  nameOf(element: Element, property: string): string | null {
    return this.properties.get(element)?.get(property) ?? null;
  }

  has(element: Element, property: string): boolean {
    return this.properties.get(element)?.has(property) === true;
  }
}

/** Turns the parser's warnings into problems, after resolving names that carry the prefix of the file's own namespace. */
export function judgeWarnings(parsed: ParseResult, reportOf: (element: Element | null) => Report): DanglingReferences {
  const dangling = new DanglingReferences();
  for (const warning of parsed.warnings) judge(warning, parsed, reportOf(warning.element ?? null), dangling);
  return dangling;
}

function judge(warning: ParseWarning, parsed: ParseResult, report: Report, dangling: DanglingReferences): void {
  const { element, message } = warning;
  const reference = UNRESOLVED.exec(message)?.[1];
  if (element !== undefined && reference !== undefined) {
    const property = localName(warning.property ?? '');
    if (resolve(element, property, reference, parsed)) return;
    dangling.add(element, property, reference);
    reportDangling(element, property, reference, report);
    return;
  }
  const attribute = UNKNOWN_ATTRIBUTE.exec(message)?.[1];
  if (element !== undefined && attribute !== undefined) {
    if (attribute.startsWith('cairn:') || element.$type.startsWith('cairn:')) {
      report.error(flowElementAt(element), 'unknown-extension', `${named(attribute, element)} means nothing here.`);
    } else
      report.warning(
        flowElementAt(element),
        'unknown-attribute',
        `${named(attribute, element)} does not exist in BPMN 2.0.`,
      );
    return;
  }
  // A declared encoding that the text does not show signs of: the caller has decoded it.
  if (message.startsWith('unsupported document encoding')) return;
  report.add('error', null, 'not-bpmn', message.replace(/\s+/g, ' '));
}

function resolve(element: Element, property: string, name: string, parsed: ParseResult): boolean {
  const target = inOwnNamespace(element, name, parsed);
  if (target === null) return false;
  const value = element.get(property);
  if (Array.isArray(value)) value.push(target);
  else element.set(property, target);
  return true;
}

function reportDangling(element: Element, property: string, name: string, report: Report): void {
  if (namesSchemaType(element, property, name)) return;
  const place = flowElementAt(element);
  const what = place === element ? `its ${property}` : `${property} of its ${element.$type}`;
  const reason =
    name.trim() === '' ? `${what} is empty.` : `${what} refers to "${name}", which does not exist in the file.`;
  const cause = reason.replace(/\.$/, '');
  if (DECISIVE.has(property) && isExecuted(element))
    report.error(place, 'dangling-reference', `${cause} (BPMN 2.0.2, ${sectionOf(element, property)}).`);
  else report.warning(place, 'dangling-reference', reason);
}

/** `xsd:string`: Flowable and its kin write a type of XML Schema where BPMN refers to an item definition. */
function namesSchemaType(element: Element, property: string, name: string): boolean {
  const colon = name.indexOf(':');
  if (localName(property) !== 'itemSubjectRef' || colon <= 0) return false;
  return uriOf(element, name.slice(0, colon)) === 'http://www.w3.org/2001/XMLSchema';
}

/** Where BPMN says what a reference leads to. */
function sectionOf(element: Element, property: string): string {
  if (['sourceRef', 'targetRef', 'default'].includes(property)) return '8.4.13';
  if (property === 'attachedToRef') return '10.5.4';
  return element.$instanceOf('bpmn:Activity') ? '10.3.3' : '10.5.5';
}

/** Data, lanes, artifacts and message flows are not executed: where they point cannot stop a process. */
function isExecuted(element: Element): boolean {
  return ['bpmn:FlowNode', 'bpmn:SequenceFlow', 'bpmn:EventDefinition'].some((type) => element.$instanceOf(type));
}

function inOwnNamespace(element: Element, name: string, parsed: ParseResult): Element | null {
  const colon = name.indexOf(':');
  if (colon <= 0) return null;
  const uri = uriOf(element, name.slice(0, colon));
  if (uri === null || uri !== parsed.rootElement.get('targetNamespace')) return null;
  return parsed.elementsById[name.slice(colon + 1)] ?? null;
}

/** The element that people see: the nearest one with an id that is no part of another. */
function flowElementAt(element: Element): Element {
  for (let at: Element | undefined = element; at !== undefined; at = at.$parent) {
    const visible = ['bpmn:FlowElement', 'bpmn:RootElement', 'bpmn:MessageFlow', 'bpmn:Artifact', 'bpmn:Participant'];
    if (visible.some((type) => at?.$instanceOf(type)) && !at.$instanceOf('bpmn:EventDefinition')) return at;
  }
  return element;
}

function named(attribute: string, element: Element): string {
  return flowElementAt(element) === element
    ? `the attribute ${attribute}`
    : `the attribute ${attribute} of ${describe(element)}`;
}

function localName(property: string): string {
  return property.slice(property.indexOf(':') + 1);
}
