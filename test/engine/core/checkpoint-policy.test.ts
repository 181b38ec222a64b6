/** Where checkpoints are: the table of checkpoint-semantics, section 2, row by row. */
import { describe, expect, test } from 'vitest';
import { kindOf, pointsIn, pointsOf, type CheckpointReason } from '../../../engine/core/checkpoint-policy.ts';
import { graphOf, JobUnderTest, reasonText } from './job-under-test.ts';
import {
  boundary,
  call,
  caught,
  chain,
  duration,
  end,
  file,
  flow,
  javascript,
  messages,
  receive,
  service,
  start,
  sub,
  user,
} from './process-text.ts';

describe('explicit: a marked task', () => {
  test.each([
    ['none', [[], []]],
    ['after', [[], ['task-after@t']]],
    ['before', [['task-before@t'], []]],
    ['both', [['task-before@t'], ['task-after@t']]],
  ])('%s is a point there, and nowhere else', async (mark, [before, after]) => {
    const job = await JobUnderTest.started(
      file(`${start}${javascript('t', `cairn:checkpoint="${mark}"`)}${user('u')}${chain('start', 't', 'u')}`),
    );
    const explicit = (): string[] =>
      (job.checkpoints.at(-1) ?? []).filter(({ kind }) => kind === 'explicit').map(reasonText);
    expect(explicit()).toEqual(before);
    const count = job.checkpoints.length;
    job.complete('t');
    expect(job.checkpoints).toHaveLength(count + 1);
    expect(explicit()).toEqual(after);
  });

  test('after: not when it failed or was interrupted', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${javascript('t', 'cairn:checkpoint="after"')}${boundary('b', 't', duration('PT1H'))}${end}${chain('start', 't')}${flow('b', 'end')}`,
      ),
    );
    job.passes(3_600_000);
    expect(job.checkpoints.flat().map(reasonText)).not.toContain('task-after@t');
  });

  test('its kind is explicit if any reason is; every other reason is implicit', () => {
    const reasons: Record<CheckpointReason, 'explicit' | 'implicit'> = {
      'task-before': 'explicit',
      'task-after': 'explicit',
      start: 'implicit',
      end: 'implicit',
      fork: 'implicit',
      join: 'implicit',
      'receive-wait': 'implicit',
      'receive-taken': 'implicit',
      'call-created': 'implicit',
      'call-returned': 'implicit',
      'scope-entered': 'implicit',
      'scope-left': 'implicit',
      'instance-completed': 'implicit',
      passive: 'implicit',
      'wait-ended': 'implicit',
      incident: 'implicit',
      'retry-scheduled': 'implicit',
      requested: 'implicit',
      escalated: 'implicit',
      'data-stored': 'implicit',
    };
    for (const [reason, kind] of Object.entries(reasons)) expect(kindOf(reason as CheckpointReason)).toBe(kind);
  });
});

describe('implicit', () => {
  test('forks: once, after all tokens of the step exist', async () => {
    const job = await JobUnderTest.started(
      file(`${start}<parallelGateway id="f"/>${user('a')}${user('b')}${chain('start', 'f', 'a')}${flow('f', 'b')}`),
    );
    expect(job.checkpoints.map((points) => points.map(reasonText))).toEqual([['start@start', 'fork@f', 'passive']]);
    expect(job.places).toEqual(['a:waiting', 'b:waiting']);
  });

  test('joins: at each arrival, before the merge', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}<parallelGateway id="f"/>${user('a')}${user('b')}<parallelGateway id="j"/>${end}${chain('start', 'f', 'a', 'j', 'end')}${chain('f', 'b', 'j')}`,
      ),
    );
    job.does('a');
    expect(job.reasons).toEqual(['wait-ended@a', 'join@j', 'passive']);
    job.does('b');
    expect(job.checkpoints.slice(-2).map((points) => points.map(reasonText))).toEqual([
      ['wait-ended@b', 'join@j'],
      ['end'],
    ]);
  });

  test('a parallel gateway with one way in and one out is neither fork nor join', async () => {
    const job = await JobUnderTest.started(
      file(`${start}<parallelGateway id="p1"/>${end}${chain('start', 'p1', 'end')}`),
    );
    expect(job.checkpoints.flat().map(reasonText)).toEqual(['start@start', 'end']);
    expect(pointsOf(job.graph, job.node('p1'))).toEqual([]);
  });

  test('all points met in one step are one checkpoint, with all their reasons, each once', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${sub('s', `<task id="a" cairn:checkpoint="both"/><task id="b"/>${flow('a', 'b')}`)}${receive('r')}${chain('start', 's', 'r')}`,
        messages,
      ),
    );
    expect(job.checkpoints).toHaveLength(1);
    expect(job.reasons).toEqual([
      'start@start',
      'scope-entered@s',
      'task-before@a',
      'task-after@a',
      'scope-left@s',
      'receive-wait@r',
      'passive',
    ]);
  });

  test('a script between two waits is none', async () => {
    const job = await JobUnderTest.started(
      file(`${start}${javascript('t')}${javascript('t2')}${end}${chain('start', 't', 't2', 'end')}`),
    );
    job.complete('t');
    expect(job.checkpoints).toHaveLength(1);
    job.complete('t2');
    expect(job.reasons).toEqual(['end']);
  });

  test('the end of a failed job names the element; those of others none', async () => {
    const job = await JobUnderTest.started(file(`${start}${javascript('t')}${chain('start', 't')}`));
    job.throws('t', 'E');
    expect(job.reasons).toEqual(['end@t']);
  });

  test('answers for ten thousand points of one step at once', async () => {
    const graph = await graphOf(file(`${start}${user('u')}${chain('start', 'u')}`));
    const events = Array.from({ length: 10_000 }, (_, index) => ({
      type: 'incident-raised' as const,
      node: `n${index % 5_000}`,
      incident: { id: '', token: null, element: null, instance: null, message: '', attempts: 0, at: 0 },
    }));
    expect(pointsIn(graph, events)).toHaveLength(5_000);
  });
});

test('the designer draws its answer (explicit solid, implicit hollow) by calling the same function', async () => {
  const graph = await graphOf(
    file(
      `${start}<parallelGateway id="f"/>${javascript('script', 'cairn:checkpoint="after"')}${service('service')}${user('user')}${receive('receive')}${call('call')}
       ${sub('sub', '<task id="inner"/>')}<parallelGateway id="j"/><exclusiveGateway id="x" default="x_end"/><eventBasedGateway id="g"/>
       <intermediateCatchEvent id="time">${duration('PT1H')}</intermediateCatchEvent><intermediateCatchEvent id="message">${caught()}</intermediateCatchEvent>
       ${boundary('timer', 'user', duration('PT1H'))}${boundary('beside', 'service', caught(), false)}${end}<endEvent id="end2"/>
       ${['script', 'service', 'user', 'receive', 'call', 'sub'].map((id) => flow('f', id) + flow(id, 'j')).join('')}
       ${chain('start', 'f')}${chain('j', 'x', 'end')}${flow('x', 'g')}${chain('g', 'time', 'end2')}${chain('g', 'message')}${flow('timer', 'end2')}${flow('beside', 'end2')}`,
      messages,
    ),
  );
  const drawn = Object.fromEntries(
    [...graph.nodes.values()].map((node) => [
      node.id,
      pointsOf(graph, node)
        .map(({ reason }) => reason)
        .join(' '),
    ]),
  );
  expect(drawn).toEqual({
    start: 'start',
    f: 'fork',
    script: 'task-after',
    service: '',
    user: 'wait-ended',
    receive: 'receive-wait receive-taken wait-ended',
    call: 'call-created call-returned',
    sub: 'scope-entered scope-left',
    inner: '',
    j: 'join',
    x: '',
    g: '', // the events behind it end the wait
    time: 'wait-ended',
    message: 'wait-ended',
    timer: 'wait-ended',
    beside: 'wait-ended fork',
    end: 'end',
    end2: 'end',
  });
});

test('start and end events are drawn as what they are: the beginning or end of a job, a wait for an event, or neither', async () => {
  const sub = (id: string, event: string): string =>
    `<subProcess id="${id}" triggeredByEvent="true">${event}<endEvent id="${id}_end"/>${flow(`on_${id}`, `${id}_end`)}</subProcess>`;
  const graph = await graphOf(
    file(
      `<startEvent id="begin"/><startEvent id="told">${caught()}</startEvent>
       <startEvent id="both" parallelMultiple="true">${caught()}${duration('PT1H')}</startEvent>
       <subProcess id="inside"><startEvent id="i"/><endEvent id="i_end"/>${flow('i', 'i_end')}</subProcess>${end}
       ${sub('late', `<startEvent id="on_late" isInterrupting="false">${duration('PT1H')}</startEvent>`)}
       ${sub('broken', `<startEvent id="on_broken"><errorEventDefinition/></startEvent>`)}
       ${chain('begin', 'inside', 'end')}${flow('told', 'inside')}${flow('both', 'inside')}`,
      messages,
    ),
  );
  const drawn = (id: string): string[] => {
    const node = graph.nodes.get(id);
    return node === undefined ? ['no element'] : pointsOf(graph, node).map(({ reason }) => reason);
  };
  expect(drawn('begin')).toEqual(['start']);
  expect(drawn('told')).toEqual(['start']);
  expect(drawn('both')).toEqual(['start', 'wait-ended']);
  expect(drawn('i')).toEqual([]);
  expect(drawn('i_end')).toEqual([]);
  expect(drawn('end')).toEqual(['end']);
  expect(drawn('on_late')).toEqual(['wait-ended', 'fork']);
  expect(drawn('on_broken')).toEqual([]);
});
