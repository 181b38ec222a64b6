import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onTick, windowNow } from '../../../renderer/ui/window-clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

it('is one instant for all who look between two ticks', () => {
  const leave = onTick(() => undefined);
  const first = windowNow();
  vi.advanceTimersByTime(900);
  expect(windowNow()).toBe(first);
  vi.advanceTimersByTime(100);
  expect(windowNow()).toBe(Date.now());
  leave();
});

it('tells all who listen at the same tick, whenever they came', () => {
  const heard: [string, number][] = [];
  const leave = [onTick(() => heard.push(['early', windowNow()]))];
  vi.advanceTimersByTime(700);
  leave.push(onTick(() => heard.push(['late', windowNow()])));
  vi.advanceTimersByTime(300);
  expect(heard).toEqual([
    ['early', Date.now()],
    ['late', Date.now()],
  ]);
  for (const each of leave) each();
});

it('rests while nobody listens, and is right when somebody looks again', () => {
  onTick(() => undefined)();
  expect(vi.getTimerCount()).toBe(0);
  vi.setSystemTime(2_000_000);
  expect(windowNow()).toBe(2_000_000);
});
