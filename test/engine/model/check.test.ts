import { expect, test } from 'vitest';
import { check } from '../../../engine/model/check.ts';
import { definitions, flow } from './bpmn-text.ts';

test('counts the elements of each process and names the tasks that need a stub', async () => {
  const xml = definitions(`
    <process id="p" name="P"><startEvent id="s"/><subProcess id="sub"><serviceTask id="call" name="Call" camunda:class="a.B"/></subProcess>
      <scriptTask id="old" scriptFormat="groovy"><script>x</script></scriptTask>${flow('s', 'sub')}${flow('sub', 'old')}</process>
    <process id="q"><implicitThrowEvent id="c"/></process>
    <process id="r" isExecutable="false"><task id="t"/></process>`);
  const { runnable, processes, problems } = await check(xml, 'some/file.bpmn');
  expect(runnable).toBe(true);
  expect(processes).toEqual([
    {
      id: 'p',
      name: 'P',
      executable: true,
      runnable: true,
      elements: {
        'bpmn:StartEvent': 1,
        'bpmn:SubProcess': 1,
        'bpmn:ServiceTask': 1,
        'bpmn:ScriptTask': 1,
        'bpmn:SequenceFlow': 2,
      },
      external: [
        { element: 'call', name: 'Call', type: 'bpmn:ServiceTask', description: 'camunda:class="a.B"' },
        { element: 'old', name: null, type: 'bpmn:ScriptTask', description: 'script in groovy' },
      ],
    },
    {
      id: 'q',
      name: null,
      executable: true,
      runnable: false,
      elements: { 'bpmn:ImplicitThrowEvent': 1 },
      external: [],
    },
    { id: 'r', name: null, executable: false, runnable: false, elements: { 'bpmn:Task': 1 }, external: [] },
  ]);
  expect(problems.map(({ file, severity, element }) => [file, severity, element])).toEqual([
    ['some/file.bpmn', 'note', 'r'],
    ['some/file.bpmn', 'error', 'c'],
    ['some/file.bpmn', 'note', 'call'],
  ]);
});

test('a file that cannot be read is not runnable', async () => {
  expect(await check('', 'x')).toMatchObject({ runnable: false, processes: [], problems: [{ rule: 'not-xml' }] });
});
