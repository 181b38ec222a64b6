import { Button } from '@mantine/core';
import type { Diagnostic } from '@codemirror/lint';
import { useEffect, useRef } from 'react';
import { CodeEditor } from '../ui/CodeEditor.tsx';
import { useLayout } from '../workbench/layout-store.ts';
import { lineRange, showLine } from '../ui/code-line.ts';
import { useAnalyses } from './analysis.ts';
import type { DiagramProblem } from './diagram-problem.ts';
import { fileEditors, type OpenFile } from './open-files.ts';
import { judgeText, withoutFile } from './unreadable.ts';
import { useFileActions } from './use-file-actions.ts';
import './editor.css';

const pauseMs = 300;

/** What is no diagram can still be mended as text. */
export function Unreadable({ file }: { readonly file: OpenFile }) {
  const actions = useFileActions();
  const { path } = file;
  const text = useRef(file.initial);
  const editor = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const problem = useAnalyses((all) =>
    all[path]?.problems.find(({ severity, source }) => severity === 'error' && source === 'text'),
  );
  // The list of problems, where it is open, says why; once is enough.
  const isListed = useLayout(({ bottom }) => bottom);
  useEffect(() => {
    const before = fileEditors.get(path);
    fileEditors.set(path, {
      snapshot: () => {
        const written = text.current;
        return Promise.resolve({ text: written, saved: () => text.current !== written });
      },
      revealLine: (line) => {
        if (editor.current !== null) showLine(editor.current, line);
      },
    });
    return () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
      if (before !== undefined) fileEditors.set(path, before);
    };
  }, [path]);
  /** Looks at it again once nothing changes any more. */
  const changed = (): void => {
    if (timer.current !== null) clearTimeout(timer.current);
    const own = setTimeout(() => {
      void judgeText(text.current, path, null).then((judged) => {
        // Neither overtaken by a further edit nor closed meanwhile.
        if (timer.current === own) useAnalyses.setState({ [path]: judged });
      });
    }, pauseMs);
    timer.current = own;
  };
  return (
    <div ref={editor} className="editor-unreadable">
      <div className="editor-banner" role="alert">
        {problem === undefined ? (
          <span>Its text can be read now. Save it to see it drawn.</span>
        ) : (
          <span>
            <strong>{path} cannot be drawn.</strong> {isListed ? '' : `${withoutFile(path, problem.message)} `}Mend its
            text here and save it.
          </span>
        )}
        <Button
          disabled={problem !== undefined}
          onClick={() => {
            void actions.save(path).then(async (saved) => {
              if (saved) await actions.takeFromDisk(path);
            });
          }}
        >
          Save and draw
        </Button>
      </div>
      <CodeEditor
        fill
        language="text"
        label={`Text of ${path}`}
        value={file.initial}
        check={async (value) => markedLines(value, (await judgeText(value, path, null)).problems)}
        onChange={(value) => {
          text.current = value;
          actions.edited(path, true);
          changed();
        }}
      />
    </div>
  );
}

function markedLines(text: string, problems: readonly DiagramProblem[]): Diagnostic[] {
  return problems.flatMap(({ line, severity, message }): Diagnostic[] =>
    line === undefined
      ? []
      : [{ ...lineRange(text, line), severity: severity === 'error' ? 'error' : 'warning', message }],
  );
}
