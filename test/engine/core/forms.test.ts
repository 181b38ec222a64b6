import { expect, test } from 'vitest';
import { fillForm } from '../../../engine/core/forms.ts';
import type { Token } from '../../../engine/core/job-state.ts';
import type { Step } from '../../../engine/core/step.ts';
import type { Variables } from '../../../engine/core/value.ts';
import type { UserTask } from '../../../engine/model/graph/activity.ts';
import type { FormField } from '../../../engine/model/graph/form.ts';
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
    variables: () => ({ suggested: 4.5 }),
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
  expect(fill([field('ok', { type: 'boolean', required: true })], {})).toBe('needs a value for "ok" (boolean)');
});

test('an empty text is no value of what is required', () => {
  expect(fill([field('who', { required: true })], { who: '' })).toBe('needs a value for "who" (string)');
  expect(fill([field('day', { type: 'date', required: true })], { day: '' })).toBe('needs a value for "day" (date)');
  expect(fill([field('who', {})], { who: '' })).toEqual({ who: '' });
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

test('an optional field that is left out is null, unless there is such a variable', () => {
  expect(fill([field('comment', {}), field('suggested', { type: 'number' })], {})).toEqual({ comment: null });
});

test('a value may be given under the id of a form property, and is that of its variable', () => {
  const property = field('vv', { id: 'fp', type: 'number' });
  expect(fill([property], { fp: 11 })).toEqual({ vv: 11 });
  expect(fill([property], { vv: 11 })).toEqual({ vv: 11 });
  expect(fill([property, field('fp', {})], { fp: 'own', vv: 1 })).toEqual({ fp: 'own', vv: 1 });
});

test.each<[Partial<FormField>, Variables, string]>([
  [{ readOnly: true }, { it: 'x' }, 'takes no value for "it", which is read-only in its form'],
  [{ type: 'number', limits: { min: 3 } }, { it: 2 }, 'takes nothing below 3 for "it", and was given 2'],
  [{ type: 'number', limits: { max: 3 } }, { it: 4 }, 'takes nothing above 3 for "it", and was given 4'],
  [{ limits: { minLength: 2 } }, { it: 'x' }, 'takes at least 2 characters for "it", and was given "x"'],
  [{ limits: { maxLength: 2 } }, { it: 'xyz' }, 'takes at most 2 characters for "it", and was given "xyz"'],
])('what a form does not allow is refused by name: %o', (more, given, sentence) => {
  expect(fill([field('it', more)], given)).toBe(sentence);
});

test('what keeps within limits is taken, and a default of what is read-only', () => {
  expect(fill([field('n', { type: 'number', limits: { min: 3, max: 3 } })], { n: 3 })).toEqual({ n: 3 });
  const preset = { language: 'literal', text: '1' } as const;
  expect(fill([field('n', { type: 'number', readOnly: true, limits: { min: 3 }, default: preset })], {})).toEqual({
    n: 1,
  });
});
