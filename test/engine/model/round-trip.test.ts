/**
 * A file that is opened, edited and saved, as the designer does it, is the same file but for the edit, to the letter. One that is
 * laid out says the same as before, outside of its diagram: every element, attribute, text, comment and instruction.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { ModdleElement } from 'bpmn-moddle';
import { describe, expect, test } from 'vitest';
import { childrenOf } from '../../../engine/model/element.ts';
import { layoutDiagram } from '../../../engine/model/layout/layout-diagram.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { opened, saved, written } from './as-the-designer.ts';

const corpus = new URL('../../corpus/', import.meta.url);
const files = ['bpmn', 'negative'].flatMap((folder) =>
  readdirSync(new URL(folder, corpus))
    .filter((name) => name.endsWith('.bpmn') && !name.includes('XXE'))
    .map((name) => `${folder}/${name}`),
);

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const decoded = (text: string): string =>
  text.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (all, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return ENTITIES[name] ?? all;
  });

/**
 * What a file says, a line for each attribute, text and element, under the path of elements that it lies in (by id where
 * they have one): the order of different elements in each other means nothing in BPMN, and the writer sorts them.
 */
function saidIn(xml: string): string[] {
  const said: string[] = [];
  const open: {
    readonly name: string;
    readonly spaces: Readonly<Record<string, string>>;
    readonly path: string;
    text: string;
  }[] = [];
  const named = (name: string, spaces: Readonly<Record<string, string>>, plain: string): string => {
    const [prefix, local] = name.includes(':') ? (name.split(':') as [string, string]) : ['', name];
    const uri = prefix === '' ? plain : (spaces[prefix] ?? prefix);
    return uri === '' ? local : `{${uri}}${local}`;
  };
  for (const [, skipped, data, closing, tag = '', attributes = '', empty, text] of xml.matchAll(
    /(<!--[\s\S]*?-->|<\?[\s\S]*?\?>)|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/g,
  )) {
    const top = open.at(-1);
    if (skipped !== undefined) {
      said.push(`${top?.path ?? ''} ${skipped}`);
      continue;
    }
    if (text !== undefined || data !== undefined) {
      if (top !== undefined) top.text += data ?? decoded(text ?? '');
      continue;
    }
    if (closing !== '/') {
      const given = [...attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
        ([, name = '', a, b]) =>
          [
            name,
            decoded(a ?? b ?? '')
              .replace(/\s+/g, ' ')
              .trim(),
          ] as const,
      );
      const spaces = { ...top?.spaces };
      for (const [name, value] of given) if (/^xmlns(:|$)/.test(name)) spaces[name.slice(6)] = value;
      const name = named(tag, spaces, spaces[''] ?? '');
      const id = given.find(([key]) => key === 'id')?.[1];
      const path = `${top?.path ?? ''}/${name}${id === undefined ? '' : `#${id}`}`;
      said.push(path);
      for (const [key, value] of given) {
        if (!/^xmlns(:|$)/.test(key)) said.push(`${path} @${named(key, spaces, '')}="${value}"`);
      }
      open.push({ name, spaces, path, text: '' });
    }
    if (closing === '/' || empty === '/') {
      const ended = open.pop();
      if (ended !== undefined && ended.text.trim() !== '')
        said.push(`${ended.path} "${ended.text.replace(/\s+/g, ' ').trim()}"`);
    }
  }
  return said.toSorted();
}

/** Lines of the one that the other has not, counted. */
function missing(from: readonly string[], other: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1);
  return from.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** The innermost elements of all processes. */
function innermost(within: ModdleElement): ModdleElement[] {
  return ['rootElements', 'flowElements'].flatMap((part) =>
    childrenOf(within, part).flatMap((child) => {
      const inner = innermost(child);
      return inner.length > 0 ? inner : [child];
    }),
  );
}

/** Where two texts differ: what the one has there, and the other. */
function difference(one: string, other: string): readonly [string, string] {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return [one.slice(start, one.length - end), other.slice(start, other.length - end)];
}

