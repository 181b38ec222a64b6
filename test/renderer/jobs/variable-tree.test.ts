import { expect, it } from 'vitest';
import { isLong, samePlain, treeRows, valueAt, type TreeInput } from '../../../renderer/jobs/variable-tree.ts';

const root = (variables: TreeInput['scopes'][number]['variables']) => [{ id: 'root', label: null, variables }];
const input = (more: Partial<TreeInput>): TreeInput => ({
  scopes: [],
  other: null,
  open: new Set(),
  folded: new Set(),
  cut: new Map(),
  filter: '',
  changesOnly: false,
  ...more,
});
const brief = (rows: ReturnType<typeof treeRows>) =>
  rows.map(({ depth, label, text, before, change }) => [depth, label, text, before, change]);

it('makes rows of what is unfolded only', () => {
  const scopes = root({ b: { x: [1, 2], y: null }, a: '<img>' });
  expect(treeRows(input({ scopes })).map(({ label, open, kind }) => [label, open, kind])).toEqual([
    ['a', null, 'text'],
    ['b', false, 'object'],
  ]);
  const open = new Set(['["root","b"]', '["root","b","x"]']);
  expect(treeRows(input({ scopes, open })).map(({ depth, label }) => [depth, label])).toEqual([
    [0, 'a'],
    [0, 'b'],
    [1, 'x'],
    [2, '0'],
    [2, '1'],
    [1, 'y'],
  ]);
});

it('says what differs, down to the entry', () => {
  const rows = treeRows(
    input({
      scopes: root({ kept: 1, stock: { tent: 6, mug: 4 }, total: 239 }),
      other: root({ kept: 1, stock: { tent: 7, mug: 4 }, old: 'x' }),
      open: new Set(['["root","stock"]']),
    }),
  );
  expect(brief(rows)).toEqual([
    [0, 'kept', '1', null, null],
    [0, 'old', null, '"x"', 'removed'],
    [0, 'stock', '{ "tent": 6, "mug": 4 }', '{ "tent": 7, "mug": 4 }', 'changed'],
    [1, 'tent', '6', '7', 'changed'],
    [1, 'mug', '4', null, null],
    [0, 'total', '239', null, 'added'],
  ]);
});

it('begins the lines of a long value shortly before what differs', () => {
  const text = (end: string): string => `a report whose beginning never changes, ${end}`;
  const rows = treeRows(input({ scopes: root({ report: text('done') }), other: root({ report: text('open') }) }));
  expect(brief(rows)).toEqual([[0, 'report', '…anges, done"', '…anges, open"', 'changed']]);
});

it('shows only changes, and only names that are looked for', () => {
  const scopes = root({ kept: 1, total: 2, tax: 3 });
  const other = root({ kept: 1, total: 1, tax: 3 });
  expect(treeRows(input({ scopes, other, changesOnly: true })).map(({ label }) => label)).toEqual(['total']);
  expect(treeRows(input({ scopes, filter: 'TA' })).map(({ label }) => label)).toEqual(['tax', 'total']);
});

it('keeps scopes apart, and tells of one that is gone', () => {
  const inner = { id: 's1', label: 'Settle <b>north</b>', variables: { sum: 1 } };
  const rows = treeRows(input({ scopes: root({ sum: 5 }), other: [...root({ sum: 5 }), inner] }));
  expect(brief(rows)).toEqual([
    [0, 'sum', '5', null, null],
    [0, 'Settle <b>north</b>', '', null, null],
    [1, 'sum', null, '1', 'removed'],
  ]);
  expect(treeRows(input({ scopes: [...root({}), inner], folded: new Set(['s1']) }))).toHaveLength(1);
});

it('puts the rest of a long list behind a row', () => {
  const scopes = root({ list: Array.from({ length: 1000 }, (_, index) => index) });
  const open = new Set(['["root","list"]']);
  const rows = treeRows(input({ scopes, open }));
  expect(rows).toHaveLength(1 + 200 + 1);
  expect(rows.at(-1)).toMatchObject({ kind: 'more', label: '800 more' });
  expect(treeRows(input({ scopes, open: new Set([...open, '["root","list"]…']) }))).toHaveLength(1001);
});

it('compares as the engine does', () => {
  expect(samePlain({ a: [1n, null] }, { a: [1n, null] })).toBe(true);
  expect(samePlain(0, -0)).toBe(false);
  expect(samePlain([1], { 0: 1 })).toBe(false);
  expect(samePlain({ a: null }, { b: null })).toBe(false);
});

it('knows which lines show a beginning only, and all of the value behind each', () => {
  const long = 'a text that is longer than its line';
  const scopes = root({ order: { note: long }, short: 1 });
  const rows = treeRows(input({ scopes, open: new Set(['["root","order"]']) }));
  expect(rows.map((row) => [row.label, isLong(row)])).toEqual([
    ['order', false],
    ['note', true],
    ['short', false],
  ]);
  expect(rows.map((row) => valueAt(scopes, row))).toEqual([{ note: long }, long, 1]);
  expect(valueAt(scopes, { scope: 'root', path: ['order', 'constructor'] })).toBeUndefined();
  expect(valueAt(scopes, { scope: 'gone', path: ['order'] })).toBeUndefined();
});

it('says of a value so large that nothing of it was sent that it is not empty, and how large it is', () => {
  const cut = new Map([
    ['root\nletter', 5_000_000],
    ['root\nlist', 70_000],
  ]);
  const rows = treeRows(input({ scopes: root({ letter: {}, list: [], none: {} }), cut }));
  expect(rows.map(({ label, text, cut: bytes }) => [label, text, bytes])).toEqual([
    ['letter', '{ … }', 5_000_000],
    ['list', '[ … ]', 70_000],
    ['none', '{ }', null],
  ]);
});

it('leaves out a scope in which there is no variable', () => {
  const scopes = [...root({ a: 1 }), { id: 'loop', label: 'In Sign', variables: {} }];
  expect(treeRows(input({ scopes })).map(({ label }) => label)).toEqual(['a']);
});
