import { expect, test } from 'vitest';
import { fillForm } from '../../../engine/core/forms.ts';
import type { Token } from '../../../engine/core/job-state.ts';
import type { Step } from '../../../engine/core/step.ts';
import type { Variables } from '../../../engine/core/value.ts';
import type { FormField, UserTask } from '../../../engine/model/graph.ts';
import { evaluate } from '../../../engine/expressions/evaluate.ts';

const field = (name: string, more: Partial<FormField>): FormField => ({
  name,
  label: name,
  type: 'string',
  required: false,
  default: null,
  options: [],
  ...more,
});

function fill(fields: readonly FormField[], given: Variables): Variables | string {
  const step = {
    evaluate: (expression: Parameters<typeof evaluate>[0]) =>
      evaluate(expression, { suggested: 4.5 }, { now: 0, seed: 0 }),
  } as unknown as Step;
  return fillForm(step, {} as Token, { form: fields } as unknown as UserTask, given);
}

const suggested = { language: 'feel', text: 'suggested' } as const;

test('a default fills what was left out, before it is asked for', () => {
  expect(fill([field('rate', { type: 'number', required: true, default: suggested })], {})).toEqual({ rate: 4.5 });
  expect(fill([field('rate', { type: 'number', default: suggested })], { rate: 3 })).toEqual({ rate: 3 });
  expect(fill([field('n', { type: 'number', default: { language: 'literal', text: '7' } })], {})).toEqual({ n: 7 });
  expect(fill([field('ok', { type: 'boolean', default: { language: 'literal', text: 'true' } })], {})).toEqual({
    ok: true,
  });
});

test('a required value that is missing, or null, is refused by name', () => {
  expect(fill([field('rate', { type: 'number', required: true })], {})).toBe('needs a value for "rate" (number)');
  expect(fill([field('rate', { type: 'number', required: true })], { rate: null })).toMatch(/needs a value for "rate"/);
});

test.each([
  ['number', 'lots', {}],
  ['boolean', 'yes', {}],
  ['string', 5, {}],
  ['date', 5, {}],
  ['enum', 'c', { options: ['a', 'b'] }],
] as const)('a value that is no %s is refused', (type, value, more) => {
  expect(fill([field('x', { type, ...more })], { x: value })).toMatch(/^takes .* for "x", and was given/);
});

test('what the form does not name passes', () => {
  expect(fill([field('x', {})], { x: 'a', other: 5 })).toEqual({ x: 'a', other: 5 });
});
