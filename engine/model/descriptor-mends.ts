/**
 * Where bpmn-moddle's description of BPMN says something else than the standard's schema (BPMN 2.0.2, BPMN20.xsd). Mended
 * in every instance that reads or writes a file, in the engine and in the window, or elements change their names or are
 * lost when a file is saved.
 */
import { inFullXml } from './full-xml.ts';

interface Property {
  readonly name: string;
  readonly ns?: { readonly name: string; readonly prefix: string; readonly localName: string };
  type?: string;
  isAttr?: boolean;
  isMany?: boolean;
  isReference?: boolean;
  xml?: { readonly serialize?: string };
}

/** What bpmn-moddle and bpmn-js's moddle have in common. */
export interface Described {
  readonly registry: {
    readonly typeMap: Readonly<Record<string, { readonly properties: Property[]; superClass?: string[] }>>;
  };
}

/** Elements named by their property; without this the writer names them by their type, `<formalExpression>`. */
const NAMED_BY_PROPERTY = [
  ['bpmn:CorrelationPropertyRetrievalExpression', 'bpmn:messagePath'],
  ['bpmn:CorrelationPropertyBinding', 'bpmn:dataPath'],
  ['bpmn:ComplexBehaviorDefinition', 'bpmn:condition'],
  ['bpmn:ComplexBehaviorDefinition', 'bpmn:event'],
  ['bpmn:Lane', 'bpmn:partitionElement'],
] as const;

/** Elements in the schema, attributes in bpmn-moddle, which reads those of files that it wrote itself all the same. */
const ELEMENTS = [
  ['bpmn:GlobalScriptTask', 'bpmn:script'],
  ['bpmn:ParticipantAssociation', 'bpmn:innerParticipantRef'],
  ['bpmn:ParticipantAssociation', 'bpmn:outerParticipantRef'],
] as const;

/** Elements whose name is otherwise in the schema; the one that bpmn-moddle wrote in files that exist is kept, too. */
const OTHERWISE_NAMED = [
  ['bpmn:ConversationNode', 'messageFlowRefs', 'messageFlowRef'],
  ['bpmn:Participant', 'endPointRefs', 'endPointRef'],
] as const;

/** Mends an instance that has read nothing yet; returns the instance. */
export function mended<T extends Described>(moddle: T): T {
  const { typeMap } = moddle.registry;
  const propertyOf = (type: string, name: string): Property | undefined =>
    typeMap[type]?.properties.find((each) => each.name === name);
  for (const [type, name] of NAMED_BY_PROPERTY) {
    const property = propertyOf(type, name);
    if (property !== undefined) property.xml = { serialize: 'xsi:type' };
  }
  for (const [type, name] of ELEMENTS) {
    const property = propertyOf(type, name);
    if (property !== undefined) property.isAttr = false;
  }
  for (const [type, written, local] of OTHERWISE_NAMED) addNamed(typeMap[type]?.properties ?? [], written, local);
  // A collaboration may associate several pairs of conversations.
  const associations = propertyOf('bpmn:Collaboration', 'bpmn:conversationAssociations');
  if (associations !== undefined) associations.isMany = true;
  const binding = typeMap['bpmn:InputOutputBinding'];
  if (binding !== undefined) binding.superClass = ['bpmn:BaseElement'];
  mendExtension(typeMap['bpmn:Extension']?.properties ?? [], propertyOf('bpmn:BaseElement', 'bpmn:documentation'));
  return inFullXml(moddle);
}

function addNamed(properties: Property[], written: string, localName: string): void {
  const name = `bpmn:${localName}`;
  const known = properties.find((each) => each.name === `bpmn:${written}`);
  if (known === undefined || properties.some((each) => each.name === name)) return;
  properties.push({ ...known, name, ns: { name, prefix: 'bpmn', localName } });
}

/** It has documentation, and its definition is a name from a schema elsewhere, never an element of the file. */
function mendExtension(properties: Property[], documentation: Property | undefined): void {
  const definition = properties.find(({ name }) => name === 'bpmn:definition');
  if (definition !== undefined) {
    definition.isReference = false;
    definition.type = 'String';
  }
  if (documentation !== undefined && !properties.includes(documentation)) properties.push(documentation);
}
