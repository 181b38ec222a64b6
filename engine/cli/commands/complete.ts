/** `cairn complete`: completes a user task. */
import { completeTask } from '../../application/inbox.ts';
import type { Command } from '../command.ts';
import { answerJob } from '../job-answer.ts';
import { givenVariables, varsOption } from '../variables-option.ts';

export const complete: Command = {
  name: 'complete',
  summary: 'Completes a user task that a job waits at.',
  takes: ['JOB', 'ELEMENT'],
  options: {
    instance: { type: 'string', takes: 'I', help: 'which one, where the job waits there several times' },
    vars: varsOption,
    trust: { type: 'boolean', help: 'let network tasks reach beyond this machine' },
  },
  notes: [
    'What a task asks for, with the names and kinds of its values, is what `cairn show JOB` prints at it. A completion without one of',
    'them is refused by its name, and the task goes on waiting.',
  ],
  run: async (call) => {
    const { values, context } = call;
    const document = await completeTask(context, {
      job: values.argument(0),
      element: values.argument(1),
      instance: values.text('instance'),
      variables: givenVariables(call) ?? {},
    });
    return answerJob(call, document);
  },
};
