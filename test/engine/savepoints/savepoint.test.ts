/** Checkpoint-semantics, section 8: the directory of a savepoint. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SavepointRefused } from '../../../engine/savepoints/manifest.ts';
import { confined, listSavepoints, savepointDir, sourceOf, targetIn } from '../../../engine/savepoints/places.ts';
import { readSavepoint, writeSavepoint, type SavepointContent } from '../../../engine/savepoints/savepoint.ts';
import { jobRow, token } from '../store/samples.ts';

/** Every byte of every file of it is flipped in turn. */
const small: SavepointContent = {
  id: 's',
  createdAt: 0,
  jobs: [{ job: jobRow('j'), rows: [] }],
  definitions: [],
  scenario: null,
  willRunAgain: [],
};

const content: SavepointContent = {
  id: 'sp1',
  createdAt: Date.UTC(2026, 0, 1),
  jobs: [
    { job: jobRow('j'), rows: [token('t')] },
    { job: jobRow('k', { parentJob: 'j', definitionKey: 'called' }), rows: [] },
  ],
  definitions: [
    {
      key: 'order',
      version: 1,
      name: null,
      file: 'order.bpmn',
      xml: '<ü/>',
      resources: {},
      deployedAt: 1,
      startMessages: [],
    },
  ],
  scenario: '{"seed":1}',
  willRunAgain: [{ job: 'j', element: 's', instance: 's#t', attempt: 1, kind: 'http' }],
};

class Died extends Error {}

let folder: string;
let dir: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cairn-savepoints-'));
  dir = savepointDir(folder, 'order', 'sp1');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function refusal(of: Promise<unknown>): Promise<string> {
  const error: unknown = await of.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SavepointRefused)) throw new Error(`not refused: ${String(error)}`);
  return error.message;
}

describe('a savepoint', () => {
  it('a directory savepoints/<definition key>/savepoint-<id>/: manifest, data, checksums', async () => {
    const bytes = await writeSavepoint(dir, content);
    expect(path.relative(folder, dir)).toBe(path.join('order', 'savepoint-sp1'));
    expect(readdirSync(dir).toSorted()).toEqual([
      'SHA256SUMS',
      'definitions.jsonl',
      'jobs.jsonl',
      'manifest.json',
      'scenario.json',
    ]);
    expect(bytes).toBe(readdirSync(dir).reduce((sum, name) => sum + readFileSync(path.join(dir, name)).length, 0));
    expect(await readSavepoint(dir)).toMatchObject(content);
  });

  it('has checksums in the form that sha256sum reads', async () => {
    await writeSavepoint(dir, content);
    const sums = readFileSync(path.join(dir, 'SHA256SUMS'), 'utf8').split('\n').slice(0, -1);
    expect(sums).toHaveLength(4);
    for (const line of sums) {
      const [sum, name = ''] = line.split('  ');
      expect(
        createHash('sha256')
          .update(readFileSync(path.join(dir, name)))
          .digest('hex'),
      ).toBe(sum);
    }
  });

  it('is relocatable', async () => {
    await writeSavepoint(dir, content);
    const elsewhere = path.join(folder, 'elsewhere');
    renameSync(dir, elsewhere);
    expect(await readSavepoint(elsewhere)).toMatchObject(content);
    expect(readFileSync(path.join(elsewhere, 'manifest.json'), 'utf8')).not.toContain(folder);
  });

  it('of a newer format is refused by name', async () => {
    await writeSavepoint(dir, content);
    const file = path.join(dir, 'manifest.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"version": 1,', '"version": 2,'));
    expect(await refusal(readSavepoint(dir))).toBe(
      `The savepoint ${dir} was written by a newer version of Cairn (savepoint format 2, this one knows up to 1).`,
    );
  });

  it('with any one byte changed is refused', async () => {
    await writeSavepoint(dir, small);
    let flips = 0;
    for (const name of readdirSync(dir)) {
      const file = path.join(dir, name);
      const whole = readFileSync(file);
      for (const index of whole.keys()) {
        const bytes = Buffer.from(whole);
        bytes[index] = (whole[index] as number) ^ (1 << (index % 8));
        writeFileSync(file, bytes);
        expect(await refusal(readSavepoint(dir)), `${name} ${index}`).toContain(dir);
        flips += 1;
      }
      writeFileSync(file, whole);
    }
    expect(flips).toBeGreaterThan(1000);
    expect(await readSavepoint(dir)).toMatchObject(small);
  });

  it('that lacks a file, or was cut short, is refused', async () => {
    await writeSavepoint(dir, content);
    for (const name of readdirSync(dir)) {
      const file = path.join(dir, name);
      const whole = readFileSync(file);
      rmSync(file);
      expect(await refusal(readSavepoint(dir)), `at ${name}`).toContain(dir);
      writeFileSync(file, whole.subarray(0, -1));
      expect(await refusal(readSavepoint(dir)), `at ${name}`).toContain(dir);
      writeFileSync(file, whole);
    }
  });

  it('written aside, synced, renamed: it is complete or absent wherever its writer dies, and the next writer finishes it', async () => {
    const steps: string[] = [];
    await writeSavepoint(dir, content, (step) => steps.push(step));
    expect(steps.length).toBeGreaterThan(7);
    for (const there of [false, true]) {
      for (const [at, step] of steps.entries()) {
        rmSync(path.dirname(dir), { recursive: true, force: true });
        if (there) await writeSavepoint(dir, { ...content, createdAt: 7 });
        let left = at;
        await expect(
          writeSavepoint(dir, content, () => {
            if (left-- === 0) throw new Died();
          }),
        ).rejects.toThrow(Died);
        const listed = await listSavepoints(folder);
        expect(listed.filter(({ problem }) => problem !== null)).toEqual([]);
        const whole = existsSync(dir) ? await readSavepoint(dir) : null;
        expect([undefined, 'sp1'], `at ${step}`).toContain(whole?.id);
        await writeSavepoint(dir, content);
        expect(await readSavepoint(dir), `at ${step}`).toMatchObject(content);
        expect(readdirSync(path.dirname(dir)), `at ${step}`).toEqual(['savepoint-sp1']);
      }
    }
  });

  it('that is not there is said to be missing', async () => {
    expect(await refusal(readSavepoint(dir))).toBe(`There is no savepoint ${dir}.`);
  });
});

