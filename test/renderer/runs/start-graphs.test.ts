import { describe, expect, it } from 'vitest';
import { graphsOf } from '../../../renderer/runs/start-graphs.ts';
import { startVariables } from '../../../renderer/runs/start-variables.ts';

const file = (...processes: string[]): string =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:cairn="urn:cairn:bpmn:1" targetNamespace="t">${processes.join('')}</definitions>`;

const line = (id: string, activity: string): string =>
  `<process id="${id}" isExecutable="true"><startEvent id="${id}-s"/><sequenceFlow id="${id}-1" sourceRef="${id}-s" targetRef="${id}-a"/>${activity}<sequenceFlow id="${id}-2" sourceRef="${id}-a" targetRef="${id}-e"/><endEvent id="${id}-e"/></process>`;

const script = (id: string, text: string): string =>
  line(id, `<scriptTask id="${id}-a" scriptFormat="javascript"><script>${text}</script></scriptTask>`);

const call = (id: string, called: string, mapping = ''): string =>
  line(
    id,
    `<callActivity id="${id}-a" calledElement="${called}">${mapping === '' ? '' : `<extensionElements><cairn:mapping>${mapping}</cairn:mapping></extensionElements>`}</callActivity>`,
  );

/** What a start of the first process asks for, with who reads it. */
async function asked(text: string, ...others: string[]): Promise<Record<string, readonly string[]>> {
  const files = others.map((other, index) => ({ path: `${index}.bpmn`, text: other }));
  const { graph, called } = await graphsOf('p.bpmn', text, files);
  return Object.fromEntries(startVariables(graph!, called).map(({ name, readBy }) => [name, readBy]));
}

describe('a start asks for what only a called process reads', () => {
  const priced = script('price', 'total = amount * rate');

  it.each([
    ['of the same file', [file(call('p', 'price'), priced)]],
    ['of another file', [file(call('p', 'price')), file(priced)]],
    ['through a process between them', [file(call('p', 'between')), file(call('between', 'price')), file(priced)]],
  ])('%s', async (_where, [text, ...others]) => {
    expect(await asked(text!, ...others)).toEqual({ amount: ['p-a'], rate: ['p-a'] });
  });

  it('not where the call gives it under names of its own', async () => {
    const mapped = call('p', 'price', '<cairn:in name="amount" value="=net"/><cairn:in name="rate" value="=7"/>');
    expect(await asked(file(mapped, priced))).toEqual({ net: ['p-a'] });
  });

  it('not where nothing is known of the called process, and once where a process calls itself', async () => {
    expect(await asked(file(call('p', 'elsewhere')))).toEqual({});
    expect(await asked(file(call('p', 'p')))).toEqual({});
    expect(await asked(file(call('p', 'q')), file(call('q', 'p')))).toEqual({});
  });

  it('and counts what the called process writes as written for what comes after', async () => {
    const both = `<process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
      <callActivity id="c" calledElement="price"/><sequenceFlow id="f2" sourceRef="c" targetRef="a"/>
      <scriptTask id="a" scriptFormat="javascript"><script>tax = total * share</script></scriptTask>
      <sequenceFlow id="f3" sourceRef="a" targetRef="e"/><endEvent id="e"/></process>`;
    expect(Object.keys(await asked(file(both, priced)))).toEqual(['amount', 'rate', 'share']);
  });
});
