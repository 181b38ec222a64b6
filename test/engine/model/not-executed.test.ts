/** What is told as kept and not executed, and what is not, because it is. */
import { expect, test } from 'vitest';
import { definitions, file, flow, read } from './bpmn-text.ts';

async function notes(xml: string): Promise<string[]> {
  const { problems } = await read(xml);
  return problems.filter(({ severity }) => severity === 'note').map(({ rule, element }) => `${rule} ${element ?? ''}`);
}

const around = `<startEvent id="s"/><task id="a"/><endEvent id="e"/>${flow('s', 'a')}${flow('a', 'e')}`;

test('an association is, unless it names the handler of a compensation', async () => {
  const xml = file(`${around}
    <boundaryEvent id="undo" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
    <task id="handler" isForCompensation="true"/>
    <textAnnotation id="words"><text>so</text></textAnnotation>
    <association id="names" sourceRef="undo" targetRef="handler"/>
    <association id="says" sourceRef="a" targetRef="words"/>`);
  expect(await notes(xml)).toEqual(['not-executed words', 'not-executed says']);
  const reverse = xml.replace('sourceRef="undo" targetRef="handler"', 'sourceRef="handler" targetRef="undo"');
  expect(await notes(reverse)).toEqual(['not-executed words', 'not-executed says']);
});

test('isInterrupting is, unless it starts an event subprocess', async () => {
  const started = (id: string): string =>
    `<startEvent id="${id}" isInterrupting="false"><messageEventDefinition messageRef="m"/></startEvent>`;
  const xml = file(
    `${around}${started('outside')}${flow('outside', 'a')}
    <subProcess id="sub" triggeredByEvent="true">${started('inside')}</subProcess>`,
    '<message id="m" name="m"/>',
  );
  expect(await notes(xml)).toEqual(['not-executed outside']);
});

test('a correlation key is, unless a process has a subscription for it', async () => {
  const collaboration = `<collaboration id="c"><participant id="P" processRef="p"/>
    <correlationKey id="used"/><correlationKey id="bare"/></collaboration>`;
  const subscription = '<correlationSubscription id="cs" correlationKeyRef="used"/>';
  expect(await notes(file(`${around}${subscription}`, collaboration))).toEqual(['correlation-key bare']);
});

test.each([
  ['<process id="p" isExecutable="true" isClosed="true"><startEvent id="s"/></process>', 'p isClosed 10.1'],
  ['<process id="p" isExecutable="true"><auditing/><startEvent id="s"/></process>', 'p auditing 10.10'],
  ['<process id="p" isExecutable="true"><startEvent id="s"><monitoring/></startEvent></process>', 's monitoring 10.11'],
  [
    '<collaboration id="c"><participant id="pa" processRef="p"><participantMultiplicity minimum="3" maximum="5"/></participant></collaboration><process id="p" isExecutable="true"><startEvent id="s"/></process>',
    'pa participantMultiplicity 9.3.1',
  ],
  [
    `<process id="p" isExecutable="true">${around.replace('id="s_a"', 'id="s_a" isImmediate="false"')}</process>`,
    's_a isImmediate 8.4.13',
  ],
  [
    `<process id="p" isExecutable="true">${around.replace('<task id="a"/>', '<userTask id="a" implementation="http://x/y"><rendering/></userTask>')}</process>`,
    'a implementation 10.3.4',
  ],
  [
    `<process id="p" isExecutable="true">${around.replace('<task id="a"/>', '<userTask id="a" implementation="##WebService"><rendering/></userTask>')}</process>`,
    'a rendering 10.3.4',
  ],
  [
    `<process id="p" isExecutable="true">${around.replace('<task id="a"/>', '<task id="a"><ioSpecification><inputSet id="is"><outputSetRefs>os</outputSetRefs></inputSet><outputSet id="os"/></ioSpecification></task>')}</process>`,
    'a outputSetRefs 10.4.2',
  ],
  [
    `<globalUserTask id="g"><rendering/></globalUserTask><process id="p" isExecutable="true">${around.replace('<task id="a"/>', '<callActivity id="a" calledElement="g"/>')}</process>`,
    'g rendering 10.3.4',
  ],
  [
    `<globalUserTask id="g"><ioBinding inputDataRef="is" outputDataRef="os"/></globalUserTask><process id="p" isExecutable="true">${around.replace('<task id="a"/>', '<callActivity id="a" calledElement="g"/>')}</process>`,
    'g ioBinding 10.4.1',
  ],
])('%s names what is not executed, with its section', async (roots, expected) => {
  const { problems } = await read(definitions(roots));
  const [element = '', word = '', section = ''] = expected.split(' ');
  const found = problems.filter((each) => each.element === element && each.message.includes(word));
  expect(found).toMatchObject([{ severity: 'note', rule: 'not-executed' }]);
  expect(found[0]?.message).toContain(`not executed`);
  expect(found[0]?.message).toContain(`BPMN 2.0.2, ${section})`);
});

