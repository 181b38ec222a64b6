/** From words to an exit code: finds the command, reads its arguments, runs it, and tells what went wrong in one line. */
import { contextOf } from '../application/context.ts';
import { documentText } from '../application/document-text.ts';
import { failureOf, type FailureKind } from '../application/failure.ts';
import { readArguments } from './arguments.ts';
import { commands } from './commands.ts';
import type { Call, Command, ExitCode } from './command.ts';
import { commandLines, overviewLines } from './help.ts';
import { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { version } from './package-file.ts';

export interface Surroundings {
  readonly cwd: string;
  readonly terminal: Terminal;
  /** Aborts when the person interrupts. */
  readonly signal: AbortSignal;
  /** The words that start this command, for hints; `cairn` by default. */
  readonly invokedAs?: readonly string[];
}

const exitCodes: Readonly<Record<FailureKind, ExitCode>> = {
  'bad-answer': 1,
  'bad-request': 2,
  'store-unusable': 3,
  interrupted: 130,
  internal: 1,
};

/** Never throws. */
export async function runCommandLine(words: readonly string[], at: Surroundings): Promise<ExitCode> {
  const { terminal } = at;
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    for (const line of overviewLines(terminal, commands)) terminal.print(line);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    terminal.print(version());
    return 0;
  }
  const command = commands.find((each) => each.name === name);
  const json = words.includes('--json');
  const progress = new Progress(terminal);
  let answered = false;
  const answering = (): void => {
    progress.end();
    answered = true;
  };
  try {
    if (command === undefined) {
      fail(terminal, json, 'bad-request', [`there is no command ${name}; cairn --help lists them`]);
      return 2;
    }
    return await call(command, rest, at, progress, answering);
  } catch (error) {
    progress.end();
    const { kind, lines } = failureOf(error);
    fail(terminal, json && !answered, kind, lines);
    if (words.includes('--debug'))
      terminal.raw(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return exitCodes[kind];
  } finally {
    progress.end();
  }
}

async function call(
  command: Command,
  words: readonly string[],
  at: Surroundings,
  progress: Progress,
  answering: () => void,
): Promise<ExitCode> {
  const { cwd, terminal, signal } = at;
  const values = readArguments(command, words);
  if (values.flag('help')) {
    for (const line of commandLines(terminal, command)) terminal.print(line);
    return 0;
  }
  const storeDir = values.text('store');
  const context = contextOf({
    cwd,
    storeDir,
    trusted: values.flag('trust'),
    signal,
    tell: (news) => progress.hear(news),
  });
  const handed: Call = {
    values,
    context,
    terminal,
    answer: (document, text) => {
      answering();
      if (values.flag('json')) terminal.print(documentText(document));
      else for (const line of text(document)) terminal.print(line);
    },
    next: (...next) =>
      [...(at.invokedAs ?? ['cairn']), ...next, ...(storeDir === undefined ? [] : ['--store', storeDir])]
        .map(shellWord)
        .join(' '),
  };
  return command.run(handed);
}

/** With `--json`, what went wrong is the one document. */
function fail(terminal: Terminal, json: boolean, kind: FailureKind, lines: readonly string[]): void {
  const [first = 'something went wrong', ...others] = lines;
  terminal.remark(others.length === 0 ? first : `${first} (and ${others.length} more)`);
  if (json) terminal.print(documentText({ error: { kind, messages: [...lines] } }));
}

/** As a shell would want it. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
