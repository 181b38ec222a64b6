/** Event subprocesses, signals, conditions and compensation where they meet (BPMN 2.0.2, 10.3.5, 10.5.5, 10.7, 13.5). */
import { describe, expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import {
  boundary,
  chain,
  cycle,
  end,
  errorOf,
  errors,
  file,
  flow,
  messages,
  script,
  start,
  sub,
  user,
} from './process-text.ts';

const HOUR = 3_600_000;
const signals = '<signal id="s" name="s"/><escalation id="x" escalationCode="X"/>';
const signal = '<signalEventDefinition signalRef="s"/>';
const escalation = '<escalationEventDefinition escalationRef="x"/>';
const byEvent = (id: string, definition: string, content: string, interrupting = true): string =>
  `<subProcess id="${id}" triggeredByEvent="true"><startEvent id="${id}On" isInterrupting="${interrupting}">${definition}</startEvent>${content}${flow(`${id}On`, /id="([^"]+)"/.exec(content)?.[1] ?? '')}</subProcess>`;
const throwing = (id: string, definition: string): string =>
  `<intermediateThrowEvent id="${id}">${definition}</intermediateThrowEvent>`;

describe('an event subprocess', () => {
  test('with R4 fires exactly four times, whatever dies between', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${user('t')}${end}${chain('start', 't', 'end')}${byEvent('e', cycle('R4/PT1H'), '<task id="n"/>', false)}`,
      ),
    );
    for (let hour = 0; hour < 3; hour += 1) {
      job.passes(HOUR);
      job.recover();
    }
    expect(job.passes(10 * HOUR)).toEqual(['eOn']);
    job.recover();
    expect(job.passes(10 * HOUR)).toEqual([]);
    expect(job.completed.filter((node) => node === 'n')).toHaveLength(4);
    expect(job.state.timers.size).toBe(0);
  });

  test('does not catch what it throws itself', async () => {
    const again = byEvent(
      'e',
      escalation,
      `${throwing('again', escalation)}<endEvent id="ee"/>${flow('again', 'ee')}`,
      false,
    );
    const job = await JobUnderTest.started(
      file(`${start}${throwing('t', escalation)}${end}${chain('start', 't', 'end')}${again}`, signals),
    );
    expect(job.happened('escalation-thrown').map(({ caughtBy }) => caughtBy)).toEqual(['eOn', null]);
    expect(job.state.status).toBe('completed');
  });

  test('that failed is not caught by another of the scope that it interrupted', async () => {
    const first = byEvent('one', errorOf('e1'), `<endEvent id="again">${errorOf('e2')}</endEvent>`);
    const second = byEvent('two', errorOf('e2'), '<task id="never"/>');
    const inner = sub('in', `<endEvent id="broken">${errorOf('e1')}</endEvent>${first}${second}`);
    const job = await JobUnderTest.started(
      file(
        `${start}${inner}${boundary('b', 'in', errorOf('e2'))}<endEvent id="late"/>${end}${chain('start', 'in', 'end')}${flow('b', 'late')}`,
        errors,
      ),
    );
    expect(job.completed).toEqual(['start', 'broken', 'oneOn', 'again', 'b', 'late']);
  });

  test('goes with its scope: what it waited for is closed when the scope ends', async () => {
    const inner = sub('in', `${user('t')}${byEvent('e', signal, '<task id="n"/>', false)}`);
    const job = await JobUnderTest.started(
      file(`${start}${inner}${user('after')}${chain('start', 'in', 'after')}`, signals),
    );
    expect(job.state.subscriptions.size).toBe(1);
    job.does('t');
    expect(job.state.subscriptions.size).toBe(0);
    expect(job.refused({ type: 'hear-signal', signal: 's', variables: {} }).code).toBe('too-late');
  });

  test('that cannot be waited for is an incident of the job, and is armed when it is taken up', async () => {
    const timer = '<timerEventDefinition><timeDuration>=wait</timeDuration></timerEventDefinition>';
    const job = await JobUnderTest.started(
      file(`${start}${user('t')}${end}${chain('start', 't', 'end')}${byEvent('e', timer, '<task id="n"/>')}`),
      { wait: 'soon' },
    );
    expect([...job.state.incidents.values()].map(({ element, token }) => [element, token])).toEqual([['eOn', null]]);
    job.send({ type: 'retry', instance: null, variables: { wait: 'PT1H' } });
    expect(job.state.incidents.size).toBe(0);
    expect(job.passes(HOUR)).toEqual(['eOn']);
    expect(job.left('interrupted')).toEqual(['t']);
  });
});

describe('a signal', () => {
  test('that interrupts the subprocess which throws it takes the thrower away', async () => {
    const inner = sub('in', `<startEvent id="i"/>${throwing('t', signal)}${user('never')}${chain('i', 't', 'never')}`);
    const job = await JobUnderTest.started(
      file(
        `${start}${inner}${boundary('b', 'in', signal)}${user('late')}${end}${chain('start', 'in', 'end')}${flow('b', 'late')}`,
        signals,
      ),
    );
    expect(job.completed).toEqual(['start', 'i', 't', 'b']);
    expect(job.places).toEqual(['late:waiting']);
  });
});

describe('a condition', () => {
  const waits = (text: string): string =>
    `<conditionalEventDefinition><condition>${text}</condition></conditionalEventDefinition>`;

  test('over a variable that is not there yet is false; one that cannot be evaluated is an incident', async () => {
    const xml = (text: string): string =>
      file(
        `${start}<intermediateCatchEvent id="w">${waits(text)}</intermediateCatchEvent>${end}${chain('start', 'w', 'end')}`,
      );
    const missing = await JobUnderTest.started(xml('${level > 5}'));
    expect(missing.places).toEqual(['w:waiting']);
    expect((await JobUnderTest.started(xml('=level > 5'))).places).toEqual(['w:waiting']);
    const wrong = await JobUnderTest.started(xml('${level > 5}'), { level: 'high' });
    expect(wrong.places).toEqual(['w:incident']);
    wrong.send({ type: 'retry', instance: null, variables: { level: 6 } });
    expect(wrong.state.status).toBe('completed');
  });
});

describe('compensation', () => {
  const undo = (id: string): string =>
    `${boundary(`u${id}`, id, '<compensateEventDefinition/>')}<userTask id="un${id}" isForCompensation="true"/><association id="a${id}" sourceRef="u${id}" targetRef="un${id}"/>`;
  const thrown = throwing('undo', '<compensateEventDefinition/>');

  test('goes on where it was when the engine dies over a handler', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}<task id="a"/>${undo('a')}<task id="b"/>${undo('b')}${thrown}${end}${chain('start', 'a', 'b', 'undo', 'end')}`,
      ),
    );
    expect(job.places).toEqual(['unb:waiting', 'undo:waiting']);
    job.recover();
    job.does('unb');
    expect(job.places).toEqual(['una:waiting', 'undo:waiting']);
    job.recover();
    job.does('una');
    expect(job.state.status).toBe('completed');
    expect(job.state.scopes.size).toBe(1);
  });

  test('sees the variables of a subprocess as they were, instance by instance', async () => {
    const inner = sub(
      'in',
      `${script('note', 'mine', 'n')}${byEvent('c', '<compensateEventDefinition/>', script('recall', 'seen', 'append(seen, mine)'))}`,
    );
    const job = await JobUnderTest.started(
      file(
        `${start}${script('count', 'n', 'n + 1')}${inner}<exclusiveGateway id="g" default="g_undo"/>${thrown}${end}${chain('start', 'count', 'in', 'g')}<sequenceFlow id="g_count" sourceRef="g" targetRef="count"><conditionExpression>=n &lt; 3</conditionExpression></sequenceFlow><sequenceFlow id="g_undo" sourceRef="g" targetRef="undo"/>${flow('undo', 'end')}`,
      ),
      { n: 0, seen: [] },
    );
    job.run();
    expect(job.state.status).toBe('completed');
    expect(job.variables['seen']).toEqual([3, 2, 1]);
  });

  test('of what another throw compensates already does nothing', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}<task id="a"/>${undo('a')}<parallelGateway id="f"/>${thrown}${throwing('more', '<compensateEventDefinition/>')}${chain('start', 'a', 'f', 'undo')}${flow('f', 'more')}`,
      ),
    );
    expect(job.places).toEqual(['una:waiting', 'undo:waiting']);
    expect(job.completed).toEqual(['start', 'a', 'f', 'more']);
  });
});

test('a message is given to nobody who waits for a signal of the same name', async () => {
  const job = await JobUnderTest.started(
    file(
      `${start}<intermediateCatchEvent id="w">${signal}</intermediateCatchEvent>${end}${chain('start', 'w', 'end')}`,
      signals + messages,
    ),
  );
  const [subscription] = job.state.subscriptions.keys();
  const command = { type: 'take-message', subscription: subscription ?? '', messageId: 'm', variables: {} } as const;
  expect(job.refused(command).code).toBe('too-late');
});

test('one that would compensate the process, which nothing asks for, is never executed', async () => {
  const job = await JobUnderTest.started(
    file(
      `${start}${user('work')}${end}${chain('start', 'work', 'end')}<subProcess id="undo" triggeredByEvent="true"><startEvent id="undone"><compensateEventDefinition/></startEvent></subProcess>`,
    ),
  );
  job.does('work');
  expect(job.state.status).toBe('completed');
  expect(job.completed).not.toContain('undo');
});
