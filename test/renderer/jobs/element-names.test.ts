import { beforeAll, describe, expect, it } from 'vitest';
import type { ProcessGraph } from '../../../engine/model/graph/process.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { elementName, withNames } from '../../../renderer/jobs/element-names.ts';

let graph: ProcessGraph;
beforeAll(async () => {
  const { processes } = await readBpmn(
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
      <process id="p" name="Loans" isExecutable="true">
        <startEvent id="start"/><sequenceFlow id="Flow_1a" sourceRef="start" targetRef="assess-risk"/>
        <userTask id="assess-risk" name="Assess&#10;risk"/>
        <sequenceFlow id="Flow_02r01ub" sourceRef="assess-risk" targetRef="Gateway_1x"/>
        <boundaryEvent id="Event_9z" attachedToRef="assess-risk"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
        <sequenceFlow id="late" sourceRef="Event_9z" targetRef="Event_8y"/><endEvent id="Event_8y"/>
        <exclusiveGateway id="Gateway_1x" default="Flow_3"/>
        <sequenceFlow id="Flow_2" name="good" sourceRef="Gateway_1x" targetRef="grant"><conditionExpression>=true</conditionExpression></sequenceFlow>
        <sequenceFlow id="Flow_3" sourceRef="Gateway_1x" targetRef="Event_7x"/><endEvent id="Event_7x"/>
        <userTask id="grant"/><sequenceFlow id="f" sourceRef="grant" targetRef="end"/><endEvent id="end"/>
      </process>
    </definitions>`,
    'loans.bpmn',
  );
  graph = processes[0]!;
});

describe('elementName', () => {
  it.each([
    ['assess-risk', 'Assess risk'],
    ['start', 'Start event start'],
    ['Gateway_1x', 'Exclusive gateway after Assess risk'],
    ['Event_9z', 'Boundary event at Assess risk'],
    ['Event_7x', 'End event Event_7x'],
    ['Flow_02r01ub', 'Flow from Assess risk to Exclusive gateway after Assess risk'],
    ['Flow_2', 'Flow “good” from Exclusive gateway after Assess risk'],
    ['p', 'Loans'],
    ['elsewhere', 'elsewhere'],
  ])('calls %s %s', (id, name) => expect(elementName(graph, id)).toBe(name));

  it('knows only the id while the diagram is not there', () => expect(elementName(null, 'Flow_2')).toBe('Flow_2'));
});

describe('withNames', () => {
  it.each([
    ['assess-risk: the rule failed', '“Assess risk”: the rule failed'],
    ['there is no element assess-risk in the new version', 'there is no element “Assess risk” in the new version'],
    [
      'the condition of Flow_2, on the way out of Gateway_1x, cannot be evaluated',
      'the condition of the flow “good” from Exclusive gateway after Assess risk, on the way out of the exclusive gateway after Assess risk, cannot be evaluated',
    ],
    [
      'no sequence flow Flow_1a leads to assess-risk',
      'no sequence flow from Start event start to Assess risk leads to “Assess risk”',
    ],
    ['the end of grant is late; start again', 'the end of grant is late; start again'],
    ['FEEL "assess-risk.x" failed at /tmp/assess-risk', 'FEEL "assess-risk.x" failed at /tmp/assess-risk'],
    ["Variable 'assess-risk' not found in assess-risk.", "Variable 'assess-risk' not found in “Assess risk”."],
  ])('says %s', (sentence, words) => expect(withNames(graph, sentence)).toBe(words));

  it('leaves a sentence as it is while the diagram is not there', () =>
    expect(withNames(null, 'assess-risk: no')).toBe('assess-risk: no'));
});
