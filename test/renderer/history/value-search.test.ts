import { expect, it } from 'vitest';
import { questionOf } from '../../../renderer/history/value-search.ts';

it('takes JSON as it is, and a bare word as text', () => {
  expect(questionOf('value', ' 0 ')).toEqual({ value: '0' });
  expect(questionOf('value', '9007199254740993')).toEqual({ value: '9007199254740993' });
  expect(questionOf('value', '"paid"')).toEqual({ value: '"paid"' });
  expect(questionOf('value', 'paid <b>')).toEqual({ value: '"paid <b>"' });
  expect(questionOf('value', ' ')).toBeNull();
});

it('takes a condition with or without its equals sign', () => {
  expect(questionOf('condition', 'total > 100')).toEqual({ condition: 'total > 100' });
  expect(questionOf('condition', '= total = 0')).toEqual({ condition: 'total = 0' });
});
