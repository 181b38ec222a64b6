/** Electron's program, where it is installed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Null: the package's binary was not fetched. */
export function electronProgram(root: string): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const program = join(folder, 'dist', readFileSync(named, 'utf8'));
  return existsSync(program) ? program : null;
}
