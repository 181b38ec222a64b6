import { describe, expect, it } from 'vitest';
import { feelReads, javascriptNames, namesOf } from '../../../renderer/jobs/expression-names.ts';

describe('feelReads', () => {
  it.each([
    ['total * (100 - discount) / 100', ['total', 'discount']],
    ['{ orderId: orderId, to: customer.email }', ['orderId', 'customer']],
    ['sum(for item in items return item.quantity)', ['items']],
    ['some x in list satisfies x > limit', ['list', 'limit']],
    ['items[price > 3].sku', ['items']],
    ['starts with(parcel.label, "P-")', ['parcel']],
    ['(function(a) a + b)(1)', ['b']],
    ['"<b>" + name', ['name']],
    ['get or else(limit, least) + 1', ['limit', 'least']],
    ['((', []],
  ])('finds the free variables of %s', (text, names) => {
    expect([...feelReads(text)]).toEqual(names);
  });
});

describe('javascriptNames', () => {
  it.each([
    ['items.reduce((sum, item) => sum + item.quantity, 0)', ['items'], []],
    [
      'const left = { ...stock }; for (const item of items) left[item.sku] -= item.quantity; stock = left;',
      ['stock', 'items'],
      ['stock'],
    ],
    ['total = price * 2', ['price'], ['total']],
    ['total = amount * 1.2; ({ ok: total > 100 })', ['amount'], ['total']],
    ['total = total + 1; total', ['total'], ['total']],
    ['if (rush) total = 1; total', ['rush', 'total'], ['total']],
    ['count += 1', ['count'], ['count']],
    ['count++', ['count'], ['count']],
    ['({ total, sum: amount })', ['total', 'amount'], []],
    ["variables.a = variables['b'] + execution.getVariable('c')", ['b', 'c'], ['a']],
    ["execution.setVariable('d', 1)", [], ['d']],
    ['if (ok) throw new BpmnError("code", String(Math.random()))', ['ok'], []],
    ['const { a, b: c } = d; c + a', ['d'], []],
  ])('reads and writes of %s', (text, reads, writes) => {
    const names = javascriptNames(text);
    expect([...names.reads]).toEqual(reads);
    expect([...names.writes]).toEqual(writes);
  });
});

it('reads ${…} without its words, members, methods and texts', () => {
  const names = namesOf({
    language: 'juel',
    text: "${order.total > limit and not empty name and kind == 'big' and f(x)}",
  });
  expect([...names.reads]).toEqual(['order', 'limit', 'name', 'kind', 'x']);
});

it.each([
  ["bpmn:getDataObject('order')/total > 100", ['order']],
  ["m:getDataObject('Process', \"obj-1\") or not(bpmn:getProcessProperty('done'))", ['by id', 'done']],
  ['$order/lines[price > $limit]/name = customer/name', ['order', 'limit', 'customer']],
  ["concat('PT', hours, 'H') and amount div 2 > child::rest", ['hours', 'amount']],
  ['\'a text\' = "another" and true()', []],
  ["bpmn:getActivityInstanceAttribute('a', 'loopCounter')", []],
  ['count(//line) - floor(price-per-item) + /total', ['price-per-item', 'total']],
])('XPath: %s', (text, expected) => {
  const data = { prefixes: ['bpmn'], variables: { 'obj-1': 'by id' }, around: [] };
  const { reads, writes } = namesOf({ language: 'xpath', text, data });
  expect([...reads].toSorted()).toEqual(expected.toSorted());
  expect(writes.size).toBe(0);
});
