/** `cairn choose`: begins an activity of an ad-hoc subprocess. */
import { BadRequest } from '../../application/failure.ts';
import { chooseActivity } from '../../application/inbox.ts';
import type { Command } from '../command.ts';
import { answerJob } from '../job-answer.ts';

export const choose: Command = {
  name: 'choose',
  summary: 'Begins an activity of an ad-hoc subprocess where people choose, or says that nothing more is to begin.',
  takes: ['JOB', 'ELEMENT', 'ACTIVITY'],
  optional: 1,
  options: {
    done: { type: 'boolean', help: 'nothing more: it is over when what goes on in it has ended' },
    instance: { type: 'string', takes: 'I', help: 'which one, where the job waits there several times' },
    trust: { type: 'boolean', help: 'let network tasks reach beyond this machine' },
  },
  run: async (call) => {
    const { values, context } = call;
    const activity = values.optionalArgument(2) ?? null;
    if ((activity === null) !== values.flag('done')) throw new BadRequest('name an activity, or say --done');
    return answerJob(
      call,
      await chooseActivity(context, {
        job: values.argument(0),
        element: values.argument(1),
        instance: values.text('instance'),
        activity,
      }),
    );
  },
};
