/** Bad luck with the store: the engine says so in a sentence, and whoever supervises it lives on. */
import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineOptions } from '../../engine/protocol/engine-link.ts';
import { EngineHandle, type Announcement, type EngineEnd } from '../../engine/supervisor/engine-handle.ts';
import { crashRun } from './crash-run.ts';
import { engineProgram } from './engine-program.ts';
import { START, StoreFolder } from './store-folder.ts';

let folder: StoreFolder;
let heard: Announcement[];
let running: EngineHandle | null = null;
const file = (): string => join(folder.dir, 'store.sqlite');

beforeEach(async () => {
  heard = [];
  folder = new StoreFolder(join(import.meta.dirname, 'processes'));
  await folder.deploy('counting.bpmn');
});
afterEach(() => {
  running?.kill();
  running = null;
  folder.remove();
});

/** Looks at its lease often, so that it notices soon. */
function options(): EngineOptions {
  const given = folder.engineOptions();
  return { ...given, settings: { ...given.settings, agent: { ...given.settings.agent, leaseSeconds: 0.3 } } };
}

function engine(): EngineHandle {
  running = new EngineHandle(
    {
      engine: options(),
      restart: { pauseAfter: () => 0, most: 0 },
      pause: () => Promise.resolve(),
      entry: engineProgram(),
    },
    (announcement) => heard.push(announcement),
  );
  return running;
}

async function refusal(): Promise<EngineEnd> {
  const handle = engine();
  const end = await handle.wait();
  expect(heard.map(({ type }) => type)).toEqual(['refused', 'end']);
  return end;
}

function accept(limit: number): void {
  folder.accept(START, { kind: 'start', definition: 'counting', variables: JSON.stringify({ counted: 0, limit }) });
}

describe('an engine refuses, with the reason,', { timeout: 300_000 }, () => {
  it('a store that is not a database', async () => {
    rmSync(`${file()}-wal`, { force: true });
    rmSync(`${file()}-shm`, { force: true });
    writeFileSync(file(), 'Dear diary, '.repeat(1000));
    expect(await refusal()).toMatchObject({
      kind: 'refused',
      reason: 'unusable',
      message: expect.stringContaining('is not a database'),
    });
    expect(readFileSync(file(), 'utf8')).toBe('Dear diary, '.repeat(1000));
  });

  it('a store of a newer version', async () => {
    const database = new Database(file());
    database.pragma('user_version = 4711');
    database.close();
    expect(await refusal()).toMatchObject({
      kind: 'refused',
      reason: 'unusable',
      message: expect.stringContaining('4711'),
    });
  });

  it('a database of another application', async () => {
    const database = new Database(file());
    database.pragma('application_id = 4711');
    database.close();
    expect(await refusal()).toMatchObject({
      kind: 'refused',
      reason: 'unusable',
      message: expect.stringContaining(file()),
    });
  });

  it('a store that cannot be written', async () => {
    // Works for the superuser too: SQLite only reads a file whose format a later SQLite must write.
    const database = new Database(file());
    database.pragma('journal_mode = DELETE');
    database.close();
    const bytes = readFileSync(file());
    bytes[18] = 3;
    writeFileSync(file(), bytes);
    expect(await refusal()).toMatchObject({
      kind: 'refused',
      reason: 'unusable',
      message: expect.stringContaining('is read-only'),
    });
  });

  it('a store where a file is in the place of its folder', async () => {
    folder.remove();
    writeFileSync(folder.dir, '');
    expect(await refusal()).toMatchObject({
      kind: 'refused',
      reason: 'unusable',
      message: expect.stringContaining(folder.dir),
    });
  });

  it('a store that a stranger keeps locked for longer than anybody waits; freed, all that was accepted is done', async () => {
    accept(3);
    const stranger = new Database(file());
    stranger.exec('BEGIN IMMEDIATE');
    try {
      expect(await refusal()).toMatchObject({
        kind: 'refused',
        reason: 'unusable',
        message: expect.stringContaining('is locked'),
      });
    } finally {
      stranger.close();
    }
    const run = await crashRun(folder);
    expect(run.tale.jobs.map(({ row }) => row.status)).toEqual(['completed']);
  });
});

describe('while an engine runs,', { timeout: 300_000 }, () => {
  /** Until the job has come this far. */
  async function started(): Promise<EngineHandle> {
    accept(1_000_000);
    const handle = engine();
    await new Promise<void>((resolve) => {
      handle.listen((said) => {
        if (said.type === 'end' || (said.type === 'progress' && said.jobs.some(({ seq }) => seq > 5))) resolve();
      });
    });
    return handle;
  }

  it.each([
    ['its folder vanishes', () => folder.remove()],
    ['its folder moves away', () => renameSync(folder.dir, `${folder.dir}-moved`)],
    [
      'its file is replaced',
      () => {
        copyFileSync(file(), `${file()}.copy`);
        renameSync(`${file()}.copy`, file());
      },
    ],
  ])('%s: it says so and ends', async (_, misfortune) => {
    const handle = await started();
    misfortune();
    const end = await handle.wait();
    rmSync(`${folder.dir}-moved`, { recursive: true, force: true });
    expect(end).toMatchObject({
      kind: 'refused',
      reason: 'unusable',
      message: expect.stringContaining('removed or replaced'),
    });
  });

  it('a stranger locks its store for longer than anybody waits: it pauses, says so, and goes on afterwards', async () => {
    const handle = await started();
    const stranger = new Database(file());
    stranger.pragma('busy_timeout = 10000');
    stranger.exec('BEGIN IMMEDIATE');
    const said = (wanted: Announcement['type']): Promise<Announcement> =>
      new Promise((resolve) => {
        handle.listen((announcement) => {
          if (announcement.type === wanted || announcement.type === 'end') resolve(announcement);
        });
      });
    expect(await said('paused')).toMatchObject({ type: 'paused', reason: expect.stringContaining('is locked') });
    const resumed = said('resumed');
    stranger.close();
    expect(await resumed).toEqual({ type: 'resumed' });
    expect(await said('progress')).toMatchObject({ type: 'progress' });
    handle.kill();
    expect(await handle.wait()).toMatchObject({ kind: 'crashed', signal: 'SIGKILL' });
  });
});
