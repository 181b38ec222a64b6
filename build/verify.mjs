// The gate: what `npm test` runs. Starts right after a clone, on the machine's own Node 20 or newer and nothing but its
// built-in modules: installs what package-lock.json asks for if that is not there, then goes on under the project's Node
// in gate.ts. The last line of its output counts what passed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectNode } from './project-node.cjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} Locked */

/** @param {string} file @returns {Record<string, Locked>} */
function lockedPackages(file) {
  const lock = /** @type {{ packages: Record<string, Locked> }} */ (JSON.parse(readFileSync(join(root, file), 'utf8')));
  return Object.fromEntries(Object.entries(lock.packages).filter(([name]) => name !== ''));
}

/** Compared by content: a checkout changes the times of files and not what is installed. */
function isInstalled() {
  if (projectNode(root) === undefined) return false;
  try {
    const wanted = lockedPackages('package-lock.json');
    const found = lockedPackages('node_modules/.package-lock.json');
    /** @param {string} name */
    const same = (name) =>
      wanted[name]?.version === found[name]?.version && wanted[name]?.integrity === found[name]?.integrity;
    const complete = Object.entries(wanted).every(
      ([name, { optional, devOptional }]) => optional || devOptional || same(name),
    );
    return complete && Object.keys(found).every(same);
  } catch {
    return false; // no node_modules yet
  }
}

/** @returns {boolean} */
function install() {
  console.log('installing: npm ci');
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--loglevel=error'];
  const options = /** @type {const} */ ({ cwd: root, stdio: 'inherit' });
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return status === 0;
}

/** @param {string} reason */
function fail(reason) {
  console.log(`verification could not start: ${reason}\n0 passed, 1 failed, 0 skipped`);
  process.exit(1);
}

if (!isInstalled() && !install()) fail('npm ci failed');
const node = projectNode(root);
if (node === undefined) fail('the node package is installed, but its binary is not there');
else process.exit(spawnSync(node, [join(root, 'build', 'gate.ts')], { cwd: root, stdio: 'inherit' }).status ?? 1);
