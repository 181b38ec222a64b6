import { expect, it } from 'vitest';
import { bottomHeight, keepHeight, keptHeight } from '../../../renderer/shell/bottom-height.ts';

it('takes less of a low window, more where there is a timeline, and what it was dragged to, each kind its own', () => {
  expect(bottomHeight('usual', 700)).toBeLessThan(bottomHeight('usual', 900));
  expect(bottomHeight('tall', 700)).toBeGreaterThan(bottomHeight('usual', 700));
  expect(bottomHeight('beside', 700)).toBeLessThan(bottomHeight('tall', 700));
  expect(bottomHeight('beside', 900)).toBe(bottomHeight('tall', 900));
  expect(keptHeight('usual')).toBeNull();
  const tall = bottomHeight('tall', 900);
  keepHeight('usual', 211.6);
  expect(bottomHeight('usual', 900)).toBe(212);
  expect(bottomHeight('tall', 900)).toBe(tall);
});
