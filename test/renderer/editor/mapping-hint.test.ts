/** What the panel says of an activity without a mapping is what the engine does. */
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import { expect, it } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { mappingHint } from '../../../renderer/editor/properties/mapping-hint.ts';

const file = (attributes: string, extensions: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="file" targetNamespace="urn:test">
  <process id="process" isExecutable="true">
    <startEvent id="start" /><sequenceFlow id="first" sourceRef="start" targetRef="call" />
    <callActivity id="call" calledElement="other" ${attributes}>${extensions}</callActivity>
    <sequenceFlow id="second" sourceRef="call" targetRef="end" /><endEvent id="end" />
  </process>
</definitions>`;

async function hintOf(xml: string, isMapped = false): Promise<string> {
  const { processes } = await readBpmn(xml, 'calls.bpmn');
  expect(processes).toHaveLength(1);
  const { elementsById } = await new BpmnModdle().fromXML(xml);
  return mappingHint(elementsById['call'] as ModdleElement, isMapped, processes);
}

const passed =
  '<extensionElements><camunda:in source="order" target="order" /><camunda:out source="paid" target="paid" /></extensionElements>';

it('says that all is passed on, of a call of pure BPMN and of one that is mapped here', async () => {
  const hint = 'Without inputs it sees all variables; without outputs all that it sets is passed on.';
  expect(await hintOf(file('', ''))).toBe(hint);
  expect(await hintOf(file('', passed), true)).toBe(hint);
});

it('says that extensions of another engine map', async () => {
  expect(await hintOf(file('', passed))).toMatch(/^Extensions of another engine say what it sees/);
});

it('says that nothing comes back, of a call without a mapping in a file of another engine', async () => {
  expect(await hintOf(file('camunda:asyncBefore="true"', ''))).toMatch(/nothing goes in and nothing comes back/);
});
