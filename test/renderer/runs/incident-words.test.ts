import { expect, it } from 'vitest';
import { reasonOf } from '../../../renderer/runs/incident-words.ts';

it('names an element once, as what puts names for ids will', () => {
  const incident = { element: 'Activity_1', message: 'Activity_1: the script of Activity_1 (“Book days”) failed: x' };
  expect(reasonOf(incident, 'Book days')).toBe('the script of Activity_1 failed: x');
});

it('leaves what it says of another element', () => {
  const incident = { element: 'a', message: 'the script of b (“Book days”) failed: x' };
  expect(reasonOf(incident, 'Pay')).toBe(incident.message);
  expect(reasonOf({ ...incident, element: null }, 'Pay')).toBe(incident.message);
});
