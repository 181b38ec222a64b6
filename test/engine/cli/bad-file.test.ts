import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../engine/cli/command-line.ts';
import { Terminal } from '../../../engine/cli/terminal.ts';
import { chain, diagram } from '../../cli/diagrams.ts';

let at: string;
beforeEach(() => {
  at = mkdtempSync(join(tmpdir(), 'cairn-bad-'));
});
afterEach(() => rmSync(at, { recursive: true, force: true }));

async function cairn(...words: string[]): Promise<{ code: number; err: string }> {
  let err = '';
  const terminal = new Terminal({ write: () => true }, { write: (text) => (err += text) }, {});
  const code = await runCommandLine(words, { cwd: at, terminal, signal: new AbortController().signal });
  return { code, err };
}

const many = Array.from({ length: 50_000 }, (_, n) => ['task', `t${n}`] as const);

describe.each(['run', 'check', 'deploy'])('%s of a file that', (command) => {
  it.each([
    ['is empty', '', /^cairn: bad\.bpmn: /],
    ['is not XML', 'plain text', /^cairn: bad\.bpmn: /],
    ['is not BPMN', '<?xml version="1.0"?><html/>', /^cairn: bad\.bpmn: /],
    ['has a DOCTYPE', `<!DOCTYPE d [<!ENTITY a "b">]>${diagram(chain('p'))}`, /DOCTYPE/],
    ['has a dangling reference', diagram(chain('p')).replace('targetRef="end"', 'targetRef="nowhere"'), /nowhere/],
    ['has an id twice', diagram(chain('p', ['task', 't'], ['task', 't2'])).replace('"t2"', '"t"'), /\bt\b/],
    ['has an element that is not supported', diagram(chain('p', ['implicitThrowEvent', 'odd'])), /\bodd\b/],
    ['has no executable process', diagram(chain('p')).replace('isExecutable="true"', 'isExecutable="false"'), /\bp\b/],
    ['has 50,000 elements', diagram(chain('p', ...many)), /^cairn: bad\.bpmn: /],
  ])('%s is refused in one line that names it', async (_, text, pattern) => {
    writeFileSync(join(at, 'bad.bpmn'), text);
    const { code, err } = await cairn(command, 'bad.bpmn');
    expect({ code, lines: command === 'check' ? 1 : err.split('\n').length - 1 }).toEqual({ code: 2, lines: 1 });
    expect(err).toMatch(pattern);
    expect(err).toContain('bad.bpmn');
    expect(err).not.toContain('    at ');
    expect(existsSync(join(at, '.cairn'))).toBe(false);
  });
});
