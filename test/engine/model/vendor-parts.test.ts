import { expect, test } from 'vitest';
import { isValueMethod } from '../../../engine/expressions/juel-methods.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { ANSWERING_METHODS } from '../../../engine/model/vendor-calls.ts';

const SPACES =
  'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:flowable="http://flowable.org/bpmn" xmlns:operaton="http://operaton.org/schema/1.0/bpmn" xmlns:activiti="http://activiti.org/bpmn" xmlns:cairn="urn:cairn:bpmn:1"';
async function read(content: string, roots = '') {
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" ${SPACES} targetNamespace="t">${roots}<process id="p">${content}</process></definitions>`;
  const { processes, problems } = await readBpmn(xml, 'f.bpmn');
  const node = processes.find(({ nodes }) => nodes.has('x'))?.nodes.get('x');
  return { node, kept: problems.filter(({ rule }) => rule === 'vendor-extension') };
}
const within = (type: string, inside: string, attributes = '') =>
  `<${type} id="x" ${attributes}><extensionElements>${inside}</extensionElements></${type}>`;

test('input and output parameters, tries and forms of Camunda and its kin', async () => {
  const { node, kept } = await read(
    within(
      'userTask',
      `<camunda:inputOutput><camunda:inputParameter name="a">\${b}</camunda:inputParameter><camunda:outputParameter name="c">word</camunda:outputParameter></camunda:inputOutput>
       <camunda:failedJobRetryTimeCycle>R3/PT5M</camunda:failedJobRetryTimeCycle>
       <camunda:formData><camunda:formField id="n" label="How many" type="long" defaultValue="1"><camunda:validation><camunda:constraint name="required"/></camunda:validation></camunda:formField>
       <camunda:formField id="k" type="enum"><camunda:value id="one" name="One"/></camunda:formField></camunda:formData>`,
    ),
  );
  expect(node).toMatchObject({
    mapping: {
      inputs: [{ name: 'a', value: { language: 'juel', text: '${b}' } }],
      outputs: [{ name: 'c', value: { language: 'literal', text: 'word' } }],
    },
    retries: 2,
    backoff: 'PT5M',
    form: [
      { name: 'n', label: 'How many', type: 'number', required: true, default: { text: '1' }, options: [] },
      { name: 'k', label: 'k', type: 'enum', required: false, default: null, options: ['one'] },
    ],
  });
  expect(kept).toEqual([]);
});

test('a form property says which variable it is, and a form what it takes', async () => {
  const property = await read(
    within(
      'userTask',
      '<flowable:formProperty id="fp" variable="vv" type="long" default="4" writable="false" readable="false" expression="${y}" datePattern="x"/><flowable:formProperty id="fq" expression="${w}"/>',
    ),
  );
  expect(property.node).toMatchObject({
    form: [
      { name: 'vv', id: 'fp', label: 'fp', type: 'number', readOnly: true, default: { text: '4' } },
      { name: 'w', id: 'fq' },
    ],
  });
  expect(property.kept.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /kept, not executed: flowable:formProperty@datePattern, flowable:formProperty@expression, flowable:formProperty@readable\.$/,
    ),
  ]);
  const form = await read(
    within(
      'userTask',
      `<camunda:formData businessKey="k"><camunda:formField id="a" type="long" defaultValue="3"><camunda:validation><camunda:constraint name="min" config="3"/><camunda:constraint name="maxlength" config="9"/><camunda:constraint name="readonly"/><camunda:constraint name="validator" config="x.Y"/></camunda:validation><camunda:properties><camunda:property id="p" value="q"/></camunda:properties></camunda:formField><camunda:formField id="b" type="customType"/></camunda:formData>`,
    ),
  );
  expect(form.node).toMatchObject({
    form: [
      { name: 'a', readOnly: true, limits: { min: 3, maxLength: 9 } },
      { name: 'b', type: 'string' },
    ],
  });
  expect(form.kept.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /kept, not executed: camunda:constraint@config, camunda:constraint@name, camunda:formData@businessKey, camunda:formField@type, camunda:properties\.$/,
    ),
  ]);
});

