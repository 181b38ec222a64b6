import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineOptions, type CrashPoint } from '../../../engine/protocol/engine-link.ts';
import {
  EngineHandle,
  growingPauses,
  type Announcement,
  type RestartRule,
} from '../../../engine/supervisor/engine-handle.ts';

let dir: string;
let handle: EngineHandle | null = null;
let heard: Announcement[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cairn-handle-'));
  heard = [];
});

afterEach(async () => {
  handle?.kill();
  await handle?.stop();
  handle = null;
  rmSync(dir, { recursive: true, force: true });
});

/** A stand-in for the engine process: `on` is JavaScript that handles one message, `says` answers. */
function child(on: string): string {
  const file = join(dir, 'child.mjs');
  const text = `
    import { appendFileSync, existsSync, readFileSync } from 'node:fs';
    const says = (message) => process.send(message);
    const ready = () => says({ type: 'ready', epoch: 1, pid: process.pid, recorder: 'r.jsonl', recovered: 0 });
    const starts = () => { appendFileSync(${JSON.stringify(join(dir, 'starts'))}, 'x'); return readFileSync(${JSON.stringify(join(dir, 'starts'))}, 'utf8').length; };
    process.on('disconnect', () => process.exit(0));
    process.on('message', (message) => { ${on} });
  `;
  writeFileSync(file, text);
  return file;
}

interface Given {
  readonly restart?: RestartRule;
  readonly crashPoints?: CrashPoint[];
  readonly pauses?: number[];
  readonly stopGraceMs?: number;
}

function start(on: string, { restart, crashPoints = [], pauses = [], stopGraceMs = 5000 }: Given = {}): EngineHandle {
  handle = new EngineHandle(
    {
      engine: engineOptions.parse({ storeDir: dir, workspaceDir: dir, settings: {}, trusted: false, crashPoints }),
      restart: restart ?? null,
      entry: { file: child(on), execPath: process.execPath },
      stopGraceMs,
      pause: (ms) => {
        pauses.push(ms);
        return Promise.resolve();
      },
    },
    (announcement) => heard.push(announcement),
  );
  return handle;
}

const types = (): string[] => heard.map(({ type }) => type);

