/**
 * Where bpmn-moddle's description of BPMN says something else than the standard's schema (BPMN 2.0.2, BPMN20.xsd). Mended
 * in every instance that reads or writes a file, in the engine and in the window, or elements change their names or are
 * lost when a file is saved.
 */
import { inFullXml } from './full-xml.ts';

interface Property {
  readonly name: string;
  readonly ns?: { readonly name: string; readonly prefix: string; readonly localName: string };
  isAttr?: boolean;
  xml?: { readonly serialize?: string };
}

/** What bpmn-moddle and bpmn-js's moddle have in common. */
export interface Described {
  readonly registry: {
    readonly typeMap: Readonly<Record<string, { readonly properties: Property[] }>>;
  };
}

/** Elements named by their property; without this the writer names them by their type, `<formalExpression>`. */
const NAMED_BY_PROPERTY = [
  ['bpmn:CorrelationPropertyRetrievalExpression', 'bpmn:messagePath'],
  ['bpmn:CorrelationPropertyBinding', 'bpmn:dataPath'],
  ['bpmn:ComplexBehaviorDefinition', 'bpmn:condition'],
  ['bpmn:ComplexBehaviorDefinition', 'bpmn:event'],
] as const;

/** Mends an instance that has read nothing yet; returns the instance. */
export function mended<T extends Described>(moddle: T): T {
  const { typeMap } = moddle.registry;
  for (const [type, name] of NAMED_BY_PROPERTY) {
    const property = typeMap[type]?.properties.find((each) => each.name === name);
    if (property !== undefined) property.xml = { serialize: 'xsi:type' };
  }
  // The schema has the script of a global script task as an element.
  const script = typeMap['bpmn:GlobalScriptTask']?.properties.find(({ name }) => name === 'bpmn:script');
  if (script !== undefined) script.isAttr = false;
  addMessageFlowRef(typeMap['bpmn:ConversationNode']?.properties ?? []);
  return inFullXml(moddle);
}

/** The schema says `messageFlowRef`; `messageFlowRefs`, as bpmn-moddle wrote it in files that exist, is kept too. */
function addMessageFlowRef(properties: Property[]): void {
  const name = 'bpmn:messageFlowRef';
  const written = properties.find((each) => each.name === 'bpmn:messageFlowRefs');
  if (written === undefined || properties.some((each) => each.name === name)) return;
  properties.push({ ...written, name, ns: { name, prefix: 'bpmn', localName: 'messageFlowRef' } });
}
