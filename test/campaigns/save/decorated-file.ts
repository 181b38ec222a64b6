/**
 * A file written as nobody's editor writes it: one of the corpus, with what XML allows and BPMN has no place for, each
 * piece of it with a mark of its own. The same choices give the same file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attributesOf, childElements, sourceTree, type SourceElement } from '../../../engine/model/source-tree.ts';
import type { SeededChoice } from '../../crash/seeded-choice.ts';

export interface DecoratedFile {
  readonly name: string;
  readonly text: string;
  /** What must still be there, once. */
  readonly marks: readonly string[];
}

const corpus = join(import.meta.dirname, '..', '..', 'corpus');
/** The files of the corpus. */
export const NAMES = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:bpmn|dmn)$/.test(name) && !name.includes('XXE'))
  .toSorted();

/** One thing that is done to a file: which, and where. */
export type Decoration = readonly [kind: number, where: number];

interface Insert {
  readonly at: number;
  readonly until: number;
  readonly text: string;
}

export const DECORATIONS = 23;

/** @param choice For those who draw decorations. */
export function decorationsOf(choice: SeededChoice): Decoration[] {
  return Array.from({ length: choice.below(12) }, () => [choice.below(DECORATIONS), choice.below(1_000_000)] as const);
}

export function decoratedFile(name: string, decorations: readonly Decoration[]): DecoratedFile {
  let text = readFileSync(join(corpus, name), 'utf8')
    // The version of DMN that the designer knows.
    .replace(/https?:\/\/www\.omg\.org\/spec\/DMN\/\d+\/(?=MODEL|DMNDI)/g, 'https://www.omg.org/spec/DMN/20191111/');
  const marks: string[] = [];
  decorations.forEach(([kind, where], index) => {
    const mark = `mark-${index}-${where}`;
    const done = decorated(text, kind, where, mark);
    if (sourceTree(done.text) === null) throw new Error(`decoration ${kind} ${where} of ${name} breaks it`);
    text = done.text;
    if (done.marked) marks.push(mark);
  });
  return { name, text, marks };
}

function all(element: SourceElement): SourceElement[] {
  return [element, ...childElements(element).flatMap(all)];
}

