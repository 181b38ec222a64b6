/** `cairn history`: every checkpoint of a job. */
import { historyOf } from '../../application/browse.ts';
import type { CrashPoint } from '../../protocol/engine-link.ts';
import type { HistoryView, TimelineMark } from '../../protocol/views.ts';
import type { Call, Command } from '../command.ts';
import { durationText, sizeText, timeText } from '../quantity.ts';
import { originText } from '../result-text.ts';
import { tableLines, type Content } from '../table.ts';

export const history: Command = {
  name: 'history',
  summary: 'Lists the checkpoints of a job, and the deaths and recoveries of engines between them.',
  takes: ['JOB'],
  options: {},
  run: async (call) => {
    call.answer(historyOf(call.context, call.values.argument(0)), (view) => historyLines(call, view));
    return Promise.resolve(0);
  },
};

type Line = readonly Content[];

function historyLines(call: Call, { job, origin, clock, checkpoints, marks }: HistoryView): string[] {
  const columns = [
    { title: 'SEQ', right: true },
    { title: 'KIND' },
    { title: 'ELEMENT' },
    { title: clock === 'virtual' ? 'TIME (SCENARIO CLOCK)' : 'TIME' },
    { title: 'SIZE', right: true },
    { title: 'TOOK', right: true },
    { title: 'REASONS' },
  ];
  const between = Map.groupBy(marks, ({ after }) => after);
  const first = checkpoints[0]?.seq ?? 1;
  const rows = [
    ...(origin === null || first > 1 ? [] : [originRow(origin)]),
    ...(between.get(first - 1) ?? []).map((mark) => markRow(mark, clock)),
    ...checkpoints.flatMap(({ seq, kind, reasons, element, at, bytes, micros }): Line[] => [
      [
        seq,
        kind === 'implicit' ? { text: kind } : { text: kind, colour: 'green' },
        element ?? 'the job',
        timeText(at),
        sizeText(bytes),
        micros === 0 ? null : durationText(micros),
        reasons.join(', '),
      ],
      ...(between.get(seq) ?? []).map((mark) => markRow(mark, clock)),
    ]),
  ];
  const { key, version } = job.definition;
  const { terminal } = call;
  const last = checkpoints.at(-1)?.seq ?? 0;
  return [
    `${terminal.paint('bold', key)} version ${version}, job ${job.id}`,
    ...(origin === null ? [] : [originText(origin)]),
    '',
    ...tableLines(terminal, columns, rows),
    ...(last > 1 ? ['', terminal.paint('cyan', call.next('diff', job.id, String(last - 1), String(last)))] : []),
  ];
}

/** Where a job began that began at no start event, as a line before its first checkpoint. */
function originRow({ how, seq }: NonNullable<HistoryView['origin']>): Line {
  const text = how === 'fork' ? 'forked' : 'restored';
  return ['', { text, colour: 'cyan' }, '', '', '', '', `from checkpoint ${seq} of another job`];
}

/** A death of an engine, or what followed, as a line between two checkpoints. */
function markRow({ kind, at, crashPoint, incarnation, waiting }: TimelineMark, clock: HistoryView['clock']): Line {
  // Beside times of a scenario those of the wall would be taken for one of them.
  const wall = clock === 'virtual' && incarnation === null ? ' (wall clock)' : '';
  const words =
    kind === 'killed'
      ? [
          crashPoint === null ? '' : pointText(crashPoint),
          waiting ? 'engine killed while the job waited: nothing lost' : 'engine killed',
        ]
      : [incarnation === null ? 'another engine started' : `another engine took over (incarnation ${incarnation})`];
  return [
    '',
    kind === 'killed' ? { text: 'killed', colour: 'red' } : { text: 'recovered', colour: 'yellow' },
    crashPoint?.element ?? '',
    at === null ? null : `${timeText(at)}${wall}`,
    '',
    '',
    words.filter((word) => word !== '').join(': '),
  ];
}

function pointText({ point, visit }: CrashPoint): string {
  return visit === 1 ? point : `${point}, visit ${visit}`;
}
