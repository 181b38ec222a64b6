/** Reading the parser's elements. */
import type { DmnElement } from 'dmn-moddle';
import type { Typed } from './decision-graph.ts';

export function idOf(element: DmnElement): string {
  return string(element, 'id') ?? '';
}

/** The name, or the id where it has none. */
export function nameOf(element: DmnElement): string {
  return string(element, 'name') ?? idOf(element);
}

/** Null where there is none, or an empty one. */
export function string(element: DmnElement, property: string): string | null {
  const value = element[property];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function one(element: DmnElement, property: string): DmnElement | null {
  return (element[property] as DmnElement | undefined) ?? null;
}

export function elements(element: DmnElement, property: string): readonly DmnElement[] {
  return (element[property] as readonly DmnElement[] | undefined) ?? [];
}

export function textOf(element: DmnElement): string {
  return typeof element['text'] === 'string' ? element['text'].trim() : '';
}

/** Null where there is no text. */
export function textIn(element: DmnElement, property: string): string | null {
  const within = one(element, property);
  const text = within === null ? '' : textOf(within);
  return text === '' ? null : text;
}

/** The variable of something that has a name of its own. */
export function variableOf(element: DmnElement): Typed {
  const variable = one(element, 'variable');
  return {
    name: (variable === null ? null : string(variable, 'name')) ?? nameOf(element),
    type: variable === null ? null : string(variable, 'typeRef'),
  };
}

export function typedOf(element: DmnElement): Typed {
  return { name: nameOf(element), type: string(element, 'typeRef') };
}
