import { CodeEditor } from '../ui/CodeEditor.tsx';

interface Side {
  readonly title: string;
  readonly text: string;
}

/** Two versions of a text beside each other, where they begin to differ in view. */
export function TwoTexts({ left, right }: { readonly left: Side; readonly right: Side }) {
  const from = firstDifference(left.text, right.text);
  return (
    <>
      <p className="two-texts-note">
        {from === null ? 'Both say the same.' : `They differ from line ${from.line} on.`}
      </p>
      <div className="two-texts">
        {[left, right].map(({ title, text }) => (
          <section key={title}>
            <h3>{title}</h3>
            <div className="two-texts-text">
              <CodeEditor
                value={from === null ? text : text.slice(from.offset)}
                language="text"
                label={title}
                readOnly
                firstLine={from?.line ?? 1}
                fill
              />
            </div>
          </section>
        ))}
      </div>
    </>
  );
}

/** Start of the first line that differs. */
function firstDifference(left: string, right: string): { readonly line: number; readonly offset: number } | null {
  if (left === right) return null;
  let line = 1;
  let offset = 0;
  for (let index = 0; index < Math.min(left.length, right.length) && left[index] === right[index]; index += 1) {
    if (left[index] !== '\n') continue;
    line += 1;
    offset = index + 1;
  }
  return { line, offset };
}
