import { expect, it } from 'vitest';
import { shortPlace, withShortPlace } from '../../../renderer/saves/saves-store.ts';

it('a savepoint is told by how its name ends, one under another name by all of it', () => {
  expect(shortPlace('loan/savepoint-8092228edd0bb14500bf30fabb412433')).toBe('loan/…30fabb412433');
  expect(shortPlace('loan/before the move')).toBe('loan/before the move');
});

it('in a sentence of the engine the whole path of the savepoint becomes the place that is shown beside it', () => {
  const place = '/w/$1/.cairn/savepoints/loan/savepoint-8092228edd0bb14500bf30fabb412433';
  const sentence = `The savepoint ${place} was already used.`;
  expect(withShortPlace(sentence, place, '/w/$1/.cairn/savepoints')).toBe(
    'The savepoint loan/…30fabb412433 was already used.',
  );
  expect(withShortPlace(sentence, null, '/w/$1/.cairn/savepoints')).toBe(sentence);
});
