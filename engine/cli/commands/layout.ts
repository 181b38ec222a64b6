/** `cairn layout`: a file with its diagram laid out anew. */
import { layoutFile } from '../../application/layout-file.ts';
import type { Command } from '../command.ts';

export const layout: Command = {
  name: 'layout',
  summary: 'Lays the diagram of a BPMN file out anew, pools and subprocesses included.',
  takes: ['FILE.bpmn'],
  options: { output: { type: 'string', takes: 'FILE', help: 'where to write it; FILE itself by default' } },
  run: async (call) => {
    const { values, context } = call;
    const file = values.argument(0);
    const into = values.text('output') ?? file;
    await layoutFile(context, file, into);
    call.answer({ file, output: into }, () => [`${into}: laid out`]);
    return 0;
  },
};
