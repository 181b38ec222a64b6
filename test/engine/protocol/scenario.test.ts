import { describe, expect, it } from 'vitest';
import { scenario } from '../../../engine/protocol/scenario.ts';

const full = {
  start: '2026-01-01T00:00:00Z',
  seed: 1,
  variables: { a: 1 },
  services: {
    charge: [{ respond: { id: 1 }, status: 200 }, { fail: 'no line' }, { bpmnError: 'declined' }, { respond: null }],
  },
  userTasks: { approve: [{ variables: { ok: true } }, {}] },
  messages: [
    { name: 'paid', key: 'o-1', variables: {}, id: 'm-1', when: { waiting: 'wait' } },
    { name: 'paid', key: 12, when: { at: 'PT1H' } },
  ],
  expect: { status: 'completed', variables: { a: 2 }, executed: ['charge'], invariants: ['a > 1'] },
};

describe('the scenario file', () => {
  it('takes everything that it may hold, and nothing at all', () => {
    expect(scenario.parse(full)).toMatchObject(full);
    expect(scenario.parse({ messages: [{ name: 'a' }] }).messages).toEqual([{ name: 'a', variables: {} }]);
    expect(scenario.parse({})).toEqual({
      variables: {},
      services: {},
      choices: {},
      userTasks: {},
      messages: [],
      signals: [],
    });
  });

  it('keeps variables of every name', () => {
    const { userTasks, messages } = scenario.parse(
      JSON.parse(
        '{"userTasks":{"a":[{"variables":{"__proto__":1}}]},"messages":[{"name":"m","variables":{"__proto__":2}}]}',
      ),
    );
    expect(Object.entries(userTasks['a']?.[0]?.variables ?? {})).toEqual([['__proto__', 1]]);
    expect(Object.entries(messages[0]?.variables ?? {})).toEqual([['__proto__', 2]]);
  });

  it.each([
    ['variables that are a list', { messages: [{ name: 'a', variables: [] }] }, ['messages', 0, 'variables']],
    ['an unknown field', { ...full, service: {} }, ['service']],
    ['an unknown expectation', { expect: { state: 'completed' } }, ['state']],
    ['an answer of no kind', { services: { charge: [{}] } }, ['services', 'charge', 0]],
    ['an answer of two kinds', { services: { charge: [{ respond: 1, fail: 'x' }] } }, ['services', 'charge', 0]],
    ['no answers', { services: { charge: [] } }, ['services', 'charge']],
    ['a message at no time', { messages: [{ name: 'a', when: { at: '1h' } }] }, ['messages', 0, 'when', 'at']],
    ['a message with no name', { messages: [{ key: 'a' }] }, ['messages', 0, 'name']],
    ['a start that is no instant', { start: 'yesterday' }, ['start']],
    ['a status that there is not', { expect: { status: 'done' } }, ['expect', 'status']],
  ])('refuses %s', (_, given, place) => {
    const read = scenario.safeParse(given);
    const issue = read.error?.issues[0];
    const where = issue?.code === 'unrecognized_keys' ? issue.keys : issue?.path;
    expect(where).toEqual(place);
  });
});
