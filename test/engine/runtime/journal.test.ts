import { expect, test } from 'vitest';
import type { JobState } from '../../../engine/core/job-state.ts';
import type { ProcessGraph } from '../../../engine/model/graph/process.ts';
import { Journal } from '../../../engine/runtime/capture.ts';

test('executions come in order of start, also where a token is further by the end of its step', () => {
  const journal = new Journal();
  const graph = { nodes: new Map() } as unknown as ProcessGraph;
  // By the end of the step the token of the subprocess stands on the task behind it.
  const state = {
    tokens: new Map([['t', { id: 't', node: 'behind', instance: 'behind#t', attempt: 1, enteredAt: 5 }]]),
  } as unknown as JobState;
  const entered = (token: string, node: string) =>
    ({
      type: 'element-entered',
      token,
      node,
      instance: `${node}#${token}`,
      visit: 1,
      counted: false,
      attempt: 1,
      at: 5,
    }) as const;
  journal.record(graph, state, entered('t', 'subprocess'));
  journal.record(graph, state, { type: 'wait-started', token: 't', node: 'subprocess', wait: 'scope', answer: 0 });
  journal.record(graph, state, entered('u', 'inside'));
  journal.record(graph, state, entered('t', 'behind'));
  const rows = journal.take(1).executions.map(({ element, outcome }) => [element, outcome]);
  expect(rows).toEqual([
    ['subprocess', 'waiting'],
    ['inside', 'running'],
    ['behind', 'running'],
  ]);
});
