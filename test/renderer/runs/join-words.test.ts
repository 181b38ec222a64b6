import { expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { joinWords } from '../../../renderer/runs/join-words.ts';

const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
  <process id="p" isExecutable="true">
    <startEvent id="s"/><task id="a" name="Pack"/><task id="b" name="Weigh"/><parallelGateway id="Gateway_0a1"/><endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="s" targetRef="b"/>
    <sequenceFlow id="f3" sourceRef="a" targetRef="Gateway_0a1"/><sequenceFlow id="f4" name="weighed" sourceRef="b" targetRef="Gateway_0a1"/>
    <sequenceFlow id="f5" sourceRef="Gateway_0a1" targetRef="e"/>
  </process>
</definitions>`;

test.each([
  [['f4'], ['b'], false, 'Waits for a token on the flow “weighed” from “Weigh”, which can come from “Weigh”.'],
  [
    ['f3', 'f4'],
    ['a', 'b'],
    false,
    'Waits for a token on each of the flows from “Pack” and “Weigh” (“weighed”). They can come from “Pack” and “Weigh”.',
  ],
  [['f3'], [], false, 'Waits for a token on the flow from “Pack” to Parallel gateway after Pack.'],
  [
    ['f4'],
    [],
    true,
    'Waits for a token on the flow “weighed” from “Weigh”. None can come any more: it waits for ever.',
  ],
  [[], [], true, 'Waits for one more token. None can come any more: it waits for ever.'],
  [
    ['f4'],
    ['a', 'b'],
    true,
    'Waits for a token on the flow “weighed” from “Weigh”. It could only come from “Pack” and “Weigh”, where tokens wait in turn, each for another: for ever.',
  ],
])('a token without one by %j that can come from %j, for ever: %s', async (missing, from, forEver, words) => {
  const { processes } = await readBpmn(xml, 'p.bpmn');
  expect(joinWords(processes[0] ?? null, { missing, from, forEver })).toBe(words);
});
