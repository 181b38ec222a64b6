import { ActionIcon } from '@mantine/core';
import { X } from 'lucide-react';
import { fadeEdges } from '../ui/edge-fade.ts';
import { valueAt, type TreeRow, type TreeScope } from './variable-tree.ts';
import { wholeText } from './plain-json.ts';
import './jobs.css';

/** More of a text is of no use to anybody who reads it. */
const mostCharacters = 20_000;

/** A value that its line shows the beginning of, all of it; beside what it was in the other state, where that differs. */
export function WholeValue(props: {
  readonly row: TreeRow;
  readonly scopes: readonly TreeScope[];
  readonly other: readonly TreeScope[] | null;
  /** How the other state is called. */
  readonly word: string;
  readonly onClose: () => void;
}) {
  const { row, scopes, other, word, onClose } = props;
  const now = valueAt(scopes, row);
  const before = row.change === null || other === null ? undefined : valueAt(other, row);
  return (
    <section ref={fadeEdges} className="job-whole ui-fade" aria-label={`All of ${row.label}`}>
      <header>
        <strong>{row.path.join(' › ')}</strong>
        <ActionIcon size="sm" aria-label={`Close all of ${row.label}`} title="Close" onClick={onClose}>
          <X size={13} />
        </ActionIcon>
      </header>
      {now !== undefined && <pre>{wholeText(now, mostCharacters)}</pre>}
      {before !== undefined && (
        <>
          <p>{word}</p>
          <pre>{wholeText(before, mostCharacters)}</pre>
        </>
      )}
    </section>
  );
}
