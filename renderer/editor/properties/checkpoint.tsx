import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CheckpointMark } from '../../../engine/model/graph/node.ts';
import { useAnalyses } from '../analysis.ts';
import { flagText } from '../checkpoint-flags.ts';
import { isMarkable, markOf, setMark } from '../checkpoint-marking.ts';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { idOf } from '../subject-words.ts';
import type { Subject } from './edit.ts';
import { Section } from './fields.tsx';

const MARKS: readonly { readonly value: CheckpointMark; readonly label: string }[] = [
  { value: 'none', label: 'None' },
  { value: 'before', label: 'Before' },
  { value: 'after', label: 'After' },
  { value: 'both', label: 'Both' },
];

/** Where the job is saved at this element: as marked, and what the policy does by itself. */
export function Checkpoint({ subject }: { readonly subject: Subject }) {
  const { session, element } = subject;
  const flags = useAnalyses((all) => all[session.path]?.read.flags.get(idOf(element)));
  const implicit = (flags ?? []).filter(({ kind }) => kind === 'implicit');
  const canMark = isMarkable(element);
  const mark = markOf(element);
  // What starts to wait without a checkpoint of its own; something must lead to it.
  const savesOnlyAtRest =
    (element.incoming ?? []).length > 0 && !implicit.some(({ reasons }) => reasons.includes('receive-wait'));
  if (!canMark && implicit.length === 0 && mark === 'none') return null;
  return (
    <Section title="Checkpoint">
      {(canMark || mark !== 'none') && (
        <>
          <SegmentedControl
            fullWidth
            aria-label="Checkpoint"
            data={MARKS.map((each) => ({ ...each }))}
            value={mark}
            onChange={(value) => setMark(session.modeling, element, value)}
          />
          <Flagged flag={mark === 'none' ? null : '⚑'}>
            {EXPLANATIONS[mark]} <KeyHint keys="k" /> {mark === 'none' ? 'marks it After.' : 'unmarks it.'}
          </Flagged>
        </>
      )}
      {implicit.map((flag) => (
        <Flagged key={flag.side} flag="⚐">
          {flagText(flag)}
          {savesOnlyAtRest && flag.reasons.includes('wait-ended') && `. ${AT_REST}`}
        </Flagged>
      ))}
    </Section>
  );
}

function Flagged({ flag, children }: { readonly flag: string | null; readonly children: ReactNode }) {
  if (flag === null) return <p className="prop-hint">{children}</p>;
  return (
    <p className="prop-hint prop-flag">
      <span>{flag}</span>
      <span>{children}</span>
    </p>
  );
}

const AT_REST = 'What leads here is saved once the whole job waits.';

const EXPLANATIONS: Readonly<Record<CheckpointMark, string>> = {
  none: 'Nothing is saved for its sake: after a crash it may run again.',
  before: 'Saved before it runs: after a crash only it runs again, not what came before.',
  after: 'Saved as soon as it is done: once done, it never runs again.',
  both: 'Saved before it runs and as soon as it is done.',
};
