import { Button, Progress, Radio, Switch } from '@mantine/core';
import { Copy, ShieldCheck } from 'lucide-react';
import { useClient } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { countText, sizeText } from '../ui/quantity.ts';
import { ask } from '../workbench/confirmation.ts';
import { backUpStore, changeSettings, checkStore, stopWork } from './agents-acts.ts';
import { openDecisions, useAgents } from './agents-store.ts';

/** The store: how large, how durable, whether it is whole; and whether jobs are recovered automatically. */
export function StorePanel() {
  return (
    <div className="agents-panel">
      <h2>Store</h2>
      <Figures />
      <Care />
      <Durability />
      <Recovery />
    </div>
  );
}

function Figures() {
  const store = useAgents((state) => state.store);
  if (store === null) return <p className="agents-note">Measuring …</p>;
  if (!store.exists)
    return <p className="agents-note">There is no store yet: it is made with the first agent or job.</p>;
  const bytes = store.files.reduce((sum, file) => sum + file.bytes, 0);
  return (
    <>
      <p className="agents-note agents-dir" title={store.dir}>
        {store.dir}
      </p>
      <div className="agents-figures">
        <Table label="Size on disk" rows={store.files.map(({ what, bytes: size }) => [what, sizeText(size)])} />
        <Table label="Rows" rows={store.counts.map(({ what, count }) => [what, count.toLocaleString('en')])} />
      </div>
      <p className="agents-note">
        {sizeText(bytes)} in all,{' '}
        <span title="The version of the database’s layout: a store of an older one is brought to it, one of a newer one is refused">
          format {store.format}
        </span>
        .
      </p>
    </>
  );
}

/** What of the figures is no everyday word. */
const explained: ReadonlyMap<string, string> = new Map([
  ['log', 'The database’s log of its latest changes'],
  ['recorder', 'What engines noted of their work as they did it: after a death it tells what was lost'],
  ['savepoints', 'Their folders: with jobs, diagrams and checksums'],
  ['executions', 'Elements that jobs entered, each attempt by itself'],
  ['effects outside', 'Messages sent and calls made, as the ledger lists them'],
  ['subscriptions', 'What jobs wait for: messages, signals, conditions and data'],
  ['messages that wait', 'Messages that no job has taken yet'],
  ['requests without an answer', 'What was asked of the engine, and it has yet to answer'],
  ['definition versions', 'Each version of each deployed process'],
]);

function Table(props: { readonly label: string; readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <table aria-label={props.label}>
      <caption>{props.label}</caption>
      <tbody>
        {props.rows.map(([name, value]) => (
          <tr key={name} title={explained.get(name)}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Care() {
  const client = useClient();
  const { work, check, backup, store } = useAgents();
  const none = store?.exists !== true;
  return (
    <section className="agents-part" aria-label="Care">
      <div className="agents-acts">
        <Button
          leftSection={<ShieldCheck size={14} aria-hidden />}
          disabled={none || work !== null}
          onClick={() => void checkStore(client)}
        >
          Check integrity
        </Button>
        <Button
          leftSection={<Copy size={14} aria-hidden />}
          disabled={none || work !== null}
          title="A copy of the database as it is at one moment, while engines go on"
          onClick={() => void backUpStore(client)}
        >
          Back up
        </Button>
        {work !== null && <Button onClick={stopWork}>Stop</Button>}
      </div>
      {work !== null && <Working />}
      {work === null && check !== null && (
        <div role="status">
          {check.problems.length === 0 ? (
            <p className="agents-good">
              <span aria-hidden>✓</span> Whole: {countText(check.tables, 'table')},{' '}
              {countText(check.checkpoints, 'checkpoint')} of {countText(check.jobs, 'job')},{' '}
              {countText(check.savepoints, 'savepoint')}, in {check.milliseconds} ms.
            </p>
          ) : (
            <ul className="job-problem agents-problems">
              {check.problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
              {check.more && <li>and more</li>}
            </ul>
          )}
        </div>
      )}
      {backup !== null && (
        <p className="agents-note agents-dir" title={backup.path}>
          Latest backup:{' '}
          <span className="agents-file">
            {backup.path.split(/[/\\]/).at(-1)}, {sizeText(backup.bytes)}
          </span>
        </p>
      )}
    </section>
  );
}

function Working() {
  const work = useAgents((state) => state.work);
  const { done = 0, total = null, what = '' } = work?.progress ?? {};
  const share = total === null || total === 0 ? 0 : Math.min(100, (100 * done) / total);
  return (
    <div>
      <Progress value={share} animated aria-label={work?.what === 'backup' ? 'Backup' : 'Check'} />
      <span className="agents-note" aria-live="polite">
        {what === '' ? 'Beginning …' : `${what}${total === null ? '' : `: ${done} of ${total}`}`}
      </span>
    </div>
  );
}

function Durability() {
  const client = useClient();
  const workspace = useHostState((state) => state.workspace);
  if (workspace === null) return null;
  const { durability } = workspace.settings;
  const change = async (wanted: string): Promise<void> => {
    if (wanted !== 'power-loss' && wanted !== 'process-crash') return;
    const sure =
      wanted === 'power-loss' ||
      (await ask({
        title: 'Trade safety for speed?',
        body: 'Commits are no longer synced one by one. They survive the death of a process, not that of the machine: after a power cut, work that was acknowledged may be gone.',
        choices: [{ value: 'trade', label: 'Use NORMAL', kind: 'danger' }],
      })) !== null;
    if (sure) await changeSettings(client, { durability: wanted });
  };
  return (
    <Radio.Group
      className="agents-part"
      label={<strong>Durability</strong>}
      description="A change shuts a running engine down cleanly, and starts it again."
      value={durability}
      onChange={(wanted) => void change(wanted)}
    >
      <Radio
        value="power-loss"
        label="FULL"
        description="Every commit is synced: it survives a power cut."
        disabled={!workspace.writable}
      />
      <Radio
        value="process-crash"
        label="NORMAL"
        description="Survives the death of a process, not of the machine."
        disabled={!workspace.writable}
      />
    </Radio.Group>
  );
}

function Recovery() {
  const client = useClient();
  const workspace = useHostState((state) => state.workspace);
  const recoveries = useAgents((state) => state.recoveries);
  if (workspace === null) return null;
  const waiting = recoveries?.jobs.length ?? 0;
  const open = openDecisions(recoveries).length;
  return (
    <section className="agents-part" aria-label="Recovery">
      <Switch
        label="Recover jobs automatically after a death"
        description="When off, the jobs that a dead engine left wait for you to restart, keep or remove each. A change takes effect at the next start of an engine."
        checked={workspace.settings.recovery.automatic}
        disabled={!workspace.writable}
        onChange={(event) => void changeSettings(client, { recoveryAutomatic: event.currentTarget.checked })}
      />
      {waiting > 0 && (
        <Button onClick={() => useAgents.setState({ deciding: true })}>
          {open > 0 ? `Decide about ${countText(open, 'job')} …` : `${countText(waiting, 'job')} kept …`}
        </Button>
      )}
    </section>
  );
}