test('what lies in an extension that is read without being understood is named', async () => {
  const { kept } = await read(
    within(
      'callActivity',
      '<flowable:in source="a" target="b" transient="true"/><flowable:out source="a" target="b"/>',
      'calledElement="q"',
    ),
  );
  expect(kept.map(({ message }) => message)).toEqual([expect.stringContaining('flowable:in@transient.')]);
});

test('what a call passes on, and what Zeebe calls', async () => {
  const older = await read(
    within(
      'callActivity',
      '<flowable:in source="a" target="b"/><flowable:out sourceExpression="${c + 1}" target="d"/>',
      'calledElement="q"',
    ),
  );
  expect(older.node).toMatchObject({
    mapping: {
      inputs: [{ name: 'b', value: { language: 'variable', text: 'a' } }],
      outputs: [{ name: 'd', value: { language: 'juel', text: '${c + 1}' } }],
    },
  });
  const zeebe = await read(
    within(
      'callActivity',
      '<zeebe:calledElement processId="q"/><zeebe:ioMapping><zeebe:input source="=a.b" target="b"/></zeebe:ioMapping>',
    ),
  );
  expect(zeebe.node).toMatchObject({
    calledElement: { text: 'q' },
    mapping: { inputs: [{ name: 'b', value: { language: 'feel', text: 'a.b' } }], outputs: [] },
  });
  expect([...older.kept, ...zeebe.kept]).toEqual([]);
});

test.each([
  ['<camunda:in variables="all"/><camunda:out variables="all"/>', { inputs: [], outputs: [], passesAll: true }],
  [
    '<flowable:in variables="all"/><flowable:in source="a" target="b"/>',
    { inputs: [{ name: 'b', value: { language: 'variable', text: 'a' } }], outputs: [], passesAll: true },
  ],
  [
    '<camunda:in source="a" target="b"/><camunda:out variables="all"/>',
    { inputs: [{ name: 'b', value: { language: 'variable', text: 'a' } }], outputs: [] },
  ],
  ['<camunda:out variables="all"/><camunda:out source="a" target="b"/>', null],
  ['<camunda:in variables="all" local="true"/>', null],
])('all variables at once: %s', async (content, mapping) => {
  const { node, kept } = await read(within('callActivity', content, 'calledElement="q"'));
  expect(node).toMatchObject({ mapping });
  expect(kept).toHaveLength(mapping === null ? 1 : 0);
});

test('the correlation key of a Zeebe message', async () => {
  const message =
    '<message id="m" name="m"><extensionElements><zeebe:subscription correlationKey="=orderId"/></extensionElements></message>';
  const { node } = await read('<receiveTask id="x" messageRef="m"/>', message);
  expect(node).toMatchObject({ message: { correlationKey: { language: 'feel', text: 'orderId' } } });
});

const inputs = (...contents: readonly string[]) =>
  `<camunda:inputOutput>${contents.map((content, index) => `<camunda:inputParameter name="${String.fromCharCode(97 + index)}">${content}</camunda:inputParameter>`).join('')}</camunda:inputOutput>`;

test('lists, maps and scripts as input parameters', async () => {
  const { node, kept } = await read(
    within(
      'task',
      inputs(
        '<camunda:list><camunda:value>say "so"</camunda:value><camunda:value>${order.id}</camunda:value><camunda:script scriptFormat="feel">n + 1</camunda:script></camunda:list>',
        '<camunda:map><camunda:entry key="x y">${z}</camunda:entry><camunda:entry key="w"><camunda:list/></camunda:entry></camunda:map>',
        '<camunda:script scriptFormat="JavaScript">n * 2</camunda:script>',
        '<camunda:script scriptFormat="feel">n</camunda:script>',
      ),
    ),
  );
  expect(node).toMatchObject({
    mapping: {
      inputs: [
        { name: 'a', value: { language: 'feel', text: '["say \\"so\\"", order.id, (n + 1)]' } },
        { name: 'b', value: { language: 'feel', text: '{"x y": z, "w": []}' } },
        { name: 'c', value: { language: 'javascript', text: 'n * 2' } },
        { name: 'd', value: { language: 'feel', text: 'n' } },
      ],
    },
  });
  expect(kept).toEqual([]);
});

