import { describe, expect, test } from 'vitest';
import { readExpression, readFeel, readValue } from '../../../engine/model/expression.ts';
import { condition, definitions, flow, problem, read } from './bpmn-text.ts';

test.each([
  ['=a + 1', { language: 'feel', text: 'a + 1' }],
  [' = a ', { language: 'feel', text: 'a' }],
  ['${a}', { language: 'juel', text: '${a}' }],
  ['order-#{a}', { language: 'juel', text: 'order-#{a}' }],
  ['plain', { language: 'literal', text: 'plain' }],
  [' kept as it is ', { language: 'literal', text: ' kept as it is ' }],
  ['', { language: 'literal', text: '' }],
])('an attribute of ours: "%s"', (text, expected) => {
  expect(readValue(text)).toEqual(expected);
});

test('a text that is FEEL anyway may begin with =', () => {
  expect([readFeel('= a'), readFeel(' a ')]).toEqual([
    { language: 'feel', text: 'a' },
    { language: 'feel', text: 'a' },
  ]);
});

const FEEL = 'https://www.omg.org/spec/DMN/20191111/FEEL/';
const XPATH = 'http://www.w3.org/1999/XPath';
const JAVA = 'http://www.java.com/javaTypes';

describe('conditions', () => {
  test.each([
    ['a > 1', null, null, 'feel'],
    ['=a > 1', null, null, 'feel'],
    ['a > 1', null, XPATH, 'xpath'],
    ['a > 1', XPATH, JAVA, 'xpath'],
    ['a > 1', 'xpath', null, 'xpath'],
    ['a > 1', 'XPath 1.0', null, 'xpath'],
    ['a > 1', 'http://www.w3.org/TR/1999/REC-xpath-19991116', null, 'xpath'],
    ['a > 1', 'urn:oasis:names:tc:wsbpel:2.0:sublang:xpath1.0', null, 'xpath'],
    ['a > 1', 'urn:oasis:names:tc:wsbpel:2.0:sublang:xpath2.0', null, null],
    ['a > 1', 'http://www.w3.org/TR/xpath20/', null, null],
    ['a > 1', null, 'http://www.w3.org/2010/xpath-functions', null],
    ['${a}', null, XPATH, 'juel'],
    ['${a}', XPATH, null, 'juel'],
    ['=a', null, XPATH, 'feel'],
    ['a > 1', 'feel', XPATH, 'feel'],
    ['a > 1', 'none', XPATH, 'xpath'],
    ['a > 1', 'http://www.omg.org/spec/DMN/20180521/FEEL/', JAVA, 'feel'],
    ['a > 1', null, 'https://www.omg.org/spec/DMN/20191111/FEEL/', 'feel'],
    ['${a}', null, JAVA, 'juel'],
    ['${a}', 'juel', null, 'juel'],
    ['next(null, a)', 'JavaScript', null, 'javascript'],
    ['`${a}`', 'application/javascript', null, 'javascript'],
    ['a > 1', null, 'text/javascript', 'javascript'],
    ['a > 1', 'groovy', null, null],
    ['a > 1', 'python', null, null],
    ['a > 1', null, JAVA, null],
    ['a > 1', null, 'http://www.mvel.org/2.0', null],
    ["getDataObject('a') = 1", null, null, 'xpath'],
    ["bpmn:getDataObject('a') = 1", null, null, 'xpath'],
    ["bpmn:getDataObject('a') = 1", null, XPATH, 'xpath'],
    ["bpmn:getDataObject('a') = 1", null, JAVA, null],
  ])('%s, language %s, in a file of %s: %s', (text, language, file, expected) => {
    expect(readExpression(text, language, file, 'feel')?.language ?? null).toBe(expected);
  });

  test.each([
    ['PT2H', XPATH, null, 'literal'],
    ['P1D', null, XPATH, 'literal'],
    ['R3/PT10M', XPATH, null, 'literal'],
    ['R/2026-01-31T12:00:00Z/P1D', XPATH, null, 'literal'],
    ['2026-01-31T12:00:00+01:00', null, XPATH, 'literal'],
    ['PT${n}H', XPATH, null, 'juel'],
    ["bpmn:getDataObject('deadline')", null, XPATH, 'xpath'],
    ["concat('PT', n, 'H')", XPATH, null, 'xpath'],
    ['$Pause', XPATH, null, 'xpath'],
    ['Pause', XPATH, null, 'xpath'],
    ['tomorrow', null, XPATH, 'literal'],
    ['PT', XPATH, null, 'literal'],
    ['duration("PT5M")', null, FEEL, 'feel'],
    ['wait', null, FEEL, 'feel'],
    ['if urgent then a else b', null, FEEL, 'feel'],
    ['"PT" + n + "M"', null, 'http://www.ecma-international.org/JavaScript', 'javascript'],
    ['PT5M', 'feel', FEEL, 'literal'],
    ['PT5M', null, 'javascript', 'literal'],
    ['2026-01-31T12:00:00+01:00', null, FEEL, 'literal'],
    ['R3/PT1H', 'javascript', null, 'literal'],
    ['0 0/5 * * * ?', null, FEEL, 'literal'],
    ['0 0 9 * * MON-FRI', null, FEEL, 'literal'],
    ['@daily', null, FEEL, 'literal'],
    ['Pause', null, null, 'literal'],
  ])('of a timer: %s, language %s, in a file of %s: %s', (text, language, file, expected) => {
    expect(readExpression(text, language, file, 'literal')?.language ?? null).toBe(expected);
  });

  test.each([
    ['', 'feel'],
    [`expressionLanguage="${XPATH}"`, 'xpath'],
  ])("BPMN's default counts only where the file writes it: %s", async (attributes, expected) => {
    const { processes } = await read(
      definitions(
        `<process id="p"><startEvent id="s"/><exclusiveGateway id="x"/><task id="a"/>${flow('s', 'x')}${flow('x', 'a', condition('a > 1', ''))}</process>`,
        attributes,
      ),
    );
    expect(processes[0]?.flows.get('x_a')?.condition?.language).toBe(expected);
  });

  test('in XPath, what the file calls its data comes along', async () => {
    const { processes } = await read(
      definitions(
        `<process id="p" name="Orders"><dataObject id="d"/><dataObjectReference id="r" name="the order" dataObjectRef="d"/><property id="q" name="price"/>
          <startEvent id="s"/><subProcess id="sub" name="Inner"><exclusiveGateway id="x"/><task id="a"/>${flow('x', 'a', condition("m:getDataObject('d')", `language="${XPATH}"`))}</subProcess>${flow('s', 'sub')}</process>`,
        'xmlns:m="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:other="urn:other"',
      ),
    );
    const found = processes[0]?.flows.get('x_a')?.condition;
    expect(found?.data?.prefixes).toContain('m');
    expect(found?.data?.prefixes).not.toContain('other');
    expect(found?.data?.variables).toEqual({ d: 'the order', r: 'the order', q: 'price' });
    expect(found?.data?.around).toEqual(['sub', 'Inner', 'p', 'Orders']);
  });

  test('one that cannot be evaluated is refused by name', async () => {
    const xml = (language: string, attributes = '') =>
      definitions(
        `<process id="p"><startEvent id="s"/><exclusiveGateway id="x"/><task id="a"/>${flow('s', 'x')}${flow('x', 'a', condition('a == 1', language))}</process>`,
        attributes,
      );
    const { severity, element, message } = await problem(xml('language="groovy"'), 'expression-language');
    expect([severity, element]).toEqual(['error', 'x_a']);
    expect(message).toContain('groovy');
    expect((await problem(xml('', `expressionLanguage="${JAVA}"`), 'expression-language')).message).toContain(JAVA);
    expect((await read(xml('language="javascript"'))).processes).toHaveLength(1);
  });
});
