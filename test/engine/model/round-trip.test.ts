/**
 * A file that is opened and saved, as the designer does it, says the same as before: every element, attribute and text of
 * every namespace. What XML says means nothing may differ: prefixes, order of attributes, space around texts, comments.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { BpmnModdle } from 'bpmn-moddle';
import { describe, expect, test } from 'vitest';
import { mended } from '../../../engine/model/descriptor-mends.ts';
import { layoutDiagram } from '../../../engine/model/layout/layout-diagram.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { keepUnresolved } from '../../../engine/model/unresolved.ts';
import { cairnDescriptor } from '../../../engine/protocol/descriptor.ts';

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
    if (skipped !== undefined) continue;
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
  return said
    .map(inOneForm)
    .filter((line) => line !== '')
    .toSorted();
}

/** What the standard's schema says of an attribute that is not there: it is left out when it says just that. */
const DEFAULTS = new Set([
  'startQuantity="1"',
  'completionQuantity="1"',
  'isForCompensation="false"',
  'parallelMultiple="false"',
  'cancelActivity="true"',
  'triggeredByEvent="false"',
  'isCollection="false"',
  'isInterrupting="true"',
  'isSequential="false"',
  'testBefore="false"',
  'behavior="All"',
  'instantiate="false"',
  'eventGatewayType="Exclusive"',
  'gatewayDirection="Unspecified"',
  'isClosed="false"',
  'processType="None"',
  'isUnlimited="true"',
  'associationDirection="None"',
  'textFormat="text/plain"',
  'waitForCompletion="true"',
  'cancelRemainingInstances="true"',
  'messageVisibleKind="initiating"',
  'ordering="Parallel"',
  'implementation="##unspecified"',
  'implementation="##WebService"',
  'expressionLanguage="http://www.w3.org/1999/XPath"',
  'typeLanguage="http://www.w3.org/2001/XMLSchema"',
]);

/** What has several spellings of the same meaning. */
function inOneForm(line: string): string {
  if (/waypoint @\{[^}]*XMLSchema-instance\}type=/.test(line)) return '';
  // A formal expression may be written as itself, or as an expression that says so.
  if (/\/\{[^}]*\}expression(?:#[^ ]*)? @\{[^}]*\}type="(?:\w+:)?tFormalExpression"$/.test(line)) return '';
  // A diagram of what is not in the file: there is nothing to open.
  if (/BPMNPlane(?:#[^ ]*)? @bpmnElement="eventRegistryDynamicStartTestProcess"/.test(line)) return '';
  if (DEFAULTS.has(line.split(' @')[1] ?? '')) return '';
  return (
    line
      .replace(/type="(?:\w+:)?(tFormalExpression)"$/, 'type="$1"')
      .replaceAll('}formalExpression', '}expression')
      // The parser takes names whose first letter is large.
      .replace(/(\/\{[^}]*\/MODEL\})([A-Z])/g, (_, space: string, letter: string) => space + letter.toLowerCase())
      .replace(/="(-?\d+)\.0+"$/, '="$1"')
      .replace(/\{http:\/\/www\.omg\.org\/spec\/(?:BPMN|DD)\/\d+\/(\w+)\}/g, '$1:')
  );
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

async function saved(xml: string): Promise<string> {
  const moddle = mended(new BpmnModdle({ cairn: cairnDescriptor }));
  const { rootElement, warnings } = await moddle.fromXML(xml);
  keepUnresolved(warnings, moddle);
  return (await moddle.toXML(rootElement, { format: true })).xml;
}

describe.each(files)('%s', (name) => {
  const xml = readFileSync(new URL(name, corpus), 'utf8');
  test("loses nothing when it is saved, and gains nothing; the vendor's attribute stays in the file", async () => {
    const [before, after] = [saidIn(xml), saidIn(await saved(xml))];
    expect({ lost: missing(before, after), gained: missing(after, before) }).toEqual({ lost: [], gained: [] });
  });
  test('loses nothing but its diagram when it is laid out', async () => {
    const layout = await layoutDiagram(xml);
    const isDrawing = (line: string): boolean => line.includes('/DI:BPMNDiagram');
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
  const typed = (lines: readonly string[]): string[] => lines.filter((line) => !line.includes('}type="'));
  test('keep their names when the file is saved, and when it is laid out', async () => {
    const before = typed(saidIn(NAMED_IN_THE_SCHEMA));
    const written = await saved(NAMED_IN_THE_SCHEMA);
    expect(typed(saidIn(written))).toEqual(before);
    expect(written).toContain('<messagePath id="mp">order</messagePath>');
    const layout = await layoutDiagram(NAMED_IN_THE_SCHEMA);
    expect(layout.ok ? missing(before, saidIn(layout.xml)) : layout.reason).toEqual([]);
  });
  test('are known to the check', async () => {
    const { problems } = await readBpmn(NAMED_IN_THE_SCHEMA, 'conversation.bpmn');
    expect(problems.filter(({ rule }) => rule === 'not-bpmn')).toEqual([]);
  });
});

describe('what writing would lose', () => {
  const holding = (roots: string, content = ''): string =>
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:foo="urn:foo" id="d" targetNamespace="t">
  ${roots}
  <process id="p" isExecutable="true">
    <startEvent id="s"/>${content}
  </process>
</definitions>`;
  const reasonOf = async (xml: string): Promise<string> => {
    const layout = await layoutDiagram(xml);
    return layout.ok ? 'written' : layout.reason;
  };
  test.each([
    ['an element of nobody', holding('', '\n<foo:thing><foo:inner/></foo:thing>'), '<foo:thing> (line 5)'],
    ['an element that BPMN does not have', holding('', '<fooBar/>'), '<fooBar> (line 4)'],
    [
      'a documentation where none may be',
      holding('<extension><documentation>x</documentation></extension>'),
      '<documentation> (line 2)',
    ],
    [
      'what is there twice',
      holding('', '\n<task id="t"><ioSpecification id="a"/>\n<ioSpecification id="b"/></task>'),
      '<ioSpecification> twice, in lines 5 and 6',
    ],
  ])('%s', async (_, xml, named) => {
    expect(await reasonOf(xml)).toContain(named);
  });
  test('is nothing where extensions, comments and character data are', async () => {
    const xml = holding(
      '',
      '<!-- <foo:no/> --><task id="t"><documentation><![CDATA[<foo:no>]]></documentation><extensionElements><foo:a b=">"><foo:c/></foo:a></extensionElements></task>',
    );
    expect(await reasonOf(xml)).toBe('written');
  });
});
