/** The colours of FEEL in dmn-js's editors, which take no extensions: each gets them once it is there. */
import { StateEffect } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { feelColouring } from '../ui/code-style.ts';

/** Returns what stops it. */
export function colourCode(paper: HTMLElement): () => void {
  const coloured = new WeakSet<EditorView>();
  const observer = new MutationObserver(() => {
    for (const editor of paper.querySelectorAll<HTMLElement>('.cm-editor')) {
      const view = EditorView.findFromDOM(editor);
      if (view === null || coloured.has(view)) continue;
      coloured.add(view);
      view.dispatch({ effects: StateEffect.appendConfig.of(feelColouring) });
    }
  });
  observer.observe(paper, { childList: true, subtree: true });
  return () => observer.disconnect();
}