describe('the savepoint folder', () => {
  it('lists what it holds, latest first, and says what cannot be used', async () => {
    await writeSavepoint(dir, content);
    const later = savepointDir(path.join(folder, 'nightly'), 'order', 'sp2');
    await writeSavepoint(later, { ...content, id: 'sp2', createdAt: content.createdAt + 1 });
    const broken = savepointDir(folder, 'order', 'sp3');
    cpSync(dir, broken, { recursive: true });
    writeFileSync(path.join(broken, 'manifest.json'), '{');
    const listed = await listSavepoints(folder);
    expect(listed.map((each) => each.dir)).toEqual([later, dir, broken]);
    expect(listed[2]?.problem).toContain('damaged');
  });

  it('takes no target below which its list would not find them', async () => {
    expect(await targetIn(folder, 'a/b/c')).toBe(path.join(folder, 'a', 'b', 'c'));
    expect(await targetIn(folder, '.')).toBe(folder);
    for (const hidden of ['.hidden', 'a/.b', 'savepoint-mine', 'a/savepoint-b/c'])
      expect(await refusal(targetIn(folder, hidden)), `at ${hidden}`).toContain('no name for a folder of savepoints');
    expect(await refusal(targetIn(folder, 'a/b/c/d'))).toBe(
      'a/b/c/d lies deeper in the savepoint folder than 3 folders.',
    );
    const deepest = savepointDir(await targetIn(folder, 'a/b/c'), 'order', 'sp4');
    await writeSavepoint(deepest, { ...content, id: 'sp4' });
    expect((await listSavepoints(folder)).map((each) => each.dir)).toEqual([deepest]);
  });

  it('confines targets, links followed', async () => {
    expect(await confined(folder, 'nightly/a')).toBe(path.join(folder, 'nightly', 'a'));
    for (const outside of ['..', '../x', '/', `${folder}x`, 'a/../../b'])
      expect(await refusal(confined(folder, outside)), `at ${outside}`).toContain('does not lie in');
    symlinkSync(tmpdir(), path.join(folder, 'link'), 'junction');
    expect(await refusal(confined(folder, 'link/x'))).toContain('does not lie in');
  });

  it('never takes a key for a path', () => {
    for (const key of ['..', '.', 'a/b', '../../x', 'a\\b', 'ä*:'])
      expect(path.dirname(path.dirname(savepointDir(folder, key, 'x'))), `at ${key}`).toBe(folder);
  });

  it('tells checkpoints from directories', () => {
    expect(sourceOf('checkpoint:a/b/7', '/base')).toMatchObject({ kind: 'checkpoint', job: 'a/b', seq: 7 });
    expect(sourceOf('x/y', '/base')).toEqual({ kind: 'savepoint', path: path.resolve('/base', 'x/y') });
  });
});
