import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Recording } from '../../../engine/protocol/recording.ts';
import { readRecordings, recorderFiles } from '../../../engine/supervisor/recorder-reader.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cairn-recorder-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(name: string, text: string | Buffer): void {
  mkdirSync(join(dir, 'recorder'), { recursive: true });
  writeFileSync(join(dir, 'recorder', name), text);
}

const durable = (seq: number, job = 'j'): Recording => ({ e: 'checkpoint-durable', t: 1, job, seq });
const line = (recording: Recording): string => `${JSON.stringify(recording)}\n`;

describe('the recorder reader', () => {
  it('has nothing to say about a store without a recorder', () => {
    expect(recorderFiles(dir)).toEqual([]);
    expect([...readRecordings(dir)]).toEqual([]);
  });

  it('reads the latest engine, or the one that is named', () => {
    write('0000000002-a.jsonl', line(durable(2)));
    write('0000000010-a.jsonl', line(durable(10)));
    write('notes.txt', 'not a recorder file');
    expect(recorderFiles(dir)).toEqual(['0000000002-a.jsonl', '0000000010-a.jsonl']);
    expect([...readRecordings(dir)]).toEqual([durable(10)]);
    expect([...readRecordings(dir, '0000000002-a.jsonl')]).toEqual([durable(2)]);
  });

  it('a torn last line is ignored, wherever it was torn', () => {
    const text = Buffer.from(line(durable(1, 'jöb')) + line(durable(2, 'jöb')));
    const whole = Buffer.byteLength(line(durable(1, 'jöb')));
    for (let length = whole; length < text.length; length += 1) {
      write('0000000001-a.jsonl', text.subarray(0, length));
      expect([...readRecordings(dir)]).toEqual([durable(1, 'jöb')]);
    }
  });

  it('skips what it cannot read', () => {
    write(
      '0000000001-a.jsonl',
      `${line(durable(1))}\0\0\0\n{"e":"new-kind"}\n{"e":"work-began"}\n\n${line(durable(2))}`,
    );
    expect([...readRecordings(dir)]).toEqual([durable(1), durable(2)]);
  });

  it('reads files that are longer than one chunk', () => {
    const many = Array.from({ length: 5000 }, (_, seq) => durable(seq, `jöb-${seq}`));
    write('0000000001-a.jsonl', many.map(line).join(''));
    expect([...readRecordings(dir)]).toEqual(many);
  });
});
