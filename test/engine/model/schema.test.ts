/**
 * What BPMN20.xsd allows and no engine runs is read all the same, and saved as it was: after an edit elsewhere, and, where
 * the parser's own writing is at stake, by the parser.
 */
import { describe, expect, test } from 'vitest';
import { childrenOf, textOf } from '../../../engine/model/element.ts';
import { layoutDiagram } from '../../../engine/model/layout/layout-diagram.ts';
import { opened, saved, written } from './as-the-designer.ts';
import { around, definitions, file, flow, problem, read, verdicts } from './bpmn-text.ts';

const RUN = `<process id="p" isExecutable="true"><startEvent id="start"/><endEvent id="end"/>${flow('start', 'end')}</process>`;
const inProcess = (content: string): string =>
  file(`<startEvent id="start"/><endEvent id="end"/>${flow('start', 'end')}${content}`);
const inCollaboration = (content: string): string =>
  definitions(
    `<endPoint id="point"/><collaboration id="c"><participant id="a"/><participant id="b"/>${content}</collaboration>${RUN}`,
  );

/** What the file must still hold, and the file. */
const FILES: readonly (readonly [string, string, string])[] = [
  [
    'an end point',
    '<endPointRef>point</endPointRef>',
    inCollaboration('<participant id="d"><endPointRef>point</endPointRef></participant>'),
  ],
  [
    'the inner participant of an association',
    '<innerParticipantRef>a</innerParticipantRef>',
    inCollaboration(
      '<participantAssociation id="pa"><innerParticipantRef>a</innerParticipantRef><outerParticipantRef>b</outerParticipantRef></participantAssociation>',
    ),
  ],
  [
    'the outer participant of a called conversation',
    '<outerParticipantRef>b</outerParticipantRef>',
    inCollaboration(
      '<callConversation id="cc"><participantRef>a</participantRef><participantRef>b</participantRef><participantAssociation><innerParticipantRef>a</innerParticipantRef><outerParticipantRef>b</outerParticipantRef></participantAssociation></callConversation>',
    ),
  ],
  [
    'two associations of conversations',
    '<conversationAssociation id="ca1" innerConversationNodeRef="n" outerConversationNodeRef="m" />',
    inCollaboration(
      '<conversation id="n"/><conversation id="m"/><conversationAssociation id="ca1" innerConversationNodeRef="n" outerConversationNodeRef="m"/><conversationAssociation id="ca2" innerConversationNodeRef="m" outerConversationNodeRef="n"/>',
    ),
  ],
  [
    'the documentation of an extension',
    '<documentation>why</documentation>',
    definitions(
      `<extension mustUnderstand="false" definition="camunda:x"><documentation>why</documentation></extension>${RUN}`,
    ),
  ],
  [
    'the definition of an extension',
    '<extension definition="camunda:x" />',
    definitions(`<extension definition="camunda:x"/>${RUN}`),
  ],
  [
    'the documentation of an input-output binding',
    '<documentation>why</documentation>',
    definitions(
      `<interface id="i" name="i"><operation id="o" name="o"><inMessageRef>m</inMessageRef></operation></interface><message id="m"/>${RUN.replace('<startEvent', '<ioSpecification><dataInput id="in"/><dataOutput id="out"/><inputSet id="is"><dataInputRefs>in</dataInputRefs></inputSet><outputSet id="os"><dataOutputRefs>out</dataOutputRefs></outputSet></ioSpecification><ioBinding id="bound" operationRef="o" inputDataRef="is" outputDataRef="os"><documentation>why</documentation></ioBinding><startEvent')}`,
    ),
  ],
  [
    'what partitions a lane',
    '<partitionElement xsi:type="tDataState" id="pe" name="by state" />',
    inProcess(
      '<laneSet id="ls"><lane id="l"><partitionElement xsi:type="tDataState" id="pe" name="by state"/></lane></laneSet>',
    ),
  ],
];

describe('elements that the schema has', () => {
  test.each(FILES)('%s is read', async (_what, _kept, xml) => {
    expect((await verdicts(xml)).filter((each) => each.startsWith('error'))).toEqual([]);
  });

  test.each(FILES)('%s is written under its name', async (_what, kept, xml) => {
    const parsers = (await written(await opened(xml))).replaceAll(/<(\/?)bpmn:/g, '<$1').replaceAll('"bpmn:t', '"t');
    expect(parsers).toContain(kept);
    expect(await saved(xml)).toBe(xml);
  });

  test('an extension that must be understood is refused by its name', async () => {
    const xml = definitions(`<extension mustUnderstand="true" definition="camunda:x"/>${RUN}`);
    expect((await problem(xml, 'must-understand')).message).toContain('the extension camunda:x must be understood');
  });
});

const HTML = 'xmlns="http://www.w3.org/1999/xhtml"';
const annotation = (text: string): string =>
  inProcess(`<textAnnotation id="note" textFormat="text/html"><text>${text}</text></textAnnotation>`);

describe('elements among text', () => {
  const TEXTS: readonly (readonly [string, string, string])[] = [
    ['words of XHTML', `a <b ${HTML}>bold</b> c`, 'a bold c'],
    ['nothing but XHTML', `<p ${HTML}>one <i>two</i></p>`, 'one two'],
    ['an empty element of a vendor', 'a<v:x xmlns:v="urn:v"/>', 'a'],
    ['an element, a CDATA section and a comment', `<![CDATA[a <]]><!-- b --><b ${HTML}\n>c</b>`, 'a <c'],
  ];

  test.each(TEXTS)('%s in a text annotation are read, laid out and kept', async (_what, text, plain) => {
    const xml = annotation(text);
    expect((await verdicts(xml)).filter((each) => each.startsWith('error'))).toEqual([]);
    const { definitions: root } = await opened(xml);
    const [process] = childrenOf(root, 'rootElements');
    expect(textOf(childrenOf(process as never, 'artifacts')[0] as never, 'text')).toBe(plain);
    const laidOut = await layoutDiagram(xml);
    expect(laidOut.ok && laidOut.xml).toContain(`<text>${text}</text>`);
    const renamed = await saved(xml, ({ definitions: edited }) => {
      edited.set('name', 'new');
    });
    expect(renamed).toContain(`<text>${text}</text>`);
  });

  test('a text that was edited replaces the words that it had, and keeps what has none', async () => {
    const xml = annotation(`a <b ${HTML}>bold</b> c<v:x xmlns:v="urn:v"/>`);
    const edited = await saved(xml, ({ definitions: root }) => {
      const [process] = childrenOf(root, 'rootElements');
      (childrenOf(process as never, 'artifacts')[0] as never as { set: (name: string, value: string) => void }).set(
        'text',
        'a bold d',
      );
    });
    expect(edited).toContain('<text><v:x xmlns:v="urn:v"/>a bold d</text>');
  });

  test('a script is the text of all that it holds', async () => {
    const script =
      '<scriptTask id="it" scriptFormat="javascript"><script>x = <v:x xmlns:v="urn:v">1</v:x> + 1</script></scriptTask>';
    const [process] = (await read(around(script))).processes;
    expect(process?.nodes.get('it')).toMatchObject({ script: 'x = 1 + 1' });
  });

  test('an element inside of what holds only text elsewhere is refused in words', async () => {
    const task =
      '<serviceTask id="it"><extensionElements><cairn:http url="http://x"><cairn:body>a<v:x xmlns:v="urn:v"/></cairn:body></cairn:http></extensionElements></serviceTask>';
    expect((await problem(around(task), 'not-bpmn')).message).toContain('only text');
  });
});
