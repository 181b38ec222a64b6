// Is `out/` what the sources would build? A fingerprint of every input's path, size and time, compared with the one
// kept beside the last build. Plain CommonJS: the shim asks it before it knows which Node it runs under.
'use strict';
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const sources = ['engine', 'electron', 'renderer', 'build', 'package.json', 'package-lock.json'];
// The window offers copies of samples; what runs in their folder leaves its traces beside these.
const inputs = [...sources, 'samples/processes', 'samples/rules', 'samples/scenarios'];
const stampName = '.stamp';

/** @param {string} root @returns {boolean} false in an installed package, which has no sources to build from */
function hasSources(root) {
  return fs.existsSync(path.join(root, 'engine', 'cli', 'main.ts'));
}

/** @param {string} root @returns {string} */
function fingerprint(root) {
  const hash = createHash('sha256');
  for (const input of inputs) addInput(hash, root, input);
  return hash.digest('hex');
}

/** @param {import('node:crypto').Hash} hash @param {string} root @param {string} name */
function addInput(hash, root, name) {
  const stat = fs.statSync(path.join(root, name), { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (stat.isDirectory()) {
    for (const child of fs.readdirSync(path.join(root, name)).sort()) addInput(hash, root, `${name}/${child}`);
  } else {
    hash.update(`${name}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
}

/** @param {string} root @returns {boolean} */
function isFresh(root) {
  try {
    return fs.readFileSync(path.join(root, 'out', stampName), 'utf8') === fingerprint(root);
  } catch {
    return false; // never built
  }
}

module.exports = { fingerprint, hasSources, isFresh, stampName };