test.each([
  '<camunda:script scriptFormat="groovy">1</camunda:script>',
  '<camunda:script scriptFormat="feel" resource="x.feel"/>',
  '<camunda:list><camunda:value>${bean.method(1)}</camunda:value></camunda:list>',
  '<camunda:list><camunda:script scriptFormat="JavaScript">1</camunda:script></camunda:list>',
  '<camunda:map><camunda:entry key="a">1</camunda:entry><camunda:entry key="b">${a}</camunda:entry></camunda:map>',
  '<camunda:map><camunda:entry>1</camunda:entry></camunda:map>',
])('a mapping of which a part has no meaning here is kept as a whole, and named: %s', async (content) => {
  const { node, kept } = await read(within('task', inputs(content, 'text')));
  expect(node).toMatchObject({ mapping: null });
  expect(kept).toMatchObject([{ element: 'x', message: expect.stringContaining('camunda:inputOutput') as string }]);
});

test('scripts and decisions of Zeebe', async () => {
  const script = await read(within('scriptTask', '<zeebe:script expression="=a + b" resultVariable="sum"/>'));
  expect(script.node).toMatchObject({ language: 'feel', script: 'a + b', resultVariable: 'sum' });
  const decision = await read(
    within('businessRuleTask', '<zeebe:calledDecision decisionId="rate" resultVariable="rated"/>'),
  );
  expect(decision.node).toMatchObject({
    implementation: { kind: 'decision', file: 'rules/*.dmn#rate', decision: 'rate' },
    resultVariable: 'rated',
  });
  expect([...script.kept, ...decision.kept]).toEqual([]);
});

test.each([
  ['serviceTask', 'camunda:expression="${a * 2}" camunda:resultVariable="b"', '${a * 2}'],
  ['sendTask', 'operaton:expression="${items.size() > 2 and not (a)}"', '${items.size() > 2 and not (a)}'],
  ['businessRuleTask', 'flowable:expression="#{a}"', '#{a}'],
  ['serviceTask', 'activiti:expression="${\'f(x)\'}"', "${'f(x)'}"],
])('an expression of a %s that calls nobody is executed: %s', async (type, attributes, text) => {
  const { node, kept } = await read(within(type, '', attributes));
  expect(node).toMatchObject({ implementation: { kind: 'expression', expression: { language: 'juel', text } } });
  expect(kept).toEqual([]);
});

test.each([
  'camunda:expression="${bean.book(order)}"',
  'camunda:expression="${now()}"',
  'camunda:expression="${util:join(a)}"',
  'camunda:expression="${a}" camunda:class="x.Y"',
])('an expression that only another engine can evaluate needs a stub, and is named: %s', async (attributes) => {
  const { node, kept } = await read(within('serviceTask', '', attributes));
  expect(node).toMatchObject({ implementation: { kind: 'external' } });
  expect(kept).toMatchObject([{ message: expect.stringContaining('camunda:expression') as string }]);
});

test('expressions of tasks call those methods that expressions have, and no others', () => {
  expect(ANSWERING_METHODS.filter((method) => !isValueMethod(method))).toEqual([]);
});

test.each([
  ['', 'resultList'],
  ['camunda:mapDecisionResult="singleEntry" camunda:decisionRefBinding="deployment"', 'singleEntry'],
])('a decision of Camunda is executed: %s', async (attributes, shape) => {
  const { node, kept } = await read(
    within('businessRuleTask', '', `camunda:decisionRef="rate" camunda:resultVariable="rated" ${attributes}`),
  );
  expect(node).toMatchObject({
    implementation: { kind: 'decision', file: 'rules/*.dmn#rate', decision: 'rate', shape },
    resultVariable: 'rated',
  });
  expect(kept).toEqual([]);
});

