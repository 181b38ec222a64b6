import { expect, test } from 'vitest';
import { longId, seedOf, shortId } from '../../../engine/core/hash.ts';

test('ids never change: stores and idempotency keys hang on them', () => {
  expect(shortId('a', 'b')).toBe('9136991b746ecc01');
  expect(longId('a', 'b')).toBe('9136991b746ecc01b6d05e7ab8cfaa46');
  expect(seedOf('a', 'b')).toBe(0x9136991b);
});

test('different lists of parts have different ids, however their texts run together', () => {
  const lists = [
    ['ab'],
    ['a', 'b'],
    ['', 'ab'],
    ['ab', ''],
    ['1:a'],
    ['a', '', 'b'],
    ['b', 'a'],
    ['\ud800'],
    ['\udc00'],
    [],
  ];
  expect(new Set(lists.map((parts) => shortId(...parts))).size).toBe(lists.length);
  expect(new Set(lists.map((parts) => longId(...parts))).size).toBe(lists.length);
});

test('200,000 similar names have no id in common, and their bits are even', () => {
  const ids = new Set<string>();
  const bits = new Array<number>(64).fill(0);
  for (let index = 0; index < 200_000; index += 1) {
    const id = shortId('task', `token-${index}`);
    ids.add(id);
    if (index % 10 !== 0) continue;
    const halves = [Number.parseInt(id.slice(0, 8), 16), Number.parseInt(id.slice(8), 16)];
    for (let bit = 0; bit < 64; bit += 1) {
      bits[bit] = (bits[bit] as number) + (((halves[bit >> 5] as number) >>> (bit & 31)) & 1);
    }
  }
  expect(ids.size).toBe(200_000);
  // 20,000 fair coins: 10,000 plus or minus 5 standard deviations of 70.
  for (const count of bits) expect(Math.abs(count - 10_000)).toBeLessThan(354);
});

test('a change of one character changes half of the bits, wherever it is', () => {
  const text = 'x'.repeat(40);
  for (let at = 0; at < 40; at += 1) {
    const changed = `${text.slice(0, at)}y${text.slice(at + 1)}`;
    const difference = BigInt(`0x${longId(text)}`) ^ BigInt(`0x${longId(changed)}`);
    const flipped = difference.toString(2).replaceAll('0', '').length;
    expect(flipped).toBeGreaterThan(35);
    expect(flipped).toBeLessThan(93);
  }
});

test('ids have their lengths, seeds 32 bits', () => {
  for (let index = 0; index < 1000; index += 1) {
    expect(shortId(String(index))).toMatch(/^[0-9a-f]{16}$/);
    expect(longId(String(index))).toMatch(/^[0-9a-f]{32}$/);
    expect(seedOf(String(index)) >>> 0).toBe(seedOf(String(index)));
  }
});
