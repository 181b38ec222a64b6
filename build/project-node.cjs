// Where the project's own Node is. Plain CommonJS, for scripts that start on the machine's older one.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const wanted = 24;

/** @returns {boolean} */
function isCurrent() {
  return Number(process.versions.node.split('.')[0]) >= wanted;
}

/** @param {string} root @returns {string | undefined} the binary that the `node` package brought, if it is installed */
function projectNode(root) {
  const folder = path.join(root, 'node_modules', 'node', 'bin');
  const names = process.platform === 'win32' ? ['node.exe'] : ['node'];
  return names.map((name) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

module.exports = { isCurrent, projectNode, wanted };
