/** `cairn cancel`: ends a job. */
import { cancelJob } from '../../application/inbox.ts';
import type { Command } from '../command.ts';
import { resultLines } from '../result-text.ts';

export const cancel: Command = {
  name: 'cancel',
  summary: 'Cancels a job, and the jobs that it called.',
  takes: ['JOB'],
  options: {},
  run: async (call) => {
    const document = await cancelJob(call.context, call.values.argument(0));
    call.answer(document, () => resultLines(call, document));
    return 0;
  },
};
