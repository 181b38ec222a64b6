/** How components reach the host: `useClient()`, `useNotifications(name, fn)`, `useAnswer(name, params)`. */
import { createContext, useContext, useEffect, useRef, useState } from 'react';
import type {
  CallName,
  CallParams,
  CallResult,
  Notification,
  NotificationName,
} from '../../engine/protocol/window-calls.ts';
import type { ConnectionState, WindowClient } from '../../engine/protocol/window-link.ts';
import { CallFailed } from './call-failed.ts';

export const ClientContext = createContext<WindowClient | null>(null);

/** The client of this window. */
export function useClient(): WindowClient {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('useClient is used outside of ClientContext');
  return client;
}

/** Calls `listener` (its latest version) for every notification of that name while the component is mounted. */
export function useNotifications<Name extends NotificationName>(
  name: Name,
  listener: (body: Notification<Name>) => void,
): void {
  const client = useClient();
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => client.on(name, (body) => latest.current(body)), [client, name]);
}

/** State of the connection. `epoch` rises whenever all that was asked before may be stale. */
export function useConnection(): { readonly state: ConnectionState; readonly epoch: number } {
  const client = useClient();
  const [connection, setConnection] = useState({ state: client.connection, epoch: 0 });
  useEffect(() => {
    setConnection((before) => ({ ...before, state: client.connection }));
    return client.onConnection((state, reload) =>
      setConnection((before) => ({ state, epoch: reload ? before.epoch + 1 : before.epoch })),
    );
  }, [client]);
  return connection;
}

export interface Answer<T> {
  /** The latest answer; stays while a newer one is asked for. */
  readonly data: T | null;
  readonly failure: CallFailed | null;
  readonly loading: boolean;
  readonly again: () => void;
}

/**
 * Asks when mounted, when the parameters change, and after a reconnection that missed something; an answer that was
 * overtaken is dropped. `params` null: do not ask.
 */
export function useAnswer<Name extends CallName>(
  name: Name,
  params: CallParams<Name> | null,
): Answer<CallResult<Name>> {
  const client = useClient();
  const { epoch, state } = useConnection();
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Omit<Answer<CallResult<Name>>, 'again'>>({
    data: null,
    failure: null,
    loading: params !== null,
  });
  const key = params === null ? null : JSON.stringify(params);
  const latest = useRef(params);
  latest.current = params;
  useEffect(() => {
    const asked = latest.current;
    if (asked === null || state === 'lost' || state === 'refused') return undefined;
    const aborter = new AbortController();
    setAnswer((before) => ({ ...before, loading: true }));
    client.call(name, asked, { signal: aborter.signal }).then(
      (data) => {
        if (!aborter.signal.aborted) setAnswer({ data, failure: null, loading: false });
      },
      (failure: unknown) => {
        if (aborter.signal.aborted) return;
        if (!(failure instanceof CallFailed)) throw failure;
        setAnswer((before) => ({ ...before, failure, loading: false }));
      },
    );
    return () => aborter.abort();
  }, [client, name, key, epoch, round, state]);
  return { ...answer, again: () => setRound((before) => before + 1) };
}
