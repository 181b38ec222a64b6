/** The recorder file (checkpoint-semantics, section 10), and what the next engine reads in it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Recording } from '../../../engine/protocol/recording.ts';
import { Recorder, recorderFile } from '../../../engine/runtime/recorder.ts';
import { file, line, service } from './process-text.ts';
import { done, Rig } from './rig.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cairn-recorder-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const stopped: Recording = { e: 'engine-stopped', t: 1 };

describe('the recorder', () => {
  const text = (recorder: Recorder): string => readFileSync(path.join(folder, recorder.file), 'utf8');

  it('other events are appended once per turn of the run loop: what is written is there when it returns, what is noted with the next flush', () => {
    const recorder = new Recorder(folder, 1, 'me');
    recorder.note({ e: 'checkpoint-durable', t: 1, job: 'j', seq: 1 });
    expect(text(recorder)).toBe('');
    recorder.write(stopped);
    expect(
      text(recorder)
        .split('\n')
        .map((it) => (it === '' ? '' : (JSON.parse(it) as Recording).e)),
    ).toEqual(['checkpoint-durable', 'engine-stopped', '']);
    recorder.close();
  });

  it('says where there is no room, begins nothing then, and goes on in whole lines', () => {
    let room = 10;
    const recorder = new Recorder(folder, 1, 'me', (descriptor, bytes) => {
      if (room === 0) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
      const written = writeSync(descriptor, bytes.subarray(0, room));
      room -= written;
      return written;
    });
    const began: Recording = {
      e: 'work-began',
      t: 1,
      job: 'j',
      instance: 'i',
      attempt: 1,
      element: 's',
      kind: 'http',
      effect: true,
      key: 'k',
      target: 't',
      seq: 1,
    };
    expect(recorder.begin(began)).toBe(false);
    recorder.write(stopped);
    room = 10_000;
    expect(recorder.begin(began)).toBe(true);
    recorder.close();
    const lines = text(recorder).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines.slice(1, 3).map((it) => (JSON.parse(it) as Recording).e)).toEqual(['engine-stopped', 'work-began']);
  });

  it('is silent once it is closed', () => {
    const recorder = new Recorder(folder, 1, 'me');
    recorder.close();
    recorder.write(stopped);
    recorder.note(stopped);
    recorder.flush();
    recorder.close();
    expect(text(recorder)).toBe('');
  });

  it('keeps the files of the latest engines', () => {
    for (let epoch = 1; epoch <= 30; epoch += 1) new Recorder(folder, epoch, 'me').close();
    const files = readdirSync(folder).toSorted();
    expect(files.at(-1)).toBe(recorderFile(30, 'me'));
    expect(files.length).toBeGreaterThan(15);
    expect(files.length).toBeLessThan(25);
  });
});

describe('what a dead engine recorded', () => {
  let rig: Rig;
  afterEach(() => rig.close());

  async function dead(): Promise<{ job: string; recordings: string }> {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    const calls = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => calls.length === 1);
    rig.crash();
    rig.tasks.set('s', () => done());
    const folder = path.join(rig.folder, 'recorder');
    return { job, recordings: path.join(folder, readdirSync(folder)[0] ?? '') };
  }

  async function goesOn(job: string): Promise<void> {
    await rig.start();
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
    expect(rig.executions(job, 's').at(-1)?.attempt).toBeGreaterThan(1);
  }

  it('is read but for a torn last line', async () => {
    const { job, recordings } = await dead();
    writeFileSync(recordings, '{"e":"work-began","t":', { flag: 'a' });
    await goesOn(job);
    expect(rig.store.ledger(job)).toMatchObject([{ state: 'maybe' }, { state: 'happened' }]);
  });

  it('is read but for lines that are none', async () => {
    const { job, recordings } = await dead();
    writeFileSync(recordings, `\u0000\u0000\nnull\n17\n{}\n${readFileSync(recordings, 'utf8')}`);
    await goesOn(job);
    expect(rig.store.ledger(job)).toMatchObject([{ state: 'maybe' }, { state: 'happened' }]);
  });

  it('and cannot be read is as good as unknown', async () => {
    const { job, recordings } = await dead();
    rmSync(recordings);
    mkdirSync(recordings);
    await goesOn(job);
    expect(rig.broken).toEqual([]);
  });
});
