import { expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';

const SPACES =
  'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:flowable="http://flowable.org/bpmn"';
async function read(content: string, roots = '') {
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" ${SPACES} targetNamespace="t">${roots}<process id="p">${content}</process></definitions>`;
  const { processes, problems } = await readBpmn(xml, 'f.bpmn');
  return { node: processes[0]?.nodes.get('x'), kept: problems.filter(({ rule }) => rule === 'vendor-extension') };
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
      inputs: [{ name: 'b', value: { language: 'juel', text: '${a}' } }],
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
    { inputs: [{ name: 'b', value: { language: 'juel', text: '${a}' } }], outputs: [], passesAll: true },
  ],
  [
    '<camunda:in source="a" target="b"/><camunda:out variables="all"/>',
    { inputs: [{ name: 'b', value: { language: 'juel', text: '${a}' } }], outputs: [] },
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

test('a mapping of which a part has no meaning here is kept as a whole, and named', async () => {
  const { node, kept } = await read(
    within(
      'task',
      '<camunda:inputOutput><camunda:inputParameter name="a"><camunda:list/></camunda:inputParameter></camunda:inputOutput>',
    ),
  );
  expect(node).toMatchObject({ mapping: null });
  expect(kept).toMatchObject([{ element: 'x', message: expect.stringContaining('camunda:inputOutput') as string }]);
});
