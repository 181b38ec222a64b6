// Sees to it that what package-lock.json asks for is installed, on the machine's own Node 20 or newer and nothing but its
// built-in modules. Used by what starts right after a clone: the gate, and `npm start`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectNode } from './project-node.cjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

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

/**
 * The project's own Node, everything installed.
 * @returns {string}
 * @throws Error that says why there is none
 */
export function setUp() {
  if (!isInstalled() && !install()) throw new Error('npm ci failed');
  const node = projectNode(root);
  if (node === undefined) throw new Error('the node package is installed, but its binary is not there');
  return node;
}
