/** Boundary events: BPMN 2.0.2, 10.5.6, 13.5.3; checkpoint-semantics, sections 4 and 5. */
import { describe, expect, test } from 'vitest';
import { JobUnderTest, MIDNIGHT } from './job-under-test.ts';
import {
  boundary,
  call,
  caught,
  chain,
  cycle,
  duration,
  end,
  errorOf,
  errors,
  file,
  flow,
  javascript,
  mapping,
  messages,
  receive,
  service,
  start,
  sub,
  user,
} from './process-text.ts';

const HOUR = 3_600_000;
const late = '<endEvent id="late"/>';

/** `start → host → end`, and a boundary event `b` that leads to `late`. */
function beside(host: string, id: string, definition: string, interrupting = true, rest = ''): string {
  return file(
    `${start}${host}${boundary('b', id, definition, interrupting)}${end}${late}${chain('start', id, 'end')}${flow('b', 'late')}${rest}`,
    messages + errors,
  );
}

describe('an interrupting boundary timer', () => {
  test.each([
    ['user task', user('t'), 't'],
    ['receive task', receive('t'), 't'],
    ['web service task', service('t'), 't'],
    ['call activity', call('t'), 't'],
    ['subprocess', sub('t', `${user('inner')}`), 't'],
  ])('takes the place of a %s and removes all that it waited for', async (_name, host, id) => {
    const job = await JobUnderTest.started(beside(host, id, duration('PT1H')));
    expect(job.passes(HOUR - 1)).toEqual([]);
    expect(job.passes(1)).toEqual(['b']);
    expect(job.left('interrupted')).toContain(id);
    expect(job.completed).toEqual(['start', 'b', 'late']);
    expect(job.state).toMatchObject({ status: 'completed' });
    expect(job.state.timers.size + job.state.subscriptions.size).toBe(0);
  });

  test('is removed when the activity completes first, and is then answered too late', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${user('t')}${boundary('b', 't', duration('PT1H'))}${user('after')}${late}${chain('start', 't', 'after')}${flow('b', 'late')}`,
      ),
    );
    const [timer] = job.timers;
    job.does('t');
    expect(job.timers).toEqual([]);
    expect(job.refused({ type: 'fire-timer', timer: timer?.id as string }).code).toBe('too-late');
  });

  test('makes the outcome of interrupted work too late', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${service('t')}${boundary('b', 't', duration('PT1H'))}${user('after')}${chain('start', 't')}${flow('b', 'after')}`,
      ),
    );
    const work = job.asked('t');
    job.passes(HOUR);
    const refusal = job.refused({
      type: 'report-outcome',
      token: work.token,
      instance: work.instance,
      attempt: work.attempt,
      outcome: { kind: 'completed', result: 1, writes: {} },
    });
    expect(refusal).toMatchObject({ code: 'too-late', message: expect.stringContaining(work.instance) as string });
    expect(job.variables).toEqual({});
  });

  test('interrupts an activity whose retry is waiting: the failed try stays failed, the retry timer goes', async () => {
    const job = await JobUnderTest.started(
      beside(service('t', 'cairn:retries="3" cairn:backoff="PT2H"'), 't', duration('PT1H')),
    );
    job.fail('t');
    expect(job.timers.map(({ kind }) => kind)).toEqual(['boundary', 'retry']);
    job.passes(HOUR);
    expect(job.left('failed')).toEqual(['t']);
    expect(job.left('interrupted')).toEqual([]);
    expect(job.completed).toEqual(['start', 'b', 'late']);
  });

  test('interrupts an activity that is an incident, and takes the incident away', async () => {
    const job = await JobUnderTest.started(beside(service('t'), 't', duration('PT1H')));
    job.fail('t');
    expect(job.places).toEqual(['t:incident']);
    job.passes(HOUR);
    expect(job.state.incidents.size).toBe(0);
    expect(job.completed).toEqual(['start', 'b', 'late']);
  });

  test('named like an internal word does not get in the way of retries', async () => {
    const xml = file(
      `${start}${service('t', 'cairn:retries="1" cairn:backoff="PT1M"')}${boundary('retry', 't', duration('PT1H'))}${end}${late}${chain('start', 't', 'end')}${flow('retry', 'late')}`,
    );
    const job = await JobUnderTest.started(xml);
    job.fail('t');
    expect(job.timers.map(({ kind, node }) => `${kind} ${node}`)).toEqual(['retry t', 'boundary retry']);
    expect(job.passes(60_000)).toEqual(['t']);
    expect(job.passes(HOUR)).toEqual(['retry']);
    expect(job.completed).toEqual(['start', 'retry', 'late']);
  });

  test('cancels the called job in the same step', async () => {
    const job = await JobUnderTest.started(beside(call('t'), 't', duration('PT1H')));
    const { child } = job.token('t');
    job.passes(HOUR);
    expect(job.happened('call-cancelled').map(({ job: id }) => id)).toEqual([child]);
    expect(
      job.refused({ type: 'return-call', token: 'any', job: child as string, result: { kind: 'cancelled' } }).code,
    ).toBe('too-late');
  });

  test('counts from the time of the step that arms it, and takes FEEL', async () => {
    const job = await JobUnderTest.of(
      file(
        `${start}${user('u')}${user('t')}${boundary('b', 't', duration('=limit'))}${late}${chain('start', 'u', 't')}${flow('b', 'late')}`,
      ),
    );
    job.start({ limit: 'PT10M' });
    job.passes(HOUR);
    job.does('u');
    expect(job.timers.map(({ due }) => due)).toEqual([MIDNIGHT + HOUR + 600_000]);
  });

  test('that cannot be computed is an incident in front of the activity; a retry with the variable enters it', async () => {
    const job = await JobUnderTest.started(beside(user('t'), 't', duration('=limit')));
    expect(job.places).toEqual(['t:incident']);
    expect(job.timers).toEqual([]);
    job.send({ type: 'retry', instance: null, variables: { limit: 'PT1H' } });
    expect(job.places).toEqual(['t:waiting']);
    expect(job.timers).toHaveLength(1);
  });
});

