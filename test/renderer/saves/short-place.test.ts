import { expect, it } from 'vitest';
import { shortPlace } from '../../../renderer/saves/saves-store.ts';

it('a savepoint is told by how its name ends, one under another name by all of it', () => {
  expect(shortPlace('loan/savepoint-8092228edd0bb14500bf30fabb412433')).toBe('loan/…30fabb412433');
  expect(shortPlace('loan/before the move')).toBe('loan/before the move');
});
