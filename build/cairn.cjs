#!/usr/bin/env node
// The `cairn` command. Starts on Node 18 and goes on under the project's own Node; in a clone it builds what it needs,
// once. Writes nothing to standard output: that belongs to the command.
'use strict';
const { spawn, spawnSync } = require('node:child_process');
const nodeModule = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const freshness = require('./freshness.cjs');
const { isCurrent, projectNode, wanted } = require('./project-node.cjs');

const badRequest = 2;
const root = path.dirname(__dirname);
const program = path.join(root, 'out', 'cli.js');

/** @param {string} message @returns {never} */
function refuse(message) {
  process.stderr.write(`cairn: ${message}\n`);
  process.exit(badRequest);
}

/** Runs the program as a child, and ends as it ends. @param {string} node */
function runUnder(node) {
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  child.on('error', (error) => refuse(`${node}: ${error.message}`));
  /** @type {NodeJS.Signals[]} */
  const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of forwarded) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the whole group; a second one from here would look like impatience.
      if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? badRequest);
    for (const each of forwarded) process.removeAllListeners(each);
    process.exitCode = 128 + os.constants.signals[signal];
    process.kill(process.pid, signal);
  });
}

const node = isCurrent() ? process.execPath : projectNode(root);
// Compiled code is kept beside the program, for it and the engines it starts; where that cannot be written, it is not.
process.env['NODE_COMPILE_CACHE'] ??= path.join(root, 'out', 'compile-cache');
if (node === undefined)
  refuse(`needs Node ${wanted} or newer, this is ${process.versions.node}; in a clone, run: npm ci`);
else {
  if (freshness.hasSources(root) && !freshness.isFresh(root)) {
    const bundler = path.join(__dirname, 'bundle.ts');
    const built = spawnSync(node, [bundler, '--if-stale'], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (built.status !== 0) refuse('could not build; in a clone, run: npm ci');
  }
  if (node === process.execPath) {
    nodeModule.enableCompileCache();
    import(pathToFileURL(program).href).catch((/** @type {Error} */ error) => refuse(`${program}: ${error.message}`));
  } else runUnder(node);
}
