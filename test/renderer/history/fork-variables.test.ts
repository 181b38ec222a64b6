import { expect, it } from 'vitest';
import type { JobDocument } from '../../../engine/protocol/window-views.ts';
import {
  changedNames,
  forkFields,
  forkFilled,
  forkRequest,
  forkTyped,
  leftOut,
} from '../../../renderer/history/fork-variables.ts';

const document = {
  variables: { stock: { tent: 6 }, total: 239, big: 9007199254740993n, who: 'Ada', huge: 'beginning' },
  cut: [{ scope: null, name: 'huge', kind: 'text', length: 5_000_000, bytes: 5_000_002 }],
} as unknown as JobDocument;

it('puts plain values first, and sends only what was changed, and nothing that was cut', () => {
  const fields = forkFields(document);
  expect(fields.map(({ name, type }) => [name, type])).toEqual([
    ['total', 'number'],
    ['big', 'number'],
    ['who', 'string'],
    ['stock', 'json'],
  ]);
  expect(leftOut(document)).toEqual(['huge']);
  const typed = forkTyped(fields, document);
  const draft = { view: 'form' as const, typed, json: '{}' };
  expect(forkRequest(fields, draft, document)).toBe('{  }');
  const edited = { ...draft, typed: { ...typed, total: '100', who: '' } };
  expect(changedNames(fields, edited, document)).toEqual(['total', 'who']);
  expect(forkRequest(fields, edited, document)).toBe('{ "total": 100, "who": "" }');
  expect(forkRequest(fields, { ...draft, typed: { ...typed, stock: '{' } }, document)).toBeNull();
});

it('says at its field that a number was emptied', () => {
  const fields = forkFields(document);
  const draft = { view: 'form' as const, typed: { ...forkTyped(fields, document), total: '', who: '' }, json: '{}' };
  expect(forkFilled(fields, draft, document)).toEqual({ ok: false, problems: { total: 'Needs a value.' } });
});

it('takes JSON as it stands', () => {
  const draft = { view: 'json' as const, typed: {}, json: '{ "huge": "whole" }' };
  expect(forkRequest(forkFields(document), draft, document)).toBe('{ "huge": "whole" }');
  expect(forkRequest([], { ...draft, json: '[]' }, document)).toBeNull();
});
