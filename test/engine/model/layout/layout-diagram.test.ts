import { readdirSync, readFileSync } from 'node:fs';
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import { beforeAll, describe, expect, test } from 'vitest';
import { layoutDiagram } from '../../../../engine/model/layout/layout-diagram.ts';
import { cairnDescriptor } from '../../../../engine/protocol/descriptor.ts';
import { around } from '../bpmn-text.ts';

const corpus = new URL('../../../corpus/', import.meta.url);
const files = ['bpmn', 'negative'].flatMap((folder) =>
  readdirSync(new URL(folder, corpus))
    .filter((name) => name.endsWith('.bpmn') && !name.includes('XXE'))
    .map((name) => [`${folder}/${name}`] as const),
);

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface Drawn {
  readonly element: ModdleElement;
  readonly box: Box;
}

const children = (element: ModdleElement, property: string): readonly ModdleElement[] =>
  (element.get(property) as readonly ModdleElement[] | undefined) ?? [];

async function laid(xml: string): Promise<{ definitions: ModdleElement; xml: string }> {
  const layout = await layoutDiagram(xml);
  if (!layout.ok) throw new Error(layout.reason);
  const { rootElement } = await new BpmnModdle({ cairn: cairnDescriptor }).fromXML(layout.xml);
  return { definitions: rootElement, xml: layout.xml };
}

function shapesOf(definitions: ModdleElement): Map<ModdleElement, Box> {
  const boxes = new Map<ModdleElement, Box>();
  for (const { element, of } of planeElements(definitions)) {
    const bounds = of.get('bounds') as ModdleElement | undefined;
    if (bounds === undefined) continue;
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => bounds.get(name) as number);
    boxes.set(element, { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 });
  }
  return boxes;
}

function planeElements(definitions: ModdleElement): { readonly element: ModdleElement; readonly of: ModdleElement }[] {
  return children(definitions, 'diagrams')
    .flatMap((diagram) => children(diagram.get('plane') as ModdleElement, 'planeElement'))
    .map((of) => ({ element: of.get('bpmnElement') as ModdleElement, of }));
}

function waysOf(definitions: ModdleElement): Map<ModdleElement, readonly ModdleElement[]> {
  return new Map(
    planeElements(definitions).flatMap(({ element, of }) => {
      const points = of.$instanceOf('bpmndi:BPMNEdge') ? children(of, 'waypoint') : [];
      return points.length === 0 ? [] : [[element, points]];
    }),
  );
}

