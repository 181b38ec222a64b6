/** Forms of Camunda and its kin: `formData` with `formField`s, and `formProperty`s. */
import type { Element } from './element.ts';
import { readValue } from './expression.ts';
import type { FieldLimits, FormField } from './graph/form.ts';
import { attribute, childrenNamed, OLDER, vendorElements } from './vendor-elements.ts';

const FIELD_TYPES: Readonly<Record<string, FormField['type']>> = {
  string: 'string',
  long: 'number',
  int: 'number',
  double: 'number',
  boolean: 'boolean',
  date: 'date',
  enum: 'enum',
};

/** By the names of Camunda's validators. */
const LIMITS: Readonly<Record<string, keyof FieldLimits>> = {
  min: 'min',
  max: 'max',
  minlength: 'minLength',
  maxlength: 'maxLength',
};

/** A plain variable in `${…}`. */
const VARIABLE = /^[$#]\{\s*([A-Za-z_]\w*)\s*\}$/;

/** The fields of a user task's form; those of types that Cairn does not have are text. */
export function vendorForm(element: Element): readonly FormField[] {
  return [
    ...vendorElements(element, 'formData', OLDER).flatMap((form) => childrenNamed(form, 'formField')),
    ...vendorElements(element, 'formProperty', OLDER),
  ].flatMap((field) => {
    const id = attribute(field, 'id');
    return id === null ? [] : [readField(field, id)];
  });
}

function readField(field: Element, id: string): FormField {
  const options = childrenNamed(field, 'value').flatMap((value) => attribute(value, 'id') ?? []);
  const type = FIELD_TYPES[attribute(field, 'type') ?? 'string'] ?? 'string';
  const preset = attribute(field, 'defaultValue') ?? attribute(field, 'default');
  const constraints = childrenNamed(field, 'validation').flatMap((each) => childrenNamed(each, 'constraint'));
  const name = variableOf(field) ?? id;
  const limits = limitsOf(constraints);
  const holds = (constraint: string): boolean => constraints.some((each) => attribute(each, 'name') === constraint);
  const readOnly = holds('readonly') || attribute(field, 'writable') === 'false';
  return {
    name,
    label: attribute(field, 'label') ?? attribute(field, 'name') ?? id,
    type: type === 'enum' && options.length === 0 ? 'string' : type,
    required: attribute(field, 'required') === 'true' || holds('required'),
    default: preset === null ? null : readValue(preset),
    options: type === 'enum' ? options : [],
    ...(name === id ? {} : { id }),
    ...(readOnly ? { readOnly } : {}),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

/** The variable of a form property, where it is not called like the property. */
function variableOf(field: Element): string | null {
  const variable = attribute(field, 'variable');
  return variable ?? VARIABLE.exec(attribute(field, 'expression') ?? '')?.[1] ?? null;
}

function limitsOf(constraints: readonly Element[]): FieldLimits {
  return Object.fromEntries(
    constraints.flatMap((each) => {
      const limit = LIMITS[attribute(each, 'name') ?? ''];
      const config = configOf(each);
      return limit === undefined || config === null ? [] : [[limit, config]];
    }),
  );
}

function configOf(constraint: Element): number | null {
  const config = attribute(constraint, 'config') ?? '';
  return /^-?\d+(?:\.\d+)?$/.test(config) ? Number(config) : null;
}

/** Whether a constraint of a form field is kept when the task is completed. */
export function isReadConstraint(constraint: Element): boolean {
  const name = attribute(constraint, 'name') ?? '';
  if (name === 'required' || name === 'readonly') return true;
  return Object.hasOwn(LIMITS, name) && configOf(constraint) !== null;
}

/** Whether a field's type is one that Cairn has. */
export function isReadFieldType(field: Element): boolean {
  return Object.hasOwn(FIELD_TYPES, attribute(field, 'type') ?? 'string');
}

/** Whether a form property's expression says which variable it is: with `variable` it says nothing, in Flowable either. */
export function isReadExpression(property: Element): boolean {
  return attribute(property, 'variable') === null && VARIABLE.test(attribute(property, 'expression') ?? '');
}
