import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../../engine/core/condition.ts';
import { Temporal, type Variables } from '../../../engine/core/value.ts';
import { evaluate, parses } from '../../../engine/expressions/evaluate.ts';
import type { DataNames } from '../../../engine/model/graph/expression.ts';

const NOW = { now: 0, seed: 0 };
const DATA: DataNames = {
  prefixes: ['bpmn', 'semantic'],
  variables: { DataObject_1: 'order', DataObjectReference_1: 'order' },
  around: ['Task_1', 'Check it', 'Process_1', 'Orders'],
};
const VARIABLES: Variables = {
  approved: false,
  paid: true,
  clarified: 'yes',
  amount: 150,
  zero: 0,
  empty: '',
  none: null,
  big: 9_007_199_254_740_993n,
  due: new Temporal('date', '2026-01-31'),
  order: {
    total: 120,
    express: false,
    note: null,
    lines: [
      { name: 'nut', price: 3 },
      { name: 'bolt', price: 7 },
    ],
  },
  items: [1, 2, 3],
  grid: [[1, 2], [3]],
  loopCounter: 2,
};

function answer(text: string, variables: Variables = VARIABLES) {
  return evaluate({ language: 'xpath', text, data: DATA }, variables, NOW);
}

function value(text: string, variables?: Variables): unknown {
  const given = answer(text, variables);
  return given.ok ? given.value : given.message;
}

function holds(text: string): unknown {
  const verdict = verdictOf({ text }, answer(text));
  return verdict.ok ? verdict.holds : verdict.message;
}

