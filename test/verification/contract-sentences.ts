/** The sentences of the contract (docs/checkpoint-semantics.md), and the tests that are named after them. */

export interface Clause {
  /** Number of the section. */
  readonly section: number;
  /** As it stands there. */
  readonly text: string;
}

/** What a title and a clause must have in common at the least, in words: fewer could be chance. */
const WORDS = 4;
/** Ends of sentences, and semicolons, but for those in parentheses. */
const END = /(?<=\.)\s+(?=[A-Z_*`"])|;\s+(?![^(]*\))/;

/** Each sentence of the numbered sections, parted at semicolons; rows of tables are one each. */
export function clausesOf(markdown: string): Clause[] {
  return markdown.split(/^## /m).flatMap((part) => {
    const section = Number.parseInt(part, 10);
    if (Number.isNaN(section)) return [];
    return itemsOf(part.slice(part.indexOf('\n'))).flatMap((item) =>
      (item.startsWith('|') ? [rowOf(item)] : item.split(END))
        .filter((text) => wordsOf(text) !== '')
        .map((text) => ({ section, text: text.trim() })),
    );
  });
}

/** Paragraphs, points of lists, rows of tables, each in one line and without its headline in bold. */
function itemsOf(part: string): string[] {
  const items: string[] = [];
  let open = false;
  for (const line of part.split('\n').map((text) => text.trim())) {
    if (line === '' || /^\|\s*(kind|-+)\s*\|/.test(line)) open = false;
    else if (/^(- |\d+\. |\|)/.test(line) || !open) {
      items.push(line);
      open = true;
    } else items.push(`${items.pop() ?? ''} ${line}`);
  }
  return items.map((item) => item.replace(/^(- |\d+\. )/, '').replace(/^\*\*[^*]+\.\*\*\s*/, ''));
}

function rowOf(item: string): string {
  return item.split('|').slice(2).join(' ').trim();
}

/** Titles of the tests in a file of tests, alone and behind those of the groups around them. */
export function titlesOf(source: string): string[] {
  const groups: { readonly indent: number; readonly title: string }[] = [];
  const statement =
    /^( *)(describe|it|test)\b(?:[^\n(]*\(\s*|[\s\S]*?\)\(\s*)(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`),/gm;
  return [...source.matchAll(statement)].flatMap(([, spaces = '', kind, ...texts]) => {
    const title = texts.find((text) => text !== undefined) ?? '';
    while ((groups.at(-1)?.indent ?? -1) >= spaces.length) groups.pop();
    const full = [...groups.map((group) => group.title), title].join(' ');
    if (kind === 'describe') {
      groups.push({ indent: spaces.length, title });
      return [];
    }
    return [...new Set([title, full, `${groups.at(-1)?.title ?? ''} ${title}`])];
  });
}

/** Nothing but its words: what is set around them is another matter in a title. */
export function wordsOf(text: string): string {
  return text
    .replace(/%[sdijo]|\$\w+/g, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Clauses after which no test is named: none has a title, or a part of one, that they are in, or that is in them. */
export function unnamed(clauses: readonly Clause[], titles: readonly string[]): Clause[] {
  const known = titles.flatMap((title) => [title, ...title.split(/[;:] /)]).map((title) => ` ${wordsOf(title)} `);
  return clauses.filter(({ text }) => {
    const words = ` ${wordsOf(text)} `;
    return !known.some(
      (title) => title.includes(words) || (title.trim().split(' ').length >= WORDS && words.includes(title)),
    );
  });
}
