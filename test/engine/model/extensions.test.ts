import { describe, expect, test } from 'vitest';
import { around, file, node, problem, read, verdicts } from './bpmn-text.ts';

const feel = (text: string) => ({ language: 'feel', text });
const literal = (text: string) => ({ language: 'literal', text });
const task = (tag: string, extensions: string, attributes = '', roots = '') =>
  around(`<${tag} id="it" ${attributes}><extensionElements>${extensions}</extensionElements></${tag}>`, roots);

test('mapping, retries and backoff', async () => {
  const mapping =
    '<cairn:mapping><cairn:in name="a" value="=b"/><cairn:in name="c" value="d"/><cairn:out name="e" value="${f}"/></cairn:mapping>';
  const xml = task('userTask', mapping, 'cairn:retries="3" cairn:backoff="PT5S"');
  expect(await verdicts(xml)).toEqual([]);
  expect(await node(xml, 'it', 'bpmn:UserTask')).toMatchObject({
    mapping: {
      inputs: [
        { name: 'a', value: feel('b') },
        { name: 'c', value: literal('d') },
      ],
      outputs: [{ name: 'e', value: { language: 'juel', text: '${f}' } }],
    },
    retries: 3,
    backoff: 'PT5S',
  });
  expect(await node(around('<userTask id="it"/>'), 'it', 'bpmn:UserTask')).toMatchObject({
    mapping: null,
    retries: 0,
    backoff: 'PT0S',
  });
});

describe('cairn:http', () => {
  const HTTP = `<cairn:http method="post" url="http://localhost:1/x" timeout="PT2S">
    <cairn:header name="X-A" value="=a"/><cairn:body>{ "id": id }</cairn:body><cairn:result variable="r" value="=response.body.id"/></cairn:http>`;

  test.each(['serviceTask', 'sendTask'])('on a %s', async (tag) => {
    const xml = task(tag, HTTP);
    expect(await verdicts(xml)).toEqual([]);
    expect((await read(xml)).processes[0]?.nodes.get('it')).toMatchObject({
      implementation: {
        kind: 'http',
        http: {
          method: literal('POST'),
          url: literal('http://localhost:1/x'),
          timeout: literal('PT2S'),
          headers: [{ name: 'X-A', value: feel('a') }],
          body: feel('{ "id": id }'),
          results: [{ name: 'r', value: feel('response.body.id') }],
        },
      },
    });
  });

  test('timeout and body may be absent', async () => {
    const { implementation } = await node(
      task('serviceTask', '<cairn:http method="=m" url="=u"/>'),
      'it',
      'bpmn:ServiceTask',
    );
    expect(implementation).toMatchObject({
      http: { method: feel('m'), url: feel('u'), timeout: literal('PT30S'), body: null, headers: [] },
    });
  });

  test.each([
    ['<cairn:http url="http://a"/>', 'http-incomplete', 'method'],
    ['<cairn:http method="GET"/>', 'http-incomplete', 'url'],
    ['<cairn:http method="FETCH" url="http://a"/>', 'invalid-extension', 'method of cairn:http'],
    ['<cairn:http method="GET" url="file:///etc/passwd"/>', 'invalid-extension', 'url of cairn:http'],
    ['<cairn:http method="GET" url="http://a" timeout="2s"/>', 'invalid-extension', 'timeout of cairn:http'],
    ['<cairn:http method="GET" url="http://a" timeout="PT0S"/>', 'invalid-extension', 'timeout of cairn:http'],
    [
      '<cairn:http method="GET" url="http://a"><cairn:header name="a b" value="c"/></cairn:http>',
      'invalid-extension',
      'cairn:header',
    ],
    [
      '<cairn:http method="GET" url="http://a"><cairn:header value="c"/></cairn:http>',
      'invalid-extension',
      'cairn:header has no name',
    ],
    [
      '<cairn:http method="GET" url="http://a"><cairn:result value="c"/></cairn:http>',
      'invalid-extension',
      'no variable',
    ],
    [`${'<cairn:http method="GET" url="http://a"/>'.repeat(2)}`, 'invalid-extension', 'more than once'],
  ])('%s is refused', async (extension, rule, reason) => {
    expect((await problem(task('serviceTask', extension), rule)).message).toContain(reason);
  });

  test('the name of an unknown child is refused when the file is read', async () => {
    expect((await problem(task('serviceTask', '<cairn:htpp/>'), 'not-bpmn')).message).toContain('htpp');
  });
});

