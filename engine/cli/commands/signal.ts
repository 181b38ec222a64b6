/** `cairn signal`: throws a signal. */
import { throwSignal } from '../../application/inbox.ts';
import type { Command } from '../command.ts';
import { countText } from '../quantity.ts';
import { givenVariables, varsOption } from '../variables-option.ts';

export const signal: Command = {
  name: 'signal',
  summary: 'Throws a signal: every job that waits for it hears it, and the processes that it starts begin.',
  takes: ['NAME'],
  options: {
    vars: varsOption,
    id: { type: 'string', takes: 'ID', help: "the signal's own id; a repeated one gets the first answer" },
    trust: { type: 'boolean', help: 'let network tasks reach beyond this machine' },
  },
  run: async (call) => {
    const { values, context } = call;
    const name = values.argument(0);
    const signalId = values.text('id') ?? context.newId();
    const heard = await throwSignal(context, { name, variables: givenVariables(call) ?? {}, signalId });
    call.answer({ signal: { id: signalId, name, heard } }, () => [
      `signal ${name}, id ${signalId}: ${heard === 0 ? 'nobody waits for it, and it is not kept' : `heard by ${countText(heard, 'job')}`}`,
    ]);
    return 0;
  },
};
