// What `npm start` runs: the whole set-up of a fresh clone, then the studio (studio.ts) under the project's own Node.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root, setUp } from './set-up.mjs';

/** @returns {string | undefined} */
function node() {
  try {
    return setUp();
  } catch (error) {
    console.error(`Cairn could not start: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

const program = node();
if (program === undefined) process.exitCode = 1;
else {
  const studio = spawn(program, [join(root, 'build', 'studio.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the whole group; a second one from here would look like impatience.
      if (!(signal === 'SIGINT' && process.stdin.isTTY)) studio.kill(signal);
    });
  }
  studio.on('error', (error) => {
    console.error(`Cairn could not start: ${error.message}`);
    process.exitCode = 1;
  });
  studio.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