describe.each(files)('%s', (name) => {
  const xml = readFileSync(new URL(name, corpus), 'utf8');
  test("is the same file when it is saved, and but for a name when that was edited; the vendor's attribute stays in the file", async () => {
    expect(await saved(xml)).toBe(xml);
    const edited = await saved(xml, ({ definitions }) => {
      const found = innermost(definitions);
      found[Math.floor(found.length / 2)]?.set('name', '@');
    });
    const [before, after] = difference(xml, edited);
    expect(before).toMatch(/^[^<>="]*$/);
    expect(after.trim()).toMatch(/^(?:name=")?@"?$/);
  });
  test('loses nothing but its diagram when it is laid out', async () => {
    const layout = await layoutDiagram(xml);
    const isDrawing = (line: string): boolean => line.includes('/DI}BPMNDiagram') && !/ <[!?]/.test(line);
    // What had no id has one now.
    const nameless = (line: string): string => line.replace(/#[^/ "]*/g, '');
    const before = saidIn(xml).filter((line) => !isDrawing(line));
    expect(layout.ok ? missing(before.map(nameless), saidIn(layout.xml).map(nameless)) : layout.reason).toEqual([]);
  });
});

/** What bpmn-moddle's own descriptor renames or does not know. */
const NAMED_IN_THE_SCHEMA = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">
  <message id="m"/>
  <correlationProperty id="cp"><correlationPropertyRetrievalExpression id="re" messageRef="m">
    <messagePath id="mp">order</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
  <collaboration id="c"><participant id="pa" processRef="p"/><participant id="pb"/>
    <messageFlow id="mf" sourceRef="pa" targetRef="pb"/><messageFlow id="mg" sourceRef="pa" targetRef="pb"/>
    <conversation id="cv"><participantRef>pa</participantRef><participantRef>pb</participantRef>
      <messageFlowRef>mf</messageFlowRef><messageFlowRef>mg</messageFlowRef>
      <correlationKey id="ck"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey></conversation>
  </collaboration>
  <process id="p" isExecutable="true">
    <correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding id="cb" correlationPropertyRef="cp">
      <dataPath xsi:type="tFormalExpression" language="feel">order</dataPath></correlationPropertyBinding></correlationSubscription>
    <startEvent id="s"><outgoing>f</outgoing></startEvent><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
    <task id="t"><incoming>f</incoming><multiInstanceLoopCharacteristics id="mi" behavior="Complex"><loopCardinality xsi:type="tFormalExpression">3</loopCardinality>
      <complexBehaviorDefinition id="cx"><condition xsi:type="tFormalExpression">=true</condition>
        <event id="ev"><signalEventDefinition id="sd"/></event></complexBehaviorDefinition>
    </multiInstanceLoopCharacteristics></task>
  </process>
  <globalScriptTask id="gs" scriptLanguage="feel"><script>1</script></globalScriptTask>
</definitions>`;

describe('elements that the schema names after their part', () => {
  test('keep their names when the file is written, and when it is laid out', async () => {
    const names = ['<messagePath id="mp">order</messagePath>', '<dataPath', '<condition', '<event id="ev">'];
    const text = await written(await opened(NAMED_IN_THE_SCHEMA));
    for (const name of names) expect(text).toContain(name);
    const layout = await layoutDiagram(NAMED_IN_THE_SCHEMA);
    expect(layout.ok ? missing(saidIn(NAMED_IN_THE_SCHEMA), saidIn(layout.xml)) : layout.reason).toEqual([]);
  });
  test('are known to the check', async () => {
    const { problems } = await readBpmn(NAMED_IN_THE_SCHEMA, 'conversation.bpmn');
    expect(problems.filter(({ rule }) => rule === 'not-bpmn')).toEqual([]);
  });
});

describe('what BPMN has no place for', () => {
  const holding = (roots: string, content = ''): string =>
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:foo="urn:foo" id="d" targetNamespace="t">
  ${roots}
  <process id="p" isExecutable="true">
    <startEvent id="s"/>${content}
  </process>
</definitions>`;
  test.each([
    ['an element of nobody', holding('', '\n<foo:thing><foo:inner/></foo:thing>')],
    ['an element that BPMN does not have', holding('', '<fooBar/>')],
    [
      'an element in no namespace',
      holding('', '<task id="t"><extensionElements><plain xmlns=""><inner/></plain></extensionElements></task>'),
    ],
    ['a documentation where none may be', holding('<extension><documentation>x</documentation></extension>')],
  ])('stays: %s', async (_, xml) => {
    expect(await saved(xml)).toBe(xml);
    const kept = saidIn(xml);
    const layout = await layoutDiagram(xml);
    expect(layout.ok ? missing(kept, saidIn(layout.xml)) : layout.reason).toEqual([]);
    const edited = await saved(xml, ({ definitions }) => definitions.set('name', 'edited'));
    expect(missing(kept, saidIn(edited))).toEqual([]);
  });
  test('twice is refused where the file is to be laid out', async () => {
    const xml = holding('', '\n<task id="t"><ioSpecification id="a"/>\n<ioSpecification id="b"/></task>');
    expect(await layoutDiagram(xml)).toEqual({
      ok: false,
      reason: expect.stringContaining('<ioSpecification> twice, in lines 5 and 6') as string,
    });
    expect(await saved(xml)).toBe(xml);
  });
});
