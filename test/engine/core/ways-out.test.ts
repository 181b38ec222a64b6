/** Conditions, default flows and implicit forks: BPMN 2.0.2, 8.4.13, 13.3.1, 13.4.2. */
import { describe, expect, test } from 'vitest';
import { done, JobUnderTest } from './job-under-test.ts';
import { chain, condition, end, file, flow, javascript, start, user, when } from './process-text.ts';

const ends = '<endEvent id="a"/><endEvent id="b"/><endEvent id="c"/>';

describe('an exclusive gateway', () => {
  const gateway = (ways: string, attributes = ''): string =>
    file(`${start}<exclusiveGateway id="x" ${attributes}/>${ends}${flow('start', 'x')}${ways}`);

  test('takes the first way in file order whose condition is true', async () => {
    const xml = gateway(when('x', 'a', 'n > 5') + when('x', 'b', 'n > 1') + when('x', 'c', 'n > 0'));
    expect((await JobUnderTest.started(xml, { n: 3 })).completed).toEqual(['start', 'x', 'b']);
  });

  test('takes its default flow only when no condition is true, wherever it stands in the file', async () => {
    const xml = gateway(flow('x', 'a') + when('x', 'b', 'n > 1'), 'default="x_a"');
    expect((await JobUnderTest.started(xml, { n: 3 })).completed).toContain('b');
    expect((await JobUnderTest.started(xml, { n: 0 })).completed).toContain('a');
  });

  test('with no true condition and no default is an incident that names it; a retry after a change goes on', async () => {
    const job = await JobUnderTest.started(gateway(when('x', 'a', 'n > 1')), { n: 0 });
    const [incident] = job.state.incidents.values();
    expect(incident).toMatchObject({ element: 'x', message: expect.stringContaining('x') as string });
    expect(job.places).toEqual(['x:incident']);
    job.send({ type: 'retry', instance: job.instance('x'), variables: { n: 2 } });
    expect(job.completed).toEqual(['start', 'x', 'a']);
    expect(
      job
        .happened('element-entered')
        .filter(({ node }) => node === 'x')
        .map(({ attempt }) => attempt),
    ).toEqual([1, 2]);
  });

  test.each([
    ['n + 1', '"n + 1" is the number 2'],
    ['&quot;true&quot;', 'is the text "true"'],
    ['n', 'is the number 1'],
    ['[n]', 'is a list'],
    ['{n: n}', 'is a context'],
    ['date(&quot;2026-01-01&quot;)', 'is a date'],
    ['${n}', '"${n}" is the number 1'],
    ['${&quot;true&quot;}', 'is the text "true"'],
  ])('stops at a condition that answers neither true nor false: %s', async (text, said) => {
    const xml = gateway(flow('x', 'a', condition(text)) + flow('x', 'b'), 'default="x_b"');
    const job = await JobUnderTest.started(xml, { n: 1 });
    expect([...job.state.incidents.values()].map(({ message }) => message)).toEqual([
      expect.stringMatching(/^the condition of x_a, .* which is neither true nor false$/),
    ]);
    expect([...job.state.incidents.values()][0]?.message).toContain(said);
  });

  test.each(['null', 'm > 1', '${m}', '${m > 1}'])(
    'does not take a way for %s, which is null or false',
    async (text) => {
      const xml = gateway(flow('x', 'a', condition(text)) + flow('x', 'b'), 'default="x_b"');
      expect((await JobUnderTest.started(xml, { m: null })).completed).toEqual(['start', 'x', 'b']);
    },
  );

  test.each([
    ['${environment.output.n}', 1, 'a'],
    ['${environment.output.n}', 0, 'b'],
    ['${environment.variables.n}', '', 'b'],
    ['${environment.variables.n}', 'no', 'a'],
  ])('takes for true what JavaScript does in the dialect of bpmn-engine: %s of %j', async (text, n, way) => {
    const xml = gateway(flow('x', 'a', condition(text)) + flow('x', 'b'), 'default="x_b"');
    expect((await JobUnderTest.started(xml, { n })).completed).toEqual(['start', 'x', way]);
  });

  test('does so only where no variable is called environment', async () => {
    const xml = gateway(flow('x', 'a', condition('${environment.output}')) + flow('x', 'b'), 'default="x_b"');
    const job = await JobUnderTest.started(xml, { environment: { output: 1 } });
    expect(job.places).toEqual(['x:incident']);
  });

  test('whose condition cannot be evaluated is an incident, never a silent false', async () => {
    const xml = gateway(when('x', 'a', 'missing') + flow('x', 'b'), 'default="x_b"');
    expect((await JobUnderTest.started(xml)).places).toEqual(['x:incident']);
  });

  test('asks for its JavaScript conditions as work, answered in file order', async () => {
    const js = (text: string): string => condition(text, 'language="javascript"');
    const xml = gateway(flow('x', 'a', js('one')) + flow('x', 'b', js('two')) + flow('x', 'c'), 'default="x_c"');
    const answers = async (result: boolean[]): Promise<string[]> => {
      const job = await JobUnderTest.started(xml);
      expect(job.asked('x').kind).toBe('conditions');
      job.complete('x', result);
      return job.completed;
    };
    expect(await answers([false, true])).toEqual(['start', 'x', 'b']);
    expect(await answers([true, true])).toEqual(['start', 'x', 'a']);
    expect(await answers([false, false])).toEqual(['start', 'x', 'c']);
  });

  test('whose JavaScript condition fails is an incident, and a retry asks again', async () => {
    const xml = gateway(flow('x', 'a', condition('one', 'language="javascript"')));
    const job = await JobUnderTest.started(xml);
    job.fail('x', 'boom');
    expect([...job.state.incidents.values()].map(({ message }) => message)).toEqual(['boom']);
    job.send({ type: 'retry', instance: null, variables: null });
    job.complete('x', [true]);
    expect(job.state.status).toBe('completed');
  });
});