test.each([
  'camunda:decisionRef="${which}"',
  'camunda:decisionRef="rate" camunda:decisionRefBinding="version" camunda:decisionRefVersion="2"',
  'camunda:decisionRef="rate" camunda:decisionRefBinding="versionTag" camunda:decisionRefVersionTag="blue"',
  'camunda:decisionRef="rate" camunda:mapDecisionResult="other"',
])('a decision of Camunda that has no meaning here is kept, and named: %s', async (attributes) => {
  const { node, kept } = await read(within('businessRuleTask', '', attributes));
  expect(node).toMatchObject({ implementation: { kind: 'external' } });
  expect(kept).toMatchObject([{ message: expect.stringContaining('camunda:decisionRef') as string }]);
});

test('version tags and other extensions of a process are kept, and named', async () => {
  const { problems } = await readBpmn(
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" ${SPACES} targetNamespace="t"><process id="p" camunda:versionTag="blue"><extensionElements><zeebe:versionTag value="blue"/></extensionElements><task id="t"/></process></definitions>`,
    'f.bpmn',
  );
  expect(problems.filter(({ rule }) => rule === 'vendor-extension')).toMatchObject([
    { element: 'p', message: expect.stringContaining('camunda:versionTag, zeebe:versionTag') as string },
  ]);
});

test.each(['decisionId="=which"', 'decisionId="rate" bindingType="versionTag" versionTag="1"'])(
  'a decision of Zeebe that is not named outright is kept, and named: %s',
  async (attributes) => {
    const { node, kept } = await read(within('businessRuleTask', `<zeebe:calledDecision ${attributes}/>`));
    expect(node).toMatchObject({ implementation: { kind: 'external' } });
    expect(kept).toMatchObject([{ message: expect.stringContaining('zeebe:calledDecision') as string }]);
  },
);

test('the business key that a call passes on is kept, and named', async () => {
  const { kept } = await read(within('callActivity', '<camunda:in businessKey="a"/>', 'calledElement="q"'));
  expect(kept).toMatchObject([{ message: expect.stringContaining('camunda:in') as string }]);
});

test('beside what a call hands on, only its business key is named', async () => {
  const passed = '<camunda:in source="a" target="b"/><camunda:in businessKey="a"/>';
  const { kept } = await read(within('callActivity', passed, 'calledElement="q"'));
  expect(kept).toMatchObject([{ message: expect.stringMatching(/executed: camunda:in@businessKey\.$/) as string }]);
});

test.each([
  ['camunda:calledElementBinding="latest"', 'latest'],
  ['camunda:calledElementBinding="version" camunda:calledElementVersion="3"', 3],
  ['camunda:calledElementBinding="deployment"', 'deployment'],
  ['flowable:sameDeployment="true"', 'deployment'],
  ['cairn:version="2" camunda:calledElementBinding="version" camunda:calledElementVersion="3"', 2],
])('the version that a call is bound to: %s', async (attributes, version) => {
  const { node, kept } = await read(
    `<callActivity id="x" calledElement="q" ${attributes}/>`,
    '<process id="q"><task id="t"/></process>',
  );
  expect(node).toMatchObject({ version });
  expect(kept).toEqual([]);
});

test.each([
  ['camunda:calledElementBinding="version" camunda:calledElementVersion="${v}"', 'is no version number'],
  ['camunda:calledElementBinding="versionTag" camunda:calledElementVersionTag="blue"', 'by versionTag'],
  ['camunda:calledElementBinding="deployment"', 'not in the same file'],
])('a version that cannot be meant is refused: %s', async (attributes, reason) => {
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" ${SPACES} targetNamespace="t"><process id="p"><callActivity id="x" calledElement="q" ${attributes}/></process></definitions>`;
  const { problems } = await readBpmn(xml, 'f.bpmn');
  expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
    { element: 'x', rule: 'called-version', message: expect.stringContaining(reason) as string },
  ]);
});
