import { describe, expect, test } from 'vitest';
import type { Token, TokenState } from '../../../engine/core/job-state.ts';
import { InvariantBroken, transition } from '../../../engine/core/lifecycle.ts';

const STATES: readonly TokenState[] = ['ready', 'running', 'waiting', 'joining', 'held', 'incident'];

/** Written down a second time, by hand: the table is what people rely on. */
const LEGAL = new Set([
  'ready running', // it enters an element
  'ready joining', // it arrives at a join
  'ready held', // a breakpoint
  'ready incident', // the step's bound
  'running running', // work is asked for, or again
  'running waiting', // a wait begins, or a retry's backoff
  'running ready', // it leaves
  'running incident',
  'waiting running', // a retry, or what it waited for came
  'waiting incident',
  'held ready', // released
  'held incident',
  'incident running', // tried again
  'incident ready', // tried again in front of an element
  'incident incident', // tried again in vain
]);

function token(state: TokenState): Token {
  return { id: 'T', node: 'N', state } as Token;
}

describe('a token', () => {
  const pairs = STATES.flatMap((from) => STATES.map((to) => [from, to] as const));

  test.each(pairs.filter(([from, to]) => LEGAL.has(`${from} ${to}`)))('may go from %s to %s', (from, to) => {
    const it = token(from);
    transition('J', it, to);
    expect(it.state).toBe(to);
  });

  test.each(pairs.filter(([from, to]) => !LEGAL.has(`${from} ${to}`)))(
    'cannot go from %s to %s: that names job, token, element and both states',
    (from, to) => {
      const it = token(from);
      expect(() => {
        transition('J', it, to);
      }).toThrow(new InvariantBroken('J', `token T at N cannot go from ${from} to ${to}`));
      expect(it.state).toBe(from);
    },
  );
});
