import { expect, it } from 'vitest';
import type { JobDocument } from '../../../engine/protocol/window-views.ts';
import { countedTokens, instanceNumber, scopesOf, scopesSeen } from '../../../renderer/jobs/document-scopes.ts';

const scope = (id: string, parent: string, variables: JobDocument['variables'] = {}) => ({
  id,
  element: id.replace(/#.*/, ''),
  parent,
  variables,
});
/** An activity with three instances, and a subprocess in another, whose variables have a loop's name. */
const document = {
  variables: { total: 1 },
  scopes: [
    scope('sign#b', 'sign', { loopCounter: 2 }),
    scope('sign', 'root'),
    scope('pack', 'root', { loopCounter: 7 }),
    scope('wrap', 'pack', { loopCounter: 8 }),
    scope('sign#c', 'sign', { loopCounter: 3 }),
    scope('sign#a', 'sign', { loopCounter: 1 }),
  ],
  waiting: [
    { for: 'instances', instance: 'sign' },
    { for: 'user', instance: 'sign#a' },
  ],
} as unknown as JobDocument;

it('tells the instances of an activity apart, and no other scope', () => {
  expect(document.scopes.map(({ id }) => instanceNumber(document, id))).toEqual([2, null, null, null, 3, 1]);
  expect(instanceNumber(document, null)).toBeNull();
});

it('lists instances in their order, after the variables of the job', () => {
  expect(scopesOf(document, null).map(({ label }) => label)).toEqual([
    null,
    'In sign, instance 1',
    'In sign, instance 2',
    'In sign, instance 3',
    'In sign',
    'In pack',
    'In wrap',
  ]);
});

it('counts one token for each instance of an activity, and not the one around them', () => {
  const tokens = ['sign', 'sign#a', 'sign#b', null].map((instance) => ({ instance }));
  expect(countedTokens(tokens, document).map(({ instance }) => instance)).toEqual(['sign#a', 'sign#b', null]);
});

it('tells what the tokens of all instances of an activity see, and nothing of what is beside it', () => {
  const seen = (...own: (string | null)[]): string[] => [...scopesSeen(document, new Set(own))].toSorted();
  expect(seen('sign#a')).toEqual(['root', 'sign', 'sign#a']);
  expect(seen('sign#a', 'sign#b')).toEqual(['root', 'sign', 'sign#a', 'sign#b']);
  expect(seen(null)).toEqual([]);
});
