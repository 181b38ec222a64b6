/** Help texts. */
import { commonOptions, usageOf } from './arguments.ts';
import type { Command, OptionSpec } from './command.ts';
import { tableLines } from './table.ts';
import type { Terminal } from './terminal.ts';

const untitled = [{ title: '' }, { title: '' }];

export function overviewLines(terminal: Terminal, commands: readonly Command[]): string[] {
  return [
    'Cairn runs BPMN processes, and remembers every step that matters.',
    '',
    'Usage: cairn COMMAND …',
    '',
    ...tableLines(
      terminal,
      untitled,
      commands.map(({ name, summary }) => [name, summary]),
      '  ',
    ),
    '',
    'cairn COMMAND --help tells more. Exit codes: 0 done or waiting · 1 the answer is bad · 2 the request is bad ·',
    '3 the store is unusable.',
  ];
}

export function commandLines(terminal: Terminal, command: Command): string[] {
  const rows = Object.entries({ ...command.options, ...commonOptions }).map(([name, spec]) => [
    label(name, spec),
    spec.help,
  ]);
  const notes = command.notes ?? [];
  return [
    command.summary,
    '',
    `Usage: ${usageOf(command)}`,
    ...(notes.length === 0 ? [] : ['', ...notes]),
    '',
    ...tableLines(terminal, untitled, rows, '  '),
  ];
}

function label(name: string, { takes }: OptionSpec): string {
  return `--${name}${takes === undefined ? '' : ` ${takes}`}`;
}
