/** Camunda's `errorEventDefinition` of external tasks: what an answer must be like to be a BPMN error instead. */
import { childrenOf, idOf, textOf, type Element } from './element.ts';
import { readValue } from './expression.ts';
import type { AnswerError } from './graph/implementation.ts';
import { CAMUNDA, foreignAttribute, OPERATON } from './namespace.ts';
import { readName } from './computed-name.ts';
import { callsCode } from './vendor-calls.ts';
import { attribute, vendorElements } from './vendor-elements.ts';

const CAMUNDAS = [CAMUNDA, OPERATON];

/** In file order, the first that holds counts; null where one of them has no meaning here, or none is there. */
export function vendorAnswerErrors(task: Element): readonly AnswerError[] | null {
  if (foreignAttribute(task, CAMUNDAS, 'type')?.trim() !== 'external') return null;
  const read = vendorElements(task, 'errorEventDefinition', CAMUNDAS).map((each) => answerError(task, each));
  const whole = read.filter((each) => each !== null);
  return read.length === 0 || whole.length < read.length ? null : whole;
}

function answerError(task: Element, definition: Element): AnswerError | null {
  const expression = attribute(definition, 'expression');
  const error = errorNamed(task, attribute(definition, 'errorRef')?.replace(/^[A-Za-z_][\w.-]*:/, '') ?? null);
  const code = error === null ? null : (textOf(error, 'errorCode') ?? '');
  if (expression === null || code === null || callsCode(expression)) return null;
  const { name, computed } = readName(code);
  return computed === undefined ? { code: name, when: readValue(expression) } : null;
}

function errorNamed(task: Element, id: string | null): Element | null {
  let root: Element = task;
  while (root.$parent !== undefined) root = root.$parent;
  return childrenOf(root, 'rootElements').find((each) => each.$type === 'bpmn:Error' && idOf(each) === id) ?? null;
}
