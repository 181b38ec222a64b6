/** What is in a file and not in what its editor knows of it: it stays where it is, whatever is edited beside it. */
import { readdirSync, readFileSync } from 'node:fs';
import type { ModdleElement } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';
import { describe, expect, it } from 'vitest';
import { childrenOf, idOf } from '../../../engine/model/element.ts';
import { OriginalText } from '../../../engine/model/original-text.ts';
import { opened, saved, type Opened } from './as-the-designer.ts';

const file = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<?style sheet?>
<!-- before it -->
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:x="urn:x" id="d"
             targetNamespace='t'>
    <!-- what it is for -->
    <process id="p" isExecutable="true">
        <extensionElements>
            <x:note>See <x:b>this</x:b> &amp; <x:b>that</x:b></x:note> <!-- a note -->
            <?order first?>
            <x:mark a='1'   b="2" />
        </extensionElements>
        <x:nobody knows="it"/>
        <startEvent id="s"><outgoing>f</outgoing></startEvent>
        <!-- Ask Ann first -->
        <scriptTask id="t" name="Old" scriptFormat="javascript"><!-- inside -->
            <incoming>f</incoming>
            <script><![CDATA[a < b && ]]>c</script>
        </scriptTask> <!-- behind -->
        <sequenceFlow id="f" sourceRef="s" targetRef="t"/>
        <!-- last -->
    </process>
