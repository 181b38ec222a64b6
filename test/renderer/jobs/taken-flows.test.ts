import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { takenFlows } from '../../../renderer/jobs/taken-flows.ts';

const text = readFileSync(new URL('../../../samples/processes/order-fulfilment.bpmn', import.meta.url), 'utf8');
const graph = (await readBpmn(text, 'order-fulfilment.bpmn')).processes[0] ?? null;
const done = (...elements: string[]) => elements.map((element) => ({ element, outcome: 'completed' }));
const start = [
  'order-received',
  'add-up-order',
  'work-out-discount',
  'goods-and-money',
  'pack-parcel',
  'reserve-stock',
];
const paid = [...start, 'charge-card', 'book-payment', 'packed-and-paid', 'urgent'];

test('both ways of a fork, and the one that a gateway chose', () => {
  const flows = takenFlows(graph, done(...paid, 'book-courier', 'on-its-way'));
  expect(flows).toContain('goods-and-money-to-pack-parcel');
  expect(flows).toContain('goods-and-money-to-reserve-stock');
  expect(flows).toContain('urgent-to-book-courier');
  // It leads to something that began as well, but by the other way.
  expect(flows).not.toContain('urgent-to-on-its-way');
  expect(takenFlows(graph, done(...paid, 'on-its-way'))).toContain('urgent-to-on-its-way');
});

test('the way to a join that waits for the others', () => {
  const come = ['book-payment-to-packed-and-paid', 'pack-parcel-to-packed-and-paid'];
  const first = [...start, 'charge-card'];
  expect(takenFlows(graph, done(...first))).not.toContain(come[1]);
  const flows = takenFlows(graph, done(...first), ['packed-and-paid']);
  expect(flows).toContain(come[1]);
  expect(flows).not.toContain(come[0]);
});

test('nothing beyond what has completed', () => {
  const running = [...done('order-received'), { element: 'add-up-order', outcome: 'running' }];
  expect([...takenFlows(graph, running)]).toEqual(['order-received-to-add-up-order']);
  expect(takenFlows(null, running).size).toBe(0);
});
