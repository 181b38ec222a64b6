import { expect, it } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { answeredBy, foreignWorkProblems } from '../../../renderer/editor/foreign-work.ts';

const process = (tasks: string): string => `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:cairn="urn:cairn:bpmn:1" targetNamespace="t">
  <process id="p" isExecutable="true"><startEvent id="s"/>${tasks}
    <sequenceFlow id="f" sourceRef="s" targetRef="pay"/></process></definitions>`;

async function warnings(tasks: string, answered?: ReadonlySet<string>): Promise<string[]> {
  const { processes, problems } = await readBpmn(process(tasks), 'a.bpmn');
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const found = processes.flatMap((graph) => foreignWorkProblems(graph, answered));
  expect(found.every(({ severity, source }) => severity === 'warning' && source === 'engine')).toBe(true);
  return found.map(({ element, message }) => `${element ?? ''} ${message}`);
}

it('warns of a class that nothing in Cairn runs, and says what to do', async () => {
  expect(await warnings('<serviceTask id="pay" name="Pay" camunda:class="com.acme.Pay"/>')).toEqual([
    'pay “Pay”: nothing in Cairn runs camunda:class="com.acme.Pay". A job stops here with an incident, unless its ' +
      'scenario answers for the task. Give it a stub under “services” of a scenario, or choose how it is done in its properties.',
  ]);
});

it('warns of a task of which nothing says how it is done, and of a script in another language', async () => {
  const [task] = await warnings('<serviceTask id="pay" name="Pay"/>');
  expect(task).toContain('“Pay”: nothing says how it is done: no implementation named.');
  const [script] = await warnings('<scriptTask id="pay" scriptFormat="groovy"><script>1</script></scriptTask>');
  expect(script).toContain('Script task (id pay): nothing in Cairn runs script in groovy.');
  expect(script).toContain('write its script in JavaScript or FEEL');
});

it('says nothing of what Cairn runs', async () => {
  const http = '<extensionElements><cairn:http method="GET" url="http://localhost"/></extensionElements>';
  expect(await warnings(`<serviceTask id="pay">${http}</serviceTask>`)).toEqual([]);
});

it('says nothing of a task for which its scenario answers, and warns of the others', async () => {
  const tasks =
    '<serviceTask id="pay" camunda:class="com.acme.Pay"/><serviceTask id="ship" camunda:class="com.acme.Ship"/>';
  const found = await warnings(tasks, answeredBy('{"services": {"pay": [{"respond": true}]}}'));
  expect(found.map((each) => each.split(' ')[0])).toEqual(['ship']);
  for (const text of ['{"services": ', '{"variables": {}}', '[]', 'null']) expect(answeredBy(text).size).toBe(0);
});
