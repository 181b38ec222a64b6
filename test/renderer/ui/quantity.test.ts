import { expect, it } from 'vitest';
import { tookText } from '../../../renderer/ui/quantity.ts';

it('what nobody measured is a dash, not no time at all', () => {
  expect(tookText(0)).toBe('–');
  expect(tookText(400)).toBe('0.4 ms');
});
