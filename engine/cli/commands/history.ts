/** `cairn history`: every checkpoint of a job. */
import { historyOf } from '../../application/browse.ts';
import type { HistoryView } from '../../protocol/views.ts';
import type { Call, Command } from '../command.ts';
import { durationText, sizeText, timeText } from '../quantity.ts';
import { tableLines, type Cell } from '../table.ts';

export const history: Command = {
  name: 'history',
  summary: 'Lists the checkpoints of a job, and where engines took it over.',
  takes: ['JOB'],
  options: {},
  run: async (call) => {
    call.answer(historyOf(call.context, call.values.argument(0)), (view) => historyLines(call, view));
    return Promise.resolve(0);
  },
};

function historyLines(call: Call, { job, checkpoints, recoveries }: HistoryView): string[] {
  const columns = [
    { title: 'SEQ', right: true },
    { title: 'KIND' },
    { title: 'ELEMENT' },
    { title: 'TIME' },
    { title: 'SIZE', right: true },
    { title: 'TOOK', right: true },
    { title: 'REASONS' },
  ];
  const taken = new Map(recoveries.map(({ before, incarnation }) => [before, incarnation]));
  const rows = checkpoints.flatMap(({ seq, kind, reasons, element, at, bytes, micros }) => {
    const incarnation = taken.get(seq);
    const kindCell: Cell = kind === 'implicit' ? { text: kind } : { text: kind, colour: 'green' };
    const row = [
      seq,
      kindCell,
      element ?? '',
      timeText(at),
      sizeText(bytes),
      micros === 0 ? null : durationText(micros),
      reasons.join(', '),
    ];
    if (incarnation === undefined) return [row];
    const mark: Cell = { text: 'recovered', colour: 'yellow' };
    return [['', mark, '', '', '', '', `another engine took over (incarnation ${incarnation})`], row];
  });
  const { key, version } = job.definition;
  const { terminal } = call;
  const last = checkpoints.at(-1)?.seq ?? 0;
  return [
    `${terminal.paint('bold', key)} version ${version}, job ${job.id}`,
    '',
    ...tableLines(terminal, columns, rows),
    ...(last > 1 ? ['', terminal.paint('cyan', call.next('diff', job.id, String(last - 1), String(last)))] : []),
  ];
}
