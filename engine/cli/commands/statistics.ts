/** `cairn statistics`: counts, sizes and durations of checkpoints. */
import { checkpointStatistics } from '../../application/statistics.ts';
import type { CheckpointEntry, CheckpointStatistics } from '../../protocol/savepoint-views.ts';
import type { Call, Command } from '../command.ts';
import { countText, durationText, sizeText, timeText } from '../quantity.ts';
import { tableLines } from '../table.ts';

const defaultLimit = 10;

export const statistics: Command = {
  name: 'statistics',
  summary: 'Shows counts, sizes and durations of checkpoints, of one job or of all.',
  takes: ['JOB'],
  optional: 1,
  options: {
    limit: { type: 'string', takes: 'N', help: `how much of the history; ${defaultLimit} by default` },
  },
  run: (call) => {
    const { values, context } = call;
    const limit = values.integer('limit', 1) ?? defaultLimit;
    const view = checkpointStatistics(context, values.optionalArgument(0) ?? null, limit);
    call.answer(view, () => lines(call, view));
    return Promise.resolve(0);
  },
};

function lines({ terminal }: Call, { counts, summary, latest, measured }: CheckpointStatistics): string[] {
  const { state_size: size, end_to_end_duration: took } = summary;
  const figures = ['min', 'avg', 'p99', 'max'] as const;
  const columns = [{ title: '' }, ...figures.map((name) => ({ title: name.toUpperCase(), right: true }))];
  const rows = [
    ['state size', ...figures.map((name) => sizeText(Math.round(size[name])))],
    [
      'end-to-end duration',
      ...figures.map((name) => (took[name] > 0 ? durationText(Math.round(took[name] * 1000)) : '–')),
    ],
  ];
  const entries: [string, CheckpointEntry | null][] = [
    ['completed', latest.completed],
    ['savepoint', latest.savepoint],
    ['failed', latest.failed],
  ];
  const latestRows = entries.flatMap(([what, entry]) =>
    entry === null
      ? []
      : [
          [
            `latest ${what}`,
            clockText(entry.trigger_timestamp, entry.clock),
            entry.failure_message ?? entry.external_path,
          ],
        ],
  );
  const { restored } = latest;
  if (restored !== null)
    latestRows.push(['latest restored', clockText(restored.restore_timestamp, restored.clock), restored.external_path]);
  return [
    `${countText(counts.total, 'checkpoint')}: ${counts.completed} completed, ${counts.failed} failed, ${counts.in_progress} in progress; ${counts.restored} restored`,
    '',
    ...tableLines(terminal, columns, rows),
    `over the latest ${countText(measured, 'checkpoint')}`,
    '',
    ...tableLines(terminal, [{ title: '' }, { title: '' }, { title: '' }], latestRows),
  ];
}

function clockText(at: number, clock: CheckpointEntry['clock']): string {
  return `${timeText(new Date(at).toISOString())}${clock === 'virtual' ? ' (scenario clock)' : ''}`;
}
