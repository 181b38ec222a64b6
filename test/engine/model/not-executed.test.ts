/** What is told as kept and not executed, and what is not, because it is. */
import { expect, test } from 'vitest';
import { file, flow, read } from './bpmn-text.ts';

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
