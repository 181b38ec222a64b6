import { useEffect } from 'react';
import { useClient, useConnection } from '../bridge/client-context.ts';
import { BridgeClient } from '../bridge/client.ts';

/** Says that the host is gone for as long as it is; nothing else is covered, so that people can go on reading. */
export function ConnectionBanner() {
  const { state } = useConnection();
  const client = useClient();
  useEffect(() => {
    if (state !== 'refused') return undefined;
    // Of an address that differs in its token only, a browser does not open the page again.
    const openAgain = (): void => location.reload();
    window.addEventListener('hashchange', openAgain);
    return () => window.removeEventListener('hashchange', openAgain);
  }, [state]);
  if (state === 'connected' || state === 'connecting') return null;
  const refusal = client instanceof BridgeClient ? client.refusal : null;
  return (
    <div className="shell-connection" role="alert">
      {state === 'lost' ? (
        <>
          <strong>Connection lost, reconnecting …</strong> What you see may be old. Unsaved edits stay in this window;
          nothing can be saved or run until Cairn’s service answers again. Has it ended? Start it again (
          <code>npm start</code> or <code>cairn serve</code>): this window goes on by itself.
        </>
      ) : (
        <>
          <strong>Cairn&apos;s service refused this window.</strong> {refusal} Open the address that it printed when it
          started.
        </>
      )}
    </div>
  );
}