/** Every flow element of the file, with those directly beside it. */
function containersOf(
  definitions: ModdleElement,
): { readonly container: ModdleElement; readonly inside: readonly ModdleElement[] }[] {
  const found: { readonly container: ModdleElement; readonly inside: readonly ModdleElement[] }[] = [];
  const walk = (container: ModdleElement): void => {
    const inside = children(container, 'flowElements');
    found.push({ container, inside });
    for (const element of inside) if (element.$instanceOf('bpmn:SubProcess')) walk(element);
  };
  for (const root of children(definitions, 'rootElements')) if (root.$type === 'bpmn:Process') walk(root);
  return found;
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const contains = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** Which flows without a common end lie on each other, and for how long. */
function sharedStretches(definitions: ModdleElement): string[] {
  const flows = [...waysOf(definitions)].filter(([{ $type }]) => $type === 'bpmn:SequenceFlow');
  const lines = flows.map(([, points]) =>
    points.slice(1).map((to, index) => {
      const [x1, y1, x2, y2] = [points[index] as ModdleElement, to].flatMap((point) => [
        point.get('x'),
        point.get('y'),
      ]);
      return { x: [x1, x2] as number[], y: [y1, y2] as number[] };
    }),
  );
  return flows.flatMap(([flow], index) =>
    flows.slice(index + 1).flatMap(([other], place) => {
      if (flow.$parent !== other.$parent) return [];
      if (['sourceRef', 'targetRef'].some((end) => flow.get(end) === other.get(end))) return [];
      return (lines[index] ?? []).flatMap((one) =>
        (lines[index + 1 + place] ?? []).flatMap((two) => {
          const common = (axis: 'x' | 'y'): number =>
            Math.min(Math.max(...one[axis]), Math.max(...two[axis])) -
            Math.max(Math.min(...one[axis]), Math.min(...two[axis]));
          const [width, height] = [common('x'), common('y')];
          const onOneLine = (width === 0 && height > 1) || (height === 0 && width > 1);
          return onOneLine
            ? [`${String(flow.get('id'))} on ${String(other.get('id'))} for ${Math.max(width, height)}`]
            : [];
        }),
      );
    }),
  );
}

describe.each(files)('%s', (name) => {
  let definitions: ModdleElement;
  let boxes: Map<ModdleElement, Box>;
  beforeAll(async () => {
    ({ definitions } = await laid(readFileSync(new URL(name, corpus), 'utf8')));
    boxes = shapesOf(definitions);
  });

  test('every flow node has a shape, and every flow a way', () => {
    const ways = waysOf(definitions);
    const missing = containersOf(definitions)
      .flatMap(({ inside }) => inside)
      .filter((element) => {
        if (element.$instanceOf('bpmn:FlowNode')) return !boxes.has(element);
        if (element.$type === 'bpmn:SequenceFlow') {
          const ends = [element.get('sourceRef'), element.get('targetRef')] as (ModdleElement | undefined)[];
          const drawn = ends.every((end) => end !== undefined && boxes.has(end) && end.$parent === element.$parent);
          return drawn && (ways.get(element)?.length ?? 0) < 2;
        }
        return ['bpmn:DataObjectReference', 'bpmn:DataStoreReference'].includes(element.$type) && !boxes.has(element);
      })
      .map((element) => element.get('id'));
    expect(missing).toEqual([]);
  });

  test('nothing lies on what is beside it, and what is inside lies inside', () => {
    const wrong: string[] = [];
    for (const { container, inside } of containersOf(definitions)) {
      const around = boxes.get(container);
      const drawn: Drawn[] = [...inside, ...children(container, 'artifacts')].flatMap((element) => {
        const box = boxes.get(element);
        return box === undefined ? [] : [{ element, box }];
      });
      drawn.forEach((a, index) => {
        if (around !== undefined && !contains(around, a.box)) wrong.push(`${String(a.element.get('id'))} is outside`);
        for (const b of drawn.slice(index + 1)) {
          const attached = a.element.get('attachedToRef') === b.element || b.element.get('attachedToRef') === a.element;
          if (!attached && overlap(a.box, b.box))
            wrong.push(`${String(a.element.get('id'))} on ${String(b.element.get('id'))}`);
        }
      });
    }
    expect(wrong).toEqual([]);
  });

  test('pools and lanes hold their nodes and lie beside each other', () => {
    const wrong: string[] = [];
    const pools = [...boxes].filter(([element]) => element.$type === 'bpmn:Participant');
    const drawn = new Set<ModdleElement>();
    pools.forEach(([pool, box], index) => {
      for (const [other, its] of pools.slice(index + 1))
        if (pool.$parent === other.$parent && overlap(box, its))
          wrong.push(`${String(pool.get('id'))} on ${String(other.get('id'))}`);
      const process = pool.get('processRef') as ModdleElement | undefined;
      if (process === undefined || drawn.has(process)) return;
      drawn.add(process);
      for (const node of children(process, 'flowElements')) {
        const inner = boxes.get(node);
        if (inner !== undefined && !contains(box, inner)) wrong.push(`${String(node.get('id'))} outside its pool`);
      }
    });
    for (const [lane, box] of boxes) {
      if (lane.$type !== 'bpmn:Lane') continue;
      for (const node of children(lane, 'flowNodeRef')) {
        const inner = boxes.get(node);
        if (inner !== undefined && !contains(box, inner)) wrong.push(`${String(node.get('id'))} outside its lane`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('flows with other ends lie beside each other, not on each other', () => {
    expect(sharedStretches(definitions)).toEqual([]);
  });

  test('no way goes through a node that it does not belong to', () => {
    const wrong: string[] = [];
    const ways = waysOf(definitions);
    for (const { inside } of containersOf(definitions)) {
      const nodes = inside.filter((element) => element.$instanceOf('bpmn:FlowNode') && boxes.has(element));
      for (const flow of inside.filter(({ $type }) => $type === 'bpmn:SequenceFlow')) {
        const ends = [flow.get('sourceRef'), flow.get('targetRef')] as ModdleElement[];
        const own = new Set([...ends, ...ends.map((end) => end.get('attachedToRef') as ModdleElement)]);
        const points = ways.get(flow) ?? [];
        points.slice(1).forEach((to, index) => {
          const from = points[index] as ModdleElement;
          const [x1, y1, x2, y2] = [from.get('x'), from.get('y'), to.get('x'), to.get('y')] as number[] as [
            number,
            number,
            number,
            number,
          ];
          const line = {
            x: Math.min(x1, x2) - 1,
            y: Math.min(y1, y2) - 1,
            width: Math.abs(x1 - x2) + 2,
            height: Math.abs(y1 - y2) + 2,
          };
          for (const node of nodes) {
            if (own.has(node) || own.has(node.get('attachedToRef') as ModdleElement)) continue;
            if (overlap(line, boxes.get(node) as Box))
              wrong.push(`${String(flow.get('id'))} through ${String(node.get('id'))}`);
          }
        });
      }
    }
    expect(wrong).toEqual([]);
  });
});

test('ways that part stand one below the other, and the way back goes around', async () => {
  const { definitions } = await laid(
    around(`
    <startEvent id="s"/><exclusiveGateway id="g"/><task id="a"/><task id="b"/><endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="g"/><sequenceFlow id="f2" sourceRef="g" targetRef="a"/>
    <sequenceFlow id="f3" sourceRef="g" targetRef="b"/><sequenceFlow id="f4" sourceRef="a" targetRef="e"/>
    <sequenceFlow id="f5" sourceRef="b" targetRef="g"/>`),
  );
  const boxes = new Map([...shapesOf(definitions)].map(([element, box]) => [element.get('id'), box]));
  const at = (id: string): Box => boxes.get(id) as Box;
  expect(at('s').x).toBeLessThan(at('g').x);
  expect(at('g').x).toBeLessThan(at('a').x);
  expect(at('a').x).toBe(at('b').x);
  expect(at('a').y).toBeLessThan(at('b').y);
  expect(at('a').x).toBeLessThan(at('e').x);
});

test('ways that come together turn before the signs that stand to the left of where they lead', async () => {
  const tasks = ['a', 'b', 'c', 'd', 'e', 'f'];
  const flows = tasks.map(
    (id) =>
      `<task id="${id}"/><sequenceFlow id="to-${id}" sourceRef="s" targetRef="${id}"/><sequenceFlow id="from-${id}" sourceRef="${id}" targetRef="g"/>`,
  );
  const { definitions } = await laid(around(`<startEvent id="s"/>${flows.join('')}<parallelGateway id="g"/>`));
  const join = [...shapesOf(definitions)].find(([element]) => element.get('id') === 'g')?.[1] as Box;
  const turns = [...waysOf(definitions)]
    .filter(([element, points]) => String(element.get('id')).startsWith('from-') && points.length > 2)
    .map(([, points]) => points.at(-2)?.get('x') as number);
  expect(new Set(turns).size).toBeGreaterThan(3);
  for (const x of turns) expect(join.x - x).toBeGreaterThanOrEqual(24);
});

test('the flow out of a task turns before the one that comes into its row behind it', async () => {
  const waits = readFileSync(new URL('../../../pictures/waits.bpmn', import.meta.url), 'utf8');
  const { definitions, xml } = await laid(waits);
  expect(sharedStretches(definitions)).toEqual([]);
  const turn = (id: string): number =>
    [...waysOf(definitions)].find(([element]) => element.get('id') === id)?.[1][1]?.get('x') as number;
  expect(turn('first-to-strike') - turn('sign-to-ready')).toBeGreaterThanOrEqual(12);
  expect((await laid(waits)).xml).toBe(xml);
});

test('what cannot be read is refused with the reason, and what has no diagram gets ids for it', async () => {
  expect(await layoutDiagram('<a')).toMatchObject({ ok: false });
  expect(await layoutDiagram(around(''))).toMatchObject({ ok: true });
  const { xml } = await laid(around('<task name="nameless"/>'));
  expect(xml).toMatch(/<bpmn:task id="Task_1" name="nameless"|<task id="Task_1" name="nameless"/);
});

test('what handles compensation hangs on its event, by an association that has got an id for it, and flags have room', async () => {
  const { definitions, xml } = await laid(
    around(`
    <startEvent id="s"/><task id="a"/><task id="undo" isForCompensation="true"/><endEvent id="e"/>
    <boundaryEvent id="fails" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
    <boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
    <sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="e"/>
    <sequenceFlow id="f3" sourceRef="late" targetRef="e"/>
    <association sourceRef="fails" targetRef="undo"/>`),
  );
  expect(xml).toMatch(/<(bpmn:)?association id="Association_1"/);
  const drawn = [...waysOf(definitions)].find(([element]) => element?.get('id') === 'Association_1');
  expect(drawn?.[1].length).toBeGreaterThan(1);
  const boxes = new Map([...shapesOf(definitions)].map(([element, box]) => [element.get('id'), box]));
  const at = (id: string): Box => boxes.get(id) as Box;
  expect(at('undo').y).toBeGreaterThan(at('a').y + at('a').height);
  const [left, right] = [at('late'), at('fails')].toSorted((one, other) => one.x - other.x) as [Box, Box];
  expect(right.x - left.x - left.width).toBeGreaterThanOrEqual(25);
  expect([left.x > at('a').x, right.x + right.width < at('a').x + at('a').width]).toEqual([true, true]);
});
