/** The `cairn` command. */
import { runCommandLine } from './command-line.ts';
import { Terminal } from './terminal.ts';

const interrupt = new AbortController();
let interrupts = 0;
const interrupted = 130;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupts += 1;
    // Who asks twice does not want to wait for an orderly end; the engine notices that its supervisor is gone.
    if (interrupts > 1) process.exit(interrupted);
    interrupt.abort();
  });
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read this has seen enough, as `head` does.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  cwd: process.cwd(),
  terminal: new Terminal(process.stdout, process.stderr, process.env),
  signal: interrupt.signal,
  invokedAs: process.env['npm_command'] === 'exec' ? ['npx', 'cairn'] : ['cairn'],
});
