/** Lines of a text in a code editor, counted from 1. */
import { EditorView } from '@codemirror/view';

/** Puts the cursor on a line of the editor that is in the element, and brings it into view. */
export function showLine(element: HTMLElement, line: number): void {
  const found = element.querySelector<HTMLElement>('.cm-editor');
  const view = found === null ? null : EditorView.findFromDOM(found);
  if (view === null) return;
  const { from } = lineRange(view.state.doc.toString(), line);
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
  view.focus();
}

/** Where the line stands; the last one, where there are fewer. */
export function lineRange(text: string, line: number): { readonly from: number; readonly to: number } {
  const lines = text.split('\n');
  const index = Math.min(Math.max(line, 1), lines.length) - 1;
  const from = lines.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0);
  return { from, to: from + (lines[index]?.length ?? 0) };
}
