/** `cairn start`: a job of a deployed definition. */
import { startJob } from '../../application/inbox.ts';
import type { Command } from '../command.ts';
import { answerJob } from '../job-answer.ts';
import { atOption } from '../at-option.ts';
import { givenVariables, varsOption } from '../variables-option.ts';

export const start: Command = {
  name: 'start',
  summary: 'Starts a job of a deployed process.',
  takes: ['KEY'],
  options: {
    'ext-id': { type: 'string', takes: 'ID', help: 'name of the job; one that exists is answered, not started again' },
    at: atOption,
    vars: varsOption,
    trust: { type: 'boolean', help: 'let network tasks reach beyond this machine' },
  },
  run: async (call) => {
    const { values, context } = call;
    const variables = givenVariables(call) ?? {};
    const input = { definition: values.argument(0), extId: values.text('ext-id'), node: values.text('at'), variables };
    return answerJob(call, await startJob(context, input));
  },
};
