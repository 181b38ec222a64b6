/** Ids and seeds of new jobs, as an argument. */
import { randomBytes } from 'node:crypto';

export interface Ids {
  /** Unique across stores; sorts by time of making. */
  next(): string;
  /** 32 bits. */
  seed(): number;
}

/** UUID version 7 (RFC 9562): time first, so that ids sort in order of creation. */
export function uuids(now: () => number, random: (bytes: number) => Uint8Array = randomBytes): Ids {
  let last = 0;
  let count = 0;
  return {
    next() {
      const time = Math.max(now(), last);
      count = time === last ? count + 1 : 0;
      // 12 bits of counter keep the order within a millisecond.
      last = count > 0xfff ? time + 1 : time;
      if (count > 0xfff) count = 0;
      const bytes = random(8);
      bytes[0] = ((bytes[0] as number) & 0x3f) | 0x80;
      const stamp = last.toString(16).padStart(12, '0');
      const tail = Buffer.from(bytes).toString('hex');
      return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${count.toString(16).padStart(3, '0')}-${tail.slice(0, 4)}-${tail.slice(4)}`;
    },
    seed() {
      return Buffer.from(random(4)).readUInt32LE();
    },
  };
}
