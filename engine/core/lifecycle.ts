/** The one table of legal token transitions; anything else is a broken invariant that names both states. */
import type { JobState, Token, TokenState } from './job-state.ts';

const LEGAL: Readonly<Record<TokenState, readonly TokenState[]>> = {
  ready: ['running', 'joining', 'held', 'incident'],
  running: ['running', 'waiting', 'ready', 'incident'],
  waiting: ['running', 'incident'],
  joining: [],
  held: ['ready', 'incident'],
  incident: ['ready', 'running', 'incident'],
};

/** A broken invariant: a defect of Cairn, not of a model. Carries the job's id. */
export class InvariantBroken extends Error {
  constructor(job: string, what: string) {
    super(`job ${job}: ${what}`);
    this.name = 'InvariantBroken';
  }
}

/** Moves a token to another state. @throws InvariantBroken when the table does not allow it. */
export function transition(job: string, token: Token, to: TokenState): void {
  if (!LEGAL[token.state].includes(to))
    throw new InvariantBroken(job, `token ${token.id} at ${token.node} cannot go from ${token.state} to ${to}`);
  token.state = to;
}

/** Whether the job is at its end. */
export function hasEnded(state: JobState): boolean {
  return state.status === 'completed' || state.status === 'failed' || state.status === 'cancelled';
}

/** A job-level incident keeps the whole job still. */
export function isSetAside(state: JobState): boolean {
  return state.census.setAside > 0;
}
