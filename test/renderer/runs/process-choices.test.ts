import { expect, test } from 'vitest';
import { processChoices } from '../../../renderer/runs/process-choices.ts';

const version = (key: string, number: number, name: string | null) => ({
  key,
  version: number,
  name,
  file: `processes/${key}.bpmn`,
  deployedAt: '2026-01-01T00:00:00.000Z',
});

test('a process that was deployed several times is one choice, called as its latest version is', () => {
  expect(
    processChoices([
      version('order', 1, 'Order'),
      version('order', 3, 'Order, renamed'),
      version('order', 2, 'Order'),
      version('loan', 1, null),
    ]),
  ).toEqual([
    { value: 'order', label: 'Order, renamed' },
    { value: 'loan', label: 'loan' },
  ]);
});
