/** `cairn show`: a job as it is, or as a checkpoint left it. */
import { showJob } from '../../application/browse.ts';
import type { Command } from '../command.ts';
import { resultLines } from '../result-text.ts';

export const show: Command = {
  name: 'show',
  summary: 'Shows a job as it is, or as one of its checkpoints left it.',
  takes: ['JOB'],
  options: { at: { type: 'string', takes: 'SEQ', help: 'number of the checkpoint' } },
  run: async (call) => {
    const at = call.values.integer('at', 1) ?? null;
    const document = await showJob(call.context, call.values.argument(0), at);
    call.answer(document, () => [
      ...(at === null ? [] : [`As checkpoint ${at} left it:`, '']),
      ...resultLines(call, document),
    ]);
    return 0;
  },
};
