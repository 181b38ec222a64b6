/** What would run again, as the shading and its words say it; and flags of diagrams that cannot run. */
import { expect, it } from 'vitest';
import { readDiagram } from '../../../renderer/editor/checkpoint-points.ts';
import {
  horizonWords,
  replayHorizon,
  shadedIn,
  unsavedEffectProblems,
} from '../../../renderer/editor/replay-horizon.ts';

const file = (body: string): string => `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:cairn="urn:cairn:bpmn:1" targetNamespace="t"><process id="p" isExecutable="true">${body}</process></definitions>`;
const script = (id: string, more = ''): string =>
  `<scriptTask id="${id}" name="Do ${id}" scriptFormat="javascript" ${more}><script>1</script></scriptTask>`;
const flow = (from: string, to: string): string =>
  `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`;

async function stretch(
  body: string,
  id: string,
): Promise<{ nodes: string[]; shaded: readonly string[]; words: string }> {
  const { graphs, problems } = await readDiagram(file(body), 'x.bpmn');
  const [graph] = graphs;
  if (graph === undefined) throw new Error(JSON.stringify(problems));
  const horizon = replayHorizon(graph, id);
  return {
    nodes: horizon.nodes.map((node) => node.id),
    shaded: shadedIn(horizon),
    words: horizonWords(graph, id, horizon),
  };
}

const line = (mark: string): string =>
  `<startEvent id="s"/>${script('a', mark)}${script('b')}<endEvent id="e"/>${flow('s', 'a')}${flow('a', 'b')}${flow('b', 'e')}`;

it('goes back to the checkpoint before, and no further', async () => {
  expect(await stretch(line(''), 'b')).toMatchObject({
    shaded: ['a', 'b', 'a-b', 's-a'],
    nodes: ['a', 'b'],
    words: 'If the engine died while “Do b” is at work, this would run again: “Do a”, “Do b”',
  });
});

it('does not name an element twice that runs again alone', async () => {
  const { words } = await stretch(line('cairn:checkpoint="after"'), 'b');
  expect(words).toBe('If the engine died while “Do b” is at work, it would run again.');
});

it('follows a token that jumps by a link', async () => {
  const link = (kind: string, id: string): string =>
    `<intermediate${kind}Event id="${id}"><linkEventDefinition name="over"/></intermediate${kind}Event>`;
  const body = `<startEvent id="s"/>${script('a')}${link('Throw', 'out')}${link('Catch', 'in')}${script('b')}<endEvent id="e"/>
    ${flow('s', 'a')}${flow('a', 'out')}${flow('in', 'b')}${flow('b', 'e')}`;
  expect((await stretch(body, 'b')).nodes).toEqual(['a', 'out', 'in', 'b']);
});

it('names no gateway and no event among what runs again', async () => {
  const body = `<startEvent id="s"/><exclusiveGateway id="g" name="Which?"/><endEvent id="e"/>${flow('s', 'g')}${flow('g', 'e')}`;
  const { nodes, shaded, words } = await stretch(body, 'g');
  expect(shaded).toEqual([]);
  expect(nodes).toContain('g');
  expect(words).toBe('If the engine died here, no work would be done again.');
});

it('has no remark where nothing is done outside', async () => {
  const { graphs } = await readDiagram(file(line('')), 'x.bpmn');
  expect(graphs.flatMap(unsavedEffectProblems)).toEqual([]);
});

it('keeps the flags of a diagram in which another element cannot run', async () => {
  const broken = line('cairn:checkpoint="after"') + '<userTask id="u"/><boundaryEvent id="x" attachedToRef="u"/>';
  const { graphs, problems, flags } = await readDiagram(file(broken), 'x.bpmn');
  expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
  expect(graphs).toEqual([]);
  expect(flags.get('a')?.[0]?.kind).toBe('explicit');
});
