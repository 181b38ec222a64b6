/**
 * Lays a file out anew: processes from left to right, subprocesses open, pools one below the other. bpmn-auto-layout does
 * so for the first process of a file, with closed subprocesses and without lanes, notes and message flows; here the whole
 * file is drawn, so that a model without diagram data can be worked with.
 */
import { BpmnModdle } from 'bpmn-moddle';
import { cairnDescriptor } from '../../protocol/descriptor.ts';
import { mended } from '../descriptor-mends.ts';
import { childOf, childrenOf, idOf, type Element } from '../element.ts';
import { assignIdentifiers } from '../identifiers.ts';
import { OriginalText } from '../original-text.ts';
import { keepUnresolved } from '../unresolved.ts';
import { outline } from '../xml-outline.ts';
import { drawCollaboration } from './collaboration.ts';
import { drawContainer } from './container.ts';
import type { Drawing } from './drawing.ts';
import { movedDrawing } from './drawing.ts';
import { MARGIN } from './sizes.ts';

export type Layout = { readonly ok: true; readonly xml: string } | { readonly ok: false; readonly reason: string };

/** The file with one diagram for each collaboration and for each process outside of any. Never rejects. */
export async function layoutDiagram(xml: string): Promise<Layout> {
  const text = xml.startsWith('\uFEFF') ? xml.slice(1) : xml;
  const outlined = outline(text);
  if (!outlined.ok) return { ok: false, reason: outlined.problems[0]?.message ?? 'The file cannot be read.' };
  const moddle = mended(new BpmnModdle({ cairn: cairnDescriptor }));
  let definitions: Element;
  let used: ReadonlySet<string>;
  let original: OriginalText;
  try {
    const parsed = await moddle.fromXML(text);
    keepUnresolved(parsed.warnings, moddle);
    definitions = parsed.rootElement;
    used = new Set(Object.keys(parsed.elementsById));
    original = new OriginalText(xml, (await moddle.toXML(definitions)).xml);
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : String(failure);
    return { ok: false, reason: `The file is not BPMN that can be read: ${message.split('\n')[0] ?? ''}.` };
  }
  assignIdentifiers(definitions, used);
  const taken = new Set(used);
  const diagrams = planesOf(definitions).map(({ root, drawing }) => write(moddle, root, drawing, taken));
  if (diagrams.length === 0) return { ok: false, reason: 'The file holds no process and no collaboration to draw.' };
  definitions.set('diagrams', diagrams);
  for (const diagram of diagrams) own(definitions, diagram);
  const written = await moddle.toXML(definitions);
  return { ok: true, xml: original.with(written.xml) };
}

interface Plane {
  readonly root: Element;
  readonly drawing: Drawing;
}

function planesOf(definitions: Element): Plane[] {
  const roots = childrenOf(definitions, 'rootElements');
  const collaborations = roots.filter(({ $type }) => $type === 'bpmn:Collaboration');
  const shown = new Set(
    collaborations.flatMap((each) => childrenOf(each, 'participants').map((pool) => childOf(pool, 'processRef'))),
  );
  const planes = collaborations
    .filter((each) => childrenOf(each, 'participants').length > 0)
    .map((root) => ({ root, drawing: drawCollaboration(root) }));
  for (const process of roots.filter(({ $type }) => $type === 'bpmn:Process')) {
    if (!shown.has(process)) planes.push({ root: process, drawing: drawContainer(process) });
  }
  return planes.map(({ root, drawing }) => ({ root, drawing: movedDrawing(drawing, 2 * MARGIN, 2 * MARGIN) }));
}

function write(moddle: BpmnModdle, root: Element, drawing: Drawing, taken: Set<string>): Element {
  const id = (of: Element | null, suffix: string): string => {
    const wanted = `${(of === null ? null : idOf(of)) ?? 'element'}_${suffix}`;
    let free = wanted;
    for (let number = 2; taken.has(free); number += 1) free = `${wanted}_${number}`;
    taken.add(free);
    return free;
  };
  const point = ({ x, y }: { readonly x: number; readonly y: number }): Element =>
    moddle.create('dc:Point', { x: Math.round(x), y: Math.round(y) });
  const shapes = drawing.shapes.map(({ element, box, expanded, horizontal }) => {
    const bounds = moddle.create('dc:Bounds', {
      x: Math.round(box.x),
      y: Math.round(box.y),
      width: Math.round(box.width),
      height: Math.round(box.height),
    });
    const shape = moddle.create('bpmndi:BPMNShape', {
      id: id(element, 'di'),
      bpmnElement: element,
      bounds,
      ...(expanded === undefined ? {} : { isExpanded: true }),
      ...(horizontal === undefined ? {} : { isHorizontal: true }),
    });
    own(shape, bounds);
    return shape;
  });
  const edges = drawing.edges.map(({ element, points }) => {
    const waypoint = points.map(point);
    const edge = moddle.create('bpmndi:BPMNEdge', { id: id(element, 'di'), bpmnElement: element, waypoint });
    for (const each of waypoint) own(edge, each);
    return edge;
  });
  const planeElement = [...shapes, ...edges];
  const plane = moddle.create('bpmndi:BPMNPlane', { id: id(root, 'plane'), bpmnElement: root, planeElement });
  for (const each of planeElement) own(plane, each);
  const diagram = moddle.create('bpmndi:BPMNDiagram', { id: id(root, 'diagram'), plane });
  own(diagram, plane);
  return diagram;
}

function own(parent: Element, child: Element): void {
  Object.assign(child, { $parent: parent });
}
