import { expect, it } from 'vitest';
import {
  freePath,
  nameProblem,
  pathForIntake,
  pathNamed,
  withOwnProcesses,
} from '../../../renderer/editor/file-names.ts';

it('gives a file another name beside where it is, and moves it where the name has folders', () => {
  expect(pathNamed('processes/old/order.bpmn', 'sale')).toBe('processes/old/sale.bpmn');
  expect(pathNamed('processes/old/order.bpmn', ' sale.BPMN ')).toBe('processes/old/sale.bpmn');
  expect(pathNamed('processes/old/order.bpmn', 'new/sale')).toBe('processes/new/sale.bpmn');
  expect(pathNamed('rules/price.v2.dmn', 'price.v3')).toBe('rules/price.v3.dmn');
});

it('says what a name cannot be', () => {
  expect(nameProblem('Größe 2.b/ok')).toBeNull();
  expect([nameProblem(' '), nameProblem('a//b'), nameProblem('../x'), nameProblem('a*b')]).toEqual([
    'Needs a name.',
    'A folder has no name.',
    'A name does not begin with a dot.',
    'A name holds no *',
  ]);
});

it('numbers a path that is taken', () => {
  expect(freePath('rules/a.dmn', new Set())).toBe('rules/a.dmn');
  expect(freePath('rules/a.dmn', new Set(['rules/a.dmn', 'rules/a-2.dmn']))).toBe('rules/a-3.dmn');
});

it('knows where a file from outside goes: by its ending, and .xml by what it holds', () => {
  const bpmn = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>';
  const dmn = "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'/>";
  const old = '<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd"/>';
  expect(pathForIntake('Über uns (1).BPMN', '')).toBe('processes/Über-uns-1-.bpmn');
  expect(pathForIntake('a.bpmn20.xml', bpmn)).toBe('processes/a.bpmn');
  expect(pathForIntake('a.bpmn2', bpmn)).toBe('processes/a.bpmn');
  expect(pathForIntake('a.xml', dmn)).toBe('rules/a.dmn');
  expect(pathForIntake('a.dmn.xml', old)).toBe('rules/a.dmn');
  expect(pathForIntake('orders.json', '{}')).toBe('scenarios/orders.json');
  for (const [name, text] of [
    ['a.xml', '<a/>'],
    ['a.txt', bpmn],
    ['cairn.json', '{}'],
  ] as const)
    expect(pathForIntake(name, text)).toBeNull();
});

it('gives the processes of a copy ids of their own, wherever the file speaks of them', () => {
  const text = `<definitions id="d">
  <collaboration id="c"><participant id="pool" processRef="p"/></collaboration>
  <process name="Order" isExecutable="true" id='p'><task id="p-1" name="p"/><callActivity calledElement="p"/></process>
  <process id="q"><task id="t"/></process>
  <BPMNPlane bpmnElement="c"/><BPMNShape bpmnElement="p-1"/>
</definitions>`;
  const { text: copy, ids } = withOwnProcesses(text, new Set(['p', 'p-2', 'q']));
  expect(ids).toEqual(['p-3', 'q-2']);
  expect(copy).toBe(`<definitions id="d">
  <collaboration id="c"><participant id="pool" processRef="p-3"/></collaboration>
  <process name="Order 3" isExecutable="true" id='p-3'><task id="p-1" name="p"/><callActivity calledElement="p-3"/></process>
  <process id="q-2"><task id="t"/></process>
  <BPMNPlane bpmnElement="c"/><BPMNShape bpmnElement="p-1"/>
</definitions>`);
});

it('leaves alone what only has the same id as the process: a field of a form is a variable', () => {
  const text = '<process id="order"><extensionElements><c:formField id="order"/></extensionElements></process>';
  expect(withOwnProcesses(text, new Set(['order'])).text).toBe(
    '<process id="order-2"><extensionElements><c:formField id="order"/></extensionElements></process>',
  );
});
