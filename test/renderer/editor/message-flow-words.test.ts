import { BpmnModdle } from 'bpmn-moddle';
import { expect, it } from 'vitest';
import { childrenOf } from '../../../engine/model/element.ts';
import { withEnds } from '../../../renderer/editor/message-flow-words.ts';

const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="n">
  <collaboration id="c">
    <participant id="customer" name="Customer"/>
    <participant id="shop" name="Shop" processRef="complaints"/>
    <messageFlow id="f" sourceRef="customer" targetRef="complained"/>
  </collaboration>
  <process id="complaints" name="Handle complaints"><startEvent id="complained"/></process>
</definitions>`;

it('calls the ends of a message flow and their processes by name, and leaves what a message is called', async () => {
  const { rootElement } = await new BpmnModdle().fromXML(xml);
  const [collaboration] = childrenOf(rootElement, 'rootElements');
  const [flow] = collaboration === undefined ? [] : childrenOf(collaboration, 'messageFlows');
  if (flow === undefined) throw new Error('the file has no message flow');
  expect(
    [
      'f (bpmn:MessageFlow): not delivered: customer is a pool without a process; complained waits for the message "customer" from outside.',
      'f (bpmn:MessageFlow): not delivered: customer (bpmn:Participant) sends no message.',
      'f (bpmn:MessageFlow): customer sends the message "m"; no one takes it: complained lies in complaints, which is not executed.',
      'f (bpmn:MessageFlow): delivered as the message "m" when customer is executed.',
    ].map((message) => withEnds(message, flow)),
  ).toEqual([
    'f (bpmn:MessageFlow): not delivered: “Customer” is a pool without a process; Start event (id complained) waits for the message "customer" from outside.',
    'f (bpmn:MessageFlow): not delivered: “Customer” sends no message.',
    'f (bpmn:MessageFlow): “Customer” sends the message "m"; no one takes it: Start event (id complained) lies in “Handle complaints”, which is not executed.',
    'f (bpmn:MessageFlow): delivered as the message "m" when “Customer” is executed.',
  ]);
});
