import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Box, DiagramElement } from '../../../renderer/editor/diagram-services.ts';
import { pillBox, pillPlace } from '../../../renderer/editor/pill-place.ts';
import { meets } from '../../../renderer/editor/view-box.ts';

const samples = new URL('../../../samples/processes/', import.meta.url);
const wide = 45;

/** What a file draws, with as much of its types as matters here. */
function drawnIn(file: string): DiagramElement[] {
  const xml = readFileSync(new URL(file, samples), 'utf8');
  const numbers = (text: string, name: string): number =>
    Number(new RegExp(`\\b${name}="(-?[\\d.]+)"`).exec(text)?.[1] ?? NaN);
  const boxIn = (text: string): Box => ({
    x: numbers(text, 'x'),
    y: numbers(text, 'y'),
    width: numbers(text, 'width'),
    height: numbers(text, 'height'),
  });
  const drawn: Record<string, unknown>[] = [];
  for (const [, kind, id = '', body = ''] of xml.matchAll(
    /<bpmndi:BPMN(Shape|Edge)[^>]*bpmnElement="([^"]+)"[^>]*>([\s\S]*?)<\/bpmndi:BPMN\1>/g,
  )) {
    const [own = '', label] = body.split('<bpmndi:BPMNLabel>');
    const type = new RegExp(`<(?:bpmn:)?(\\w+)[^>]*\\bid="${id}"`).exec(xml)?.[1] ?? '';
    const waypoints = [...own.matchAll(/<di:waypoint [^>]*>/g)].map(([each]) => ({
      x: numbers(each, 'x'),
      y: numbers(each, 'y'),
    }));
    const element = { id, type: `bpmn:${type[0]?.toUpperCase() ?? ''}${type.slice(1)}` };
    if (kind === 'Edge') drawn.push({ ...element, ...boxIn(''), waypoints });
    else drawn.push({ ...element, ...boxIn(own) });
    if (label !== undefined) drawn.push({ id: `${id}_label`, type: 'label', ...boxIn(label), labelTarget: element });
  }
  return drawn as unknown as DiagramElement[];
}

const isNode = ({ type, waypoints }: DiagramElement): boolean =>
  waypoints === undefined && /Task|Event$|Gateway|callActivity/i.test(type) && type !== 'label';

it.each(readdirSync(samples))('lays no word over a flow, a name or another element of %s', (file) => {
  const drawn = drawnIn(file);
  const nodes = drawn.filter(isNode);
  expect(nodes.length).toBeGreaterThan(5);
  const covers: string[] = [];
  for (const node of nodes) {
    const box = pillBox(node, wide, pillPlace(node, wide, [], { elements: drawn }), 1.1);
    for (const each of drawn) {
      const boxes = each.waypoints?.slice(1).map((to, index) => between(each.waypoints?.[index] ?? to, to));
      const isOther = boxes !== undefined || each.labelTarget !== undefined || (each !== node && isNode(each));
      if (isOther && (boxes ?? [each]).some((taken) => meets(taken, box))) covers.push(`${node.id} ${each.id}`);
    }
  }
  expect(covers).toEqual([]);
});

function between(from: { x: number; y: number }, to: { x: number; y: number }): Box {
  const [x, y] = [Math.min(from.x, to.x) - 1, Math.min(from.y, to.y) - 1];
  return { x, y, width: Math.abs(from.x - to.x) + 2, height: Math.abs(from.y - to.y) + 2 };
}

const task = { id: 't', type: 'bpmn:Task', x: 0, y: 0, width: 100, height: 80 } as unknown as DiagramElement;
const intoTop = { id: 'f', type: 'bpmn:SequenceFlow', waypoints: [{ x: 50, y: -60 }, { x: 50, y: 0 }] }; // prettier-ignore

it('stands above the middle of a task, left of a flow that comes from above, and below where a token is there too', () => {
  const drawn = [task, intoTop as unknown as DiagramElement];
  expect(pillPlace(task, wide, [], { elements: [task] })).toMatchObject({ x: 50, y: 0, from: 'middle', isAbove: true });
  expect(pillPlace(task, wide, [], { elements: drawn })).toMatchObject({ x: 40, y: 0, from: 'end', isAbove: true });
  const token = { x: -13, y: -13, width: 18, height: 18 };
  expect(pillPlace(task, wide, [token], { elements: drawn })).toMatchObject({ y: 80, isAbove: false });
});

it('covers no flag of the task before a gateway', () => {
  const before = { ...task, x: -132, y: -15 };
  const gateway = { ...task, id: 'g', type: 'bpmn:ParallelGateway', width: 50, height: 50 };
  expect(pillPlace(gateway, wide, [], { elements: [gateway] })).toMatchObject({ x: 21, from: 'end', isAbove: true });
  expect(pillPlace(gateway, wide, [], { elements: [gateway, before] })).toMatchObject({
    x: 29,
    from: 'start',
    isAbove: true,
  });
});

it.each(readdirSync(samples))('lays no word over another one where all elements of %s have one', (file) => {
  const elements = drawnIn(file);
  const words: Box[] = [];
  const overlaps: string[] = [];
  for (const node of elements.filter(isNode)) {
    const box = pillBox(node, wide, pillPlace(node, wide, [], { elements, words }));
    if (words.some((word) => meets(word, box))) overlaps.push(node.id);
    words.push(box);
  }
  expect(overlaps).toEqual([]);
});

it('stands elsewhere where the word of a neighbour stands already', () => {
  const first = pillPlace(task, wide, [], { elements: [task] });
  const words = [pillBox(task, wide, first)];
  expect(pillPlace(task, wide, [], { elements: [task], words })).not.toEqual(first);
});

it('looks closer only at what is near: a diagram of thousands has a word at each', () => {
  const looked: string[] = [];
  const seen = (id: string, parts: object): DiagramElement =>
    Object.defineProperty({ id, type: 'bpmn:Task', ...parts }, 'labelTarget', {
      get: () => void looked.push(id),
    }) as unknown as DiagramElement;
  const node = seen('node', { x: 0, y: 0, width: 100, height: 80 });
  const near = seen('near', { x: 150, y: 0, width: 100, height: 80 });
  const far = seen('far', { x: 900, y: 0, width: 100, height: 80 });
  pillPlace(node, wide, [], { elements: [node, near, far] });
  expect(looked).toEqual(['node', 'near']);
});

it('keeps clear of a line that only passes by, however far its ends are', () => {
  const node = { id: 'node', type: 'bpmn:Task', x: 0, y: 0, width: 100, height: 80 } as unknown as DiagramElement;
  const [left, right] = [-2_000, 2_000].map((x) => ({ x, y: -10 }));
  const line = { id: 'line', waypoints: [left, right] } as unknown as DiagramElement;
  expect(pillPlace(node, wide, [], { elements: [node, line] }).isAbove).toBe(false);
});

it('leaves room between a word and the flag behind it, and lays none off the corner where there is room above', () => {
  const task = { x: 0, y: 0, width: 100, height: 80 } as unknown as DiagramElement;
  // As wide as `arrives` and `no home` are, one of which fits into the middle until it is drawn larger.
  for (const word of [55, 61]) {
    const place = pillPlace(task, word, [], { elements: [task] });
    const { x, width } = pillBox(task, word, place, 1.2);
    expect(x).toBeGreaterThanOrEqual(0);
    // The flag stands at 88.
    expect(x + width).toBeLessThanOrEqual(84);
  }
});
