/** `cairn ledger`: what jobs did outside, repetitions marked. */
import { ledgerOf } from '../../application/ledger.ts';
import type { LedgerView } from '../../protocol/savepoint-views.ts';
import type { Call, Command } from '../command.ts';
import { timeText } from '../quantity.ts';
import { tableLines, type Cell } from '../table.ts';

const defaultLimit = 50;

export const ledger: Command = {
  name: 'ledger',
  summary: 'Lists what jobs sent and called outside, newest first; what happened more than once is marked.',
  takes: ['JOB'],
  optional: 1,
  options: {
    duplicates: { type: 'boolean', help: 'only what happened, or may have, more than once' },
    limit: { type: 'string', takes: 'N', help: `how many at the most; ${defaultLimit} by default` },
    offset: { type: 'string', takes: 'N', help: 'how many newer ones to leave out' },
  },
  run: (call) => {
    const { values, context } = call;
    const view = ledgerOf(context, {
      job: values.optionalArgument(0) ?? null,
      duplicates: values.flag('duplicates'),
      limit: values.integer('limit', 1) ?? defaultLimit,
      offset: values.integer('offset', 0) ?? 0,
    });
    call.answer(view, () => ledgerLines(call, view));
    return Promise.resolve(0);
  },
};

function ledgerLines({ terminal }: Call, { entries, more }: LedgerView): string[] {
  if (entries.length === 0) return ['Nothing was sent or called.'];
  const columns = [
    { title: 'TIME' },
    { title: 'JOB' },
    { title: 'ELEMENT' },
    { title: 'ATTEMPT', right: true },
    { title: 'STATE' },
    { title: 'CHECKPOINTS' },
    { title: 'TARGET' },
  ];
  const rows = entries.map((entry) => {
    const { beganAt, job, element, attempt, state, times, duplicate, before, after, target } = entry;
    const words = entry.answered ? `${state}, by the scenario` : state;
    const shown: Cell = duplicate ? { text: `${words} (1 of ${times})`, colour: 'red' } : { text: words };
    return [timeText(beganAt), job, element, attempt, shown, `${before} → ${after ?? '–'}`, target];
  });
  return [...tableLines(terminal, columns, rows), ...(more ? ['… and older ones; --limit shows more'] : [])];
}