describe('an activity with several ways out', () => {
  const activity = (ways: string, attributes = ''): string =>
    file(`${start}<task id="t" ${attributes}/>${ends}${flow('start', 't')}${ways}`);

  test('forks along all of its unconditional flows', async () => {
    const job = await JobUnderTest.started(activity(flow('t', 'a') + flow('t', 'b')));
    expect(job.completed).toEqual(['start', 't', 'a', 'b']);
    expect(job.checkpoints[0]?.map(({ reason }) => reason)).toContain('fork');
  });

  test('takes every conditional flow that is true, beside the unconditional ones, and then not its default', async () => {
    const ways = when('t', 'a', 'n > 0') + flow('t', 'b') + flow('t', 'c');
    const xml = activity(ways, 'default="t_c"');
    expect((await JobUnderTest.started(xml, { n: 1 })).completed.slice(2)).toEqual(['a', 'b']);
    expect((await JobUnderTest.started(xml, { n: 0 })).completed.slice(2)).toEqual(['b', 'c']);
  });

  test('makes no fork of a single true way', async () => {
    const job = await JobUnderTest.started(activity(when('t', 'a', 'n > 0') + when('t', 'b', 'n > 5')), { n: 1 });
    expect(job.checkpoints.flat().map(({ reason }) => reason)).not.toContain('fork');
    expect(job.completed).toEqual(['start', 't', 'a']);
  });

  test('with no true way is an incident after its work, and a retry does not do the work again', async () => {
    const xml = file(`${start}${javascript('t')}${ends}${flow('start', 't')}${when('t', 'a', 'n > 0')}`);
    const job = await JobUnderTest.started(xml, { n: 0 }, { performances: { t: () => done({ did: 1 }) } });
    job.run();
    expect(job.completed).toEqual(['start', 't']);
    expect(job.places).toEqual(['t:incident']);
    job.send({ type: 'retry', instance: null, variables: { n: 1 } });
    expect(job.work).toEqual([]);
    expect(job.completed).toEqual(['start', 't', 'a']);
  });

  test('asks for JavaScript conditions after its own work; a crash asks for them alone again', async () => {
    const xml = file(
      `${start}${javascript('t')}${user('u')}${ends}${chain('start', 't')}${flow('start', 'u')}
       ${flow('t', 'a', condition('one', 'language="javascript"'))}`,
    );
    const job = await JobUnderTest.started(xml);
    job.complete('t');
    expect(job.asked('t').kind).toBe('conditions');
    // A checkpoint of another branch keeps where it stands.
    job.does('u');
    job.recover();
    expect(job.work.map(({ kind, node }) => [kind, node])).toEqual([['conditions', 't']]);
    job.complete('t', [true]);
    expect(job.state.status).toBe('completed');
    expect(job.completed.filter((node) => node === 't')).toHaveLength(1);
  });
});

test('a token that finds no way out ends there', async () => {
  const job = await JobUnderTest.started(file(`${start}<task id="t"/>${flow('start', 't')}`));
  expect(job.state.status).toBe('completed');
});

test('a process without a start event begins wherever nothing leads', async () => {
  const job = await JobUnderTest.started(file(`<task id="t"/>${user('u')}${end}${flow('t', 'end')}`));
  expect(job.places).toEqual(['u:waiting']);
  expect(job.completed).toEqual(['t', 'end']);
  expect(job.reasons).toEqual(['start@t', 'fork@p', 'passive']);
});
