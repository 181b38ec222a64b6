/** The run ends as the one that nobody disturbed: same status, variables, elements; nothing left over, nothing stuck. */
import type { StateChange } from '../../../engine/store/rows.ts';
import { nameOf, type JobTale, type Tale } from '../tale.ts';

export function sameEnd(tale: Tale, undisturbed: Tale): string[] {
  const faults: string[] = [];
  const count = tale.jobs.length;
  if (count !== undisturbed.jobs.length) faults.push(`${count} jobs instead of ${undisturbed.jobs.length}`);
  for (const [index, job] of tale.jobs.entries()) {
    const other = undisturbed.jobs[index];
    if (other === undefined) continue;
    const name = nameOf(tale, job.row.id);
    for (const aspect of aspects) {
      const is = aspect.of(job);
      const was = aspect.of(other);
      if (is !== was) faults.push(`${name}: ${aspect.name}: ${difference(is, was)}`);
    }
  }
  return [...faults, ...messageFaults(tale, undisturbed), ...tale.jobs.flatMap((job) => leftOver(tale, job))];
}

function leftOver(tale: Tale, { row, state }: JobTale): string[] {
  return state
    .filter(({ entity }) => entity === 'message')
    .map(({ data }) => `${nameOf(tale, row.id)}: at rest, and a message has not left: ${data ?? ''}`);
}

const aspects: readonly { readonly name: string; readonly of: (job: JobTale) => string }[] = [
  { name: 'definition', of: ({ row }) => `${row.definitionKey} ${row.definitionVersion}` },
  { name: 'status', of: ({ row }) => `${row.status}${row.held ? ', held' : ''}` },
  { name: 'logical time', of: ({ row }) => (row.clock === 'virtual' ? String(row.now) : '') },
  { name: 'message taken last', of: ({ row }) => row.messageId ?? '' },
  { name: 'variables', of: rowsOf('variable') },
  { name: 'tokens', of: namesOf('token') },
  { name: 'timers', of: namesOf('timer') },
  { name: 'subscriptions', of: namesOf('subscription') },
  { name: 'incidents', of: rowsOf('incident') },
  { name: 'executions', of: executionsOf },
];

function rowsOf(entity: StateChange['entity']): (job: JobTale) => string {
  return ({ state }) =>
    lines(state.filter((row) => row.entity === entity).map(({ id, data }) => `${id} = ${data ?? ''}`));
}

function namesOf(entity: StateChange['entity']): (job: JobTale) => string {
  return ({ state }) => lines(state.filter((row) => row.entity === entity).map(({ id }) => id));
}

/** How each activity instance ended, whatever tries it took. */
function executionsOf({ executions }: JobTale): string {
  const last = new Map(executions.toSorted((a, b) => a.attempt - b.attempt).map((row) => [row.instance, row]));
  return lines([...last.values()].map(({ instance, outcome }) => `${instance} ${outcome}`));
}

function lines(texts: readonly string[]): string {
  return texts.toSorted().join('\n');
}

function difference(is: string, was: string): string {
  const before = new Set(was.split('\n'));
  const after = new Set(is.split('\n'));
  const more = [...after].filter((line) => !before.has(line));
  const less = [...before].filter((line) => !after.has(line));
  return `is ${more.join('; ') || 'without'}, was ${less.join('; ') || 'without'}`;
}

/** Each message as often as without a crash, in the same state. */
function messageFaults(tale: Tale, undisturbed: Tale): string[] {
  const is = messagesOf(tale);
  const was = messagesOf(undisturbed);
  return is === was ? [] : [`messages: ${difference(is, was)}`];
}

function messagesOf(tale: Tale): string {
  const seen = new Map<string, number>();
  const texts = tale.messages.map(({ name, key, data, state, consumedBy }) => {
    const text = `${name} ${key ?? ''} ${data} ${state} ${consumedBy === null ? '' : nameOf(tale, consumedBy)}`;
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    return `${text} #${times}`;
  });
  return lines(texts);
}
