/** Reads Cairn's own extensions of an element; what is invalid is an error that names the attribute. */
import { cairnDescriptor } from '../protocol/descriptor.ts';
import { childrenOf, extensionsOf, rawTextOf, textOf, type Element } from './element.ts';
import { readFeel, readValue } from './expression.ts';
import type { CalledVersion } from './graph/activity.ts';
import type { Expression } from './graph/expression.ts';
import type { FieldLimits, FormField } from './graph/form.ts';
import type { HttpRequestTemplate, InferenceRule } from './graph/implementation.ts';
import type { Assignment, Mapping } from './graph/mapping.ts';
import { isDuration, isPositiveDuration } from './iso-time.ts';
import { ZEEBE } from './namespace.ts';
import type { Report } from './report.ts';
import { isBeside, vendorBinding, vendorDecision, vendorScript } from './vendor-calls.ts';
import { attribute, vendorElements } from './vendor-elements.ts';
import { vendorPayload } from './vendor-events.ts';
import { vendorForm } from './vendor-form.ts';
import { vendorMapping, vendorRetries } from './vendor-parts.ts';
import { vendorResultVariable } from './vendor.ts';

const RULE = 'invalid-extension';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const FIELD_TYPES: readonly string[] = ['string', 'number', 'boolean', 'date', 'enum'] satisfies FormField['type'][];
const MAX_RETRIES = 1000;

/** Cairn's elements that may stand only once in an element's extensions. */
const SINGLE = ['cairn:Mapping', 'cairn:Http', 'cairn:Rules', 'cairn:Form'];

/** Where each of Cairn's extension elements may stand. */
const PLACES: ReadonlyMap<string, readonly string[]> = new Map(
  cairnDescriptor.types.map((type) => [`cairn:${type.name}`, 'meta' in type ? type.meta.allowedIn : []]),
);

/** Says which of Cairn's extension elements stand where they mean nothing, or twice. */
export function checkExtensions(element: Element, report: Report): void {
  const seen = new Set<string>();
  for (const extension of extensionsOf(element)) {
    const places = PLACES.get(extension.$type);
    if (places === undefined) continue;
    const tag = tagOf(extension);
    if (!places.some((place) => element.$instanceOf(place))) {
      const where = places.length === 0 ? 'directly in extensionElements' : 'on this element';
      report.error(element, 'misplaced-extension', `${tag} means nothing ${where}.`);
    }
    if (SINGLE.includes(extension.$type) && seen.has(extension.$type)) {
      report.error(element, RULE, `${tag} is given more than once.`);
    }
    seen.add(extension.$type);
  }
}

/** The extension element of a type, null without one. */
export function extensionOf(element: Element, type: string): Element | null {
  return extensionsOf(element).find((extension) => extension.$type === type) ?? null;
}

/** `cairn:mapping`; null when the activity has none. */
export function readMapping(element: Element, report: Report): Mapping | null {
  const mapping = extensionOf(element, 'cairn:Mapping');
  if (mapping === null) return vendorMapping(element);
  const read = (property: string): readonly Assignment[] =>
    childrenOf(mapping, property).flatMap((each) => readAssignment(element, each, 'name', report));
  return { inputs: read('inputs'), outputs: read('outputs') };
}

/** All `cairn:payload` of a send task or throwing event. */
export function readPayload(element: Element, report: Report): readonly Assignment[] {
  const own = extensionsOf(element).filter((extension) => extension.$type === 'cairn:Payload');
  if (own.length === 0) return vendorPayload(element) ?? [];
  return own.flatMap((each) => readAssignment(element, each, 'name', report));
}

/** `cairn:retries`, 0 by default. */
export function readRetries(element: Element, report: Report): number {
  const text = textOf(element, 'cairn:retries');
  if (rawTextOf(element, 'cairn:retries') === null) return vendorRetries(element)?.retries ?? 0;
  if (text !== null && /^\d{1,4}$/.test(text) && Number(text) <= MAX_RETRIES) return Number(text);
  report.error(element, RULE, `cairn:retries is "${text ?? ''}", not a whole number from 0 to ${MAX_RETRIES}.`);
  return 0;
}

/** `cairn:backoff`, `PT0S` by default. */
export function readBackoff(element: Element, report: Report): string {
  const text = rawTextOf(element, 'cairn:backoff')?.trim();
  if (text === undefined) return vendorRetries(element)?.backoff ?? 'PT0S';
  if (isDuration(text)) return text;
  report.error(element, RULE, `cairn:backoff is "${text}", not an ISO 8601 duration such as PT5S.`);
  return 'PT0S';
}

/** `cairn:resultVariable`, else a vendor's attribute of the same meaning. */
export function readResultVariable(element: Element, report: Report): string | null {
  const written = rawTextOf(element, 'cairn:resultVariable')?.trim();
  if (written === undefined)
    return (
      vendorResultVariable(element) ??
      vendorDecision(element)?.resultVariable ??
      vendorScript(element)?.resultVariable ??
      null
    );
  if (written !== '') return written;
  report.error(element, RULE, 'cairn:resultVariable is empty.');
  return null;
}

