/** What an element holds, cut at its elements: each with the notes and the space that belong to it. */
import type { SourceElement, SourcePart } from './source-tree.ts';

export interface Segment {
  readonly element: SourceElement;
  /** Before the element: space, notes, and elements without a partner. */
  readonly lead: string;
  /** Behind it, on its line. */
  readonly trail: string;
  /** The same without the space that leads to the element; empty where there is only space. */
  readonly leadNotes: string;
  readonly trailNotes: string;
}

/** @param cuts Those of its elements that have a partner. */
export function contentOf(
  { parts }: SourceElement,
  text: string,
  cuts: ReadonlySet<SourceElement>,
): { readonly segments: readonly Segment[]; readonly tail: string } {
  const segments: Segment[] = [];
  let lead: SourcePart[] = [];
  let open: { readonly element: SourceElement; readonly lead: readonly SourcePart[] } | null = null;
  const close = (): void => {
    if (open === null) return;
    const trail = onTheLine(lead, text);
    lead = lead.slice(trail.length);
    segments.push({
      element: open.element,
      lead: written(open.lead, text),
      trail: written(trail, text),
      leadNotes: written(withoutLastSpace(open.lead), text),
      trailNotes: written(withoutLastSpace(trail), text),
    });
    open = null;
  };
  for (const part of parts) {
    if (part.element === null || !cuts.has(part.element)) lead.push(part);
    else {
      close();
      open = { element: part.element, lead };
      lead = [];
    }
  }
  close();
  return { segments, tail: written(lead, text) };
}

/** Notes behind an element that end its line belong to it. */
function onTheLine(parts: readonly SourcePart[], text: string): readonly SourcePart[] {
  const end = parts.findIndex(
    ({ kind, start, end: stop }) => kind === 'text' && text.slice(start, stop).includes('\n'),
  );
  const found = end === -1 ? [] : parts.slice(0, end);
  return found.every(({ kind }) => kind !== 'element') && found.some(({ kind }) => kind === 'note') ? found : [];
}

function withoutLastSpace(parts: readonly SourcePart[]): readonly SourcePart[] {
  const last = parts.findLastIndex(({ kind }) => kind !== 'text');
  return parts.slice(0, last + 1);
}

function written(parts: readonly SourcePart[], text: string): string {
  return text.slice(parts[0]?.start ?? 0, parts.at(-1)?.end ?? 0);
}
