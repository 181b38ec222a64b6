/** `cairn recovery`: jobs that wait for a decision after a restart, with automatic recovery off. */
import { BadRequest } from '../../application/failure.ts';
import { decideRecovery, listRecoveries } from '../../application/recoveries.ts';
import type { RecoveryList } from '../../protocol/savepoint-views.ts';
import type { Call, Command } from '../command.ts';
import { tableLines } from '../table.ts';

const done = { restart: 'goes on', keep: 'is kept for later', remove: 'was cancelled' } as const;

export const recovery: Command = {
  name: 'recovery',
  summary: 'Lists jobs that wait for a decision after a restart, and decides.',
  takes: ['list|restart|keep|remove', 'JOB'],
  optional: 2,
  options: { trust: { type: 'boolean', help: 'let network tasks reach beyond this machine' } },
  notes: ['Jobs wait where cairn.json sets recovery.automatic to false.'],
  run: async (call) => {
    const action = call.values.optionalArgument(0) ?? 'list';
    if (action === 'list') {
      const found = listRecoveries(call.context);
      call.answer(found, () => listLines(call, found));
      return 0;
    }
    if (action !== 'restart' && action !== 'keep' && action !== 'remove')
      throw new BadRequest(`recovery: ${action} is none of list, restart, keep, remove`);
    const job = call.values.optionalArgument(1);
    if (job === undefined) throw new BadRequest(`recovery ${action}: JOB is missing`);
    const decided = await decideRecovery(call.context, job, action);
    call.answer(decided, () => [`Job ${decided.job} ${done[action]}.`]);
    return 0;
  },
};

function listLines({ terminal, next }: Call, { automatic, jobs }: RecoveryList): string[] {
  if (jobs.length === 0)
    return [
      automatic ? 'Jobs are taken up by themselves (recovery.automatic is true).' : 'No job waits for a decision.',
    ];
  const columns = [
    { title: 'JOB' },
    { title: 'PROCESS' },
    { title: 'DECISION' },
    { title: 'CHECKPOINT', right: true },
    { title: 'EXT ID' },
  ];
  const rows = jobs.map(({ job, extId, definition, decision, seq }) => [
    job,
    `${definition.key} v${definition.version}`,
    decision,
    seq,
    extId === job ? '' : extId,
  ]);
  return [
    ...tableLines(terminal, columns, rows),
    '',
    ...(['restart', 'keep', 'remove'] as const).map((action) =>
      terminal.paint('cyan', next('recovery', action, jobs[0]?.job ?? '')),
    ),
  ];
}
