/** Search on the canvas, by the words a person sees: what has no name is called after its kind and its neighbours. */
import { getLabel } from 'bpmn-js/lib/util/LabelUtil';
import { typeName } from './subject-words.ts';
import { ownerOf, type Canvas, type DiagramElement, type ElementRegistry } from './diagram-services.ts';

interface Item {
  readonly element: DiagramElement;
  readonly label: string;
  readonly id: string;
}

interface Token {
  readonly value: string;
}

type Search = (
  items: readonly Item[],
  pattern: string,
  options: { readonly keys: readonly string[] },
) => readonly {
  readonly item: Item;
  readonly tokens: { readonly label: readonly Token[]; readonly id: readonly Token[] };
}[];

interface SearchPad {
  registerProvider(provider: SearchNames): void;
}

/** `Charge card → Book payment` for a line without a name, `Exclusive gateway after Charge card` for what else has none. */
export function searchLabel(element: DiagramElement): string {
  const own = nameOf(element);
  if (own !== '') return own;
  const { source, target, incoming = [], outgoing = [] } = element;
  if (source !== undefined && target !== undefined)
    return `${nameOf(source) || typeName(source)} → ${nameOf(target) || typeName(target)}`;
  const before = incoming.flatMap((line) => (line.source === undefined ? [] : nameOf(line.source))).find(isName);
  const after = outgoing.flatMap((line) => (line.target === undefined ? [] : nameOf(line.target))).find(isName);
  const where = before !== undefined ? ` after ${before}` : after !== undefined ? ` before ${after}` : '';
  return `${typeName(element)}${where}`;
}

function isName(name: string): boolean {
  return name !== '';
}

function nameOf(element: DiagramElement): string {
  const label: unknown = getLabel(element as unknown as Parameters<typeof getLabel>[0]);
  return typeof label === 'string' ? label.trim().replaceAll(/\s+/g, ' ') : '';
}

class SearchNames {
  static readonly $inject = ['elementRegistry', 'searchPad', 'canvas', 'search'];
  readonly #registry: ElementRegistry;
  readonly #canvas: Canvas;
  readonly #search: Search;

  constructor(registry: ElementRegistry, searchPad: SearchPad, canvas: Canvas, search: Search) {
    this.#registry = registry;
    this.#canvas = canvas;
    this.#search = search;
    searchPad.registerProvider(this);
  }

  /** What bpmn-js's search pad asks for. */
  find(pattern: string) {
    const roots = this.#canvas.getRootElements();
    const items = this.#registry
      .filter((element) => ownerOf(element) === element && !roots.includes(element))
      .map((element) => ({ element, label: searchLabel(element), id: element.id }));
    return this.#search(items, pattern, { keys: ['label', 'id'] }).map(({ item, tokens }) => ({
      element: item.element,
      primaryTokens: tokens.label,
      secondaryTokens: tokens.id,
    }));
  }
}

/** In place of bpmn-js's own. */
export const searchNames = { bpmnSearch: ['type', SearchNames] };
