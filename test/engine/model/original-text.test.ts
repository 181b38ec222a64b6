/** What is in a file and not in what its editor knows of it: it stays where it is, whatever is edited beside it. */
import { readdirSync, readFileSync } from 'node:fs';
import type { ModdleElement } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childrenOf, idOf } from '../../../engine/model/element.ts';
import { OriginalText } from '../../../engine/model/original-text.ts';
import { opened, saved, written, type Opened } from './as-the-designer.ts';

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
const bpmn = readdirSync(new URL('bpmn', corpus)).map((name) => readFileSync(new URL(`bpmn/${name}`, corpus), 'utf8'));

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

function everything(within: ModdleElement): ModdleElement[] {
  return ['rootElements', 'flowElements', 'artifacts', 'participants'].flatMap((part) =>
    childrenOf(within, part).flatMap((each) => [each, ...everything(each)]),
  );
}

type Edit = readonly [kind: number, which: number];

/** Edits as a person makes them: renames, deletes, adds, reorders, moves. Answers whether something was deleted. */
function edit(opening: Opened, edits: readonly Edit[]): boolean {
  let deleted = false;
  edits.forEach(([kind, which], index) => {
    const elements = everything(opening.definitions);
    const element = elements[which % Math.max(elements.length, 1)];
    if (element === undefined) return;
    const siblings = listed(element.$parent ?? element);
    const documentation = opening.moddle.create('bpmn:Documentation', { text: `<why> ${index}` });
    if (kind === 0) element.set('name', `New "name" <${index}>`);
    else if (kind === 1 && siblings.includes(element)) {
      siblings.splice(siblings.indexOf(element), 1);
      deleted = true;
    } else if (kind === 2) siblings.reverse();
    else if (kind === 3) element.set('documentation', [...childrenOf(element, 'documentation'), documentation]);
    else if (kind === 4 && siblings.includes(element)) {
      const added = opening.moddle.create('bpmn:UserTask', { id: `added-${index}`, documentation: [documentation] });
      Object.assign(added, { $parent: element.$parent });
      siblings.splice(which % siblings.length, 0, added);
    } else if (kind === 5 && siblings.includes(element)) {
      const within = new Set(everything(element)).add(element);
      const other = elements.find(
        ({ $type, ...each }) => $type === 'bpmn:SubProcess' && !within.has(each as ModdleElement),
      );
      if (other === undefined || within.has(other)) return;
      siblings.splice(siblings.indexOf(element), 1);
      listed(other).push(element);
      Object.assign(element, { $parent: other });
    }
  });
  return deleted;
}

const count = (text: string, part: string): number => text.split(part).length - 1;

describe('any file with any notes and edits', () => {
  it('says what the edits say, has each note once, and is the same when it is saved again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...bpmn),
        fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(5), fc.nat()), { maxLength: 5 }),
        async (plain, places, edits) => {
          const { text, notes } = withNotes(plain, places);
          const opening = await opened(text);
          const original = new OriginalText(text, await written(opening));
          const deleted = edit(opening, edits);
          const edited = await written(opening);
          const kept = original.with(edited);
          expect(await written(await opened(kept))).toBe(await written(await opened(edited)));
          const counts = notes.map((note) => count(kept, note) - count(plain, note));
          expect(counts.every((each) => each === 1 || (deleted && each === 0))).toBe(true);
          expect(await saved(kept)).toBe(kept);
        },
      ),
      { numRuns: 25 },
    );
  });
});

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
