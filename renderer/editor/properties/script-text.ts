/** The text of a script as it is read: without the indentation that it has in its file for the sake of the file. */

/** Without what all lines are indented by, and without empty lines around. What may hold a text of several lines stays. */
export function unindented(script: string): string {
  if (script.includes('`')) return script;
  const lines = script
    .replace(/^(?:[ \t]*\r?\n)+/, '')
    .trimEnd()
    .split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const common = indents.reduce((left, right) => {
    let length = 0;
    while (length < left.length && left[length] === right[length]) length += 1;
    return left.slice(0, length);
  }, indents[0] ?? '');
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(common.length))).join('\n');
}
