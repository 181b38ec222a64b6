import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDuration, readVariables } from '../../../engine/application/text-input.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cairn-input-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('variables', () => {
  it('come as text or from a file', () => {
    writeFileSync(join(dir, 'v.json'), '{ "n": 9007199254740993 }');
    expect(readVariables('{"a":[1]}', dir)).toEqual({ a: [1] });
    expect(readVariables('@v.json', dir)).toEqual({ n: 9007199254740993n });
  });

  it.each([
    ['{"a":', /^--vars: .*JSON/],
    ['[1]', /^--vars: variables are a JSON object/],
    ['null', /^--vars: variables are a JSON object/],
    ['@none.json', /^none\.json: cannot be read/],
  ])('%s is refused', (text, message) => {
    expect(() => readVariables(text, dir)).toThrow(message);
  });
});

describe('durations', () => {
  it('are ISO 8601', () => {
    expect(readDuration('--ttl', 'PT1H', 0)).toBe(3_600_000);
    expect(readDuration('--ttl', 'PT0S', 5)).toBe(0);
    expect(() => readDuration('--ttl', '1h', 0)).toThrow('--ttl: 1h is no ISO 8601 duration');
  });
});
