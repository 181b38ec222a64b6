import { expect, it } from 'vitest';
import { padAt } from '../../../renderer/editor/pad-within.ts';

const room = { width: 700, height: 500 };

it('stands where bpmn-js puts it while there is room', () => {
  expect(padAt({ left: 600, top: 100 }, room, 520)).toEqual({ left: 600, top: 100 });
});

it('stands left of an element at the right edge, also of one that reaches beyond it', () => {
  expect(padAt({ left: 680, top: 100 }, room, 600)).toEqual({ left: 514, top: 100 });
  expect(padAt({ left: 760, top: 100 }, room, 720)).toEqual({ left: 614, top: 100 });
});

it('stands at the right edge where the palette is left of its element', () => {
  expect(padAt({ left: 690, top: 100 }, room, 150)).toEqual({ left: 614, top: 100 });
});

it('stands above the lower edge and within the upper one', () => {
  expect(padAt({ left: 10, top: 470 }, room, 0)).toEqual({ left: 10, top: 388 });
  expect(padAt({ left: 10, top: -20 }, room, 0)).toEqual({ left: 10, top: 0 });
});
