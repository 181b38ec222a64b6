import { expect, it } from 'vitest';
import { decisionWords } from '../../../renderer/editor/decision-words.ts';

const names = new Map([['shipping', 'Shipping']]);

it.each([
  [
    'rules/a.dmn: decision shipping, input Country: FEEL "upper case(contry" is not valid FEEL: the parenthesized expression is not complete.',
    '“Shipping”, input “Country”: “upper case(contry” is not valid FEEL: the parenthesized expression is not complete.',
  ],
  [
    'rules/a.dmn: decision shipping, rule 2, Weight in kg: FEEL "if "a" = x" is not valid FEEL: the if expression is not complete.',
    '“Shipping”, rule 2, “Weight in kg”: “if "a" = x” is not valid FEEL: the if expression is not complete.',
  ],
  [
    'rules/a.dmn: decision shipping, rule 2, output 1: there is no function def, which "is blank("") + def(1)" calls: evaluating it fails.',
    '“Shipping”, rule 2, output 1: there is no function def, which “is blank("") + def(1)” calls: evaluating it fails.',
  ],
  [
    'rules/a.dmn: business knowledge model rate: there is no function ghi, which "ghi(2)" calls: evaluating it fails.',
    'Business knowledge model (id rate): there is no function ghi, which “ghi(2)” calls: evaluating it fails.',
  ],
  [
    'rules/a.dmn: decision shipping is a decision table without outputs.',
    '“Shipping” is a decision table without outputs.',
  ],
  ['rules/a.dmn: no DMN file.', 'No DMN file.'],
])('calls decisions and columns by their names: %s', (said, words) => {
  expect(decisionWords(said, 'rules/a.dmn', names)).toBe(words);
});
