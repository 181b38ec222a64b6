/** Before all tests: the right Node, and `out/` built once, for tests that start the command or an engine process. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isCurrent, wanted } from './project-node.cjs';

export function setup(): void {
  if (!isCurrent()) throw new Error(`tests need Node ${wanted}: use npm test, or npm run test:only -- FOLDER`);
  const bundler = fileURLToPath(new URL('./bundle.ts', import.meta.url));
  execFileSync(process.execPath, [bundler, '--if-stale'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
