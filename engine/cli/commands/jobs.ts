/** `cairn jobs`: which jobs there are. */
import { listJobs } from '../../application/browse.ts';
import { BadRequest } from '../../application/failure.ts';
import { jobStatus, type JobList } from '../../protocol/views.ts';
import type { Call, Command } from '../command.ts';
import { timeText } from '../quantity.ts';
import { originText, statusCell } from '../result-text.ts';
import { tableLines } from '../table.ts';

const defaultLimit = 50;

export const jobs: Command = {
  name: 'jobs',
  summary: 'Lists jobs, newest first.',
  takes: [],
  options: {
    status: { type: 'string', takes: 'STATUS', help: jobStatus.options.join(', ') },
    definition: { type: 'string', takes: 'KEY', help: 'only jobs of this process' },
    limit: { type: 'string', takes: 'N', help: `how many at the most; ${defaultLimit} by default` },
  },
  run: async (call) => {
    const { values, context } = call;
    const limit = values.integer('limit', 1) ?? defaultLimit;
    call.answer(
      listJobs(context, { status: statusOf(values.text('status')), definition: values.text('definition'), limit }),
      (list) => jobLines(call, list),
    );
    return Promise.resolve(0);
  },
};

function statusOf(text: string | undefined): JobList['jobs'][number]['status'] | undefined {
  if (text === undefined) return undefined;
  const status = jobStatus.safeParse(text);
  if (status.success) return status.data;
  throw new BadRequest(`jobs: --status: ${text} is none of ${jobStatus.options.join(', ')}`);
}

function jobLines({ terminal }: Call, { jobs: list, counts, more, abandoned }: JobList): string[] {
  const columns = [
    { title: 'JOB' },
    { title: 'PROCESS' },
    { title: 'STATUS' },
    { title: 'STARTED' },
    { title: 'CHECKPOINTS', right: true },
    { title: 'RECOVERED', right: true },
    { title: 'INCIDENTS', right: true },
    { title: 'EXT ID' },
  ];
  const rows = list.map(({ id, extId, definition, status, held, startedAt, seq, incidents, recoveries }) => [
    id,
    `${definition.key} v${definition.version}`,
    statusCell(status, held),
    timeText(startedAt),
    seq,
    recoveries === 0 ? '' : `${recoveries}×`,
    incidents === 0 ? '' : { text: String(incidents), colour: 'red' as const },
    extId === id ? '' : extId,
  ]);
  const total = jobStatus.options.map((status) => `${counts[status]} ${status}`).join(' · ');
  return [
    ...(list.length === 0 ? ['No jobs.'] : withOrigins(tableLines(terminal, columns, rows), list)),
    ...(more ? ['… and older ones; --limit shows more'] : []),
    '',
    total,
    ...(abandoned === 0
      ? []
      : [
          `No engine runs: ${abandoned} active ${abandoned === 1 ? 'job waits' : 'jobs wait'} to be taken up. cairn engine starts one.`,
        ]),
  ];
}

/** Below a job that began at a checkpoint of another one, whole: it is there to be copied. */
function withOrigins([head, ...rows]: string[], list: JobList['jobs']): string[] {
  const origins = list.map(({ origin }) => (origin === null ? [] : [`    ${originText(origin)}`]));
  return [head ?? '', ...rows.flatMap((row, index) => [row, ...(origins[index] ?? [])])];
}
