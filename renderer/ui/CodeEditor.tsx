import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { linter, lintGutter, type Diagnostic } from '@codemirror/lint';
import { searchKeymap } from '@codemirror/search';
import { Annotation, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { codeStyle, tooltipsOverWindow } from './code-style.ts';
import { LiveCommit } from './live-commit.ts';
import { wrappedIndent } from './wrapped-indent.ts';
import './ui.css';

/** A name that completion offers. */
export interface KnownName {
  readonly name: string;
  readonly detail?: string;
}

export interface CodeEditorProps {
  readonly value: string;
  readonly onChange?: (value: string) => void;
  /** At each pause in typing, and when the focus leaves it, with what it holds. */
  readonly onCommit?: (value: string) => void;
  readonly language: 'javascript' | 'json' | 'text';
  /** For people who do not see it. */
  readonly label: string;
  readonly names?: readonly KnownName[];
  readonly readOnly?: boolean;
  /** Fills its container instead of growing with its text. */
  readonly fill?: boolean;
  /** Lines are broken where they would stick out; else they are scrolled, which a line of a million characters needs. */
  readonly wrap?: boolean;
  /** Further problems of a text, shown where they are. */
  readonly check?: (text: string) => readonly Diagnostic[] | Promise<readonly Diagnostic[]>;
}

/** Not typed by anybody. */
const fromOutside = Annotation.define<boolean>();

/** A text with a language. A value that comes from outside replaces the text without losing the place. */
export function CodeEditor(props: CodeEditorProps) {
  const container = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const live = useRef(new LiveCommit((text) => latest.current.onCommit?.(text)));
  const { language, readOnly = false, fill = false, label } = props;

  useEffect(() => {
    if (container.current === null) return undefined;
    const editor = new EditorView({
      parent: container.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: extensionsOf(latest, live.current, language, readOnly, fill, label),
      }),
    });
    view.current = editor;
    return () => {
      live.current.stop();
      view.current = null;
      editor.destroy();
    };
  }, [language, readOnly, fill, label]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || !live.current.takes(props.value) || editor.state.doc.toString() === props.value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: props.value },
      annotations: fromOutside.of(true),
    });
  }, [props.value]);

  return <div ref={container} className={`ui-code ${fill ? 'ui-code-fill' : ''}`} />;
}

function extensionsOf(
  latest: { readonly current: CodeEditorProps },
  live: LiveCommit,
  language: CodeEditorProps['language'],
  readOnly: boolean,
  fill: boolean,
  label: string,
): Extension[] {
  const complete = (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\w$]*/);
    if (word === null || (word.from === word.to && !context.explicit)) return null;
    const options = (latest.current.names ?? []).map(({ name, detail }): Completion => ({
      label: name,
      ...(detail === undefined ? {} : { detail }),
    }));
    return { from: word.from, options, validFor: /^[\w$]*$/ };
  };
  return [
    codeStyle,
    tooltipsOverWindow(),
    history(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    latest.current.wrap === false ? [] : [EditorView.lineWrapping, wrappedIndent],
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...searchKeymap, ...defaultKeymap]),
    // Read-only texts are reached and scrolled by keyboard too.
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorState.readOnly.of(readOnly),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      const text = update.state.doc.toString();
      latest.current.onChange?.(text);
      if (!update.transactions.some((each) => each.annotation(fromOutside) === true)) live.typed(text);
    }),
    // At once, and not with the next update: whoever clicks elsewhere may take the editor away.
    EditorView.domEventHandlers({
      blur: (_event, editor) => {
        live.left(editor.state.doc.toString());
      },
    }),
    language === 'javascript' ? [javascript(), autocompletion({ override: [complete], icons: false })] : [],
    language === 'json' ? [json(), linter(jsonParseLinter())] : [],
    linter(async (editor) => [...((await latest.current.check?.(editor.state.doc.toString())) ?? [])]),
    fill
      ? [lineNumbers(), lintGutter(), EditorView.theme({ '&': { height: '100%' } })]
      : EditorView.theme({ '.cm-content': { minHeight: '64px' } }),
  ];
}
