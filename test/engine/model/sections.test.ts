/** Each refusal names the section of BPMN that decides it. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hasSection, NO_SECTION } from '../../../engine/model/sections.ts';
import { file, flow, problem } from './bpmn-text.ts';

interface Refusal {
  readonly place: string;
  readonly rule: string;
  readonly cites: boolean;
}

/** Every place in the model that refuses, as its text says. */
function refusals(): Refusal[] {
  const folder = new URL('../../../engine/model/', import.meta.url).pathname;
  return globSync('**/*.ts', { cwd: folder }).flatMap((name) => {
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    const rule = /const RULE = '([\w-]+)'/.exec(text)?.[1] ?? '';
    return [...text.matchAll(/eport\.(?:error\(|add\(\s*'error',)\s*(.*?)\);\n/gs)].map((found): Refusal => {
      const said = (found[1] ?? '').replace('`${kind}-name`', "'message-name'");
      const named = /^[^,]+?,\s*'([\w-]+)'/s.exec(said)?.[1] ?? /'([a-z]+(?:-[a-z]+)+)'/.exec(said)?.[1];
      const place = `${name}: ${said.replace(/\s+/g, ' ').slice(0, 60)}`;
      return { place, rule: named ?? rule, cites: /BPMN 2\.0\.2, \d|\$\{(?:SECTION|TABLE)\}/.test(said) };
    });
  });
}

test('every place that refuses does', () => {
  const all = refusals();
  expect(all.length).toBeGreaterThan(90);
  // What cannot be parsed breaks no rule of BPMN: the outline names its own reasons.
  const judged = all.filter(({ place }) => place !== 'read-bpmn.ts: element, rule, message');
  const silent = judged.filter(({ cites, rule }) => !cites && !hasSection(rule) && !NO_SECTION.includes(rule));
  expect(silent).toEqual([]);
});

const before = `<startEvent id="s"/><endEvent id="e"/>${flow('s', 't')}${flow('t', 'e')}`;
test.each([
  ['unsupported-element', `${before}<intermediateCatchEvent id="t"/>`, '', '10.5.4'],
  ['dangling-reference', `${before}<receiveTask id="t" messageRef="no"/>`, '', '10.3.3'],
  [
    'dangling-reference',
    `${before}<intermediateThrowEvent id="t"><signalEventDefinition signalRef="no"/></intermediateThrowEvent>`,
    '',
    '10.5.5',
  ],
  [
    'dangling-reference',
    `${before}<intermediateThrowEvent id="t"><compensateEventDefinition activityRef="no"/></intermediateThrowEvent>`,
    '',
    '10.5.5',
  ],
  [
    'dangling-reference',
    '<startEvent id="s"/><endEvent id="e"><errorEventDefinition errorRef="no"/></endEvent><sequenceFlow id="f" sourceRef="s" targetRef="e"/>',
    '',
    '10.5.5',
  ],
  ['dangling-reference', '<startEvent id="s"/><sequenceFlow id="f" sourceRef="s"/>', '', '8.4.13'],
  ['dangling-reference', '<startEvent id="s"/><sequenceFlow id="f" targetRef="s"/>', '', '8.4.13'],
  ['no-start', '', '', '10.2'],
  [
    'signal-name',
    `<startEvent id="s"><signalEventDefinition signalRef="x"/></startEvent><endEvent id="e"/>${flow('s', 'e')}`,
    '<signal id="x" name="${a}"/>',
    '10.5.5',
  ],
  [
    'message-name',
    `<startEvent id="s"><messageEventDefinition messageRef="x"/></startEvent><endEvent id="e"/>${flow('s', 'e')}`,
    '<message id="x" name="${a}"/>',
    '8.4.11',
  ],
  ['duplicate-id', '<startEvent id="s"/><task id="s"/>', '', '8.3.1'],
])('%s: %s', async (rule, content, roots, section) => {
  const { message, severity } = await problem(file(content, roots), rule);
  expect(severity).toBe('error');
  expect(message).toContain(`(BPMN 2.0.2, ${section}`);
});
