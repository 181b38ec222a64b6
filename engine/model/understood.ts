/**
 * What is understood within another engine's extension element that is read: everything else in it is kept, and named. One that
 * nobody has declared is understood in nothing but its name and text.
 */
import type { Element } from './element.ts';
import { isReadConstraint, isReadExpression, isReadFieldType } from './vendor-form.ts';

type Understands = boolean | ((holder: Element) => boolean);

interface Understood {
  readonly attributes?: Readonly<Record<string, Understands>>;
  /** `true`: all within the part is understood, or its reader refuses it as a whole. */
  readonly parts?: Readonly<Record<string, Understood | true>>;
}

const named = (...names: string[]): Understood => ({
  attributes: Object.fromEntries(names.map((name) => [name, true])),
});
const isTrue = (name: string) => (holder: Element) => holder.get(name) === 'true';

const PARAMETER: Understood = { ...named('name'), parts: { list: true, map: true, script: true } };
const PASSED = named('source', 'sourceExpression', 'target', 'variables', 'local');
// An option's name is a caption of its id.
const OPTION = named('id', 'name');

const UNDERSTOOD: Readonly<Record<string, Understood>> = {
  ioMapping: { parts: { input: named('source', 'target'), output: named('source', 'target') } },
  inputOutput: { parts: { inputParameter: PARAMETER, outputParameter: PARAMETER } },
  script: named('expression', 'resultVariable'),
  calledDecision: named('decisionId', 'resultVariable', 'bindingType'),
  calledElement: named('processId', 'bindingType', 'propagateAllParentVariables', 'propagateAllChildVariables'),
  in: PASSED,
  out: PASSED,
  errorEventDefinition: named('id', 'errorRef', 'expression'),
  subscription: named('correlationKey'),
  loopCharacteristics: named('inputCollection', 'inputElement', 'outputCollection', 'outputElement'),
  eventCorrelationParameter: named('name', 'value'),
  eventOutParameter: named('source', 'target'),
  eventInParameter: named('source', 'sourceExpression', 'target'),
  variableListenerEventDefinition: named('id', 'variableName', 'variableChangeType'),
  formData: {
    parts: {
      formField: {
        attributes: { id: true, label: true, defaultValue: true, type: isReadFieldType },
        parts: {
          value: OPTION,
          validation: { parts: { constraint: { attributes: { name: isReadConstraint, config: isReadConstraint } } } },
        },
      },
    },
  },
  formProperty: {
    attributes: {
      id: true,
      name: true,
      type: isReadFieldType,
      variable: true,
      default: true,
      required: true,
      writable: true,
      readable: isTrue('readable'),
      expression: isReadExpression,
    },
    parts: { value: OPTION },
  },
};

/** What is in an extension element that is read without being understood, by name: `camunda:formField@type`. */
export function notUnderstood(extension: Element): readonly string[] {
  return within(extension, UNDERSTOOD[extension.$descriptor.ns.localName] ?? {});
}

function within(element: Element, { attributes = {}, parts = {} }: Understood): string[] {
  const unknown = Object.keys(element).filter((name) => {
    if (name.startsWith('$') || name.startsWith('xmlns')) return false;
    const understands = Object.hasOwn(attributes, name) ? attributes[name] : false;
    return !(typeof understands === 'function' ? understands(element) : understands);
  });
  const below = (element.$children ?? []).flatMap((child) => {
    const { localName } = child.$descriptor.ns;
    const part = Object.hasOwn(parts, localName) ? parts[localName] : undefined;
    if (part === undefined) return [child.$type];
    return part === true ? [] : within(child, part);
  });
  return [...unknown.map((name) => `${element.$type}@${name}`), ...below];
}
