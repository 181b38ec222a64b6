import { afterEach, expect, it, vi } from 'vitest';
import { flagFoot } from '../../../renderer/editor/checkpoint-flags.ts';
import type { DiagramElement, DiagramHost } from '../../../renderer/editor/diagram-services.ts';
import { ElementMarks, signsOf, tokenCircle, type ElementMark } from '../../../renderer/editor/element-marks.ts';

afterEach(() => void vi.unstubAllGlobals());

/** Where bpmn-js begins to draw the sign of a task's type, from its upper left corner. */
const typeSign = 5;

it.each([1, 2])('lays no token over the sign of a task’s type, at %i × its size', (scale) => {
  const { x, radius } = tokenCircle({ width: 100, height: 80 });
  expect(Math.SQRT2 * (typeSign - x * scale)).toBeGreaterThanOrEqual(radius * scale);
});

it('lets a token touch what it is at: a task at its rounded corner, an event at its circle', () => {
  const task = tokenCircle({ width: 100, height: 80 });
  const [round, stroke] = [10, 2];
  expect(Math.SQRT2 * (round - task.x) - round).toBeLessThanOrEqual(task.radius + stroke);
  const event = tokenCircle({ width: 36, height: 36 });
  expect(Math.hypot(18 - event.x, 18 - event.y) - 18).toBeLessThanOrEqual(event.radius);
});

it.each([
  ['an event', 36, 0],
  ['a gateway', 50, 3],
])('leaves room between a token and the flag before %s', (_, width, room) => {
  const box = { x: 0, y: 0, width, height: width };
  const { x, radius } = tokenCircle(box);
  const signScale = 1.2;
  const stroke = 1;
  expect(flagFoot(box, 'before').x - stroke - (x + radius + stroke) * signScale).toBeGreaterThanOrEqual(room);
});

it('looks once at what is on a plane, for all words that it places there', () => {
  const node = {
    setAttribute: () => undefined,
    append: () => undefined,
    querySelector: () => null,
    dataset: {},
    style: {},
  };
  // How wide words are is measured with one.
  const paper = { getContext: () => ({ measureText: () => ({ width: 30 }) }) };
  vi.stubGlobal('document', { createElementNS: () => node, createElement: () => paper });
  const elements = ['a', 'b', 'c'].map((id, index) => ({ id, x: index * 200, y: 0, width: 100, height: 80 }));
  const filter = vi.fn((fits: (element: DiagramElement) => boolean) =>
    elements.filter((each) => fits(each as unknown as DiagramElement)),
  );
  const services: Readonly<Record<string, unknown>> = {
    canvas: { addMarker: () => undefined, findRoot: () => null },
    elementRegistry: { filter, get: (id: string) => elements.find((each) => each.id === id), getGraphics: () => node },
  };
  const marks = new ElementMarks({ get: (name: string) => services[name] } as unknown as DiagramHost);
  marks.set(new Map(elements.map(({ id }) => [id, ['saved']])));
  expect(filter).toHaveBeenCalledOnce();
});

/** What a sign is drawn with, and how it is moved to its circle. */
function drawnFor(marks: readonly ElementMark[]) {
  const made: Drawn[] = [];
  vi.stubGlobal('document', {
    createElementNS: (_: string, name: string) => {
      const node = new Drawn(name);
      made.push(node);
      return node;
    },
  });
  signsOf({ x: 0, y: 0, width: 100, height: 80 }, marks, () => ({ elements: [] }));
  const named = (name: string): Drawn | undefined => made.find((each) => each.name === name);
  return { circle: named('circle'), path: named('path'), text: named('text') };
}

class Drawn {
  readonly name: string;
  readonly attributes = new Map<string, string>();
  readonly dataset = {};
  readonly style = {};
  childElementCount = 0;

  constructor(name: string) {
    this.name = name;
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  append(...nodes: readonly unknown[]): void {
    this.childElementCount += nodes.length;
  }

  number(name: string): number {
    return Number(this.attributes.get(name));
  }
}

/** The corners of an outline whose commands are absolute. */
function cornersOf(outline: string): [number, number][] {
  let at: [number, number] = [0, 0];
  return [...outline.matchAll(/([MLHVA])([^MLHVAZ]*)/g)].map(([, command, rest]) => {
    const numbers = (rest ?? '').trim().split(/\s+/).map(Number);
    const last = numbers.at(-1) ?? 0;
    if (command === 'H') at = [last, at[1]];
    else if (command === 'V') at = [at[0], last];
    else at = [numbers.at(-2) ?? 0, last];
    return at;
  });
}

const tokens = ['running', 'waiting', 'joining', 'held', 'incident'] as const;
const edges = ['breakpoint', 'armed', 'again', 'stood'] as const;

it.each([...tokens, ...edges])('draws the sign %s in the middle of its circle, and within it', (mark) => {
  const { circle, path, text } = drawnFor([mark]);
  expect(text).toBeUndefined();
  expect(path?.attributes.get('transform')).toBe(`translate(${circle?.number('cx')}, ${circle?.number('cy')})`);
  const corners = cornersOf(path?.attributes.get('d') ?? '');
  for (const [x, y] of corners) expect(Math.hypot(x, y)).toBeLessThan(circle?.number('r') ?? 0);
});

// A dot is told by its left and its right end, and the arrow of what ran again is round.
it.each(['running', 'waiting', 'joining', 'held', 'breakpoint', 'armed', 'stood'] as const)(
  'draws the sign %s as far above the middle of its circle as below',
  (mark) => {
    const heights = cornersOf(drawnFor([mark]).path?.attributes.get('d') ?? '').map(([, y]) => y);
    expect(heights).not.toEqual([]);
    expect(Math.min(...heights)).toBeCloseTo(-Math.max(...heights));
  },
);

it('draws the triangle of a running token with its corners as far from the middle as each other', () => {
  const corners = cornersOf(drawnFor(['running']).path?.attributes.get('d') ?? '');
  expect(corners.map((corner) => Math.hypot(...corner).toFixed(1))).toEqual(['4.4', '4.4', '4.4']);
});
