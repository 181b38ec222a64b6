/** `cairn fork`: a new job from a checkpoint. */
import { forkJob } from '../../application/inbox.ts';
import { integerOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { answerJob } from '../job-answer.ts';
import { givenVariables, varsOption } from '../variables-option.ts';

export const fork: Command = {
  name: 'fork',
  summary: 'Starts a new job from a checkpoint of another, which stays as it is.',
  takes: ['JOB', 'SEQ'],
  options: { vars: varsOption, trust: { type: 'boolean', help: 'let network tasks reach beyond this machine' } },
  run: async (call) => {
    const { values, context } = call;
    const seq = integerOf('SEQ', values.argument(1), 1);
    return answerJob(call, await forkJob(context, values.argument(0), seq, givenVariables(call) ?? {}));
  },
};
