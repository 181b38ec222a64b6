import { Button, Collapse, Loader } from '@mantine/core';
import { Play } from 'lucide-react';
import { useRef, useState } from 'react';
import type { HttpTrial as Trial } from '../../../engine/protocol/window-views.ts';
import { CallFailed } from '../../bridge/call-failed.ts';
import { useClient } from '../../bridge/client-context.ts';
import { CodeEditor } from '../../ui/CodeEditor.tsx';
import { JsonTree } from '../../ui/JsonTree.tsx';
import { microsText } from '../../ui/quantity.ts';
import { reasonOf } from '../../workbench/notice.ts';
import { useExampleVariables } from './example-variables.ts';
import { askForTrust } from '../../workbench/trust.ts';
import type { Http } from './http.tsx';

/** Sends the request for real, with variables made up for it, and shows what came back. */
export function HttpTrial({ http, path }: { readonly http: Http; readonly path: string }) {
  const client = useClient();
  const examples = useExampleVariables(path);
  const [edited, setVariables] = useState<string | null>(null);
  const variables = edited ?? examples;
  const [shown, setShown] = useState(false);
  const [outcome, setOutcome] = useState<Trial | string | null>(null);
  const running = useRef<AbortController | null>(null);
  const [busy, setBusy] = useState(false);

  const tryIt = async (): Promise<void> => {
    const aborter = new AbortController();
    running.current = aborter;
    setBusy(true);
    setOutcome(null);
    try {
      const request = {
        method: http.method === '' ? 'GET' : http.method,
        url: http.url,
        headers: [...http.headers],
        body: http.body === '' ? null : http.body,
        results: http.results.map(({ name, value }) => ({ variable: name, value })),
        ...(http.timeout === '' ? {} : { timeout: http.timeout }),
      };
      const trial = await client.call('http.try', { request, variables }, { signal: aborter.signal });
      // What is missing is given there.
      if (lacksVariable(trial)) setShown(true);
      setOutcome(trial);
    } catch (failure) {
      setOutcome(failure instanceof CallFailed && failure.code === 'cancelled' ? 'Cancelled.' : reasonOf(failure));
    } finally {
      setBusy(false);
    }
  };
  const trust = async (): Promise<void> => {
    try {
      if (await askForTrust(client)) await tryIt();
    } catch (failure) {
      setOutcome(reasonOf(failure));
    }
  };
  return (
    <div className="prop-trial">
      <div className="prop-trial-head">
        <Button
          leftSection={<Play size={13} aria-hidden />}
          disabled={busy || http.url === ''}
          title={http.url === '' ? 'Address is empty: there is nobody to ask' : 'Sends the request for real'}
          onClick={() => void tryIt()}
        >
          Try it
        </Button>
        {busy && (
          <>
            <Loader size={14} />
            <Button onClick={() => running.current?.abort()}>Cancel</Button>
          </>
        )}
        {http.url === '' && <span className="prop-hint">Address is empty.</span>}
        <button type="button" className="ui-link" aria-expanded={shown} onClick={() => setShown(!shown)}>
          with variables …
        </button>
      </div>
      <Collapse expanded={shown}>
        <p className="prop-hint prop-trial-hint">
          One JSON object, such as <code>{'{ "total": 12.5, "order": { "id": "A-1" } }'}</code>
        </p>
        <CodeEditor language="json" label="Variables of the trial" value={variables} onChange={setVariables} />
      </Collapse>
      {outcome !== null && (
        <div role="status">
          {typeof outcome === 'string' ? (
            <p className="prop-problem">{outcome}</p>
          ) : (
            <Outcome trial={outcome} onTrust={() => void trust()} />
          )}
        </div>
      )}
    </div>
  );
}

/** Whether it failed for want of a variable. */
function lacksVariable(trial: Trial): boolean {
  return !trial.ok && /variable/i.test(trial.message);
}

function Outcome({ trial, onTrust }: { readonly trial: Trial; readonly onTrust: () => void }) {
  if (!trial.ok) {
    return (
      <>
        <p className="prop-problem">{trial.message}</p>
        {lacksVariable(trial) && <p className="prop-hint">Give it a value in the variables above.</p>}
        {trial.at === 'untrusted' && <Button onClick={onTrust}>Trust this workspace …</Button>}
      </>
    );
  }
  return (
    <div className="prop-answer">
      <p>
        <strong>{trial.status}</strong> from {trial.sent.method} {trial.sent.url} in{' '}
        {microsText(trial.milliseconds * 1_000)}
      </p>
      <JsonTree name="body" value={trial.body} open={1} label="Body of the answer" />
      {trial.cut && <p className="prop-hint">Only the beginning of the body is shown.</p>}
      <JsonTree name="headers" value={trial.headers} open={0} label="Headers of the answer" />
      {trial.results.map(({ variable, value, problem }) =>
        problem === null ? (
          <JsonTree key={variable} name={variable} value={value} open={0} label={variable} />
        ) : (
          <p key={variable} className="prop-problem">
            {variable}: {problem}
          </p>
        ),
      )}
    </div>
  );
}
