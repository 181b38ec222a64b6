import { expect, it } from 'vitest';
import { diagramName, newestOf, processName } from '../../../renderer/jobs/process-names.ts';

const definition = (key: string, name: string | null, version = 1) => ({
  key,
  version,
  name,
  file: 'p.bpmn',
  deployedAt: '2026-01-05T09:00:00Z',
});

it('a process is called by its name, and by its id where it has none', () => {
  const definitions = [definition('order', 'Order\n fulfilment '), definition('bill', null), definition('blank', ' ')];
  expect(processName(definitions, 'order')).toBe('Order fulfilment');
  expect(processName(definitions, 'bill')).toBe('bill');
  expect(processName(definitions, 'blank')).toBe('blank');
  expect(processName([], 'order')).toBe('order');
});

it('a job is called as its own version of the process is, and a process as its latest', () => {
  const definitions = [
    definition('order', 'Order', 1),
    definition('order', 'Offer', 2),
    definition('order', 'Sale', 3),
  ];
  expect(processName(definitions, 'order', 1)).toBe('Order');
  expect(processName(definitions, 'order')).toBe('Sale');
  expect(processName(definitions, 'order', 4)).toBe('Sale');
  expect(diagramName(definition('order', 'Order', 1))).toBe('Order');
  expect(diagramName(null)).toBeNull();
});

it('a job is new whose id is later than all before, wherever in its life it is heard of', () => {
  const jobs = [{ id: '01a2-b' }, { id: '01a2-c' }];
  expect(newestOf(jobs, '')).toBe('01a2-c');
  expect(newestOf(jobs, '01a2-c')).toBe('01a2-c');
  expect(newestOf([{ id: '01a3-a' }], '01a2-c')).toBe('01a3-a');
});
