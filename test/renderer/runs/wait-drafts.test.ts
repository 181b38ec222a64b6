import { expect, it } from 'vitest';
import { vainDrafts } from '../../../renderer/runs/wait-drafts.ts';

it('knows for what somebody has typed something that waits no longer, in the job that is looked at', () => {
  const key = (...parts: readonly (string | null)[]): string => JSON.stringify(parts);
  const waits = (...waiting: readonly { readonly element: string; readonly instance: string | null }[]) =>
    ({ job: { id: 'j1' }, waiting }) as unknown as Parameters<typeof vainDrafts>[1];
  const keys = [key('j1', 'check', 'i1'), key('j1', 'wait', null, 'message', 'paid'), key('j2', 'check', 'i9')];
  const check = { element: 'check', instance: 'i1' };
  const wait = { element: 'wait', instance: null };
  expect([...vainDrafts(keys, waits(check, wait))]).toEqual([]);
  expect([...vainDrafts(keys, waits(wait))]).toEqual([[keys[0], 'check']]);
  expect([...vainDrafts(keys, waits({ ...check, instance: 'i2' }))]).toEqual([
    [keys[0], 'check'],
    [keys[1], 'wait'],
  ]);
});
