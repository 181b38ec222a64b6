import FeelEditor from '@bpmn-io/feel-editor';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { KnownName } from './CodeEditor.tsx';
import { feelStyle } from './code-style.ts';
import './ui.css';

/** A FEEL expression, without its `=`, with completion over known names. */
export function FeelField(props: {
  readonly value: string;
  readonly label: string;
  readonly names: readonly KnownName[];
  /** When the focus leaves it, with what it holds. */
  readonly onCommit: (value: string) => void;
  readonly lines?: number;
}) {
  const container = useRef<HTMLDivElement>(null);
  const editor = useRef<FeelEditor | null>(null);
  const text = useRef(props.value);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const parent = container.current;
    if (parent === null) return undefined;
    editor.current = new FeelEditor({
      container: parent,
      value: latest.current.value,
      variables: latest.current.names,
      contentAttributes: { 'aria-label': latest.current.label },
      extensions: [feelStyle, EditorView.lineWrapping],
      onChange: (value) => {
        text.current = value;
      },
    });
    return () => {
      editor.current = null;
      parent.replaceChildren();
    };
  }, []);
  useEffect(() => {
    if (text.current === props.value) return;
    text.current = props.value;
    editor.current?.setValue(props.value);
  }, [props.value]);
  useEffect(() => editor.current?.setVariables(props.names), [props.names]);

  const commit = (): void => {
    if (text.current !== props.value) props.onCommit(text.current);
  };
  return (
    <div
      ref={container}
      className="ui-code ui-feel"
      style={{ minHeight: `${(props.lines ?? 1) * 18 + 8}px` }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) commit();
      }}
    />
  );
}