describe('what variables are', () => {
  test.each([
    ['$amount', 150],
    ['amount', 150],
    ['/amount', 150],
    ['order/total', 120],
    ['$order/total', 120],
    ['$order', VARIABLES['order']],
    [
      'order/lines',
      [
        { name: 'nut', price: 3 },
        { name: 'bolt', price: 7 },
      ],
    ],
    ['order/lines[2]/name', 'bolt'],
    ['items', [1, 2, 3]],
    ['items[2]', 2],
    ['items[$loopCounter]', 2],
    ['items[. > 1]', [2, 3]],
    ['grid/item', [1, 2, 3]],
    ['due', VARIABLES['due']],
    ['string(due)', '2026-01-31'],
    ['big', 9_007_199_254_740_993n],
    ['string(big)', '9007199254740993'],
    ['none', null],
    ['order/note', null],
    ['missing', null],
    ['order/missing/deeper', null],
    ['string(order/lines[1])', 'nut3'],
    ['order/x:total', 120],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  test('a list of one item stays a list', () => {
    expect(value('$items', { items: [1] })).toEqual([1]);
    expect(value('$items', { items: [] })).toEqual([]);
  });

  test('a variable that is not there is a mistake, which somebody who waits for it can tell from others', () => {
    expect(answer('$missing')).toEqual({
      ok: false,
      message: 'expression "$missing" failed: variable $missing is not there',
      missing: true,
    });
  });

  test('names of the language itself are no variables', () => {
    expect(value('constructor')).toBe(null);
    expect(value('order/constructor')).toBe(null);
    expect(value("bpmn:getDataObject('constructor')")).toBe(null);
    expect(value('__proto__', JSON.parse('{"__proto__": 1}') as Variables)).toBe(1);
  });
});

describe("BPMN's functions", () => {
  test.each([
    ["bpmn:getDataObject('order')/total", 120],
    ["semantic:getDataObject('order')/total > 100", true],
    ["bpmn:getDataObject('DataObject_1')/total", 120],
    ["bpmn:getDataObject('Orders', 'order')/total", 120],
    ["bpmn:getDataObject('Process_1', 'DataObjectReference_1')/total", 120],
    ["bpmn:getDataObject('nothing')", null],
    ["bpmn:getDataInput('amount') + 1", 151],
    ["bpmn:getDataOutput('amount')", 150],
    ["bpmn:getProcessProperty('amount')", 150],
    ["bpmn:getActivityProperty('Check it', 'amount')", 150],
    ["bpmn:getEventProperty('Task_1', 'amount')", 150],
    ["bpmn:getActivityInstanceAttribute('Task_1', 'loopCounter')", 2],
    ["bpmn:getDataObject(concat('amo', 'unt'))", 150],
  ])('%s', (text, expected) => {
    expect([parses({ language: 'xpath', text, data: DATA }), value(text)]).toEqual([null, expected]);
  });

  test.each([
    ["getDataObject('order')", "needs the prefix of BPMN's namespace"],
    ["other:getDataObject('order')", 'other:getDataObject() is another engine'],
    ["1 = bpmn:getProcessInstanceAttribute('state')", 'character 5: getProcessInstanceAttribute() asks for what'],
    ["bpmn:getChoreographyAttribute('x')", 'asks for what expressions cannot see here'],
    ["bpmn:getSomething('x')", 'BPMN has no function getSomething()'],
    ['bpmn:getDataObject()', 'takes 1 or 2 names, not 0'],
    ["bpmn:getActivityProperty('x')", 'takes 2 names, not 1'],
    ["bpmn:getDataObject('Elsewhere', 'order')", 'does not lie in "Elsewhere"'],
    ["bpmn:getActivityInstanceAttribute('Task_1', 'state')", 'there is no attribute "state" here, only loopCounter'],
  ])('%s is refused, and evaluates to nothing', (text, reason) => {
    expect(parses({ language: 'xpath', text, data: DATA })).toContain(reason);
    expect(answer(text).ok).toBe(false);
  });

  test('what is computed is refused when it is known', () => {
    const text = "bpmn:getDataObject(concat('Else', 'where'), 'order')";
    expect(parses({ language: 'xpath', text, data: DATA })).toBe(null);
    expect(value(text)).toContain('does not lie in "Elsewhere"');
  });
});

describe('as a condition', () => {
  test.each([
    ["bpmn:getDataObject('approved')", false],
    ["not(bpmn:getDataObject('approved'))", true],
    ["bpmn:getDataObject('paid')", true],
    ["bpmn:getDataObject('missing')", false],
    ["not(bpmn:getDataObject('missing'))", true],
    ["bpmn:getDataObject('clarified') = 'yes'", true],
    ["bpmn:getDataObject('clarified') = 'no'", false],
    ['approved', false],
    ['$zero', false],
    ['$empty', false],
    ['$none', false],
    ['$amount', true],
    ['$clarified', true],
    ['$order', true],
    ["$approved = 'false'", true],
    ['$approved = false()', true],
    // A part is a node, and a node that is there is true, as XPath has it.
    ['order/express', true],
    ["order/express = 'true'", false],
    ['order/note', false],
    ["'no'", true],
    ["''", false],
    ['0', false],
    ['0 div 0', false],
    ['amount > 100 and order/total >= 120', true],
    ["missing = 'x' or missing < 5", false],
    ['order/lines/price > 5', true],
    ['order/lines/price != order/lines/price', true],
    ['items = 3', true],
    ['items != items', true],
    ["$items[1] != '1'", false],
    ['missing != 1', false],
    ['true() > false()', true],
    ['order = true()', true],
  ])('%s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });
});

describe('the language', () => {
  test.each([
    ['1 + 2 * 3 - 4 div 2', 5],
    ['-2 mod 3', -2],
    ['--2', 2],
    ['2*-3', -6],
    ['1 div 0', Number.POSITIVE_INFINITY],
    ['number(missing)', Number.NaN],
    ["number(' 12.50 ')", 12.5],
    ["number('1e3')", Number.NaN],
    ['string(0.0000001)', '0.0000001'],
    ['string(1000000000000 * 1000000000000)', '1000000000000000000000000'],
    ['string(-0)', '0'],
    ["substring('12345', 1.5, 2.6)", '234'],
    ["substring('12345', 0, 3)", '12'],
    ["substring('12345', 0 div 0, 3)", ''],
    ["substring('12345', 2)", '2345'],
    ["substring-before('1999/04/01', '/')", '1999'],
    ["substring-before('abc', 'x')", ''],
    ["substring-after('1999/04/01', '/')", '04/01'],
    ["string-length('a😀b')", 3],
    ["normalize-space('  a \n b ')", 'a b'],
    ["translate('--aaa--', 'abc-', 'ABC')", 'AAA'],
    ["concat('a', 1, true())", 'a1true'],
    ["contains('abc', 'bc') and starts-with('abc', 'ab')", true],
    ['round(-2.5) + floor(2.9) + ceiling(2.1)', 3],
    ['sum(order/lines/price)', 10],
    ['count(//price)', 2],
    ['count(order/lines | order/lines[1])', 2],
    ['name(order/*[1])', 'total'],
    ["local-name(//*[. = '7'])", 'price'],
    ['order/lines[last()]/name', 'bolt'],
    ['order/lines[position() = 1]/price', 3],
    ["order/lines[name = 'bolt']/preceding-sibling::lines/name", 'nut'],
    ['order/lines[1]/following::price', 7],
    ['order/lines[2]/preceding::*[1]', 3],
    ['(order/lines[2]/preceding::*)[1]', false],
    ['//price/ancestor::order/total', 120],
    ['//price/../name', ['nut', 'bolt']],
    ['//lines[1]/name/text()', 'nut'],
    ['order//price', [3, 7]],
    ['order/lines//price[1]', [3, 7]],
    ['order/div div order/mod', Number.NaN],
    ['order/comment()', null],
    ["id('x')", null],
    ["lang('en')", false],
    ['"it\'s"', "it's"],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  test.each([
    ['', 'character 1: something is missing'],
    ['1 +', 'character 4: something is missing'],
    ['(1', 'character 3: ) is missing'],
    ['a b', 'character 3: b is not expected here'],
    ["'open", 'character 1: a text that is not closed'],
    ["'it''s'", 'character 5: s is not expected here'],
    ['a && b', 'character 3: & has no meaning'],
    ['$ x', 'character 1: $ without the name of a variable'],
    ['order/@id', 'character 7: data here has no attributes'],
    ['attribute::id', 'no attributes'],
    ['namespace::x', 'no namespaces'],
    ['wrong::x', 'there is no axis wrong'],
    ['upper-case($a)', 'XPath 1.0 has no function upper-case()'],
    ['not()', 'not() cannot take 0 arguments'],
    ['for $x in items return $x', 'is not expected here'],
    ['items[1', '] is missing'],
  ])('"%s" is refused with its place', (text, reason) => {
    expect(parses({ language: 'xpath', text })).toContain(reason);
    expect(answer(text).ok).toBe(false);
  });

  test('a text where nodes are needed is a mistake', () => {
    expect(value("count('a')")).toContain('count() is about elements');
    expect(value("'a'/b")).toContain('needs elements');
  });
});

describe('within bounds', () => {
  const many: Variables = { a: Array.from({ length: 3_000 }, (_, index) => ({ b: index, c: [index] })) };

  test.each(['//*[//*[//*]]', '//b[. > preceding::b]', '//*/following::*', '//*[count(//*) > 1]'])(
    '%s of a large document ends with a reason',
    (text) => {
      expect(value(text, many)).toContain('it takes more than 500000 steps');
    },
  );

  test('a large document alone is no reason', () => {
    expect(value('sum(a[b > 10]/c)', many)).toBe(4_498_500 - 55);
    expect(value('count(//b[../c = .])', many)).toBe(3_000);
  });

  test('long texts are work, too', () => {
    const text = 'x'.repeat(4_000_000);
    const twice = (inner: string): string => `concat(${inner}, ${inner})`;
    expect(value(twice(twice(twice(twice('$text')))), { text })).toContain('steps');
    expect(value("contains($text, concat($text, 'y'))", { text })).toContain('steps');
  });

  test('expressions that are too long or too deep are refused', () => {
    expect(parses({ language: 'xpath', text: `${'('.repeat(500)}1${')'.repeat(500)}` })).toContain('nested too deeply');
    expect(parses({ language: 'xpath', text: `1${' + 1'.repeat(3_000)}` })).toContain('2000 parts');
    expect(parses({ language: 'xpath', text: `'${'x'.repeat(30_000)}'` })).toContain('20000 characters');
    expect(value(`1${' + 1'.repeat(900)}`)).toBe(901);
    expect(value(`${'-'.repeat(900)}1`)).toBe(1);
  });
});
