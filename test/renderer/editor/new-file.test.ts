import { expect, it } from 'vitest';
import { idOf } from '../../../renderer/editor/new-file.ts';

it.each([
  ['Order fulfilment', 'order-fulfilment'],
  ['Prüfung A/B', 'prufung-a-b'],
  ['3 steps', 'p-3-steps'],
  ['', 'p'],
])('makes an id of %j', (name, id) => {
  expect(idOf(name)).toBe(id);
});
