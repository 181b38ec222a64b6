/** `cairn engine`: one agent in the foreground. */
import { serveStore } from '../../application/agent.ts';
import type { News } from '../../application/context.ts';
import type { Call, Command } from '../command.ts';
import { crashAtOption, readCrashPoints } from '../crash-point-option.ts';
import { countText } from '../quantity.ts';

export const engine: Command = {
  name: 'engine',
  summary: 'Serves a store in the foreground until it is interrupted.',
  takes: [],
  options: {
    name: { type: 'string', takes: 'NAME', help: 'of this agent; the host name by default' },
    priority: { type: 'string', takes: 'N', help: 'higher goes first; 100 by default' },
    trust: { type: 'boolean', help: 'let network tasks reach beyond this machine' },
    'crash-at': crashAtOption,
    'no-restart': { type: 'boolean', help: 'end with exit code 1 when the engine crashes' },
  },
  notes: ['Prints one line when the engine is ready; the process named in it is the engine.'],
  run: async (call) => {
    const { values, context } = call;
    const greet = greeting(call);
    const tell = (news: News): void => {
      context.tell(news);
      greet(news);
    };
    await serveStore(
      { ...context, tell },
      {
        name: values.text('name'),
        priority: values.integer('priority', -Infinity),
        crashPoints: readCrashPoints(values.list('crash-at')),
        restart: !values.flag('no-restart'),
      },
    );
    return 0;
  },
};

/** The first engine is the answer; its successors are remarks. */
function greeting({ answer, terminal, context }: Call): (news: News) => void {
  let greeted = false;
  return (news) => {
    if (news.type !== 'ready') return;
    const { pid, epoch, recovered } = news;
    const text = `engine ready: process ${pid}, epoch ${epoch}, ${countText(recovered, 'job')} recovered, store ${context.storeDir}`;
    if (greeted) terminal.remark(text);
    else answer({ pid, epoch, recovered, store: context.storeDir }, () => [text]);
    greeted = true;
  };
}
