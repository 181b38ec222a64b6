import type { ResultDocument } from '../../engine/protocol/views.ts';
import { conditionWords, statusWords } from './status-words.ts';
import { isUndecided, pausedNote, stillWords, type Still } from './still.ts';
import './jobs.css';

type Status = ResultDocument['job']['status'];

interface StatusSignProps {
  readonly status: Status;
  readonly held?: boolean;
  readonly incidents?: number;
  /** Why it does nothing, where the status is the one of now. */
  readonly still?: Still | null;
}

/** A job's status as shape, word and colour. */
export function StatusSign(props: StatusSignProps) {
  const { status, still = null } = props;
  const { word, sign, meaning } = statusWords[status];
  const incidents = props.incidents ?? 0;
  const isOver = status !== 'active' && status !== 'passive';
  if (isUndecided(still) && !isOver) return <Sign tone={still} {...stillWords[still]} />;
  if (incidents > 0) {
    const words = incidents === 1 ? 'Incident' : `${incidents} incidents`;
    return <Sign tone="incident" sign="!" word={words} meaning={conditionWords.incident.meaning} />;
  }
  if (props.held === true && !isOver) return <Sign tone="held" {...conditionWords.held} meaning={pausedNote(still)} />;
  if (status === 'active' && still !== null) return <Sign tone={still} {...stillWords[still]} />;
  return <Sign tone={status} sign={sign} word={word} meaning={meaning} />;
}

/** Two bars. */
export function PauseSign() {
  return <span className="job-pause" aria-hidden />;
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
        {props.tone === 'held' ? <PauseSign /> : props.sign}
      </span>
      <span>{props.word}</span>
    </span>
  );
}
