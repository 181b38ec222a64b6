/**
 * The elements `text` and `script` hold mixed content (BPMN20.xsd, tText and tScript: `xsd:any`). moddle-xml takes them for plain
 * strings and fails on the first element inside with an error of its own. What it gets is what they say: their text.
 */
import { MARKUP } from './markup.ts';
import { BPMN } from './namespace.ts';
import { childElements, sourceTree, type SourceElement } from './source-tree.ts';

const MIXED = /<(?:[\w.-]+:)?(?:text|script)[\s>]/;
const HOLDERS = new Set([`{${BPMN}}text`, `{${BPMN}}script`]);

/** Whether an element may hold others among its text, and is read as its text alone. */
export function isReadAsText({ resolved }: SourceElement): boolean {
  return HOLDERS.has(resolved);
}

/** The document without the tags inside of its texts. Its lines keep their numbers. */
export function withPlainTexts(document: string): string {
  if (!MIXED.test(document)) return document;
  const root = sourceTree(document);
  if (root === null) return document;
  const holders: SourceElement[] = [];
  const look = (element: SourceElement): void => {
    if (isReadAsText(element) && childElements(element).length > 0) holders.push(element);
    else for (const child of childElements(element)) look(child);
  };
  look(root);
  const written: string[] = [];
  let at = 0;
  for (const { contentStart, contentEnd, end } of holders) {
    let breaks = '';
    const content = document.slice(contentStart, contentEnd).replace(MARKUP, (token: string, data?: string) => {
      if (data !== undefined) return token;
      breaks += token.replace(/[^\n]/g, '');
      return '';
    });
    written.push(document.slice(at, contentStart), content, document.slice(contentEnd, end), breaks);
    at = end;
  }
  return [...written, document.slice(at)].join('');
}

/** What failed, where it is moddle-xml that tripped over an element inside of one that only holds text. */
export function inWords(failure: unknown): unknown {
  const tripped = failure instanceof TypeError && /handle(?:End|Node|Text)/.test(failure.message);
  return tripped ? new Error('an element stands inside of one that holds only text.', { cause: failure }) : failure;
}
