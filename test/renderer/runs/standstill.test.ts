import { expect, it } from 'vitest';
import type { JobDocument } from '../../../engine/protocol/window-views.ts';
import { standstill } from '../../../renderer/runs/standstill.ts';

const wait = (element: string, purpose: JobDocument['waiting'][number]['for']): JobDocument['waiting'][number] => ({
  element,
  instance: null,
  for: purpose,
  messages: [],
  signals: [],
  due: null,
  calls: null,
});
const failed = { element: 'charge', instance: null, message: 'no', attempts: 1, at: '2026-01-01T00:00:00Z' };
const nothing = { incidents: [], waiting: [] };

it('says nothing while a token can move, whatever else waits', () => {
  const document = { incidents: [failed], waiting: [wait('approve', 'user')] };
  for (const state of ['ready', 'running', 'held'])
    expect(standstill(document, [{ state: 'waiting' }, { state }], null)).toBeNull();
});

it('says what ends the wait, an incident before a person, a person before a time', () => {
  const tokens = [{ state: 'waiting' }];
  const waiting = [wait('inner', 'scope'), wait('pause', 'timer'), wait('approve', 'user')];
  expect(standstill({ ...nothing, waiting }, tokens, null)).toBe('It waits at approve: complete it');
  expect(standstill({ incidents: [failed], waiting }, tokens, null)).toBe('It has an incident at charge: retry it');
  expect(standstill({ ...nothing, incidents: [{ ...failed, job: 'other' }] }, tokens, null)).toBe(
    'It has an incident in a called job: retry it',
  );
  expect(standstill({ ...nothing, waiting: [wait('call', 'call')] }, tokens, null)).toBe(
    'It waits at call for the job that it called',
  );
  expect(standstill(nothing, [{ state: 'joining' }], null)).toBe('Every token waits: nothing can move');
});
