import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, engineOptionsOf } from '../../../engine/application/context.ts';
import { failureOf } from '../../../engine/application/failure.ts';
import { findWorkspace } from '../../../engine/application/workspace.ts';

let dir: string;
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'cairn-workspace-')));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function refusal(settings: string): readonly string[] {
  writeFileSync(join(dir, 'cairn.json'), settings);
  try {
    findWorkspace(dir);
  } catch (error) {
    const { kind, lines } = failureOf(error);
    return kind === 'bad-request' ? lines : [`${kind}!`];
  }
  return [];
}

describe('the workspace', () => {
  it('is the nearest folder upward with a cairn.json, else the current one', () => {
    const deep = join(dir, 'a', 'b');
    mkdirSync(deep, { recursive: true });
    expect(findWorkspace(deep).dir).toBe(deep);
    writeFileSync(join(dir, 'cairn.json'), '{ "cache": { "jobs": 7 } }');
    const found = findWorkspace(deep);
    expect(found.dir).toBe(dir);
    expect(found.settings.cache.jobs).toBe(7);
    expect(found.settings.durability).toBe('power-loss');
  });

  it('keeps its store in .cairn, unless it is told otherwise', () => {
    expect(contextOf({ cwd: dir }).storeDir).toBe(join(dir, '.cairn'));
    expect(contextOf({ cwd: dir, storeDir: 'elsewhere' }).storeDir).toBe(join(dir, 'elsewhere'));
  });

  it('an agent is called after its host, as far as names go', () => {
    expect(engineOptionsOf(contextOf({ cwd: dir })).settings.agent.name).toMatch(/^[\w.-]+$/);
    writeFileSync(join(dir, 'cairn.json'), '{ "agent": { "name": "left" } }');
    expect(engineOptionsOf(contextOf({ cwd: dir })).settings.agent.name).toBe('left');
  });

  it.each([
    ['{ "durabilty": "power-loss" }', /^cairn\.json: durabilty: there is no such field$/],
    ['{ "agent": { "nom": "a" } }', /^cairn\.json: agent\.nom: there is no such field$/],
    ['{ "persistence": "shared-nothing" }', /^cairn\.json: persistence: only "shared-all" is supported$/],
    ['{ "writeOption": "write-behind" }', /^cairn\.json: writeOption: only "cache-aside" is supported$/],
    ['{ "agent": { "maxActive": 2 } }', /^cairn\.json: agent\.maxActive: only 1 is supported$/],
    ['{ "cache": { "jobs": 0 } }', /^cairn\.json: cache\.jobs: /],
    ['{ "history": { "keep": "some" } }', /^cairn\.json: history\.keep: /],
    ['{ "preload": { "entities": "some" } }', /^cairn\.json: preload\.entities: /],
    ['{ "cache": ', /^cairn\.json: .*JSON/],
    ['[]', /^cairn\.json: /],
  ])(
    'write-behind and shared nothing are refused at start by an error that names setting and supported value: %s',
    (settings, message) => {
      const lines = refusal(settings);
      expect(lines).toEqual([expect.stringMatching(message)]);
    },
  );
});
