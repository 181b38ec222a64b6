import { CodeEditor } from '../ui/CodeEditor.tsx';
import { differingLines } from '../ui/line-difference.ts';

interface Side {
  readonly title: string;
  readonly text: string;
}

/** Two versions of a text beside each other, where they begin to differ in view; what differs is marked. */
export function TwoTexts({ left, right }: { readonly left: Side; readonly right: Side }) {
  const differing = differingLines(left.text, right.text);
  const from = differing?.from ?? 0;
  return (
    <>
      <p className="two-texts-note">
        {differing === null ? 'Both say the same.' : `They differ from line ${from + 1} on.`}
      </p>
      <div className="two-texts">
        {(
          [
            ['left', left],
            ['right', right],
          ] as const
        ).map(([side, { title, text }]) => (
          <section key={title}>
            <h3>{title}</h3>
            <div className="two-texts-text">
              <CodeEditor
                value={text.split('\n').slice(from).join('\n')}
                language="text"
                label={title}
                readOnly
                firstLine={from + 1}
                markedLines={differing?.[side].map((line) => line - from) ?? []}
                fill
              />
            </div>
          </section>
        ))}
      </div>
    </>
  );
}