describe('a non-interrupting boundary timer', () => {
  const ticking = (text: string): string =>
    file(
      `${start}${user('t')}${boundary('tick', 't', cycle(text), false)}${user('ticked')}${end}${chain('start', 't', 'end')}${flow('tick', 'ticked')}`,
    );

  test('leaves its activity alone and forks a token of its own', async () => {
    const job = await JobUnderTest.started(beside(user('t'), 't', duration('PT1H'), false));
    job.passes(HOUR);
    expect(job.places).toEqual(['t:waiting']);
    expect(job.completed).toEqual(['start', 'b', 'late']);
    expect(job.reasons).toEqual(expect.arrayContaining(['wait-ended@b', 'fork@b', 'passive']));
    job.does('t');
    expect(job.state.status).toBe('completed');
  });

  test('R3 fires exactly three times', async () => {
    const job = await JobUnderTest.started(ticking('R3/PT1H'));
    expect([1, 2, 3, 4, 5].map(() => job.passes(HOUR).length)).toEqual([1, 1, 1, 0, 0]);
    expect(job.timers).toEqual([]);
  });

  test('R3 fires exactly three times, in due order, also when all of them are overdue', async () => {
    const job = await JobUnderTest.started(ticking('R3/PT1H'));
    expect(job.passes(100 * HOUR)).toHaveLength(3);
    expect(job.places.filter((place) => place.startsWith('ticked'))).toHaveLength(3);
  });

  test('an unbounded cycle fires once for all that it missed, then goes on in its grid', async () => {
    const job = await JobUnderTest.started(ticking('R/PT1H'));
    expect(job.passes(7.5 * HOUR)).toHaveLength(1);
    expect(job.timers.map(({ due }) => due)).toEqual([MIDNIGHT + 8 * HOUR]);
    expect(job.passes(HOUR / 2)).toHaveLength(1);
    expect(job.timers.map(({ due }) => due)).toEqual([MIDNIGHT + 9 * HOUR]);
  });

  test('a monthly cycle that was missed for years loses no month of its grid', async () => {
    const job = await JobUnderTest.of(ticking('R/P1M'));
    job.start();
    job.passes(Date.UTC(2036, 5, 15) - job.now);
    expect(job.timers.map(({ due }) => new Date(due).toISOString().slice(0, 10))).toEqual(['2036-07-01']);
  });

  test('ends with its activity', async () => {
    const job = await JobUnderTest.started(ticking('R/PT1H'));
    job.passes(HOUR);
    job.does('t');
    expect(job.timers).toEqual([]);
    expect(job.places).toEqual(['ticked:waiting']);
  });

  test('gives every occurrence a token of its own, also when the activity begins its wait once more', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${call('t')}${boundary('tick', 't', cycle('R/PT1H'), false)}${user('ticked')}${end}${chain('start', 't', 'end')}${flow('tick', 'ticked')}`,
      ),
    );
    job.passes(HOUR);
    const token = job.token('t');
    job.send({ type: 'return-call', token: token.id, job: token.child as string, result: { kind: 'cancelled' } });
    job.send({ type: 'retry', instance: null, variables: null });
    job.passes(HOUR);
    expect(job.places).toEqual(['t:waiting', 'ticked:waiting', 'ticked:waiting']);
  });
});

describe('a boundary message', () => {
  test('interrupts, and brings its variables', async () => {
    const job = await JobUnderTest.started(beside(user('t'), 't', caught()));
    job.receives('b', { why: 'changed' }, 'id-7');
    expect(job.variables).toEqual({ why: 'changed' });
    expect(job.state.messageId).toBe('id-7');
    expect(job.completed).toEqual(['start', 'b', 'late']);
  });

  test('can be taken again and again while it does not interrupt', async () => {
    const job = await JobUnderTest.started(beside(user('t'), 't', caught(), false));
    job.receives('b', { n: 1 });
    job.receives('b', { n: 2 }, 'message-2');
    expect(job.variables).toEqual({ n: 2 });
    expect(job.completed.filter((node) => node === 'late')).toHaveLength(2);
    expect(job.places).toEqual(['t:waiting']);
  });

  test('brings its variables to its own token, not to another one that stands at the same event', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${user('again')}${boundary('tick', 'again', cycle('R2/PT1M'), false)}
         ${sub('s', `${user('t')}${boundary('b', 't', caught())}${user('seen', mapping({ n: '=n' }, {}))}${flow('b', 'seen')}`)}
         ${chain('start', 'again')}${flow('tick', 's')}`,
        messages,
      ),
    );
    job.passes(120_000);
    job.held.add('b');
    const open = [...job.state.subscriptions.values()].toSorted((left, right) => left.number - right.number);
    for (const [index, { id }] of open.entries()) {
      job.send({ type: 'take-message', subscription: id, messageId: `m${index}`, variables: { n: index } });
    }
    const seen = [...job.state.scopes.values()]
      .filter(({ node }) => node === 's')
      .map(({ variables }) => variables.get('n'));
    expect(seen).toEqual([0, 1]);
  });
});

