/** The markup of a well-formed XML text, for those who look at how a file is written. */

/**
 * Every comment, instruction, CDATA section and tag. Groups: the text of a CDATA section; `/` of a closing tag; the name of a tag; its
 * attributes, which end in `/` where it has no content.
 */
export const MARKUP =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([^\s<>"'/=!?]+)((?:[^<>"']|"[^"]*"|'[^']*')*)>/g;