/** `cairn:choice` of an ad-hoc subprocess; `all` by default. A list of those to begin, as Zeebe has it, is refused. */
export function readChoice(element: Element, report: Report): 'people' | 'all' {
  const text = textOf(element, 'cairn:choice');
  const adHoc = vendorElements(element, 'adHoc', [ZEEBE])[0];
  const listed = adHoc === undefined ? null : attribute(adHoc, 'activeElementsCollection');
  if (text === null && listed !== null) {
    report.error(
      element,
      'ad-hoc-chosen',
      `zeebe:adHoc begins only the activities that ${listed} lists, which is not supported; cairn:choice can say who chooses instead: people, or all.`,
    );
  }
  if (text === 'people' || text === 'all' || text === null) return text ?? 'all';
  report.error(element, RULE, `cairn:choice is "${text}", which is neither people nor all.`);
  return 'all';
}

/** `cairn:version` of a call activity, else a vendor's binding; `latest` by default. */
export function readVersion(element: Element, report: Report): CalledVersion {
  const text = rawTextOf(element, 'cairn:version')?.trim();
  if (text === undefined) return readBinding(element, report);
  if (text === 'latest') return text;
  if (isVersion(text)) return Number(text);
  report.error(element, RULE, `cairn:version is "${text}", neither "latest" nor a version number.`);
  return 'latest';
}

function readBinding(element: Element, report: Report): CalledVersion {
  const binding = vendorBinding(element);
  const refuse = (reason: string): 'latest' => {
    report.error(element, 'called-version', `${reason} (cairn:version can name one).`);
    return 'latest';
  };
  switch (binding?.kind) {
    case undefined:
    case 'latest':
      return 'latest';
    case 'deployment':
      if (isBeside(element)) return 'deployment';
      return refuse('it calls the version that was deployed with it, but what it calls is not in the same file');
    case 'version':
      if (isVersion(binding.version ?? '')) return Number(binding.version);
      return refuse(`it calls a version, but "${binding.version ?? ''}" is no version number`);
    default:
      return refuse(`it calls a version by ${binding?.name ?? ''}, which versions here do not have`);
  }
}

function isVersion(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text);
}

/** `cairn:http`; null after an error. */
export function readHttp(element: Element, http: Element, report: Report): HttpRequestTemplate | null {
  const method = textOf(http, 'method');
  const url = textOf(http, 'url');
  if (method === null)
    report.error(element, 'http-incomplete', 'the method of its web service is empty (method of cairn:http).');
  if (url === null)
    report.error(element, 'http-incomplete', 'the address of its web service is empty (url of cairn:http).');
  const timeout = readValue(textOf(http, 'timeout') ?? 'PT30S');
  if (timeout.language === 'literal' && !isPositiveDuration(timeout.text)) {
    report.error(element, RULE, `timeout of cairn:http is "${timeout.text}", not an ISO 8601 duration such as PT30S.`);
  }
  const headers = childrenOf(http, 'headers').flatMap((each) => readAssignment(element, each, 'name', report));
  for (const { name } of headers) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
      report.error(element, RULE, `name of cairn:header is "${name}", no HTTP header.`);
  }
  const results = childrenOf(http, 'results').flatMap((each) => readAssignment(element, each, 'variable', report));
  const body = textOf(http, 'body');
  if (method === null || url === null) return null;
  return {
    method: readMethod(element, method, report),
    url: readUrl(element, url, report),
    timeout,
    headers,
    body: body === null ? null : readFeel(body),
    results,
  };
}

function readMethod(element: Element, text: string, report: Report): Expression {
  const method = readValue(text);
  if (method.language !== 'literal') return method;
  const upper = method.text.toUpperCase();
  if (!METHODS.includes(upper))
    report.error(element, RULE, `method of cairn:http is "${text}", none of ${METHODS.join(', ')}.`);
  return { language: 'literal', text: upper };
}