test('an import is', async () => {
  const xml = definitions(
    `<import importType="http://www.omg.org/spec/BPMN/20100524/MODEL" location="other.bpmn" namespace="o"/><process id="p" isExecutable="true">${around}</process>`,
  );
  const found = (await read(xml)).problems.filter(({ message }) => message.includes('other.bpmn'));
  expect(found).toMatchObject([{ severity: 'note', rule: 'not-executed', element: null }]);
  expect(found[0]?.message).toContain('(BPMN 2.0.2, 8.2.2)');
});

test('messages that begin a process together and have nothing in common are warned of', async () => {
  const caught = (id: string): string =>
    `<intermediateCatchEvent id="${id}"><messageEventDefinition messageRef="M${id}"/></intermediateCatchEvent><endEvent id="e${id}"/>${flow('g', id)}${flow(id, `e${id}`)}`;
  const xml = (type: string, key = ''): string =>
    file(
      `<eventBasedGateway id="g" instantiate="true" eventGatewayType="${type}"/>${caught('a')}${caught('b')}`,
      `<message id="Ma" name="a" ${key}/><message id="Mb" name="b" ${key}/>`,
    );
  const rules = async (text: string): Promise<string[]> =>
    (await read(text)).problems.filter(({ rule }) => rule === 'uncorrelated-start').map(({ element }) => element ?? '');
  expect(await rules(xml('Parallel'))).toEqual(['g']);
  expect(await rules(xml('Exclusive'))).toEqual([]);
  const keyed = xml('Parallel', 'cairn:correlationKey="=order"');
  expect(await rules(keyed)).toEqual([]);
  // One of them that says it does not say it for the other.
  expect(await rules(keyed.replace('cairn:correlationKey="=order"', ''))).toEqual(['g']);
  const start = (parallel: boolean, key = ''): string =>
    file(
      `<startEvent id="both" parallelMultiple="${parallel}"><messageEventDefinition messageRef="Ma"/><messageEventDefinition messageRef="Mb"/></startEvent>`,
      `<message id="Ma" name="a" ${key}/><message id="Mb" name="b" ${key}/>`,
    );
  expect(await rules(start(true))).toEqual(['both']);
  expect(await rules(start(false))).toEqual([]);
  expect(await rules(start(true, 'cairn:correlationKey="=order"'))).toEqual([]);
});

test('a type of XML Schema is a type', async () => {
  const data = '<dataObject id="d" xmlns:xsd="http://www.w3.org/2001/XMLSchema" itemSubjectRef="xsd:string"/>';
  const rules = async (text: string): Promise<string[]> => (await read(file(text))).problems.map(({ rule }) => rule);
  expect(await rules(`${data}${around}`)).not.toContain('dangling-reference');
  expect(await rules(`${data.replace('2001/XMLSchema', '2001/Other')}${around}`)).toContain('dangling-reference');
});