</definitions>
<!-- after it -->
`;

function found({ definitions }: Opened, id: string): ModdleElement {
  const at = (within: ModdleElement): ModdleElement[] =>
    ['rootElements', 'flowElements'].flatMap((part) => childrenOf(within, part).flatMap((each) => [each, ...at(each)]));
  const element = at(definitions).find((each) => idOf(each) === id);
  if (element === undefined) throw new Error(`there is no ${id}`);
  return element;
}

/** The elements of a process, as a list that can be edited. */
function listed(parent: ModdleElement): ModdleElement[] {
  const list: unknown = parent.get('flowElements');
  return Array.isArray(list) ? (list as ModdleElement[]) : [];
}

function take(opening: Opened, id: string): void {
  const element = found(opening, id);
  const siblings = listed(element.$parent ?? element);
  siblings.splice(siblings.indexOf(element), 1);
}

function add(opening: Opened, into: string, type: string, properties: Readonly<Record<string, unknown>>): void {
  const parent = found(opening, into);
  const element = opening.moddle.create(type, properties);
  Object.assign(element, { $parent: parent });
  listed(parent).push(element);
}

describe('a file that is saved', () => {
  it('is the same to the letter where nothing was edited, whatever its line ends, its beginning, and its spelling', async () => {
    for (const text of [file, file.replaceAll('\n', '\r\n'), `\uFEFF${file}`, file.replace(/>\s+</g, '><')])
      expect(await saved(text)).toBe(text);
  });

  it('has another name and nothing else where that was edited', async () => {
    expect(await saved(file, (opening) => found(opening, 't').set('name', 'New'))).toBe(
      file.replace('name="Old"', 'name="New"'),
    );
    expect(await saved(file, (opening) => found(opening, 's').set('name', 'Go'))).toBe(
      file.replace('<startEvent id="s"', '<startEvent id="s" name="Go"'),
    );
    expect(await saved(file, (opening) => found(opening, 't').set('name', undefined))).toBe(
      file.replace(' name="Old"', ''),
    );
  });

  it('has a script as character data where the old one was', async () => {
    expect(await saved(file, (opening) => found(opening, 't').set('script', 'x > 1 ]]> 2'))).toBe(
      file.replace('<![CDATA[a < b && ]]>c', '<![CDATA[x > 1 ]]]]><![CDATA[> 2]]>'),
    );
  });

  it('has what was added on a line of its own, indented like its neighbours', async () => {
    const edited = await saved(file, (opening) => {
      const documentation = [opening.moddle.create('bpmn:Documentation', { text: 'why' })];
      add(opening, 'p', 'bpmn:UserTask', { id: 'u', documentation });
    });
    const line = '        <sequenceFlow id="f" sourceRef="s" targetRef="t"/>\n';
    expect(edited).toBe(
      file.replace(
        line,
        `${line}        <userTask id="u">\n          <documentation>why</documentation>\n        </userTask>\n`,
      ),
    );
  });

  it('keeps the comment of what was deleted, and not those inside of it', async () => {
    const edited = await saved(file, (opening) => take(opening, 't'));
    expect(edited).toContain('<!-- Ask Ann first --> <!-- behind -->\n        <sequenceFlow');
    expect(edited).not.toContain('<!-- inside -->');
    expect(edited).not.toContain('scriptTask');
  });

  it('keeps what is inside of an element that has another id or another type', async () => {
    expect(await saved(file, (opening) => found(opening, 't').set('id', 'other'))).toBe(
      file.replace('id="t"', 'id="other"').replace('targetRef="t"', 'targetRef="other"'),
    );
    const edited = await saved(file, (opening) => {
      const old = found(opening, 't');
      take(opening, 't');
      add(opening, 'p', 'bpmn:UserTask', { id: 't', name: 'Old', incoming: old.get('incoming') });
    });
    expect(edited).toContain('<userTask id="t" name="Old"><!-- inside -->');
    expect(edited).toContain('</userTask> <!-- behind -->');
  });

  it('declares what an added element needs where the original does not', async () => {
    const nested = file
      .replace(
        ' xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"',
        ' xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"',
      )
      .replace(/<(\/?)(?=[a-z]+[ >])(?!x:)/gi, '<$1b:')
      .replace('<b:process', '<b:process xmlns:y="urn:y" y:a="1"');
    const edited = await saved(nested, (opening) => {
      add(opening, 'p', 'bpmn:ManualTask', { id: 'm', 'cairn:retries': 2 });
    });
    const again = await opened(edited);
    expect(found(again, 'm').$type).toBe('bpmn:ManualTask');
    expect(await saved(edited)).toBe(edited);
  });

  it('has what was moved into an added element as it was, with what is in it', async () => {
    const task = file.slice(file.indexOf('<scriptTask'), file.indexOf('</scriptTask>'));
    const moved = await saved(file, (opening) => {
      const inner = found(opening, 't');
      take(opening, 't');
      add(opening, 'p', 'bpmn:SubProcess', { id: 'sub', flowElements: [inner] });
      Object.assign(inner, { $parent: found(opening, 'sub') });
    });
    expect(moved).toContain(`<subProcess id="sub">\n          ${task}</scriptTask>\n        </subProcess>`);
    const renamed = await saved(file, (opening) => {
      const inner = found(opening, 't');
      take(opening, 't');
      add(opening, 'p', 'bpmn:SubProcess', { id: 'sub', flowElements: [inner] });
      inner.set('id', 'other');
      inner.set('name', 'New');
      inner.set('script', undefined);
    });
    expect(renamed).toContain('<scriptTask id="other" name="New" scriptFormat="javascript"><!-- inside -->');
  });

  it('keeps nothing that only the type has which an element had', async () => {
    const text = file.replace(/<scriptTask id="t"[^]*?<\/scriptTask>/, '<subProcess id="t" triggeredByEvent="false"/>');
    const edited = await saved(text, (opening) => {
      take(opening, 't');
      add(opening, 'p', 'bpmn:UserTask', { id: 't' });
    });
    expect(edited).toContain('<userTask id="t"/>');
  });

  it('has text between elements as it was when what is around it is another one', async () => {
    const edited = await saved(file, (opening) => {
      const holder = found(opening, 'p').get('extensionElements');
      take(opening, 't');
      add(opening, 'p', 'bpmn:SubProcess', { id: 'sub', extensionElements: holder });
      found(opening, 'p').set('extensionElements', undefined);
    });
    expect(edited).toMatch(/<x:note>See {2}&amp; <x:b>this<\/x:b><x:b>that<\/x:b><\/x:note>/);
  });

  it('may hold elements in no namespace', async () => {
    const nowhere = (inside: string): string =>
      file.replace('<x:mark', `<plain xmlns=""><a>1</a>${inside}</plain><x:mark`);
    const text = nowhere('');
    const named = await saved(text, (opening) => found(opening, 't').set('name', 'New'));
    expect(named).toBe(text.replace('name="Old"', 'name="New"'));
    const edited = await saved(text, (opening) => {
      const [, plain] = childrenOf(found(opening, 'p').get('extensionElements') as ModdleElement, 'values');
      const held = (plain?.$children ?? []) as ModdleElement[];
      held.push(...held);
    });
    expect(edited).toBe(nowhere('<a>1</a>'));
    // A part of them may be all that is copied.
    const copied = await saved(text, (opening) => {
      const values = childrenOf(found(opening, 'p').get('extensionElements') as ModdleElement, 'values');
      const extensionElements = opening.moddle.create('bpmn:ExtensionElements', { values: values[1]?.$children });
      found(opening, 't').set('extensionElements', extensionElements);
    });
    expect(copied).toMatch(/<extensionElements>\s*<a xmlns="">1<\/a>\s*<\/extensionElements>/);
    expect(await saved(copied)).toBe(copied);
  });

  it('may have prefixes that mean one thing here and another there', async () => {
    const inside = (more: string): string =>
      file.replace(
        '<x:mark',
        `<x:a xmlns:x="urn:2"><x:b/></x:a><y:c xmlns:y="urn:3"><y:d/></y:c><z:c xmlns:z="urn:3"><z:d${more}/></z:c><x:mark`,
      );
    const text = inside('');
    expect(await saved(text, (opening) => found(opening, 't').set('name', 'New'))).toBe(
      text.replace('name="Old"', 'name="New"'),
    );
    const edited = await saved(text, (opening) => {
      const values = childrenOf(found(opening, 'p').get('extensionElements') as ModdleElement, 'values');
      Object.assign(values[3]?.$children?.[0] ?? {}, { e: '1' });
    });
    expect(edited).toBe(inside(' e="1"'));
  });

  it('keeps the order in which the elements of a process stand, wherever an undo has put them, and that of notes', async () => {
    const reordered = await saved(file, (opening) => {
      listed(found(opening, 'p')).reverse();
      found(opening, 't').set('name', 'New');
    });
    expect(reordered).toBe(file.replace('name="Old"', 'name="New"'));
    const text = file.replace('<scriptTask', '<association id="a" sourceRef="s" targetRef="t"/>\n        <scriptTask');
    const added = await saved(text, (opening) => add(opening, 'p', 'bpmn:UserTask', { id: 'u' }));
    const line = '        <sequenceFlow id="f" sourceRef="s" targetRef="t"/>\n';
    expect(added).toBe(text.replace(line, `${line}        <userTask id="u" />\n`));
  });

  it('may have space around the signs of its attributes', async () => {
    const text = file.replace('id="t"', 'id = "t"');
    expect(await saved(text, (opening) => found(opening, 't').set('name', 'New'))).toBe(
      text.replace('name="Old"', 'name="New"'),
    );
  });

  it('says that it is UTF-8 where that matters', async () => {
    const latin = file.replace('UTF-8', 'ISO-8859-1');
    expect(await saved(latin)).toBe(latin);
    expect(await saved(latin, (opening) => found(opening, 't').set('name', 'Ä'))).toBe(
      file.replace('name="Old"', 'name="Ä"'),
    );
  });

  it('cannot be one that is no XML', () => {
    expect(() => new OriginalText('<a><b></a>', '<a/>')).toThrow('not well-formed');
  });
});

const corpus = new URL('../../corpus/', import.meta.url);

/** A text with notes at some of the places between two tags, each another one. */
function withNotes(
  text: string,
  places: readonly number[],
): { readonly text: string; readonly notes: readonly string[] } {
  const root = text.search(/<[\w:]+[\s>]/);
  const gaps = [...text.matchAll(/>(?=\s*<)/g)].map(({ index }) => index + 1).filter((at) => at > root);
  const at = [...new Set(places.map((place) => gaps[place % gaps.length] ?? text.length))].toSorted((a, b) => b - a);
  const notes = at.map((_, index) => (index % 3 === 0 ? `<?note ${index}?>` : `<!-- <note> ${index} -->`));
  return {
    text: at.reduce((all, place, index) => all.slice(0, place) + (notes[index] ?? '') + all.slice(place), text),
    notes,
  };
}

const count = (text: string, part: string): number => text.split(part).length - 1;

const DMN_1_3 = 'https://www.omg.org/spec/DMN/20191111/';

describe('decisions', () => {
  const dmn = readdirSync(new URL('dmn', corpus)).flatMap((folder) =>
    readdirSync(new URL(`dmn/${folder}`, corpus))
      .filter((name) => name.endsWith('.dmn'))
      .map((name) => readFileSync(new URL(`dmn/${folder}/${name}`, corpus), 'utf8'))
      // The version of DMN that dmn-js knows.
      .map((text) => text.replace(/https?:\/\/www\.omg\.org\/spec\/DMN\/\d+\/(?=MODEL|DMNDI)/g, DMN_1_3)),
  );
  it('keep notes and form, whatever is edited', async () => {
    for (const plain of dmn) {
      const { text, notes } = withNotes(plain, [0, 3, 9, 27, 81]);
      const moddle = new DmnModdle();
      const { rootElement } = await moddle.fromXML(text, 'dmn:Definitions');
      const original = new OriginalText(text, (await moddle.toXML(rootElement, { format: true })).xml);
      Object.assign(rootElement, { name: 'edited' });
      const edited = (await moddle.toXML(rootElement, { format: true })).xml;
      const kept = original.with(edited);
      for (const note of notes) expect(count(kept, note)).toBe(1);
      expect(kept.replace(/ name="edited"/, '')).toBe(text.replace(/(<[^?!>]*?) name="[^"]*"/, '$1'));
    }
  });
});

describe('a child that is added beside one before which something ends on its line', () => {
  const about = (before: string): string =>
    new OriginalText(`<r>\n  ${before}<c id="a"/>\n</r>`, '<r>\n  <c id="a" />\n</r>').with(
      '<r>\n  <c id="a" />\n  <c id="b" />\n</r>',
    );

  it('takes over no part of a note', () => {
    expect(about('<!-- Licence\n       MIT -->')).toBe(
      '<r>\n  <!-- Licence\n       MIT --><c id="a"/>\n       <c id="b" />\n</r>',
    );
  });

  it('takes over no element that nobody knows', () => {
    expect(about('<u>\n  </u>')).toBe('<r>\n  <u>\n  </u><c id="a"/>\n  <c id="b" />\n</r>');
    expect(about('<u id="q"/>')).toBe('<r>\n  <u id="q"/><c id="a"/>\n  <c id="b" />\n</r>');
  });
});

it('an element that got another id and further edits keeps what nobody knows in it', () => {
  const original = '<r><p id="p"><!-- top --><u/><t id="t" name="Old"><in>f</in><!-- in --></t><t id="k"/></p></r>';
  const text = new OriginalText(original, '<r><p id="p"><t id="t" name="Old"><in>f</in></t><t id="k" /></p></r>');
  expect(text.with('<r><p id="p2"><t id="t2" name="New"><in>f</in></t><t id="k" /></p></r>')).toBe(
    original.replace('"p"', '"p2"').replace('id="t" name="Old"', 'id="t2" name="New"'),
  );
});

it('what the editor draws on another plane when it opens a file is not drawn twice', () => {
  const di = (name: string, content: string): string =>
    `<${name} xmlns="http://www.omg.org/spec/BPMN/20100524/DI"${content}</${name}>`;
  const shape = '<BPMNShape id="in_di" bpmnElement="in"/>';
  const plane = (inside: string): string =>
    `<d>${di('BPMNDiagram', ` id="one"><BPMNPlane id="p"><BPMNShape id="s_di" bpmnElement="s" name=""/>${inside}</BPMNPlane>`)}`;
  const own = di('BPMNDiagram', '><BPMNPlane bpmnElement="s"><BPMNShape id="in_di" bpmnElement="in"/></BPMNPlane>');
  const original = `${plane(`<!-- it -->${shape}`)}</d>`;
  const unedited = `${plane('')}${own}</d>`;
  const text = new OriginalText(original, unedited);
  expect(text.with(unedited)).toBe(original);
  const edited = text.with(unedited.replace('name=""', 'name="New"'));
  expect(count(edited, 'id="in_di"')).toBe(1);
  expect(edited).toContain('name="New"/><!-- it --></BPMNPlane>');
});