function readUrl(element: Element, text: string, report: Report): Expression {
  const url = readValue(text);
  if (url.language === 'literal' && !/^https?:\/\/[^\s/?#]+\S*$/i.test(url.text)) {
    report.error(element, RULE, `url of cairn:http is "${text}", no http or https address.`);
  }
  return url;
}

/** `cairn:rules` of an inference task. */
export function readRules(element: Element, rules: Element, report: Report): readonly InferenceRule[] {
  const read = childrenOf(rules, 'rules').map((rule, index) => readRule(element, rule, index, report));
  if (read.length === 0) report.error(element, RULE, 'cairn:rules holds no cairn:rule.');
  const names = new Set<string>();
  for (const { name } of read) {
    if (names.has(name)) report.error(element, RULE, `two of its rules have the name "${name}".`);
    names.add(name);
  }
  return read;
}

function readRule(element: Element, rule: Element, index: number, report: Report): InferenceRule {
  const name = textOf(rule, 'name') ?? `rule ${index + 1}`;
  const salience = textOf(rule, 'salience') ?? '0';
  if (!/^-?\d{1,9}$/.test(salience)) {
    report.error(element, RULE, `salience of rule "${name}" is "${salience}", not a whole number.`);
  }
  const when = textOf(rule, 'when');
  if (when === null) report.error(element, RULE, `rule "${name}" has no cairn:when.`);
  const then = childrenOf(rule, 'actions').flatMap((action): Assignment[] => {
    const variable = textOf(action, 'variable');
    const text = textOf(action, 'text');
    if (variable !== null && text !== null) return [{ name: variable, value: readFeel(text) }];
    report.error(element, RULE, `cairn:then of rule "${name}" has no ${variable === null ? 'variable' : 'text'}.`);
    return [];
  });
  if (childrenOf(rule, 'actions').length === 0) report.error(element, RULE, `rule "${name}" has no cairn:then.`);
  return { name, salience: Number(salience) || 0, when: readFeel(when ?? 'false'), then };
}

/** `cairn:form` of a user task. */
export function readForm(element: Element, report: Report): readonly FormField[] {
  const form = extensionOf(element, 'cairn:Form');
  if (form === null) return vendorForm(element);
  const names = new Set<string>();
  return childrenOf(form, 'fields').map((field) => {
    const name = textOf(field, 'name');
    if (name === null) report.error(element, RULE, 'a cairn:field has no name.');
    else if (names.has(name)) report.error(element, RULE, `two of its fields have the name "${name}".`);
    names.add(name ?? '');
    return readField(element, field, name ?? '', report);
  });
}

function readField(element: Element, field: Element, name: string, report: Report): FormField {
  const type = textOf(field, 'type') ?? 'string';
  if (!FIELD_TYPES.includes(type)) {
    report.error(element, RULE, `type of field "${name}" is "${type}", none of ${FIELD_TYPES.join(', ')}.`);
  }
  const required = textOf(field, 'required') ?? 'false';
  if (required !== 'true' && required !== 'false') {
    report.error(element, RULE, `required of field "${name}" is "${required}", neither true nor false.`);
  }
  const options = childrenOf(field, 'options').flatMap((option) => rawTextOf(option, 'value') ?? []);
  if (type === 'enum' && options.length === 0)
    report.error(element, RULE, `field "${name}" is an enum without cairn:option.`);
  if (type !== 'enum' && options.length > 0) report.error(element, RULE, `field "${name}" has options but is no enum.`);
  const preset = rawTextOf(field, 'default');
  const limits = readLimits(element, field, name, type, report);
  const readOnly = textOf(field, 'readOnly') ?? 'false';
  if (readOnly !== 'true' && readOnly !== 'false')
    report.error(element, RULE, `readOnly of field "${name}" is "${readOnly}", neither true nor false.`);
  if (readOnly === 'true' && required === 'true' && preset === null)
    report.error(
      element,
      RULE,
      `field "${name}" is required and read-only, and has no default: nobody could complete the task.`,
    );
  return {
    name,
    label: textOf(field, 'label') ?? name,
    type: type as FormField['type'],
    required: required === 'true',
    default: preset === null ? null : readValue(preset),
    options,
    ...(readOnly === 'true' ? { readOnly: true } : {}),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

/** The types whose values each limit is for. */
const LIMITED: Readonly<Record<keyof FieldLimits, string>> = {
  min: 'number',
  max: 'number',
  minLength: 'string',
  maxLength: 'string',
};

function readLimits(element: Element, field: Element, name: string, type: string, report: Report): FieldLimits {
  const limits: FieldLimits = Object.fromEntries(
    Object.entries(LIMITED).flatMap(([limit, limited]) => {
      const text = textOf(field, limit);
      if (text === null) return [];
      if (type !== limited)
        report.error(element, RULE, `field "${name}" has ${limit}, but is ${type}: it is for ${limited}.`);
      const whole = limited === 'string' ? /^\d+$/ : /^-?\d+(?:\.\d+)?$/;
      if (!whole.test(text))
        report.error(
          element,
          RULE,
          `${limit} of field "${name}" is "${text}", ${limited === 'string' ? 'no whole number' : 'no number'}.`,
        );
      return [[limit, Number(text)]];
    }),
  );
  const { min, max, minLength, maxLength } = limits;
  if ((min ?? -Infinity) > (max ?? Infinity) || (minLength ?? -Infinity) > (maxLength ?? Infinity))
    report.error(element, RULE, `the lower limit of field "${name}" is above the upper one: no value could be given.`);
  return limits;
}

function readAssignment(element: Element, assignment: Element, key: 'name' | 'variable', report: Report): Assignment[] {
  const name = textOf(assignment, key);
  const value = rawTextOf(assignment, 'value');
  const tag = tagOf(assignment);
  if (name === null) report.error(element, RULE, `${tag} has no ${key}.`);
  if (value === null) report.error(element, RULE, `${tag}${name === null ? '' : ` "${name}"`} has no value.`);
  return name === null || value === null ? [] : [{ name, value: readValue(value) }];
}

function tagOf(element: Element): string {
  const { localName } = element.$descriptor.ns;
  return `cairn:${localName.charAt(0).toLowerCase()}${localName.slice(1)}`;
}
