/** A line that is broken goes on a little further in than it begins: what follows is a part of it, and no line of its own. */
import { RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';

/** Deeper ones leave too little room for what is written. */
const deepest = 24;
/** How many columns further in than its line what is broken of it stands. */
const hangingColumns = 2;

/** How many columns a line is indented by, as far as what is broken of it follows. */
export function indentOf(line: string, tabSize: number): number {
  let columns = 0;
  for (const each of line) {
    if (each === ' ') columns += 1;
    else if (each === '\t') columns += tabSize - (columns % tabSize);
    else break;
  }
  return Math.min(columns, deepest);
}

function indented(view: EditorView): DecorationSet {
  const found = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      const columns = indentOf(line.text.slice(0, 200), view.state.tabSize) + hangingColumns;
      // 6px: what CodeMirror itself sets a line in by.
      const style = `padding-left: calc(6px + ${columns}ch); text-indent: -${columns}ch`;
      if (line.length > 0) found.add(line.from, line.from, Decoration.line({ attributes: { style } }));
      at = line.to + 1;
    }
  }
  return found.finish();
}

export const wrappedIndent: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = indented(view);
    }

    update({ docChanged, viewportChanged, view }: ViewUpdate): void {
      if (docChanged || viewportChanged) this.decorations = indented(view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);
