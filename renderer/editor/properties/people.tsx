import type { PeoplePart } from '../../../engine/model/graph/people.ts';
import type { Subject } from './edit.ts';
import { Section, TextField } from './fields.tsx';
import { peopleOf, wordsOf, writePart } from './people-edit.ts';

const LABELS: Readonly<Record<PeoplePart, string>> = {
  assignee: 'Assignee',
  candidateUsers: 'Candidate users',
  candidateGroups: 'Candidate groups',
  dueDate: 'Due date',
  followUpDate: 'Follow-up date',
  priority: 'Priority',
};

/** Whom a user task is meant for and until when, in the words of the file. */
export function People({ subject }: { readonly subject: Subject }) {
  const words = wordsOf(subject);
  const people = peopleOf(subject);
  return (
    <Section
      title="People"
      hint={`Kept in the file in ${words.vendor}’s words and shown where the task waits. Not enforced: anybody can complete the task.`}
    >
      {words.parts.map((part) => (
        <TextField
          key={part}
          label={words.prefix === null && part === 'candidateGroups' ? 'Potential owners' : LABELS[part]}
          value={people[part] ?? ''}
          onCommit={(text) => writePart(subject, words, part, text.trim())}
        />
      ))}
    </Section>
  );
}
