/** Which variables a person edited before a fork went on: its first checkpoint against the one that it was made from. */
import type { VariableChange } from '../../engine/protocol/views.ts';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { useAnswer } from '../bridge/client-context.ts';
import { shortText } from './plain-json.ts';

/** The number of the checkpoint with which a fork begins. */
const firstSeq = 1;
/** Letters of a value in a line, and where there is room. */
const inLine = 24;
const inFull = 200;
const mostInLine = 3;

export interface ForkEdits {
  /** `total 239 → 250, note added "call first"`, or that there are none. */
  readonly text: string;
  /** A line for each, with more of its values. */
  readonly lines: readonly string[];
}

/** Null: no fork, not known yet, or one of the two checkpoints is not kept any more. */
export function useForkEdits({ job, origin }: Pick<JobDocument, 'job' | 'origin'>): ForkEdits | null {
  const isFork = origin?.how === 'fork';
  const { data } = useAnswer(
    'jobs.diff',
    isFork ? { left: { job: origin.job, seq: origin.seq }, right: { job: job.id, seq: firstSeq } } : null,
  );
  return !isFork || data === null || data.right.job.id !== job.id ? null : forkEdits(data.variables);
}

export function forkEdits(variables: readonly VariableChange[]): ForkEdits {
  const shown = variables.slice(0, mostInLine).map((each) => editText(each, inLine));
  const more = variables.length - shown.length;
  return {
    text: variables.length === 0 ? 'no variable' : [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', '),
    lines: variables.map((each) => editText(each, inFull)),
  };
}

/** Said where one points at them. */
export function editsTitle({ lines }: ForkEdits): string {
  return lines.length === 0
    ? 'Whoever forked it changed no variable'
    : ['Changed by whoever forked it, before it went on:', ...lines].join('\n');
}

function editText({ name, change, from, to }: VariableChange, limit: number): string {
  switch (change) {
    case 'added':
      return `${name} added ${shortText(to, limit)}`;
    case 'removed':
      return `${name} removed`;
    case 'changed':
      return `${name} ${shortText(from, limit)} → ${shortText(to, limit)}`;
  }
}
