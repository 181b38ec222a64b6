/** The window's client against a channel that the test holds in its hands. */
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeValue, encodeValue, type Value } from '../../../engine/core/value.ts';
import type { ToHost } from '../../../engine/protocol/window-link.ts';
import { CallFailed, createWindowClient, type ChannelEvents } from '../../../renderer/bridge/window-client.ts';

/** A host at the other end, as the test plays it. */
class Wire {
  readonly sent: ToHost[] = [];
  events: ChannelEvents | null = null;
  connections = 0;
  readonly waits: { ms: number; run: () => void }[] = [];

  readonly client = createWindowClient(
    (events) => {
      this.events = events;
      this.connections += 1;
      return { send: (frame) => this.sent.push(decodeValue(frame) as unknown as ToHost), close: () => undefined };
    },
    {
      after: (ms, run) => {
        const wait = { ms, run };
        this.waits.push(wait);
        return () => void this.waits.splice(this.waits.indexOf(wait), 1);
      },
    },
  );

  say(frame: object): void {
    this.events?.frame(encodeValue(frame as unknown as Value));
  }

  welcome(about: { session?: string; seq?: number; reload?: boolean } = {}): void {
    this.events?.opened();
    this.say({ type: 'welcome', link: 1, session: 's', seq: 0, reload: false, ...about });
  }

  /** Lets the next wait be over. */
  pass(): void {
    this.waits.shift()?.run();
  }
}

let wire: Wire;
beforeEach(() => {
  wire = new Wire();
});

describe('the client', () => {
  it('says hello, then what was asked meanwhile', async () => {
    const asked = wire.client.call('jobs.value', { job: 'j', name: 'x' });
    expect(wire.sent).toEqual([]);
    wire.welcome();
    expect(wire.sent).toEqual([
      { type: 'hello', link: 1, seen: null },
      { type: 'call', id: 1, call: 'jobs.value', params: { job: 'j', name: 'x' } },
    ]);
    wire.say({ type: 'answer', id: 1, ok: true, result: { value: [12345678901234567890n, -0, NaN] } });
    const { value } = await asked;
    expect(value).toEqual([12345678901234567890n, -0, NaN]);
  });

  it('makes an error of a failure, with its code and its lines', async () => {
    wire.welcome();
    const asked = wire.client.call('files.read', { path: 'processes/x.bpmn' });
    wire.say({ type: 'failure', id: 1, ok: false, failure: { code: 'not-found', lines: ['there is no such file'] } });
    await expect(asked).rejects.toMatchObject({ code: 'not-found', lines: ['there is no such file'] });
    await expect(asked).rejects.toBeInstanceOf(CallFailed);
  });

  it('connects again, says what it has seen, and fails what was on its way', async () => {
    const states: string[] = [];
    wire.client.onConnection((state, reload) => states.push(`${state}${reload ? ' reload' : ''}`));
    wire.welcome({ seq: 7 });
    wire.say({ type: 'notification', seq: 8, name: 'jobs-changed', body: { jobs: [] } });
    const asked = wire.client.call('engine.show', {});
    wire.events?.closed('lost');
    await expect(asked).rejects.toMatchObject({ code: 'disconnected' });
    const later = wire.client.call('engine.show', {});
    expect(wire.waits.map(({ ms }) => ms)).toEqual([250]);
    wire.pass();
    expect(wire.connections).toBe(2);
    wire.sent.length = 0;
    wire.welcome({ seq: 9 });
    expect(wire.sent).toMatchObject([
      { type: 'hello', seen: { session: 's', seq: 8 } },
      { type: 'call', id: 2, call: 'engine.show' },
    ]);
    wire.say({ type: 'answer', id: 2, ok: true, result: { state: 'absent' } });
    expect(await later).toEqual({ state: 'absent' });
    expect(states).toEqual(['connected', 'lost', 'connected']);
  });

  it('tells listeners to ask anew when the host says so', () => {
    const states: string[] = [];
    wire.client.onConnection((state, reload) => states.push(`${state}${reload ? ' reload' : ''}`));
    wire.welcome();
    wire.events?.closed('lost');
    wire.pass();
    wire.welcome({ session: 'another', reload: true });
    expect(states).toEqual(['connected', 'lost', 'connected reload']);
  });

  it('waits longer and longer, up to five seconds', () => {
    const waited: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      wire.events?.closed('lost');
      waited.push(wire.waits[0]!.ms);
      wire.pass();
    }
    expect(waited).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });

  it('does not go on where it was refused', async () => {
    wire.events?.closed('refused');
    expect(wire.client.connection).toBe('refused');
    expect(wire.waits).toEqual([]);
    await expect(wire.client.call('engine.show', {})).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('takes a host that does not answer its pings for lost', () => {
    wire.welcome();
    for (let beat = 0; beat < 3; beat += 1) wire.pass();
    expect(wire.sent.filter(({ type }) => type === 'ping')).toHaveLength(3);
    expect(wire.client.connection).toBe('connected');
    wire.pass();
    expect(wire.client.connection).toBe('lost');
  });

  it('cancels: the call fails at once, and the host hears of it', async () => {
    wire.welcome();
    const controller = new AbortController();
    const asked = wire.client.call('jobs.timeline', { job: 'j' }, { signal: controller.signal });
    controller.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(wire.sent.at(-1)).toEqual({ type: 'cancel', id: 1 });
  });

  it('passes progress and notifications on, until a listener leaves', async () => {
    wire.welcome();
    const heard: unknown[] = [];
    const leave = wire.client.on('jobs-changed', ({ jobs }) => heard.push(jobs));
    const asked = wire.client.call('jobs.timeline', { job: 'j' }, { onProgress: (progress) => heard.push(progress) });
    const progress = { done: 1, total: null, what: 'reading' };
    wire.say({ type: 'progress', id: 1, progress });
    wire.say({ type: 'notification', seq: 1, name: 'jobs-changed', body: { jobs: ['one'] } });
    leave();
    wire.say({ type: 'notification', seq: 2, name: 'jobs-changed', body: { jobs: ['two'] } });
    expect(heard).toEqual([progress, ['one']]);
    wire.client.close();
    await expect(asked).rejects.toMatchObject({ code: 'disconnected' });
  });
});
