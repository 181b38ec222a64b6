/**
 * The part of bpmn-js's services that Cairn uses, typed by hand: the packages' own declarations are partly `any`.
 * `bpmn-js` is imported in this folder and nowhere else.
 */
import type { ModdleElement } from 'bpmn-moddle';

/** A shape, a connection, a label or a root of the canvas. */
export interface DiagramElement {
  readonly id: string;
  readonly type: string;
  readonly businessObject: ModdleElement;
  readonly di?: ModdleElement;
  readonly parent?: DiagramElement | null;
  readonly children?: readonly DiagramElement[];
  readonly incoming?: readonly DiagramElement[];
  readonly outgoing?: readonly DiagramElement[];
  readonly source?: DiagramElement;
  readonly target?: DiagramElement;
  readonly labels?: readonly DiagramElement[];
  /** Of a label: what it belongs to. */
  readonly labelTarget?: DiagramElement;
  readonly host?: DiagramElement | null;
  /** Events on its edge. */
  readonly attachers?: readonly DiagramElement[];
  /** Of a connection. */
  readonly waypoints?: readonly { readonly x: number; readonly y: number }[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Canvas {
  zoom(level?: number | 'fit-viewport', center?: 'auto'): number;
  viewbox(box?: Box): Box & { readonly inner: Box; readonly outer: Box; readonly scale: number };
  addMarker(element: DiagramElement | string, marker: string): void;
  removeMarker(element: DiagramElement | string, marker: string): void;
  getRootElement(): DiagramElement;
  getRootElements(): readonly DiagramElement[];
  findRoot(element: DiagramElement | string): DiagramElement | null;
  setRootElement(root: DiagramElement): void;
  scrollToElement(
    element: DiagramElement | string,
    padding?: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number },
  ): void;
  resized(): void;
  /** Pixels of its container now; `outer` of the viewbox is what they were when it was asked last. */
  getSize(): { readonly width: number; readonly height: number };
  getContainer(): HTMLElement;
  focus(): void;
}

/** The minimap has no other way to say where its frame stands. */
export interface Minimap {
  _update(): void;
  readonly _viewportDom: HTMLElement;
  readonly _parent: HTMLElement;
}

export interface ElementRegistry {
  get(id: string): DiagramElement | undefined;
  getGraphics(element: DiagramElement | string): SVGElement | undefined;
  filter(test: (element: DiagramElement) => boolean): DiagramElement[];
  getAll(): DiagramElement[];
}

export interface DiagramEvent {
  readonly element?: DiagramElement;
  readonly elements?: readonly DiagramElement[];
  readonly originalEvent?: Event;
  readonly newSelection?: readonly DiagramElement[];
  /** What an element was marked with, or is no more. */
  readonly marker?: string;
  readonly add?: boolean;
  /** Of an element that is to be drawn: into which group, and in other colours than its own. */
  readonly gfx?: SVGElement;
  readonly attrs?: Readonly<Record<string, unknown>>;
  /** Of the context pad, when it opens. */
  readonly current?: { readonly html: HTMLElement };
  preventDefault?(): void;
  stopPropagation?(): void;
  /** Why an import came to nothing; null or absent: it did not. */
  readonly error?: unknown;
}

export interface EventBus {
  on(event: string | readonly string[], listener: (event: DiagramEvent) => unknown): void;
  on(event: string | readonly string[], priority: number, listener: (event: DiagramEvent) => unknown): void;
  off(event: string | readonly string[], listener: (event: DiagramEvent) => unknown): void;
  fire(event: string, payload?: Readonly<Record<string, unknown>>): unknown;
}

/** Draws elements of BPMN, each into a group. */
export interface BpmnRenderer {
  drawShape(group: SVGElement, element: DiagramElement, attrs?: Readonly<Record<string, unknown>>): SVGElement;
}

/** What a viewer and a modeler have in common, as far as the window uses it. */
export interface DiagramHost {
  get<T>(name: string): T;
  get<T>(name: string, strict: false): T | null;
  importXML(xml: string): Promise<{ readonly warnings: readonly unknown[] }>;
  saveXML(options: { readonly format: boolean }): Promise<{ readonly xml?: string }>;
  saveSVG(): Promise<{ readonly svg: string }>;
  attachTo(parent: HTMLElement): void;
  detach(): void;
  destroy(): void;
}

/** Colours of elements that bring none of their own: variables, so that a change of scheme needs no new drawing. */
export const canvasColours = {
  defaultFillColor: 'var(--canvas-fill)',
  defaultStrokeColor: 'var(--canvas-stroke)',
  defaultLabelColor: 'var(--canvas-label)',
} as const;

/** The element itself where a label is meant. */
export function ownerOf(element: DiagramElement): DiagramElement {
  return element.labelTarget ?? element;
}

export interface CommandStack {
  canUndo(): boolean;
  canRedo(): boolean;
  undo(): void;
  redo(): void;
  clear(): void;
  /** What was done, and the position of what was done last: the only way to know that an undo led back to what is saved. */
  readonly _stack: readonly object[];
  readonly _stackIdx: number;
}

/** What was done last and not undone; null: nothing. An edit after an undo is another one, at the same position. */
export function lastDone({ _stack, _stackIdx }: Pick<CommandStack, '_stack' | '_stackIdx'>): object | null {
  return _stack[_stackIdx] ?? null;
}

export interface Modeling {
  /** What is written on an element, wherever the file has that. */
  updateLabel(element: DiagramElement, words: string): void;
  updateProperties(element: DiagramElement, properties: Readonly<Record<string, unknown>>): void;
  updateModdleProperties(
    element: DiagramElement,
    moddleElement: ModdleElement,
    properties: Readonly<Record<string, unknown>>,
  ): void;
}

export interface Moddle {
  readonly ids: {
    /** An id that nothing in the file has. */
    nextPrefixed(prefix: string, element: ModdleElement): string;
  };
  create(type: string, properties?: Readonly<Record<string, unknown>>): ModdleElement;
  /** Of a namespace that no descriptor knows. */
  createAny(type: string, uri: string, properties?: Readonly<Record<string, unknown>>): ModdleElement;
}

export interface Selection {
  get(): readonly DiagramElement[];
  select(elements: DiagramElement | readonly DiagramElement[] | null): void;
}

export interface EditorActions {
  trigger(action: string, options?: unknown): unknown;
  isRegistered(action: string): boolean;
}
