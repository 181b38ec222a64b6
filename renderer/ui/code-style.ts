/** CodeMirror in the window's colours; variables, so that a change of scheme needs nothing. */
import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Prec, type Extension } from '@codemirror/state';
import { EditorView, tooltips } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The library's own style knows what is what; only its colours, made for white paper, are replaced. */
const COLOURS: Readonly<Record<string, string>> = {
  '#708': 'var(--twice)',
  '#219': 'var(--twice)',
  '#164': 'var(--accent)',
  '#a11': 'var(--saved)',
  '#e40': 'var(--saved)',
  '#00c': 'var(--accent)',
  '#940': 'var(--muted)',
  '#f00': 'var(--danger)',
};

const colours = HighlightStyle.define(
  defaultHighlightStyle.specs.map((spec) => ({
    ...spec,
    ...(typeof spec['color'] === 'string' ? { color: COLOURS[spec['color']] ?? 'var(--text)' } : {}),
  })),
);

const ground = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--chrome)', color: 'var(--muted)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--accent-soft) !important' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    border: '1px solid var(--line)',
    color: 'var(--text)',
    boxShadow: '0 2px 8px rgb(0 0 0 / 15%)',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--text)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { maxHeight: '15em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '1px 8px' },
  '.cm-completionDetail': { color: 'var(--muted)' },
  '.cm-panels': { backgroundColor: 'var(--chrome)', color: 'var(--text)' },
});

const type = EditorView.theme({
  '&': { fontSize: '12px' },
  '.cm-content': { fontFamily: 'ui-monospace, "Cascadia Code", Menlo, Consolas, monospace' },
});

/** Highest: it must outweigh what an editor of another package brings. */
export const codeStyle: Extension = Prec.highest([ground, type, syntaxHighlighting(colours)]);

/**
 * Completion, and what is said of a place, lie over the window: the panel that an editor stands in would cut them. In a
 * layer of their own: there CodeMirror puts an element with the style of its editor, which would have the page scroll. They
 * end where their editor does, and cover no scrollbar beside it.
 */
export const tooltipsOverWindow = (): Extension => tooltips({ parent: layer(), tooltipSpace });

const offEdge = 8;

function tooltipSpace({ dom }: EditorView): { top: number; left: number; bottom: number; right: number } {
  const { clientWidth, clientHeight } = document.documentElement;
  const right = Math.min(dom.getBoundingClientRect().right, clientWidth - offEdge);
  return { top: offEdge, left: offEdge, bottom: clientHeight - offEdge, right };
}

function layer(): HTMLElement {
  const known = document.querySelector<HTMLElement>('body > .ui-tooltips');
  if (known !== null) return known;
  const made = document.createElement('div');
  made.className = 'ui-tooltips';
  document.body.append(made);
  return made;
}

/** What the FEEL editor colours beyond that, in one blue that only white paper bears. */
const feelColours = HighlightStyle.define([
  {
    tag: [
      tags.variableName,
      tags.propertyName,
      tags.definition(tags.variableName),
      tags.special(tags.variableName),
      tags.definition(tags.propertyName),
    ],
    color: 'var(--accent)',
  },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.special(tags.variableName)),
      tags.function(tags.definition(tags.variableName)),
      tags.function(tags.propertyName),
    ],
    color: 'var(--twice)',
  },
  { tag: [tags.arithmeticOperator, tags.compareOperator], color: 'var(--text)' },
]);

export const feelStyle: Extension = [codeStyle, Prec.highest(syntaxHighlighting(feelColours))];

/** The colours alone, for an editor of FEEL that stands in a page of another size of type. */
export const feelColouring: Extension = Prec.highest([
  ground,
  syntaxHighlighting(colours),
  syntaxHighlighting(feelColours),
]);