describe('inference', () => {
  const RULES = `<cairn:rules><cairn:rule name="big" salience="10"><cairn:when>total &gt; 100</cairn:when><cairn:then variable="d">= 0.1</cairn:then></cairn:rule>
    <cairn:rule><cairn:when>true</cairn:when><cairn:then variable="e">1</cairn:then><cairn:then variable="f">2</cairn:then></cairn:rule></cairn:rules>`;

  test.each(['businessRuleTask', 'serviceTask'])('on a %s', async (tag) => {
    const xml = task(tag, RULES, 'cairn:type="inference"');
    expect(await verdicts(xml)).toEqual([]);
    expect((await read(xml)).processes[0]?.nodes.get('it')).toMatchObject({
      implementation: {
        kind: 'inference',
        rules: [
          { name: 'big', salience: 10, when: feel('total > 100'), then: [{ name: 'd', value: feel('0.1') }] },
          { name: 'rule 2', salience: 0, when: feel('true'), then: [{ name: 'e' }, { name: 'f' }] },
        ],
      },
    });
  });

  const rule = (content: string, attributes = 'name="r"') =>
    `<cairn:rules><cairn:rule ${attributes}>${content}</cairn:rule></cairn:rules>`;
  const THEN = '<cairn:then variable="a">1</cairn:then>';
  test.each([
    ['', 'cairn:type="inference"', 'no cairn:rules'],
    [RULES, '', 'is not "inference"'],
    ['<cairn:rules/>', 'cairn:type="inference"', 'no cairn:rule'],
    ['', 'cairn:type="magic"', '"magic"'],
    [rule(THEN), 'cairn:type="inference"', 'no cairn:when'],
    [rule('<cairn:when>true</cairn:when>'), 'cairn:type="inference"', 'no cairn:then'],
    [rule('<cairn:when>true</cairn:when><cairn:then>1</cairn:then>'), 'cairn:type="inference"', 'no variable'],
    [rule('<cairn:when>true</cairn:when><cairn:then variable="a"/>'), 'cairn:type="inference"', 'no text'],
    [rule(`<cairn:when>true</cairn:when>${THEN}`, 'salience="high"'), 'cairn:type="inference"', 'salience'],
    [RULES.replace('<cairn:rule>', '<cairn:rule name="big">'), 'cairn:type="inference"', 'the name "big"'],
  ])('%s %s is refused', async (extensions, attributes, reason) => {
    expect((await problem(task('businessRuleTask', extensions, attributes), 'invalid-extension')).message).toContain(
      reason,
    );
  });
});

describe('decisions', () => {
  const decision = (text: string) =>
    around(`<businessRuleTask id="it" cairn:decision="${text}" cairn:resultVariable="r"/>`);

  test('name a file of the workspace and a decision in it', async () => {
    const xml = decision('rules/discount.dmn#discount');
    expect(await node(xml, 'it', 'bpmn:BusinessRuleTask')).toMatchObject({
      implementation: { kind: 'decision', file: 'rules/discount.dmn', decision: 'discount' },
      resultVariable: 'r',
    });
    expect((await read(xml)).processes[0]?.resources).toEqual(['rules/discount.dmn']);
  });

  test.each([
    'discount.dmn',
    '#discount',
    'a.dmn#',
    '',
    '/etc/x.dmn#a',
    '../x.dmn#a',
    'a/../../x.dmn#a',
    'C:\\x.dmn#a',
    'http://a/x.dmn#a',
  ])('"%s" is refused', async (text) => {
    expect((await problem(decision(text), 'invalid-extension')).message).toContain('cairn:decision');
  });
});

test('payload of send tasks and throwing events', async () => {
  const payload =
    '<extensionElements><cairn:payload name="a" value="=b"/><cairn:payload name="c" value="1"/></extensionElements>';
  const expected = [
    { name: 'a', value: feel('b') },
    { name: 'c', value: literal('1') },
  ];
  const message = '<message id="m" name="m"/>';
  expect(
    await node(around(`<sendTask id="it" messageRef="m">${payload}</sendTask>`, message), 'it', 'bpmn:SendTask'),
  ).toMatchObject({
    implementation: { kind: 'message', payload: expected },
  });
  const thrown = `<intermediateThrowEvent id="it">${payload}<messageEventDefinition messageRef="m"/></intermediateThrowEvent>`;
  expect(await node(around(thrown, message), 'it', 'bpmn:IntermediateThrowEvent')).toMatchObject({
    trigger: { payload: expected },
  });
  const ended = file(`<endEvent id="it">${payload}<messageEventDefinition messageRef="m"/></endEvent>`, message);
  expect(await node(ended, 'it', 'bpmn:EndEvent')).toMatchObject({ trigger: { payload: expected } });
});

