import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cairn, folder } from './cairn.ts';
import { chain, diagram } from './diagrams.ts';

describe('a store that', () => {
  const unusable = async (at: string, ...words: string[]): Promise<string> => {
    const { code, err, out } = await cairn(at, ...words);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err.split('\n')).toHaveLength(2);
    expect(err).not.toContain('    at ');
    return err;
  };

  it.each([['run', 'p.bpmn'], ['start', 'p'], ['jobs']])('is no database: %s %s', async (...words) => {
    const at = folder({ 'p.bpmn': diagram(chain('p')) });
    mkdirSync(join(at, '.cairn'));
    writeFileSync(join(at, '.cairn', 'store.sqlite'), 'not a database at all, but long enough to look at'.repeat(100));
    expect(await unusable(at, ...words)).toContain('not a database');
  });

  it('is a file where a folder should be', async () => {
    const at = folder({ 'p.bpmn': diagram(chain('p')), taken: '' });
    expect(await unusable(at, 'run', 'p.bpmn', '--store', 'taken')).toContain('taken');
  });

  it.skipIf(process.getuid?.() === 0)('may not be written', async () => {
    const at = folder({ 'p.bpmn': diagram(chain('p')) });
    await cairn(at, 'run', 'p.bpmn');
    chmodSync(join(at, '.cairn', 'store.sqlite'), 0o444);
    expect(await unusable(at, 'run', 'p.bpmn')).toContain('read-only');
  });
});
