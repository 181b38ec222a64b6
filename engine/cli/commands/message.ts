/** `cairn message`: publishes a message. */
import { readDuration } from '../../application/text-input.ts';
import { sendMessage } from '../../application/inbox.ts';
import { faultsOf } from '../../application/faults.ts';
import type { Command } from '../command.ts';
import { resultLines } from '../result-text.ts';
import { givenVariables, varsOption } from '../variables-option.ts';

const outcomes = {
  subscription: 'a waiting job took it',
  started: 'it started a job',
  waiting: 'nobody waits for it; it is kept',
} as const;

export const message: Command = {
  name: 'message',
  summary: 'Publishes a message: to a job that waits for it, else to start one, else it waits.',
  takes: ['NAME'],
  options: {
    key: { type: 'string', takes: 'K', help: 'correlation key; without one, correlation properties find it in --vars' },
    vars: varsOption,
    id: { type: 'string', takes: 'ID', help: "the message's own id; a repeated one gets the first answer" },
    ttl: { type: 'string', takes: 'D', help: 'how long it may wait, like PT1H; P7D by default, PT0S: now or never' },
    trust: { type: 'boolean', help: 'let network tasks reach beyond this machine' },
  },
  run: async (call) => {
    const { values, context } = call;
    const ttl = values.text('ttl');
    const name = values.argument(0);
    const messageId = values.text('id') ?? context.newId();
    const { answer, document } = await sendMessage(context, {
      name,
      key: values.text('key') ?? null,
      variables: givenVariables(call) ?? {},
      messageId,
      ttlMs: ttl === undefined ? undefined : readDuration('--ttl', ttl, context.now()),
    });
    const correlated = answer.correlated ?? 'waiting';
    const view = { message: { id: messageId, name, correlated, job: answer.job }, result: document };
    call.answer(view, () => [
      `message ${name}, id ${messageId}: ${outcomes[correlated]}`,
      ...(document === null ? [] : ['', ...resultLines(call, document)]),
    ]);
    return document === null || faultsOf(document).length === 0 ? 0 : 1;
  },
};
