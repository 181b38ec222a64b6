import type { Diagnostic } from '@codemirror/lint';
import { useEffect, useRef } from 'react';
import { scenario } from '../../engine/protocol/scenario.ts';
import { settings } from '../../engine/protocol/settings.ts';
import { CodeEditor } from '../ui/CodeEditor.tsx';
import { fileEditors, type OpenFile } from './open-files.ts';
import { useFileActions } from './use-file-actions.ts';

/** A scenario or the settings: JSON, checked against what the engine takes. */
export function TextFileEditor({ file }: { readonly file: OpenFile }) {
  const { path, initial, edition, kind } = file;
  const actions = useFileActions();
  const text = useRef(initial);
  const unsaved = useRef(file.unsaved);
  unsaved.current = file.unsaved;
  const onDisk = useRef<string | null>(null);
  useEffect(() => {
    text.current = initial;
    // A draft, and edits that came along under a new name, are not what the disk holds.
    onDisk.current = unsaved.current ? null : initial;
  }, [initial, edition]);
  useEffect(() => {
    fileEditors.set(path, {
      snapshot: () => {
        const written = text.current;
        return Promise.resolve({
          text: written,
          saved: () => {
            onDisk.current = written;
            return text.current !== written;
          },
        });
      },
    });
    return () => {
      fileEditors.delete(path);
    };
  }, [path]);
  return (
    <CodeEditor
      key={edition}
      fill
      language="json"
      label={`Text of ${path}`}
      value={initial}
      onChange={(value) => {
        text.current = value;
        actions.edited(path, value !== onDisk.current);
      }}
      check={(value) => problemsIn(value, kind === 'settings' ? settings : scenario)}
    />
  );
}

/** Problems of the contents; those of the syntax are told by the editor itself. */
function problemsIn(text: string, schema: typeof settings | typeof scenario): Diagnostic[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (failure) {
    if (failure instanceof SyntaxError) return [];
    throw failure;
  }
  const read = schema.safeParse(value);
  if (read.success) return [];
  return read.error.issues.map(({ path, message }) => {
    const at = placeOf(text, path.at(-1));
    return {
      ...at,
      severity: 'error',
      message: path.length === 0 ? message : `${path.join('.')}: ${message}`,
    };
  });
}

/** The name in the text, where it stands once; else the beginning. */
function placeOf(text: string, name: PropertyKey | undefined): { readonly from: number; readonly to: number } {
  const quoted = JSON.stringify(String(name ?? ''));
  const from = text.indexOf(quoted);
  return from < 0 ? { from: 0, to: Math.min(1, text.length) } : { from, to: from + quoted.length };
}
