/** The markup of a well-formed XML text, for those who compare how a file is written before and after. */

/**
 * Every comment, instruction, CDATA section and tag. Groups: the text of a CDATA section; `/` of a closing tag; the name of a tag; its
 * attributes, which end in `/` where it has no content.
 */
export const MARKUP =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:.-]+)((?:[^<>"']|"[^"]*"|'[^']*')*)>/g;

/** Line of a position, from 1. */
export function lineOf(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) line += 1;
  return line;
}
