/** What an XML file must not hold, looked for before a parser sees it. */

/** Largest file, characters. */
const MAX_CHARACTERS = 5_000_000;
const MAX_DEPTH = 200;
const MAX_ELEMENTS = 200_000;

const MARKUP =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<![A-Za-z]|<(\/?)[A-Za-z_][^\s/>"'=<]*(?:[^"'<>]|"[^"]*"|'[^']*')*?(\/?)>/g;

/** Why a text must not be parsed, in one sentence without the file; null if it may be. */
export function refuseXml(xml: string): string | null {
  if (xml.trim() === '') return 'the file is empty';
  if (xml.length > MAX_CHARACTERS)
    return `the file has ${xml.length} characters; at most ${MAX_CHARACTERS} can be read`;
  if (!/^\uFEFF?\s*</.test(xml)) return 'the file is not XML';
  let depth = 0;
  let elements = 0;
  for (const [markup, closes, empty] of xml.matchAll(MARKUP)) {
    if (markup.startsWith('<!') && !markup.startsWith('<!--') && !markup.startsWith('<![CDATA[')) {
      return 'a DOCTYPE or entity declaration is not allowed';
    }
    if (closes === undefined || markup.startsWith('<!') || markup.startsWith('<?')) continue;
    if (closes === '/') depth -= 1;
    else {
      elements += 1;
      if (empty !== '/') depth += 1;
    }
    if (depth > MAX_DEPTH) return `the file is nested deeper than ${MAX_DEPTH} levels`;
    if (elements > MAX_ELEMENTS) return `the file has more than ${MAX_ELEMENTS} elements`;
  }
  return null;
}
