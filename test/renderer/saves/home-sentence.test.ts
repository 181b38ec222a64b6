import { expect, it } from 'vitest';
import { homeSentence } from '../../../renderer/saves/home-sentence.ts';

it.each([
  [
    'there is no element “Check application” in the new version',
    'There is no element “Check application” in the new version.',
  ],
  ['what waits at another element waits at “Pay” already', 'What waits at another element waits at “Pay” already.'],
  ['“Pay” does not belong to “Ask” there', '“Pay” does not belong to “Ask” there.'],
  [
    'the user task pack-2 is repeated otherwise in the new version (loop, not none)',
    'The user task pack-2 is repeated otherwise in the new version (loop, not none).',
  ],
  // An id is no word: it stays as it is written.
  [
    'check lies in approval in the new version, not in nothing',
    'check lies in approval in the new version, not in nothing.',
  ],
])('says in a sentence: %s', (reason, sentence) =>
  expect(homeSentence(reason, (word) => word === 'check')).toBe(sentence),
);
