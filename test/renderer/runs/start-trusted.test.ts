import { expect, it, vi } from 'vitest';
import type { WindowClient } from '../../../engine/protocol/window-link.ts';
import { CallFailed } from '../../../renderer/bridge/call-failed.ts';
import { startTrusted } from '../../../renderer/runs/start-trusted.ts';
import { useAsked } from '../../../renderer/workbench/confirmation.ts';

const held = new CallFailed({ code: 'untrusted', lines: ['tasks call shop.example'] });

/** A host that holds starts back until it is told otherwise, and a person who gives one answer. */
function setUp(answer: string | null) {
  let trusted = false;
  const client = {
    call: async (name: string) => {
      if (name === 'workspace.show') return Promise.resolve({ name: 'shop' });
      expect(name).toBe('workspace.trust');
      trusted = true;
      return Promise.resolve({});
    },
  } as unknown as WindowClient;
  const start = vi.fn(async ({ unreached }: { unreached: boolean }) => {
    if (!trusted && !unreached) throw held;
    return Promise.resolve('job');
  });
  const bodies: unknown[] = [];
  const leave = useAsked.subscribe(({ asked: [first] }) => {
    bodies.push(first?.question.body ?? null);
    first?.answer(answer);
  });
  return { client, start, leave, bodies, isTrusted: () => trusted };
}

it.each([
  ['trust', 'job', true, [{ unreached: false }, { unreached: false }]],
  ['unreached', 'job', false, [{ unreached: false }, { unreached: true }]],
  [null, null, false, [{ unreached: false }]],
])('asks the person: %s', async (answer, result, trusted, calls) => {
  const { client, start, leave, bodies, isTrusted } = setUp(answer);
  expect(await startTrusted(client, start)).toBe(result);
  expect(bodies[0]).toContain('Once “shop” is trusted, its tasks may reach');
  expect(isTrusted()).toBe(trusted);
  expect(start.mock.calls.map(([options]) => options)).toEqual(calls);
  leave();
});

it('hands on every other failure', async () => {
  const { client, leave } = setUp('trust');
  const other = new CallFailed({ code: 'bad-request', lines: ['no'] });
  await expect(startTrusted(client, async () => Promise.reject(other))).rejects.toBe(other);
  leave();
});
