import { expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { countOfNotes, foldVendorNotes, noteBelow } from '../../../engine/protocol/vendor-notes.ts';

const task = (id: string, attributes: string): string => `<userTask id="${id}" ${attributes}/>`;
const file = (inside: string): string => `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:z="urn:z" targetNamespace="t">
  <process id="p" isExecutable="true">${inside}<textAnnotation id="text"><text>x</text></textAnnotation></process></definitions>`;

test('what is kept for other engines is one line for each namespace, whatever else is said stays', async () => {
  const { problems } = await readBpmn(
    file(task('a', 'camunda:assignee="ann" camunda:priority="5" z:x="1"') + task('b', 'camunda:assignee="bob"')),
    'p.bpmn',
  );
  const { others, folded } = foldVendorNotes(problems);
  expect(others.map(({ element }) => element)).toContain('text');
  expect(others.filter(({ rule }) => rule === 'vendor-extension')).toEqual([]);
  expect(folded.map(countOfNotes)).toEqual(['3 camunda extensions of 2 elements', 'One z extension']);
  expect(folded[0]?.notes.map(({ problem, names }) => noteBelow(problem, names))).toEqual([
    expect.stringMatching(/^a .*: camunda:assignee, camunda:priority\.$/),
    expect.stringMatching(/^b .*: camunda:assignee\.$/),
  ]);
});

test('a single note is told as it is', async () => {
  const { problems } = await readBpmn(file(task('a', 'camunda:assignee="ann"')), 'p.bpmn');
  expect(foldVendorNotes(problems)).toEqual({ others: problems, folded: [] });
});
