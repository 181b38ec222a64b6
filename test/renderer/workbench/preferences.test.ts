import { notifications, notificationsStore } from '@mantine/notifications';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ConnectionState, WindowClient } from '../../../engine/protocol/window-link.ts';
import { servePreferences, setPreference } from '../../../renderer/workbench/preferences.ts';

/** A host that writes preferences unless it is told how to fail. */
function setUp() {
  const host = {
    written: [] as unknown[],
    fails: false,
    turn: (_state: 'connected') => undefined,
  };
  const client = {
    connection: 'connected' as ConnectionState,
    call: async (name: string, { changes }: { readonly changes?: unknown }) => {
      if (name === 'preferences.read') return Promise.resolve({ preferences: {} });
      if (host.fails) throw new Error('It cannot.');
      host.written.push(changes);
      return Promise.resolve({});
    },
    onConnection: (listener: typeof host.turn) => {
      host.turn = listener;
      return () => undefined;
    },
  };
  servePreferences(client as unknown as WindowClient);
  return { host, client };
}

const told = () => notificationsStore.getState().notifications.map(({ title }) => title);

beforeEach(() => {
  vi.useFakeTimers();
  notifications.clean();
});
afterEach(() => void vi.useRealTimers());

it('says nothing of settings while the host is away, and has them kept when it is back', async () => {
  const { host, client } = setUp();
  host.fails = true;
  client.connection = 'lost';
  setPreference('a', 1);
  setPreference('b', 1);
  await vi.runAllTimersAsync();
  setPreference('a', 2);
  await vi.runAllTimersAsync();
  expect(told()).toEqual([]);
  host.fails = false;
  client.connection = 'connected';
  host.turn('connected');
  await vi.runAllTimersAsync();
  expect(host.written).toEqual([{ a: 2, b: 1 }]);
  host.turn('connected');
  expect(host.written).toHaveLength(1);
});

it('says that settings could not be kept where the host refuses them', async () => {
  const { host } = setUp();
  host.fails = true;
  setPreference('a', 1);
  await vi.runAllTimersAsync();
  expect(told()).toEqual(['Your settings could not be kept']);
});
