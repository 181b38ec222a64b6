import { Power, RotateCcw } from 'lucide-react';
import { useConnection } from '../bridge/client-context.ts';
import { isFrozen, useHostState } from '../bridge/host-state.ts';
import type { EngineView } from '../../engine/protocol/window-views.ts';
import { runCommand } from '../workbench/command-registry.ts';
import { jobCounts, type JobCounts } from '../workbench/job-counts.ts';
import { useUndecided } from '../workbench/undecided-jobs.ts';
import { awayRefusal, engineWords, plugRefusal } from './engine-words.ts';
import { microsText, sizeText } from '../ui/quantity.ts';

const signs: Readonly<Record<EngineView['state'], string>> = {
  absent: '○',
  starting: '◔',
  active: '●',
  paused: '❚❚',
  restarting: '◔',
  stopping: '◔',
  dead: '✕',
  refused: '✕',
  elsewhere: '◇',
};

/** How those jobs stand that are stored as active. */
interface Standing {
  readonly word: string;
  readonly meaning: string;
}

const active: Standing = {
  word: 'active',
  meaning: 'Active: it runs, or goes on as soon as an engine does.',
};
const notRunning: Standing = {
  word: 'not running',
  meaning: 'Not running: it goes on as soon as an engine runs.',
};

/** What is stored as active does nothing then. */
const standstill: Readonly<Partial<Record<EngineView['state'], Standing>>> = {
  dead: { word: 'stopped at work', meaning: 'Stopped at work: it ran when its engine died.' },
  absent: notRunning,
  starting: notRunning,
  restarting: notRunning,
  refused: notRunning,
};

const frozenText = 'Its process is stopped by a signal: it does nothing until it is thawed, in Agents';

/** Which engine lives, how durable it is, what it holds, and the one red control. */
export function StatusBar() {
  const engine = useHostState((state) => state.engine);
  const { state: connection } = useConnection();
  const away = awayRefusal(connection);
  if (away !== null)
    return (
      <footer className="shell-status">
        <span>
          engine <span aria-hidden>?</span> not known: no connection
        </span>
        <span className="shell-status-gap" />
        <button type="button" className="shell-plug" disabled title={away}>
          Pull the plug <Power size={14} aria-hidden />
        </button>
      </footer>
    );
  const refusal = engine === null ? null : plugRefusal(engine.state);
  return (
    <footer className="shell-status">
      {engine === null ? <span>Asking for the engine …</span> : <EngineState engine={engine} />}
      <span className="shell-status-gap" />
      {engine?.state === 'dead' ? (
        <button type="button" className="shell-recover" onClick={() => runCommand('engine.recover')}>
          <RotateCcw size={14} aria-hidden /> Recover
        </button>
      ) : null}
      <button
        type="button"
        className="shell-plug"
        disabled={engine === null || refusal !== null}
        onClick={() => runCommand('engine.pull-the-plug')}
        title={refusal ?? 'Kills the engine’s process, for real (SIGKILL)'}
      >
        Pull the plug <Power size={14} aria-hidden />
      </button>
    </footer>
  );
}

function EngineState({ engine }: { readonly engine: EngineView }) {
  const { lastCheckpoint } = engine;
  const jobs = jobCounts(engine);
  const stuck = jobs.incident;
  // They are stored as active.
  const left = useUndecided((state) => state.jobs);
  const open = [...left.values()].filter((each) => each === 'open').length;
  const undecided = { open, kept: left.size - open };
  const atWork = Math.max(0, jobs.active - left.size);
  const standing = atWork === 0 ? active : (standstill[engine.state] ?? active);
  return (
    <>
      {isFrozen(engine) ? (
        <span className="shell-engine" data-state="frozen" title={frozenText}>
          engine <span aria-hidden>❄</span> frozen
        </span>
      ) : (
        <span
          className="shell-engine"
          data-state={engine.state}
          title={engine.message ?? (engine.pid === null ? 'No process' : `Process ${engine.pid}`)}
        >
          engine <span aria-hidden>{signs[engine.state]}</span> {engineWords[engine.state]}
        </span>
      )}
      {engine.agent !== null && (
        <span className="shell-agent" title="Name of the agent: the process whose engine runs the jobs">
          agent {engine.agent}
        </span>
      )}
      <button
        type="button"
        className="shell-durability"
        onClick={() => runCommand('shell.place.agents')}
        title={`${
          engine.durability === 'power-loss'
            ? 'What is saved survives a power cut: every commit of the store is synced (FULL)'
            : 'What is saved survives the death of a process, not of the machine (NORMAL)'
        }. Click for the store and its settings.`}
      >
        survives {engine.durability === 'power-loss' ? 'a power cut' : 'a crash'}
      </button>
      <span
        title={`Jobs of this workspace. ${standing.meaning} Waiting: for a person, a message, a time or a called job. Paused: a person stopped it. Incident: a technical failure waits for a person.`}
      >
        jobs: {jobsText({ ...jobs, active: atWork }, standing.word)}
        <Undecided {...undecided} />
        {stuck > 0 && (
          <>
            {' · '}
            <strong className="shell-incidents">
              {numberText(stuck)} {stuck === 1 ? 'incident' : 'with an incident'}
            </strong>
          </>
        )}
      </span>
      {lastCheckpoint !== null && (
        // Without its time: that is of its job's own clock, which may be months from the reader's.
        <span
          className="shell-last-checkpoint"
          title={`Checkpoint ${lastCheckpoint.seq} of job ${lastCheckpoint.job}: how large it is, and how long its save took, once that is known`}
        >
          last checkpoint {sizeText(lastCheckpoint.bytes)}
          {lastCheckpoint.micros > 0 && `, saved in ${microsText(lastCheckpoint.micros)}`}
        </span>
      )}
      {engine.message !== null && engine.state !== 'elsewhere' && (
        <span className="shell-status-message" title={engine.message}>
          {engine.message}
        </span>
      )}
    </>
  );
}

/** Jobs that nothing runs before somebody has decided about them. */
function Undecided({ open, kept }: { readonly open: number; readonly kept: number }) {
  if (open + kept === 0) return null;
  const parts = [
    ...(open === 0 ? [] : [`${numberText(open)} undecided`]),
    ...(kept === 0 ? [] : [`${numberText(kept)} kept`]),
  ];
  return (
    <>
      {' · '}
      <button
        type="button"
        className="shell-durability shell-undecided"
        title="A dead engine left them at work, and automatic recovery is off. Click to restart, keep or remove them."
        onClick={() => runCommand('agents.decide')}
      >
        {parts.join(' · ')}
      </button>
    </>
  );
}

/** `word`: how those stand that are stored as active. */
function jobsText({ active: atWork, waiting, paused }: JobCounts, word: string): string {
  const parts = [`${numberText(atWork)} ${word}`, `${numberText(waiting)} waiting`];
  return [...parts, ...(paused === 0 ? [] : [`${numberText(paused)} paused`])].join(' · ');
}

const numberText = (count: number): string => count.toLocaleString('en');
