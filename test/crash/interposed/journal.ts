/** What an engine process did to the store's files, as the interposed library wrote it down. */

export interface Operation {
  readonly kind: 'write' | 'sync' | 'truncate' | 'unlink' | 'rename' | 'mkdir';
  /** File name in the store's folder; of a savepoint, the path from `savepoints` on; of a rename, `from>to`. */
  readonly name: string;
  /** Of a write; of a truncation: the new length. */
  readonly offset: number;
  readonly length: number;
  /** Of writes, where bytes are kept. */
  readonly bytes: Buffer | null;
}

const NEWLINE = 10;

export function operationsIn(journal: Buffer): Operation[] {
  const operations: Operation[] = [];
  const keepsBytes = isKept(journal);
  for (let at = 0; at < journal.length;) {
    const end = journal.indexOf(NEWLINE, at);
    if (end < 0) break; // torn by the death of its writer
    const [kind = '', name = '', offset = '', length = ''] = journal.subarray(at, end).toString('latin1').split(' ');
    const size = Number(length);
    const hasBytes = keepsBytes && kind === 'write';
    operations.push({
      kind: kind as Operation['kind'],
      name,
      offset: Number(offset),
      length: size,
      bytes: hasBytes ? journal.subarray(end + 1, end + 1 + size) : null,
    });
    at = end + 1 + (hasBytes ? size : 0);
  }
  return operations;
}

/** Whether bytes follow the first write: then the next record does not follow it at once. */
function isKept(journal: Buffer): boolean {
  const first = journal.indexOf('write ');
  const end = journal.indexOf(NEWLINE, first);
  if (first < 0 || end < 0) return false;
  const next = journal.subarray(end + 1, end + 10).toString('latin1');
  return next.length > 0 && !/^(write|sync|truncate|unlink|rename|mkdir) /.test(next);
}
