/** What differs between two texts although no line of them does. */

/** Sentences for what nobody sees in a line: how lines end, and what comes after the last one. */
export function unseenDifferences(left: string, right: string): string[] {
  const found: string[] = [];
  const [one, other] = [endings(left), endings(right)];
  const plain = (text: string): string => text.replaceAll('\r\n', '\n');
  if (one !== other) found.push(`Line endings differ: ${one} on the left, ${other} on the right.`);
  // Where both are mixed they may be so in different lines.
  else if (one === mixed && plain(left) === plain(right) && left !== right)
    found.push('Line endings differ: CRLF and LF in both, in other lines.');
  const [tail, otherTail] = [after(plain(left)), after(plain(right))];
  if (tail !== otherTail)
    found.push(`After the last line: ${tailWords(tail)} on the left, ${tailWords(otherTail)} on the right.`);
  return found;
}

const mixed = 'CRLF and LF';

function endings(text: string): string {
  const crlf = text.includes('\r\n');
  const lf = /(?<!\r)\n/.test(text);
  return crlf && lf ? mixed : crlf ? 'CRLF' : lf ? 'LF' : 'none';
}

const after = (text: string): string => text.slice(text.trimEnd().length);

function tailWords(tail: string): string {
  if (tail === '') return 'nothing';
  const breaks = tail.split('\n').length - 1;
  const blank = /[^\n]/.test(tail) ? 'blank space' : null;
  const lines = breaks === 0 ? null : breaks === 1 ? 'a line break' : `${breaks} line breaks`;
  return [lines, blank].filter((each) => each !== null).join(' and ');
}
