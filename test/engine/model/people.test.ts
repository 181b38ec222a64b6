import { expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';

async function peopleOf(attributes: string, inside = '') {
  const { processes } = await readBpmn(
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:o="http://operaton.org/schema/1.0/bpmn"
      xmlns:f="http://flowable.org/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
      <process id="p" isExecutable="true"><userTask id="u" ${attributes}>${inside}</userTask></process></definitions>`,
    'p.bpmn',
  );
  const node = processes[0]?.nodes.get('u');
  return node?.type === 'bpmn:UserTask' ? node.people : undefined;
}

test('whom a user task is meant for is read in the words of Camunda 7 and its kin', async () => {
  expect(await peopleOf('o:assignee="${initiator}" o:candidateGroups="a, b" o:followUpDate="P1D" o:x="1"')).toEqual({
    assignee: '${initiator}',
    candidateGroups: 'a, b',
    followUpDate: 'P1D',
  });
  expect(await peopleOf('f:candidateUsers="ann" f:dueDate="2026-01-01" f:priority="5"')).toEqual({
    candidateUsers: 'ann',
    dueDate: '2026-01-01',
    priority: '5',
  });
});

test('and in those of Zeebe, and in BPMN’s own', async () => {
  const zeebe = `<extensionElements><zeebe:assignmentDefinition assignee="=owner" candidateGroups="sales"/>
    <zeebe:taskSchedule dueDate="=due"/><zeebe:priorityDefinition priority="80"/></extensionElements>`;
  expect(await peopleOf('', zeebe)).toEqual({
    assignee: '=owner',
    candidateGroups: 'sales',
    dueDate: '=due',
    priority: '80',
  });
  const own = (type: string, text: string): string =>
    `<${type}><resourceAssignmentExpression><formalExpression>${text}</formalExpression></resourceAssignmentExpression></${type}>`;
  expect(await peopleOf('', own('humanPerformer', 'ann') + own('potentialOwner', 'sales'))).toEqual({
    assignee: 'ann',
    candidateGroups: 'sales',
  });
  expect(await peopleOf('o:assignee=" "')).toBeNull();
});
