/** `cairn savepoint create|list|restore|unmark`: saving jobs to directories, and going on from there. */
import { BadRequest } from '../../application/failure.ts';
import {
  createSavepoints,
  planRestore,
  restoreJob,
  savepointsIn,
  unmarkSavepoint,
  type RestoreInput,
} from '../../application/savepoints.ts';
import type { SavepointsTaken } from '../../protocol/requests.ts';
import type { RestorePlan, SavepointList } from '../../protocol/savepoint-views.ts';
import { integerOf } from '../arguments.ts';
import type { Call, Command, ExitCode } from '../command.ts';
import { answerJob } from '../job-answer.ts';
import { countText, timeText } from '../quantity.ts';
import { section } from '../result-text.ts';
import { tableLines } from '../table.ts';

const defaultGrace = 10;

export const savepoint: Command = {
  name: 'savepoint',
  summary: 'Saves jobs to directories of their own, and restores jobs from there.',
  takes: ['create|list|restore|unmark', 'JOB|PATH'],
  optional: 1,
  options: {
    cancel: { type: 'boolean', help: 'create: cancel the jobs once they are saved' },
    grace: { type: 'string', takes: 'SECONDS', help: `create --cancel: for running tasks; ${defaultGrace} by default` },
    target: { type: 'string', takes: 'DIR', help: 'create: below the savepoint folder' },
    trigger: { type: 'string', takes: 'ID', help: 'create: an id of your own; repeating it gives the first answer' },
    'to-version': { type: 'string', takes: 'N', help: 'restore: onto another version, or latest' },
    map: {
      type: 'string',
      takes: 'A=B',
      multiple: true,
      help: 'restore: element or flow A of the saved version is B now',
    },
    'allow-dropped': { type: 'boolean', help: 'restore: drop state that has no home in the new version' },
    again: { type: 'boolean', help: 'restore: although it was used before' },
    claim: { type: 'boolean', help: 'restore: delete the directory after the first own savepoint of the new job' },
    'dry-run': { type: 'boolean', help: 'restore: only say what would move, be dropped, or has no home' },
    trust: { type: 'boolean', help: 'let network tasks reach beyond this machine' },
  },
  notes: [
    'create takes one job, or every running one; list shows what there is.',
    'restore takes a directory, or checkpoint:JOB/SEQ for a checkpoint in history; unmark lets it be used again.',
  ],
  run: (call) => {
    const action = call.values.argument(0);
    switch (action) {
      case 'create':
        return create(call);
      case 'list':
        return list(call);
      case 'restore':
        return restore(call);
      case 'unmark':
        return unmark(call);
      default:
        throw new BadRequest(`savepoint: ${action} is none of create, list, restore, unmark`);
    }
  },
};

async function create(call: Call): Promise<ExitCode> {
  const { values, context } = call;
  const grace = values.integer('grace', 0) ?? defaultGrace;
  const taken = await createSavepoints(context, {
    job: values.optionalArgument(1) ?? null,
    cancel: values.flag('cancel'),
    graceMs: grace * 1000,
    target: values.text('target') ?? null,
    triggerId: values.text('trigger'),
  });
  call.answer(taken, () => takenLines(call, taken));
  return taken.failed.length === 0 ? 0 : 1;
}

/** A restore is refused as long as the job itself goes on. */
function nextSteps(
  { terminal, next }: Call,
  { job, location, cancelled }: SavepointsTaken['savepoints'][number],
): string[] {
  const restored = next('savepoint', 'restore', location);
  if (cancelled) return [terminal.paint('cyan', restored)];
  return [
    'To go on from it, once its job is cancelled:',
    terminal.paint('cyan', `${next('cancel', job)} && ${restored}`),
  ];
}

function takenLines(call: Call, { savepoints, failed }: SavepointsTaken): string[] {
  const { terminal } = call;
  const rows = savepoints.map(({ job, name, location, cancelled }) => [
    name,
    job,
    cancelled ? 'cancelled' : '',
    location,
  ]);
  const columns = [{ title: 'PROCESS' }, { title: 'JOB' }, { title: '' }, { title: 'SAVEPOINT' }];
  const problems = failed.map(({ job, name, reason }) => `  ${terminal.paint('red', name)} ${job}: ${reason}`);
  const [first] = savepoints;
  return [
    ...(savepoints.length === 0 ? ['No savepoint was taken.'] : tableLines(terminal, columns, rows)),
    ...section(terminal, 'Failed', problems),
    ...(first === undefined ? [] : ['', ...nextSteps(call, first)]),
  ];
}

