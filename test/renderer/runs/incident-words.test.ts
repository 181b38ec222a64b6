import { expect, it } from 'vitest';
import { asSentence, reasonOf } from '../../../renderer/runs/incident-words.ts';

it('names an element once, as what puts names for ids will', () => {
  for (const title of ['Activity_1 (“Book days”)', '“Book days” (Activity_1)']) {
    const incident = { element: 'Activity_1', message: `Activity_1: the script of ${title} failed: x` };
    expect(reasonOf(incident, 'Book days')).toBe('the script of Activity_1 failed: x');
  }
});

it('leaves what it says of another element', () => {
  const incident = { element: 'a', message: 'the script of b (“Book days”) failed: x' };
  expect(reasonOf(incident, 'Pay')).toBe(incident.message);
  expect(reasonOf({ ...incident, element: null }, 'Pay')).toBe(incident.message);
});

it('tells it as a sentence, with the quotation marks of the window', () => {
  expect(asSentence(`the condition of rule "Own papers": FEEL "a != b" failed: Variable 'a' not found`)).toBe(
    'The condition of rule “Own papers”: FEEL “a != b” failed: Variable “a” not found.',
  );
  expect(asSentence('It is off.')).toBe('It is off.');
  expect(asSentence('in two\nlines')).toBe('in two\nlines');
});

it.each([
  'FEEL "a = "b"" failed: no.',
  'answered 500: {"error":"no"}',
  'answered 500: { "error": "no" }',
  'answered 500: [ "no" ]',
])('leaves the marks that belong to code: %s', (reason) => {
  expect(asSentence(reason)).toBe(reason);
});
