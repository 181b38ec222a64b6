/** `cairn retry`: lets a job with incidents try again. */
import { retryIncidents } from '../../application/inbox.ts';
import type { Command } from '../command.ts';
import { answerJob } from '../job-answer.ts';
import { givenVariables, varsOption } from '../variables-option.ts';

export const retry: Command = {
  name: 'retry',
  summary: 'Retries the incidents of a job, or those of one element; with variables: edits first.',
  takes: ['JOB', 'ELEMENT'],
  optional: 1,
  options: { vars: varsOption, trust: { type: 'boolean', help: 'let network tasks reach beyond this machine' } },
  run: async (call) => {
    const { values, context } = call;
    const document = await retryIncidents(context, {
      job: values.argument(0),
      element: values.optionalArgument(1),
      variables: givenVariables(call),
    });
    return answerJob(call, document);
  },
};
