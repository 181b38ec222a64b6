import { expect, it } from 'vitest';
import { nextStep, type WalkInput } from '../../../renderer/runs/walk.ts';

const walk = (more: Partial<WalkInput>): WalkInput => ({
  walking: 'mine',
  job: 'mine',
  pace: 600,
  ended: false,
  tokens: [{ element: 'a', state: 'held' }],
  breakpoints: new Set(),
  ...more,
});

it('steps when a token is held, and waits for the engine otherwise', () => {
  expect(nextStep(walk({}))).toEqual({ kind: 'step', afterMs: 600 });
  expect(nextStep(walk({ tokens: [{ element: 'a', state: 'running' }] }))).toEqual({ kind: 'wait' });
  expect(nextStep(walk({ walking: null }))).toEqual({ kind: 'wait' });
});

it('never steps on another job that was chosen meanwhile', () => {
  expect(nextStep(walk({ job: 'other' }))).toEqual({ kind: 'stop' });
});

it('stops at a breakpoint, at the end, and at full speed', () => {
  expect(nextStep(walk({ breakpoints: new Set(['a']) }))).toEqual({ kind: 'stop' });
  expect(nextStep(walk({ ended: true }))).toEqual({ kind: 'stop' });
  expect(nextStep(walk({ pace: null }))).toEqual({ kind: 'stop' });
});
