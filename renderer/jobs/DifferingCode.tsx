import type { DifferingText } from './differing-texts.ts';

/** A value in a line; what of it differs is underlined, so that colour is not the only sign. */
export function DifferingCode({
  text: { text, from, to },
  title,
}: {
  readonly text: DifferingText;
  readonly title: string;
}) {
  return (
    <code title={title}>
      {text.slice(0, from)}
      {to > from && <mark>{text.slice(from, to)}</mark>}
      {text.slice(Math.max(from, to))}
    </code>
  );
}
