import type { ResultDocument } from '../../engine/protocol/views.ts';
import type { EngineView } from '../../engine/protocol/window-views.ts';
import { conditionWords, statusWords } from './status-words.ts';
import './jobs.css';

type Status = ResultDocument['job']['status'];

/** Where nothing runs it, a job that is stored as active does nothing. */
export const stillWords = {
  dead: { word: 'Engine gone', sign: '✕', meaning: 'Its engine is dead: it stands still until one recovers it.' },
  absent: { word: 'Not running', sign: '○', meaning: 'No engine is started: it goes on as soon as one is.' },
} as const;

interface StatusSignProps {
  readonly status: Status;
  readonly held?: boolean;
  readonly incidents?: number;
  /** The state of the engine, where the status is the one of now. */
  readonly engine?: EngineView['state'] | undefined;
}

/** A job's status as shape, word and colour. */
export function StatusSign(props: StatusSignProps) {
  const { word, sign, meaning } = statusWords[props.status];
  const incidents = props.incidents ?? 0;
  if (incidents > 0) {
    const words = incidents === 1 ? 'Incident' : `${incidents} incidents`;
    return <Sign tone="incident" sign="!" word={words} meaning={conditionWords.incident.meaning} />;
  }
  if (props.held === true && props.status !== 'completed') {
    return <Sign tone="held" {...conditionWords.held} />;
  }
  if (props.status === 'active' && (props.engine === 'dead' || props.engine === 'absent')) {
    return <Sign tone={props.engine} {...stillWords[props.engine]} />;
  }
  return <Sign tone={props.status} sign={sign} word={word} meaning={meaning} />;
}

function Sign(props: {
  readonly tone: string;
  readonly sign: string;
  readonly word: string;
  readonly meaning: string;
}) {
  return (
    <span className="job-status" data-tone={props.tone} title={props.meaning}>
      <span className="job-status-sign" aria-hidden>
        {props.sign}
      </span>
      <span>{props.word}</span>
    </span>
  );
}
