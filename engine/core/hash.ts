/**
 * Ids out of lineage: a fast, deterministic, well-spread digest. Not a secret and not a signature.
 * The algorithm is MurmurHash3's x86 128-bit variant over UTF-16 code units (public domain, Austin Appleby).
 */

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

function finish(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex(x: number): string {
  return `${BYTES[x >>> 24]}${BYTES[(x >>> 16) & 255]}${BYTES[(x >>> 8) & 255]}${BYTES[x & 255]}`;
}

/** Four 32-bit words of digest. */
function words(text: string): [number, number, number, number] {
  let a = 0x239b961b;
  let b = 0xab0e9789;
  let c = 0x38b34ae5;
  let d = 0xa1e38b93;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i) + 1;
    a = Math.imul(rotate(a ^ Math.imul(rotate(Math.imul(unit, 0x239b961b), 15), 0xab0e9789), 19) + b, 5) + 0x561ccd1b;
    b = Math.imul(rotate(b ^ Math.imul(rotate(Math.imul(unit, 0xab0e9789), 16), 0x38b34ae5), 17) + c, 5) + 0x0bcaa747;
    c = Math.imul(rotate(c ^ Math.imul(rotate(Math.imul(unit, 0x38b34ae5), 17), 0xa1e38b93), 15) + d, 5) + 0x96cd1c35;
    d = Math.imul(rotate(d ^ Math.imul(rotate(Math.imul(unit, 0xa1e38b93), 18), 0x239b961b), 13) + a, 5) + 0x32ac3b17;
  }
  a ^= text.length;
  b ^= text.length;
  c ^= text.length;
  d ^= text.length;
  a = (a + b + c + d) | 0;
  b = (b + a) | 0;
  c = (c + a) | 0;
  d = (d + a) | 0;
  a = finish(a);
  b = finish(b);
  c = finish(c);
  d = finish(d);
  a = (a + b + c + d) | 0;
  return [a, (b + a) | 0, (c + a) | 0, (d + a) | 0];
}

/** The parts as one unambiguous text: no two different lists of parts look the same. */
function joined(parts: readonly string[]): string {
  let text = '';
  for (const part of parts) text += `${part.length}:${part}`;
  return text;
}

/** 16 hexadecimal digits: ids that are unique within one job. */
export function shortId(...parts: readonly string[]): string {
  const [a, b] = words(joined(parts));
  return hex(a) + hex(b);
}

/** 32 hexadecimal digits: ids that are unique across jobs and stores (lineages, idempotency keys). */
export function longId(...parts: readonly string[]): string {
  return words(joined(parts)).map(hex).join('');
}

/** A 32-bit seed out of text. */
export function seedOf(...parts: readonly string[]): number {
  return words(joined(parts))[0] >>> 0;
}