describe('the engine handle', () => {
  it('greets, idles and stops in order: an exit is no crash (2, 3)', async () => {
    const engine = start(`
      if (message.type === 'start') ready();
      if (message.type === 'tell-when-idle') says({ type: 'idle' });
      if (message.type === 'stop') process.exit(0);
    `);
    expect(await engine.ready()).toMatchObject({ epoch: 1, pid: engine.pid });
    expect(await engine.idle()).toBe(true);
    expect(await engine.stop()).toEqual({ kind: 'stopped' });
    expect(types()).toEqual(['ready', 'idle', 'end']);
    expect(await engine.wait()).toEqual({ kind: 'stopped' });
    expect(await engine.ready()).toBeNull();
    expect(await engine.idle()).toBe(false);
  });

  it('announces a kill as a crash', async () => {
    const engine = start(`if (message.type === 'start') ready();`);
    await engine.ready();
    const pid = engine.pid;
    engine.kill();
    expect(await engine.wait()).toMatchObject({
      kind: 'crashed',
      signal: 'SIGKILL',
      code: null,
      pid,
      crashPoint: null,
    });
    expect(types()).toEqual(['ready', 'crashed', 'end']);
    engine.kill();
  });

  it('keeps the last words of a child that throws', async () => {
    const engine = start(`throw new Error('out of luck ' + 'x'.repeat(20000) + ' the end');`);
    const end = await engine.wait();
    expect(end).toMatchObject({ kind: 'crashed', code: 1, signal: null });
    expect(end.kind === 'crashed' && end.output.length).toBeLessThan(9000);
    expect(end.kind === 'crashed' && end.output).toContain('the end');
  });

  it('a refusal is neither exit nor crash, and is not answered by a restart', async () => {
    const engine = start(
      `if (message.type === 'start') { says({ type: 'refused', reason: 'held-by', message: 'A holds it' }); process.disconnect(); process.exitCode = 3; }`,
      { restart: growingPauses(5) },
    );
    expect(await engine.ready()).toBeNull();
    expect(await engine.wait()).toEqual({ kind: 'refused', reason: 'held-by', message: 'A holds it' });
  });

  it('survives whatever the child says (1)', async () => {
    const engine = start(`
      if (message.type === 'start') {
        says('gibberish'); says({ type: 'ready' }); says(null); says({ type: 'progress', jobs: 'all' });
        ready();
      }
    `);
    await engine.ready();
    expect(types()).toEqual(['misspoke', 'misspoke', 'misspoke', 'misspoke', 'ready']);
  });

  it('the supervisor restarts with growing pauses and says so, and gives up (5)', async () => {
    const pauses: number[] = [];
    const engine = start(`process.exit(7);`, { restart: growingPauses(4), pauses });
    expect(await engine.wait()).toMatchObject({ kind: 'crashed', code: 7, inARow: 5 });
    expect(pauses).toEqual([0, 250, 500, 1000]);
    expect(types()).toEqual([...Array<string[]>(4).fill(['crashed', 'restarting']).flat(), 'crashed', 'end']);
  });

  it('counts anew after progress', async () => {
    const pauses: number[] = [];
    const engine = start(
      `const n = starts();
       if (n <= 4) says({ type: 'progress', jobs: [{ id: 'j', seq: n, status: 'active' }] });
       setTimeout(() => process.exit(7), 10);`,
      { restart: growingPauses(2), pauses },
    );
    await engine.wait();
    expect(pauses).toEqual([0, 0, 0, 0, 250]);
  });

  it('the same progress again is none', async () => {
    const engine = start(
      `says({ type: 'progress', jobs: [{ id: 'j', seq: 3, status: 'active' }] }); setTimeout(() => process.exit(7), 10);`,
      { restart: growingPauses(2), pauses: [] },
    );
    expect(await engine.wait()).toMatchObject({ kind: 'crashed', inARow: 3 });
  });

  it('asks a successor for idleness again', async () => {
    const engine = start(
      `if (message.type === 'start') ready();
       if (message.type === 'tell-when-idle') { if (starts() === 1) process.kill(process.pid, 'SIGKILL'); else says({ type: 'idle' }); }
       if (message.type === 'stop') process.exit(0);`,
      { restart: growingPauses(5) },
    );
    await engine.ready();
    expect(await engine.idle()).toBe(true);
    expect(types()).toEqual(['ready', 'crashed', 'restarting', 'ready', 'idle']);
  });

  it('a crash point kills once; the recorder says which (4)', async () => {
    mkdirSync(join(dir, 'recorder'));
    const crashPoints: CrashPoint[] = [
      { element: 'a', point: 'before-task', visit: 1 },
      { element: 'b', point: 'after-effect', visit: 1 },
    ];
    writeFileSync(
      join(dir, 'recorder', 'r.jsonl'),
      `${JSON.stringify({ e: 'crash-point', t: 1, element: 'b', point: 'after-effect', visit: 1 })}\n`,
    );
    const pauses: number[] = [];
    const engine = start(
      `if (message.type === 'start') {
         const left = message.options.crashPoints.length;
         ready();
         if (left === 2) process.kill(process.pid, 'SIGKILL');
         if (left === 1) says({ type: 'paused', reason: message.options.crashPoints[0].element });
       }
       if (message.type === 'stop') process.exit(0);`,
      { crashPoints, restart: growingPauses(0), pauses },
    );
    await new Promise<void>((resolve) => {
      engine.listen(({ type }) => type === 'paused' && resolve());
    });
    expect(heard.find(({ type }) => type === 'paused')).toEqual({ type: 'paused', reason: 'a' });
    expect(heard.find(({ type }) => type === 'crashed')).toMatchObject({ crashPoint: crashPoints[1], inARow: 0 });
    expect(pauses).toEqual([0]);
  });

  it('kills a child that does not want to stop', async () => {
    const engine = start(`if (message.type === 'start') ready();`, { stopGraceMs: 20 });
    await engine.ready();
    expect(await engine.stop()).toMatchObject({ kind: 'crashed', signal: 'SIGKILL' });
  });

  it('says that there is no such program', async () => {
    handle = new EngineHandle({
      engine: engineOptions.parse({ storeDir: dir, workspaceDir: dir, settings: {}, trusted: false }),
      restart: null,
      entry: { file: join(dir, 'child.mjs'), execPath: join(dir, 'no-node') },
    });
    expect(await handle.wait()).toMatchObject({
      kind: 'crashed',
      pid: null,
      output: expect.stringContaining('ENOENT'),
    });
  });
});
