/**
 * What a file may hold. They are far above what people draw and far below what would make the reader slow: a file within
 * them is read in well under five seconds, one beyond them is refused before it is parsed.
 */

/** Characters of the XML text (20 MB of ASCII). */
export const MAX_CHARACTERS = 20_000_000;

/** Nesting of XML elements. */
export const MAX_DEPTH = 200;

/** Flow nodes, sequence flows and data objects, over all processes of the file. */
export const MAX_FLOW_ELEMENTS = 20_000;

/** XML elements that are parsed: everything except diagrams and the redundant `incoming`, `outgoing`, `flowNodeRef`. */
export const MAX_XML_ELEMENTS = 200_000;

/** Elements that only refer to others; the parser resolves lists of them in quadratic time. */
export const MAX_REFERENCES = 20_000;

/** Characters of one attribute value. */
export const MAX_ATTRIBUTE = 100_000;

/** Problems of the same kind that are listed one by one; the rest is counted. */
export const MAX_LISTED = 20;

/** Different prefixes of namespaces. */
export const MAX_PREFIXES = 200;

/** Attributes of one element. */
export const MAX_ATTRIBUTES = 1_000;

/** Attributes of all elements that are parsed. */
export const MAX_ATTRIBUTES_IN_ALL = 500_000;

/** Warnings and notes that are kept; errors always are. */
export const MAX_REMARKS = 10_000;
