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

const XPATH = 'http://www.w3.org/1999/XPath';
const JAVA = 'http://www.java.com/javaTypes';

describe('conditions', () => {
  test.each([
    ['a > 1', null, null, 'feel'],
    ['=a > 1', null, null, 'feel'],
    ['a > 1', null, XPATH, 'feel'],
    ['a > 1', XPATH, JAVA, null],
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
    ["getDataObject('a') = 1", null, null, null],
    ["bpmn:getDataObject('a') = 1", null, XPATH, null],
  ])('%s, language %s, in a file of %s: %s', (text, language, file, expected) => {
    expect(readExpression(text, language, file, 'feel')?.language ?? null).toBe(expected);
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
