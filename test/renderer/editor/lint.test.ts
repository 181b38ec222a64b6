/// <reference path="../../../renderer/editor/bpmnlint.d.ts" />
import { BpmnModdle } from 'bpmn-moddle';
import { expect, it } from 'vitest';
import { lint } from '../../../renderer/editor/lint.ts';

const file = (flows: string): string => `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  targetNamespace="t"><process id="p" isExecutable="true"><startEvent id="s"/><task id="a" name="Pack"/>
  <subProcess id="sub" name="Inside"><task id="b" name="Wrap"/><task id="c"/><sequenceFlow id="g" sourceRef="b" targetRef="c"/></subProcess>
  <endEvent id="e" name="Done"/>${flows}</process></definitions>`;

async function problems(flows: string): Promise<{ messages: string[]; after: string }> {
  const moddle = new BpmnModdle();
  const { rootElement } = await moddle.fromXML(file(flows));
  const messages = (await lint(rootElement)).map(({ message }) => message);
  return { messages, after: (await moddle.toXML(rootElement)).xml };
}

const joined =
  '<sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="h" sourceRef="a" targetRef="sub"/>' +
  '<sequenceFlow id="i" sourceRef="sub" targetRef="e"/>';

it('takes for connected what a flow names, though the element does not, and leaves the file as it was', async () => {
  const { messages, after } = await problems(joined);
  expect(messages).toEqual(['Start event (id s) has no name.', 'Task (id c) has no name.']);
  expect(after).not.toContain('incoming');
});

it('says of what lies alone that it is not connected, by its name', async () => {
  const { messages } = await problems('');
  expect(messages).toContain('“Pack” is not connected to anything.');
});