async function list(call: Call): Promise<ExitCode> {
  const found = await savepointsIn(call.context);
  call.answer(found, () => listLines(call, found));
  return 0;
}

function listLines({ terminal }: Call, { folder, savepoints }: SavepointList): string[] {
  if (savepoints.length === 0) return [`No savepoints in ${folder}.`];
  const columns = [
    { title: 'TIME' },
    { title: 'PROCESS' },
    { title: 'JOB' },
    { title: 'JOBS', right: true },
    { title: '' },
    { title: 'PATH' },
  ];
  const rows = savepoints.map(({ path, problem, createdAt, definition, job, jobs, used }) =>
    problem === null && definition !== null
      ? [timeText(createdAt ?? ''), `${definition.key} v${definition.version}`, job, jobs, used ? 'used' : '', path]
      : ['', { text: 'unusable', colour: 'red' as const }, '', '', '', problem ?? path],
  );
  return tableLines(terminal, columns, rows);
}

async function restore(call: Call): Promise<ExitCode> {
  const { values, context } = call;
  const version = values.text('to-version');
  const input: RestoreInput = {
    path: pathOf(call),
    mode: values.flag('claim') ? 'claim' : 'no-claim',
    again: values.flag('again'),
    toVersion: version === undefined ? null : version === 'latest' ? version : integerOf('--to-version', version, 1),
    map: mappingOf(values.list('map')),
    allowDropped: values.flag('allow-dropped'),
  };
  if (!values.flag('dry-run')) return answerJob(call, await restoreJob(context, input));
  const plan = await planRestore(context, input);
  call.answer(plan, () => planLines(call, plan));
  return plan.refusal === null ? 0 : 1;
}

function mappingOf(pairs: readonly string[]): Record<string, string> {
  const mapping = new Map<string, string>();
  for (const pair of pairs) {
    const [from, to, ...more] = pair.split('=');
    if (from === undefined || from === '' || to === undefined || to === '' || more.length > 0)
      throw new BadRequest(`savepoint: --map: ${pair} is not of the form old=new`);
    if (mapping.has(from)) throw new BadRequest(`savepoint: --map: ${from} is given twice`);
    mapping.set(from, to);
  }
  return Object.fromEntries(mapping);
}

const three = [{ title: '' }, { title: '' }, { title: '' }];

function planLines({ terminal }: Call, plan: RestorePlan): string[] {
  const { definition, job, moves, arms, instances, called, dropped, noHome, willRunAgain, refusal } = plan;
  const gains = [
    ...called.map(({ job: id, key, from, to }) => [`called job ${id}`, key, `version ${from} → ${to}`]),
    ...instances.map(({ element, from, to }) => ['instances', element, `${from} → ${to}`]),
    ...arms.map(({ what, element }) => [what, element, 'is new']),
  ];
  const places = moves.map(({ what, from, to }) => [what, from, from === to ? 'stays' : `→ ${to}`]);
  return [
    `${terminal.paint('bold', definition.key)} version ${definition.from} → ${definition.to}, job ${job.id}`,
    ...section(terminal, 'Moves', tableLines(terminal, three, places, '  ')),
    ...section(terminal, 'Changes', tableLines(terminal, three, gains, '  ')),
    ...section(
      terminal,
      'Has no home',
      tableLines(
        terminal,
        three,
        noHome.map(({ what, element, reason }) => [what, element, reason]),
        '  ',
      ),
    ),
    ...section(
      terminal,
      'Is dropped with it',
      tableLines(
        terminal,
        three,
        dropped.map(({ what, element, id }) => [what, element, id]),
        '  ',
      ),
    ),
    ...section(
      terminal,
      'Will run again',
      tableLines(
        terminal,
        three,
        willRunAgain.map(({ element, kind, attempt }) => [element, kind, `attempt ${attempt}`]),
        '  ',
      ),
    ),
    '',
    refusal === null
      ? terminal.paint('green', `It can be restored: ${countText(moves.length, 'thing')} would move. Nothing was done.`)
      : terminal.paint('red', `It would be refused: ${refusal}`),
  ];
}

async function unmark(call: Call): Promise<ExitCode> {
  const unmarked = await unmarkSavepoint(call.context, pathOf(call));
  call.answer(unmarked, ({ path }) => [`${path} may be used again.`]);
  return 0;
}

function pathOf({ values }: Call): string {
  const path = values.optionalArgument(1);
  if (path !== undefined) return path;
  throw new BadRequest(`savepoint ${values.argument(0)}: PATH is missing`);
}
