import { expect, it } from 'vitest';
import type { DiagramElement, DiagramHost } from '../../../renderer/editor/diagram-services.ts';
import { inksFor, keepInkLegible, lineInksFor } from '../../../renderer/editor/own-ink.ts';

it.each([
  ['#bbdefb', 'cairn-ink-dark'],
  ['#fff', 'cairn-ink-dark'],
  ['#4A148C', 'cairn-ink-light'],
  ['rgb(20, 20, 60)', 'cairn-ink-light'],
])('on %s of its own an element is drawn in the ink %s', (fill, ink) => {
  expect(inksFor(fill, null)).toEqual([ink]);
  expect(inksFor(fill, '#ff0000')).toEqual([ink]);
});

it.each([
  ['#0d4372', ['cairn-pale-on-dark']],
  ['#ffcdd2', ['cairn-pale-on-light']],
  ['#767676', ['cairn-pale-on-light', 'cairn-pale-on-dark']],
])('a name of the colour %s beside its element is %j', (label, inks) => {
  expect(inksFor(null, label)).toEqual(inks);
});

it.each([
  ['#0d4372', ['cairn-faint-on-dark']],
  ['#ffe0b2', ['cairn-faint-on-light']],
  ['#767676', []],
  [null, []],
])('a line of the colour %s is %j', (stroke, inks) => {
  expect(lineInksFor(stroke)).toEqual(inks);
});

it('leaves alone what has no colour of its own, and what a colour is called by name', () => {
  expect(inksFor(null, null)).toEqual([]);
  expect(inksFor('papayawhip', null)).toEqual([]);
});

/** Marks elements as their colours come and go. */
function inkOn(): { readonly fire: (event: string, element: DiagramElement) => void; readonly marks: Set<string> } {
  const listeners = new Map<string, (event: object) => void>();
  const marks = new Set<string>();
  const host = {
    get: (name: string) =>
      name === 'canvas'
        ? {
            addMarker: ({ id }: DiagramElement, mark: string) => marks.add(`${id} ${mark}`),
            removeMarker: ({ id }: DiagramElement, mark: string) => marks.delete(`${id} ${mark}`),
          }
        : {
            on: (events: string | readonly string[], listener: (event: object) => void) => {
              for (const each of [events].flat()) listeners.set(each, listener);
            },
          },
  };
  keepInkLegible(host as unknown as DiagramHost);
  return {
    marks,
    fire: (event, element) => listeners.get(event)?.({ element, elements: [element] }),
  };
}

it('marks what is drawn and what is coloured anew, and nothing for the fill of its element on the name beside it', () => {
  const { fire, marks } = inkOn();
  const colours: Record<string, string> = { 'bioc:fill': '#bbdefb' };
  const di = { get: (name: string) => colours[name] };
  const task = { id: 'task', di } as unknown as DiagramElement;
  fire('shape.added', task);
  fire('shape.added', { id: 'name', di, labelTarget: task } as unknown as DiagramElement);
  expect([...marks]).toEqual(['task cairn-ink-dark']);
  colours['color:background-color'] = '#4a148c';
  fire('elements.changed', task);
  expect([...marks]).toEqual(['task cairn-ink-light']);
  delete colours['bioc:fill'];
  delete colours['color:background-color'];
  fire('elements.changed', task);
  expect([...marks]).toEqual([]);
});

it('marks a connection for its line, and no shape', () => {
  const { fire, marks } = inkOn();
  const colours: Record<string, string> = { 'bioc:stroke': '#ffe0b2', 'color:border-color': '#0d4372' };
  const di = { get: (name: string) => colours[name] };
  fire('shape.added', { id: 'task', di } as unknown as DiagramElement);
  const flow = { id: 'flow', di, waypoints: [] } as unknown as DiagramElement;
  fire('connection.added', flow);
  expect([...marks]).toEqual(['flow cairn-faint-on-dark']);
  delete colours['color:border-color'];
  fire('elements.changed', flow);
  expect([...marks]).toEqual(['flow cairn-faint-on-light']);
});
