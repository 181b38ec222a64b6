import { expect, test } from 'vitest';
import { checkContents } from '../../../engine/application/contents-check.ts';
import { evaluate } from '../../../engine/expressions/evaluate.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { around } from '../model/bpmn-text.ts';

const MOMENT = { now: 0, seed: 1 };

test.each(['in', 'return', 'between', 'order lines', 'order-lines', 'toString'])(
  'the collection of a multi-instance is a reference to a data input, even to one named %s',
  async (name) => {
    const { processes } = await readBpmn(
      around(`<task id="it"><ioSpecification><dataInput id="d" name="${name}" isCollection="true"/><inputSet><dataInputRefs>d</dataInputRefs></inputSet><outputSet/></ioSpecification>
        <multiInstanceLoopCharacteristics><loopDataInputRef>d</loopDataInputRef></multiInstanceLoopCharacteristics></task>`),
      'f.bpmn',
    );
    const [graph] = processes;
    const node = graph?.nodes.get('it');
    if (graph === undefined || node?.type !== 'bpmn:Task' || node.loop?.kind !== 'multi-instance')
      throw new Error('the file is not read as it should be');
    expect(await checkContents(graph, 'f.bpmn', () => [])).toEqual([]);
    const { collection } = node.loop;
    if (collection === null) throw new Error('there is no collection');
    expect(evaluate(collection, { [name]: [1, 2] }, MOMENT)).toEqual({ ok: true, value: [1, 2] });
    expect(evaluate(collection, {}, MOMENT)).toEqual({ ok: true, value: null });
  },
);

test.each([
  [
    'unreadable-expression',
    '8.4.6',
    '<task id="it"><standardLoopCharacteristics><loopCondition>1 +</loopCondition></standardLoopCharacteristics></task>',
  ],
  [
    'unreadable-script',
    '10.3.3',
    '<scriptTask id="it" scriptFormat="javascript"><script>let x = (</script></scriptTask>',
  ],
])('%s names the section of BPMN: %s', async (rule, section, content) => {
  const { processes } = await readBpmn(around(content), 'f.bpmn');
  const [graph] = processes;
  if (graph === undefined) throw new Error('the file is not read as it should be');
  const problems = await checkContents(graph, 'f.bpmn', () => []);
  expect(problems).toMatchObject([{ severity: 'error', rule, element: 'it' }]);
  expect(problems[0]?.message).toContain(`(BPMN 2.0.2, ${section})`);
});
