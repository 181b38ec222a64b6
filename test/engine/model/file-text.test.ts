/** Files in the encodings that XML may have: read by what they say, or refused by it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { textOf } from '../../../engine/application/diagram-file.ts';
import { processesOf } from '../../../engine/application/held-processes.ts';
import { WorkspaceFiles } from '../../../engine/application/window/workspace-files.ts';
import { NotText, textOfBytes } from '../../../engine/model/file-text.ts';
import { around, verdicts } from './bpmn-text.ts';

const declaring = (encoding: string, name: string): string =>
  around(`<task id="it" name="${name}"/>`).replace('UTF-8', encoding);
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Buffer => utf16le(text).swap16();

const LATIN = declaring('ISO-8859-1', 'Prüfung');
const WIDE = declaring('UTF-16', 'Prüfung Ω');
const BARE = declaring('UTF-8', 'Prüfung').replace(/^<\?xml.*\?>\n/, '');
const READ: readonly (readonly [string, Buffer, string])[] = [
  ['ISO-8859-1', latin1(LATIN), LATIN],
  ['windows-1252', latin1(declaring('windows-1252', '\x80 \x96 \xFC')), declaring('windows-1252', '€ – ü')],
  ['ISO-8859-15', latin1(declaring('ISO-8859-15', '\xA4')), declaring('ISO-8859-15', '€')],
  ['Shift_JIS', latin1(declaring('Shift_JIS', '\x93\xFA')), declaring('Shift_JIS', '日')],
  ['UTF-16, little end first', utf16le(`\uFEFF${WIDE}`), WIDE],
  ['UTF-16, big end first', utf16be(`\uFEFF${WIDE}`), WIDE],
  ['UTF-16 without a mark', utf16le(WIDE), WIDE],
  ['UTF-16, big end first, without a mark', utf16be(WIDE), WIDE],
  ['UTF-8 with a mark, which stays', Buffer.from(`\uFEFF${LATIN}`), `\uFEFF${LATIN}`],
  ['UTF-8 that was declared as UTF-16 before it was written', Buffer.from(WIDE), WIDE],
  ['UTF-8 without a declaration', Buffer.from(BARE), BARE],
];

const REFUSED: readonly (readonly [string, Buffer, string])[] = [
  ['an unknown encoding', Buffer.from(declaring('EBCDIC-XX', 'x')), 'EBCDIC-XX'],
  ['bytes that are not the declared encoding', latin1(declaring('Shift_JIS', '\xFF')), 'Shift_JIS'],
  ['bytes that are not US-ASCII', latin1(declaring('US-ASCII', '\xFC')), 'US-ASCII'],
  ['bytes that are not UTF-8', latin1(declaring('UTF-8', '\xFC')), 'UTF-8'],
  ['half a character of UTF-16', Buffer.concat([utf16le(`\uFEFF${WIDE}`), Buffer.from([0x20])]), 'UTF-16LE'],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]), 'UTF-32'],
  ['EBCDIC', Buffer.from([0x4c, 0x6f, 0xa7, 0x94]), 'EBCDIC'],
];

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'cairn-encodings-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  mkdirSync(join(dir, 'processes'));
  return dir;
}

describe('bytes of a file', () => {
  test.each(READ)('%s is read alike wherever files are read', async (_what, bytes, text) => {
    const dir = folder();
    const path = join(dir, 'processes', 'a.bpmn');
    writeFileSync(path, bytes);
    expect(textOfBytes(bytes)).toBe(text);
    expect(textOf(path, 'a.bpmn')).toBe(text);
    expect(new WorkspaceFiles(dir).read('processes/a.bpmn').text).toBe(text);
    expect(processesOf(path)).toEqual([{ id: 'p', executable: true }]);
    expect(await verdicts(text)).toEqual([]);
  });

  test.each(REFUSED)('%s is refused by name', (_what, bytes, named) => {
    const dir = folder();
    const path = join(dir, 'processes', 'a.bpmn');
    writeFileSync(path, bytes);
    expect(() => textOfBytes(bytes)).toThrow(NotText);
    expect(() => textOf(path, 'a.bpmn')).toThrow(named);
    expect(() => new WorkspaceFiles(dir).read('processes/a.bpmn')).toThrow(named);
    expect(processesOf(path)).toEqual([]);
  });

  test.each([utf16le, utf16be])('UTF-16 smuggles no DOCTYPE past', async (encode) => {
    const text = WIDE.replace('<definitions', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><definitions');
    expect(await verdicts(textOfBytes(encode(`\uFEFF${text}`)))).toEqual(['error doctype @-']);
  });
});

describe('a file that is saved in the window', () => {
  test.each(READ)('%s stays as it is where nothing was edited', (_what, bytes) => {
    const dir = folder();
    const path = join(dir, 'processes', 'a.bpmn');
    writeFileSync(path, bytes);
    const files = new WorkspaceFiles(dir);
    const { text, stamp } = files.read('processes/a.bpmn');
    expect(files.write('processes/a.bpmn', text, stamp, false)).toEqual({ ok: true, stamp });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test.each(READ)('%s is UTF-8 and says so once it was edited', (_what, bytes, before) => {
    const dir = folder();
    const path = join(dir, 'processes', 'a.bpmn');
    writeFileSync(path, bytes);
    const files = new WorkspaceFiles(dir);
    const { text, stamp } = files.read('processes/a.bpmn');
    expect(files.write('processes/a.bpmn', `${text}<!-- ö -->`, stamp, false).ok).toBe(true);
    const now = readFileSync(path, 'utf8');
    expect(now).toBe(`${before.replace(/encoding="[^"]*"/, 'encoding="UTF-8"')}<!-- ö -->`);
    expect(textOfBytes(readFileSync(path))).toBe(now);
  });
});
