import { expect, it } from 'vitest';
import type { Field } from '../../../renderer/jobs/form-fields.ts';
import { turnedToForm, turnedToJson } from '../../../renderer/jobs/turned-draft.ts';

const field = (name: string, type: Field['type'], required = false): Field => ({
  name,
  label: name,
  type,
  required,
  options: [],
  hint: null,
});
const fields = [field('income', 'number', true), field('who', 'string'), field('deep', 'json')];
const form = { fields, rows: false };
const rows = { fields: [], rows: true };
const draft = { view: 'form' as const, typed: {}, json: '{ "income": 1 }' };

it('turns to JSON what can be read, and leaves out what is only missing', () => {
  expect(turnedToJson(form, { ...draft, typed: { who: 'Ada' } })).toMatchObject({
    draft: { view: 'json', json: '{\n  "who": "Ada"\n}' },
  });
  expect(turnedToJson(rows, { ...draft, rows: [{ name: 'n', value: '9007199254740993' }] })).toMatchObject({
    draft: { json: '{\n  "n": 9007199254740993\n}' },
  });
});

it('turns a name that has no value yet to null, so that the name is not lost', () => {
  const named = [
    { name: 'documents', value: '' },
    { name: '', value: '' },
  ];
  expect(turnedToJson(rows, { ...draft, rows: named })).toMatchObject({ draft: { json: '{\n  "documents": null\n}' } });
});

it.each([
  ['a number', form, { typed: { income: '12abc', who: 'Ada' } }, 'income'],
  ['a number beyond all', form, { typed: { income: '1e400' } }, 'income'],
  ['a value with parts', form, { typed: { deep: '{ "a": 1' } }, 'deep'],
  ['a row of such a number', rows, { rows: [{ name: 'inf', value: '1e400' }] }, '0'],
  ['a row without a name', rows, { rows: [{ name: '', value: '1' }] }, '0'],
])('stays with the form where JSON would lose %s', (_, of, part, at) => {
  expect(turnedToJson(of, { ...draft, ...part })).toEqual({ problems: { [at]: expect.any(String) as string } });
});

it.each([
  ['what is no JSON yet', form, '{ "who": ', 'Is not JSON'],
  ['the same, with rows', rows, '{ "who": ', 'Is not JSON'],
  ['a number beyond all', rows, '{ "inf": 1e400 }', '"inf": 1e400 is beyond what a number can hold'],
  ['a name without a field', form, '{ "who": "Ada", "extra": 1 }', 'The form has no field for extra'],
])('stays with the JSON where the form would lose %s', (_, of, json, why) => {
  expect(turnedToForm(of, { ...draft, view: 'json', json })).toEqual({
    problem: expect.stringContaining(why) as string,
  });
});

it('gives a field of which the JSON says nothing what it had, where it had something', () => {
  const json = { ...draft, view: 'json' as const, json: '{ "who": "Ada" }', typed: { income: '7' } };
  expect(turnedToForm(form, json)).toMatchObject({ draft: { view: 'form', typed: { income: '', who: 'Ada' } } });
  expect(turnedToForm({ ...form, unsaid: { income: '5' } }, json)).toMatchObject({
    draft: { typed: { income: '5', who: 'Ada', deep: '' } },
  });
});
