// The gate: what `npm test` runs. Starts right after a clone, on the machine's own Node 20 or newer; installs what is
// missing, then goes on under the project's Node in gate.ts. The last line of its output counts what passed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, setUp } from './set-up.mjs';

/** @returns {string | undefined} */
function node() {
  try {
    return setUp();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`verification could not start: ${reason}\n0 passed, 1 failed, 0 skipped`);
    return undefined;
  }
}

const program = node();
process.exitCode =
  program === undefined
    ? 1
    : (spawnSync(program, [join(root, 'build', 'gate.ts')], { cwd: root, stdio: 'inherit' }).status ?? 1);
