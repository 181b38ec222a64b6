/** `cairn deploy`: puts processes into the store, by version. */
import { deployFiles } from '../../application/deployments.ts';
import { problemLine } from '../../application/diagram-file.ts';
import type { Command } from '../command.ts';
import { timedStartLines } from '../timed-starts.ts';
import { tableLines } from '../table.ts';

export const deploy: Command = {
  name: 'deploy',
  summary: 'Deploys the processes of BPMN files; what changed becomes a new version.',
  takes: ['FILE'],
  several: true,
  options: {},
  run: async (call) => {
    const { terminal, values, context } = call;
    const view = await deployFiles(context, values.arguments);
    for (const warning of view.warnings) terminal.remark(`warning: ${problemLine(warning)}`);
    for (const line of timedStartLines(view.deployed)) terminal.remark(line);
    call.answer(view, ({ deployed }) =>
      tableLines(
        terminal,
        [{ title: 'PROCESS' }, { title: 'VERSION', right: true }, { title: '' }, { title: 'FILE' }],
        deployed.map(({ key, version, isNew, file }) => [
          key,
          version,
          isNew ? { text: 'new', colour: 'green' } : 'unchanged',
          file,
        ]),
      ),
    );
    return 0;
  },
};
