import { describe, expect, it } from 'vitest';
import {
  fieldTypeOf,
  fill,
  typedOf,
  variablesProblem,
  type Field,
  type FieldType,
} from '../../../renderer/jobs/form-fields.ts';

const field = (name: string, type: FieldType, more: Partial<Field> = {}): Field => ({
  name,
  label: name,
  type,
  required: false,
  options: [],
  hint: null,
  ...more,
});

describe('fill', () => {
  it('writes each type as JSON, keeps every digit, and leaves out what is empty', () => {
    const fields = [
      field('who', 'string'),
      field('big', 'number'),
      field('ok', 'boolean'),
      field('list', 'json'),
      field('day', 'date'),
      field('none', 'number'),
    ];
    const typed = { who: '<b>"Ada"</b>', big: ' 9007199254740993 ', ok: 'false', list: '[1, 2]', day: '2026-01-05' };
    expect(fill(fields, typed)).toEqual({
      ok: true,
      variables:
        '{ "who": "<b>\\"Ada\\"</b>", "big": 9007199254740993, "ok": false, "list": [1, 2], "day": "2026-01-05" }',
    });
  });

  it('says per field what is wrong', () => {
    const fields = [
      field('count', 'number'),
      field('list', 'json'),
      field('needed', 'number', { required: true }),
      field('risk', 'enum', { options: ['low', 'high'] }),
    ];
    const filled = fill(fields, { count: '1,5', list: '{', risk: 'some' });
    expect(filled).toEqual({
      ok: false,
      problems: {
        count: 'Is not a number like 12 or 0.5.',
        list: 'Is not JSON: text stands in "quotation marks".',
        needed: 'Needs a value.',
        risk: 'Is none of low, high.',
      },
    });
  });

  it.each<FieldType>(['string', 'number', 'boolean', 'date', 'enum', 'json'])(
    'says of a required %s that it is missing',
    (type) => {
      const filled = { ok: false, problems: { it: 'Needs a value.' } };
      expect(fill([field('it', type, { required: true })], {})).toEqual(filled);
      expect(fill([field('it', type, { required: true })], { it: '' })).toEqual(filled);
      expect(fill([field('it', type)], { it: '' })).toEqual({ ok: true, variables: '{  }' });
    },
  );

  it('lets a text be the empty text where it may be blank', () => {
    expect(fill([field('note', 'string', { required: true, blank: true })], {})).toEqual({
      ok: true,
      variables: '{ "note": "" }',
    });
  });
});

it('shows a value in the field that fits it', () => {
  expect([1, 2n, 'a', true, null, [], {}].map(fieldTypeOf)).toEqual([
    'number',
    'number',
    'string',
    'boolean',
    'json',
    'json',
    'json',
  ]);
  expect(typedOf('number', 9007199254740993n)).toBe('9007199254740993');
  expect(typedOf('string', 'a "b"')).toBe('a "b"');
  expect(typedOf('json', { a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
});

it('takes one JSON object as variables', () => {
  expect(variablesProblem('{ "a": 1 }')).toBeNull();
  expect(variablesProblem('[1]')).toContain('one JSON object');
  expect(variablesProblem('{')).toContain('Is not JSON');
});