describe('an error', () => {
  const inner = (boundaries: string): string =>
    file(
      `${start}${javascript('t')}${boundaries}<endEvent id="one"/><endEvent id="any"/>${end}${chain('start', 't', 'end')}`,
      errors,
    );
  const any = boundary('all', 't', errorOf()) + flow('all', 'any');
  const exact = boundary('e', 't', errorOf('e1')) + flow('e', 'one');

  test.each([
    ['the exact code wins, wherever it stands', any + exact, 'E1', 'one'],
    ['a code that no event names goes to the catch-all', any + exact, 'E2', 'any'],
  ])('is caught by the nearest event: %s', async (_name, boundaries, code, node) => {
    const job = await JobUnderTest.started(inner(boundaries));
    job.throws('t', code);
    expect(job.completed.at(-1)).toBe(node);
    expect(job.left('failed')).toEqual(['t']);
  });

  test('that nobody catches fails the job, with code and message, and leaves nothing behind', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${javascript('t')}${user('u')}${boundary('b', 'u', duration('PT1H'))}${chain('start', 't')}${flow('start', 'u')}`,
      ),
    );
    job.throws('t', 'E9');
    expect(job.state).toMatchObject({ status: 'failed', error: { code: 'E9', message: 'E9 was thrown' } });
    expect(job.left('failed')).toEqual(['t']);
    expect(job.left('interrupted')).toEqual(['u']);
    expect(job.reasons).toEqual(['end@t']);
  });

  test('goes outwards through nested subprocesses to the first that catches it, and takes everything inside away', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${sub('outer', sub('inner', `${javascript('t')}${user('u')}`) + user('v'))}
         ${boundary('miss', 'outer', errorOf('e2'))}${boundary('hit', 'outer', errorOf('e1'))}${late}<endEvent id="no"/>
         ${chain('start', 'outer')}${flow('hit', 'late')}${flow('miss', 'no')}`,
        errors,
      ),
    );
    job.throws('t', 'E1');
    expect(job.left('failed')).toEqual(['t']);
    expect(job.left('interrupted').toSorted()).toEqual(['inner', 'outer', 'u', 'v']);
    expect(job.completed).toEqual(['start', 'hit', 'late']);
  });

  test('prefers an inner catch-all to an outer exact match', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${sub('outer', `${javascript('t')}${boundary('near', 't', errorOf())}<endEvent id="here"/>${flow('near', 'here')}`)}
         ${boundary('far', 'outer', errorOf('e1'))}${late}${chain('start', 'outer')}${flow('far', 'late')}`,
        errors,
      ),
    );
    job.throws('t', 'E1');
    expect(job.completed).toEqual(['start', 'near', 'here', 'outer']);
  });

  test('of an error end event is caught at its subprocess, other tokens of which are taken away', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${sub('s', `${user('u')}${user('v')}<endEvent id="bad">${errorOf('e1')}</endEvent>${flow('u', 'bad')}`)}
         ${boundary('b', 's', errorOf('e1'))}${late}${chain('start', 's')}${flow('b', 'late')}`,
        errors,
      ),
    );
    job.does('u');
    expect(job.completed).toEqual(['start', 'u', 'bad', 'b', 'late']);
    expect(job.left('interrupted').toSorted()).toEqual(['s', 'v']);
  });

  test('comes out of a called job and is caught at the call', async () => {
    const job = await JobUnderTest.started(beside(call('t'), 't', errorOf('e1')));
    const token = job.token('t');
    job.send({
      type: 'return-call',
      token: token.id,
      job: token.child as string,
      result: { kind: 'failed', code: 'E1', message: 'from inside' },
    });
    expect(job.left('failed')).toEqual(['t']);
    expect(job.completed).toEqual(['start', 'b', 'late']);
  });

  test('leaves its code and message in the variables that the event names', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${javascript('t')}
         <boundaryEvent id="b" attachedToRef="t"><errorEventDefinition camunda:errorCodeVariable="code" camunda:errorMessageVariable="text"/></boundaryEvent>
         ${late}${chain('start', 't')}${flow('b', 'late')}`,
      ),
    );
    job.throws('t', 'E5');
    expect(job.variables).toEqual({ code: 'E5', text: 'E5 was thrown' });
  });
});

test.each([
  ['Boom ${number}', { number: 3 }, 'Boom 3'],
  ['Boom', {}, 'Boom'],
  ['', {}, 'error end event stop was reached'],
  ['${nothing}', { nothing: null }, 'error end event stop was reached'],
])("an error says what Camunda's errorMessage says: %j", async (text, variables, said) => {
  const job = await JobUnderTest.started(
    file(
      `${start}${sub('s', `<startEvent id="i"/><endEvent id="stop"><errorEventDefinition errorRef="e"/></endEvent>${flow('i', 'stop')}`)}
       <boundaryEvent id="b" attachedToRef="s"><errorEventDefinition errorRef="e" camunda:errorMessageVariable="text"/></boundaryEvent>${user('u')}${flow('start', 's')}${flow('b', 'u')}`,
      `<error id="e" errorCode="E" camunda:errorMessage="${text}"/>`,
    ),
    variables,
  );
  expect(job.variables).toEqual({ ...variables, text: said });
});

test('an error whose message cannot be computed is not thrown, till it can be', async () => {
  const job = await JobUnderTest.started(
    file(
      `${start}<endEvent id="stop"><errorEventDefinition errorRef="e"/></endEvent>${flow('start', 'stop')}`,
      '<error id="e" errorCode="E" camunda:errorMessage="${number * 2}"/>',
    ),
    { number: 'x' },
  );
  expect(job.places).toEqual(['stop:incident']);
  expect([...job.state.incidents.values()][0]?.message).toContain('the message of its error cannot be computed');
  job.send({ type: 'retry', instance: null, variables: { number: 1 } });
  expect([...job.state.incidents.values()][0]?.message).toContain('is no text');
});

test('a boundary event that leads back to its activity begins a new activity instance', async () => {
  const job = await JobUnderTest.started(
    file(
      `${start}${user('t')}${boundary('b', 't', duration('PT1H'))}${end}${chain('start', 't', 'end')}${flow('b', 't')}`,
    ),
  );
  const instances = [job.instance('t')];
  for (let round = 0; round < 3; round += 1) {
    job.passes(HOUR);
    instances.push(job.instance('t'));
  }
  expect(new Set(instances).size).toBe(4);
  job.does('t');
  expect(job.state.status).toBe('completed');
});
