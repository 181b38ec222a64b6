import FeelEditor from '@bpmn-io/feel-editor';
import { autocompletion } from '@codemirror/autocomplete';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { KnownName } from './CodeEditor.tsx';
import { feelStyle, tooltipsOverWindow } from './code-style.ts';
import { LiveCommit } from './live-commit.ts';
import './ui.css';

/** A FEEL expression, without its `=`, with completion over known names. */
export function FeelField(props: {
  readonly value: string;
  readonly label: string;
  readonly names: readonly KnownName[];
  /** At each pause in typing, and when the focus leaves it, with what it holds. */
  readonly onCommit: (value: string) => void;
  readonly lines?: number;
}) {
  const container = useRef<HTMLDivElement>(null);
  const editor = useRef<FeelEditor | null>(null);
  const text = useRef(props.value);
  const latest = useRef(props);
  latest.current = props;
  const live = useRef(
    new LiveCommit((value) => {
      if (value !== latest.current.value) latest.current.onCommit(value);
    }),
  );

  useEffect(() => {
    const parent = container.current;
    if (parent === null) return undefined;
    editor.current = new FeelEditor({
      container: parent,
      value: latest.current.value,
      variables: latest.current.names,
      contentAttributes: { 'aria-label': latest.current.label },
      extensions: [feelStyle, tooltipsOverWindow(), autocompletion({ icons: false }), EditorView.lineWrapping],
      onChange: (value) => {
        if (value !== text.current) live.current.typed(value);
        text.current = value;
      },
    });
    return () => {
      live.current.stop();
      editor.current = null;
      // Its package does not: what it has beside its place would stay.
      EditorView.findFromDOM(parent)?.destroy();
      parent.replaceChildren();
    };
  }, []);
  useEffect(() => {
    if (!live.current.takes(props.value) || text.current === props.value) return;
    text.current = props.value;
    editor.current?.setValue(props.value);
  }, [props.value]);
  useEffect(() => editor.current?.setVariables(props.names), [props.names]);

  return (
    <div
      ref={container}
      className="ui-code ui-feel"
      style={{ minHeight: `${(props.lines ?? 1) * 18 + 6}px` }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) live.current.left(text.current);
      }}
    />
  );
}