function decorated(
  text: string,
  kind: number,
  where: number,
  mark: string,
): { readonly text: string; readonly marked: boolean } {
  const root = sourceTree(text);
  if (root === null) throw new Error('not well-formed');
  const elements = all(root);
  const space = root.resolved.slice(1, root.resolved.indexOf('}'));
  const pick = <T>(of: readonly T[]): T | undefined => of[where % Math.max(of.length, 1)];
  const inserted = (inserts: readonly (Insert | null)[], marked = true) => {
    const found = inserts.filter((each) => each !== null);
    return {
      text: found
        .toSorted((a, b) => b.at - a.at)
        .reduce((whole, { at, until, text: put }) => whole.slice(0, at) + put + whole.slice(until), text),
      marked: marked && found.length > 0,
    };
  };
  const at = (place: number, put: string): Insert => ({ at: place, until: place, text: put });
  /** At a place between tags. */
  const between = (put: string, within: readonly SourceElement[] = elements): Insert | null => {
    const parents = within.filter((each) => childElements(each).length > 0 && !hasText(each, text));
    const parent = pick(parents);
    if (parent === undefined) return null;
    const places = [parent.contentStart, ...parent.parts.map(({ end }) => end)];
    return at(places[(where >> 5) % places.length] as number, put);
  };
  const inTag = (element: SourceElement | undefined, put: string): Insert | null =>
    element === undefined
      ? null
      : at(attributesOf(element).at(-1)?.end ?? element.start + 1 + element.name.length, put);
  const flow = elements.filter(({ resolved }) => resolved.startsWith(`{${space}}`));
  const extensions = elements.filter(({ resolved }) => resolved === `{${space}}extensionElements`);
  const holders = flow.filter(({ resolved }) =>
    /(?:Task|task|process|Event|Gateway|sequenceFlow|subProcess|participant|lane|decision|inputData|rule|outputEntry|variable)$/.test(
      resolved,
    ),
  );
  const extension = (content: string): Insert | null => {
    const own = pick(extensions);
    if (own !== undefined && where % 3 > 0 && own.contentStart !== own.end) {
      const places = [own.contentStart, ...own.parts.map(({ end }) => end)];
      return at(places[(where >> 5) % places.length] as number, content);
    }
    const holder = pick(
      holders.filter(
        (each) =>
          each.contentStart !== each.end && !childElements(each).some(({ name }) => name.endsWith('extensionElements')),
      ),
    );
    if (holder === undefined) return null;
    const prefix = holder.name.includes(':') ? holder.name.slice(0, holder.name.indexOf(':') + 1) : '';
    return at(holder.contentStart, `<${prefix}extensionElements>${content}</${prefix}extensionElements>`);
  };
  const open = (each: SourceElement): boolean => each.contentStart !== each.end;
  switch (kind) {
    case 0:
      return inserted([between(`<!-- ${mark} <b> & -->`)]);
    case 1:
      return inserted([between(`<?do ${mark}?>`)]);
    case 2:
      return inserted([
        between(`\n  <u:nobody xmlns:u="urn:u" knows="${mark}"><u:b>x</u:b> and <u:c/></u:nobody>`, flow),
      ]);
    case 3:
      return inserted([
        extension(`<v:thing xmlns:v="urn:v" v:a="${mark}">some <v:b>mixed</v:b> text &amp; <v:b>more</v:b></v:thing>`),
      ]);
    case 4:
      return inserted([extension(`<w:data xmlns:w="urn:w"><![CDATA[${mark} <&>]]></w:data>`)]);
    case 5:
      return inserted([
        extension(`<plain${root.bindings.has('') || where % 2 === 0 ? ' xmlns=""' : ''} a="${mark}"><inner/></plain>`),
      ]);
    case 6:
      return inserted([extension(`<own xmlns="urn:own"><a>${mark}</a><!-- in --><b/></own>`)]);
    case 7:
      return inserted([inTag(pick(flow), ` z${where}:attr="${mark}" xmlns:z${where}="urn:z${where}"`)]);
    case 8:
      return inserted([inTag(pick(flow), `\n      unknown${where}='${mark}'`)]);
    case 9: {
      // Line ends.
      if (text.includes('\r')) return { text, marked: false };
      return { text: text.replaceAll('\n', '\r\n'), marked: false };
    }
    case 10:
      return { text: text.startsWith('\uFEFF') ? text : `\uFEFF${text}`, marked: false };
    case 11:
      return { text: text.replace(/^ +/gm, (blanks) => '\t'.repeat(Math.ceil(blanks.length / 2))), marked: false };
    case 12: {
      // Another prefix for BPMN.
      const prefix = root.name.includes(':') ? root.name.slice(0, root.name.indexOf(':')) : '';
      const fresh = prefix === '' ? 'pre' : '';
      if (root.bindings.get(prefix) !== space || root.bindings.has(fresh)) return { text, marked: false };
      if (elements.some((each) => each !== root && each.given.includes('xmlns'))) return { text, marked: false };
      const old = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
      const name = (each: SourceElement): string => (fresh === '' ? '' : `${fresh}:`) + each.name.replace(/^.*:/, '');
      return inserted(
        elements.flatMap((each) => {
          const own = (each.name.includes(':') ? each.name.slice(0, each.name.indexOf(':')) : '') === prefix;
          const tags = own
            ? [
                { at: each.start + 1, until: each.start + 1 + each.name.length, text: name(each) },
                ...(open(each)
                  ? [{ at: each.contentEnd + 2, until: each.contentEnd + 2 + each.name.length, text: name(each) }]
                  : []),
              ]
            : [];
          const attributes = attributesOf(each).flatMap((attribute) => {
            const place = attribute.start + /^\s+/.exec(text.slice(attribute.start))![0].length;
            if (attribute.name === old && each === root)
              return [
                { at: place, until: place + attribute.name.length, text: fresh === '' ? 'xmlns' : `xmlns:${fresh}` },
              ];
            if (attribute.name.endsWith(':type') && attribute.value.startsWith('t') && prefix === '')
              return [{ at: attribute.valueStart, until: attribute.valueStart, text: `${fresh}:` }];
            if (attribute.name.endsWith(':type') && attribute.value.startsWith(`${prefix}:`) && prefix !== '')
              return [{ at: attribute.valueStart, until: attribute.valueStart + prefix.length + 1, text: '' }];
            return [];
          });
          return [...tags, ...attributes];
        }),
        false,
      );
    }
    case 13: {
      // What is written as a reference to a character.
      const attribute = pick(flow.flatMap((each) => attributesOf(each).filter(({ name }) => name === 'name')));
      if (attribute === undefined || attribute.value === '') return { text, marked: false };
      return inserted(
        [{ at: attribute.valueStart, until: attribute.valueStart, text: `&#x41;&#10;&apos;${mark}` }],
        false,
      );
    }
    case 14: {
      // Text as data, in pieces.
      const holder = pick(
        flow.filter(
          (each) =>
            childElements(each).length === 0 &&
            each.parts.some(({ kind: what, start, end }) => what === 'text' && text.slice(start, end).trim() !== '') &&
            /(?:script|documentation|text|xpression|condition|description)$/.test(each.resolved),
        ),
      );
      if (holder === undefined) return { text, marked: false };
      return inserted([at(holder.contentStart, `<![CDATA[ ]]><!-- ${mark} -->`)]);
    }
    case 15: {
      // A short tag written long, with a note in it.
      const short = pick(flow.filter((each) => !open(each) && !/(?:incoming|outgoing|Ref)$/.test(each.name)));
      if (short === undefined) return { text, marked: false };
      const slash = text.lastIndexOf('/', short.end);
      return inserted([{ at: slash, until: short.end, text: `><!-- ${mark} --></${short.name} >` }]);
    }
    case 16: {
      // Quotes of the other kind, and space within tags.
      const element = pick(flow);
      const attribute = element === undefined ? undefined : pick(attributesOf(element));
      if (attribute === undefined || attribute.value.includes("'")) return { text, marked: false };
      return inserted(
        [{ at: attribute.valueStart - 1, until: attribute.end, text: ` '${attribute.value}'\n` }].map((each) => ({
          ...each,
          text: each.text.trimEnd(),
        })),
        false,
      );
    }
    case 17:
      return inserted([
        between(
          `<unheard of="${mark}"/>`,
          flow.filter(({ resolved }) => /(?:rocess|efinitions|ecision|ecisionTable)$/.test(resolved)),
        ),
      ]);
    case 18: {
      // The namespace of BPMN bound once more, to another prefix, further in.
      const element = pick(flow.filter((each) => open(each)));
      return inserted([inTag(element, ` xmlns:again${where}="${space}"`)], false);
    }
    case 19: {
      // Everything on one line.
      if (text.includes('CDATA') || text.includes('<!--')) return { text, marked: false };
      return { text: text.replace(/>\s+</g, '><'), marked: false };
    }
    case 22: {
      // A prefix that means something else elsewhere.
      const [prefix, uri] = [`p${where % 2}`, `urn:p${(where >> 2) % 2}`];
      return inserted([extension(`<${prefix}:x xmlns:${prefix}="${uri}"><${prefix}:y a="${mark}"/></${prefix}:x>`)]);
    }
    case 20:
      return inserted([
        extension(
          `<camunda:properties xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><camunda:property name="a" value="${mark}"/><camunda:property name="b" value=""/></camunda:properties>`,
        ),
      ]);
    default:
      return inserted([between(`\n\n   <!--\n  ${mark}\n  -->\n\n`)]);
  }
}

function hasText({ parts }: SourceElement, text: string): boolean {
  return parts.some(
    ({ kind, start, end }) => kind === 'data' || (kind === 'text' && text.slice(start, end).trim() !== ''),
  );
}
