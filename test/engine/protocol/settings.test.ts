import { expect, it } from 'vitest';
import { settings } from '../../../engine/protocol/settings.ts';

it.each([
  ['a path that is empty', { recoveryPath: { p: '' } }, ['recoveryPath', 'p']],
  ['a lease that ends before it can be renewed', { agent: { leaseSeconds: 0.0001 } }, ['agent', 'leaseSeconds']],
  ['a lease after which nobody would take over', { agent: { leaseSeconds: 1e10 } }, ['agent', 'leaseSeconds']],
  ['a deadline that no timer can keep', { script: { timeoutMs: 2_147_483_600 } }, ['script', 'timeoutMs']],
  ['memory that a sandbox cannot address', { script: { memoryMb: 4096 } }, ['script', 'memoryMb']],
])('%s is refused by name', (_, given, path) => {
  expect(settings.safeParse(given).error?.issues.map((issue) => issue.path)).toEqual([path]);
});

it('the least and the most of each are taken', () => {
  for (const given of [
    { agent: { leaseSeconds: 0.1 }, script: { timeoutMs: 1, memoryMb: 1 } },
    { agent: { leaseSeconds: 3600 }, script: { timeoutMs: 86_400_000, memoryMb: 2047 } },
  ])
    expect(settings.safeParse(given).success).toBe(true);
});