describe('forms', () => {
  const form = (fields: string) => task('userTask', `<cairn:form>${fields}</cairn:form>`);

  test('are read', async () => {
    const xml = form(
      '<cairn:field name="ok" label="OK?" type="boolean" required="true" default="=true"/><cairn:field name="why"/><cairn:field name="c" type="enum"><cairn:option value="x"/><cairn:option value="y"/></cairn:field>',
    );
    expect((await node(xml, 'it', 'bpmn:UserTask')).form).toEqual([
      { name: 'ok', label: 'OK?', type: 'boolean', required: true, default: feel('true'), options: [] },
      { name: 'why', label: 'why', type: 'string', required: false, default: null, options: [] },
      { name: 'c', label: 'c', type: 'enum', required: false, default: null, options: ['x', 'y'] },
    ]);
  });

  test('have limits, and fields that nobody gives a value', async () => {
    const xml = form(
      '<cairn:field name="n" type="number" min="-1.5" max="-1.5"/><cairn:field name="t" minLength="2" maxLength="5" readOnly="true"/>',
    );
    expect((await node(xml, 'it', 'bpmn:UserTask')).form).toMatchObject([
      { name: 'n', limits: { min: -1.5, max: -1.5 } },
      { name: 't', limits: { minLength: 2, maxLength: 5 }, readOnly: true },
    ]);
  });

  test.each([
    ['<cairn:field name="a" type="number" min="few"/>', 'min of field "a" is "few", no number'],
    ['<cairn:field name="a" maxLength="-1"/>', 'maxLength of field "a" is "-1", no whole number'],
    ['<cairn:field name="a" type="boolean" max="1"/>', 'field "a" has max, but is boolean'],
    ['<cairn:field name="a" readOnly="perhaps"/>', 'readOnly of field "a"'],
    ['<cairn:field name="a" type="number" min="5" max="3"/>', 'the lower limit of field "a" is above the upper one'],
    ['<cairn:field name="a" minLength="5" maxLength="3"/>', 'the lower limit of field "a" is above the upper one'],
    ['<cairn:field name="a" required="true" readOnly="true"/>', 'field "a" is required and read-only'],
    ['<cairn:field/>', 'no name'],
    ['<cairn:field name="a" type="file"/>', 'type of field "a"'],
    ['<cairn:field name="a" required="yes"/>', 'required of field "a"'],
    ['<cairn:field name="a" type="enum"/>', 'without cairn:option'],
    ['<cairn:field name="a"><cairn:option value="x"/></cairn:field>', 'no enum'],
    ['<cairn:field name="a"/><cairn:field name="a"/>', 'two of its fields'],
  ])('%s is refused', async (fields, reason) => {
    expect((await problem(form(fields), 'invalid-extension')).message).toContain(reason);
  });
});

test.each([
  ['<task id="it" cairn:retries="-1"/>', 'cairn:retries'],
  ['<task id="it" cairn:retries="many"/>', 'cairn:retries'],
  ['<task id="it" cairn:retries=""/>', 'cairn:retries'],
  ['<task id="it" cairn:retries="1001"/>', 'cairn:retries'],
  ['<task id="it" cairn:backoff="5s"/>', 'cairn:backoff'],
  ['<callActivity id="it" calledElement="x" cairn:version="0"/>', 'cairn:version'],
  ['<callActivity id="it" calledElement="x" cairn:version="newest"/>', 'cairn:version'],
  ['<serviceTask id="it" cairn:resultVariable=" "/>', 'cairn:resultVariable'],
  [
    '<task id="it"><extensionElements><cairn:mapping><cairn:in value="1"/></cairn:mapping></extensionElements></task>',
    'cairn:in has no name',
  ],
  [
    '<task id="it"><extensionElements><cairn:mapping><cairn:out name="a"/></cairn:mapping></extensionElements></task>',
    'has no value',
  ],
])('%s is an error that names the attribute', async (element, name) => {
  const { severity, element: at, message } = await problem(around(element), 'invalid-extension');
  expect([severity, at]).toEqual(['error', 'it']);
  expect(message).toContain(name);
});

test.each(['latest', '7'])('cairn:version %s', async (version) => {
  const xml = around(`<callActivity id="it" calledElement="x" cairn:version="${version}"/>`);
  expect((await node(xml, 'it', 'bpmn:CallActivity')).version).toBe(version === 'latest' ? version : 7);
});

test.each([
  ['userTask', '<cairn:http method="GET" url="http://a"/>'],
  ['serviceTask', '<cairn:form/>'],
  ['scriptTask', '<cairn:rules/>'],
  ['parallelGateway', '<cairn:mapping/>'],
  ['task', '<cairn:payload name="a" value="b"/>'],
  ['task', '<cairn:in name="a" value="b"/>'],
])('on a %s %s is misplaced', async (tag, extension) => {
  expect(await verdicts(task(tag, extension, tag === 'scriptTask' ? 'scriptFormat="js"' : ''))).toContain(
    'error misplaced-extension @it',
  );
});

test('two ways to do one task are refused', async () => {
  const http = '<cairn:http method="GET" url="http://a"/>';
  expect(
    (
      await problem(
        task('sendTask', http, 'messageRef="m"', '<message id="m" name="m"/>'),
        'conflicting-implementation',
      )
    ).message,
  ).toContain('cairn:http and by a message');
  expect(
    (
      await problem(
        task('serviceTask', `${http}<cairn:rules/>`, 'cairn:type="inference"'),
        'conflicting-implementation',
      )
    ).message,
  ).toContain('inference');
});

test('a list of the activities that an ad-hoc subprocess begins is refused, unless the file says who chooses', async () => {
  const adHoc = (attributes: string) =>
    file(
      `<adHocSubProcess id="it" ${attributes}><extensionElements><zeebe:adHoc xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" activeElementsCollection="=[&quot;a&quot;]"/></extensionElements><task id="a"/><task id="b"/></adHocSubProcess>`,
    );
  expect((await problem(adHoc(''), 'ad-hoc-chosen')).message).toContain('=["a"]');
  expect(await verdicts(adHoc('cairn:choice="people"'))).not.toContain('error ad-hoc-chosen @it');
});
