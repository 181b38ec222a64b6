import { Fragment } from 'react';
import type { DifferingText } from './differing-texts.ts';

/** A value in a line; what of it differs is underlined, so that colour is not the only sign. */
export function DifferingCode({
  text: { text, differing },
  title,
}: {
  readonly text: DifferingText;
  readonly title: string;
}) {
  return (
    <code title={title}>
      {differing.map(({ from, to }, index) => (
        <Fragment key={from}>
          {text.slice(differing[index - 1]?.to ?? 0, from)}
          <mark>{text.slice(from, to)}</mark>
        </Fragment>
      ))}
      {text.slice(differing.at(-1)?.to ?? 0)}
    </code>
  );
}
