import { afterAll, describe, expect, test } from 'vitest';
import type { Expression } from '../../../engine/model/graph/expression.ts';
import type { SequenceFlow } from '../../../engine/model/graph/sequence-flow.ts';
import { evaluate } from '../../../engine/expressions/evaluate.ts';
import { Sandbox } from '../../../engine/expressions/sandbox.ts';
import { perform, type Task, type Tools } from '../../../engine/tasks/perform.ts';
import { startPeer } from './http-peer.ts';
import { feel, rule, scriptTask, serviceTask, template, work } from './sample-node.ts';

const sandbox = new Sandbox();
afterAll(() => sandbox.close());
const tools: Tools = { sandbox, evaluate, limits: { timeoutMs: 5000, memoryMb: 32 }, trusted: false };
const task = (node: Task['node'], more: Partial<Task> = {}): Task => ({
  node,
  variables: { n: 5 },
  moment: { now: 0, seed: 7 },
  resources: () => null,
  ...more,
});

describe('each kind of work', () => {
  test('a script in JavaScript, with the identity of its instance', async () => {
    const node = scriptTask({ script: 'n = n + 1; execution.id', resultVariable: 'r' });
    expect(await perform(work('script'), task(node), tools)).toEqual({
      kind: 'completed',
      result: 'i1',
      writes: { n: 6 },
    });
  });

  test('a script whose result nobody names may end with anything', async () => {
    expect(await perform(work('script'), task(scriptTask({ script: 'n = 6; () => 1' })), tools)).toMatchObject({
      kind: 'completed',
      writes: { n: 6 },
    });
    expect(
      await perform(work('script'), task(scriptTask({ script: '() => 1', resultVariable: 'r' })), tools),
    ).toMatchObject({ kind: 'failed' });
  });

  test('a script in FEEL is answered at once', () => {
    const node = scriptTask({ language: 'feel', format: 'feel', script: 'n * 2' });
    expect(perform(work('script'), task(node), tools)).toEqual({ kind: 'completed', result: 10, writes: {} });
    expect(perform(work('script'), task({ ...node, script: 'm * 2' }), tools)).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/^the script of Task_1 failed: FEEL "m \* 2" failed/) as string,
    });
  });

  test('a script that fails is called by its name, with its id', async () => {
    const node = scriptTask({ name: 'Charge card', script: 'x.y' });
    expect(await perform(work('script'), task(node), tools)).toEqual({
      kind: 'failed',
      message: "the script of “Charge card” (Task_1) failed: ReferenceError: 'x' is not defined (line 1)",
    });
  });

  test('a script that only another engine can run', () => {
    const node = scriptTask({ language: 'external', format: 'groovy', script: 'x' });
    expect(perform(work('external'), task(node), tools)).toEqual({
      kind: 'failed',
      message:
        'no service is bound to Task_1: a script in groovy, which only another engine can run; give it an answer in a scenario under services',
    });
  });

  test('the conditions in JavaScript, in file order', async () => {
    const flow = (id: string, condition: Expression | null): SequenceFlow => ({
      id,
      name: null,
      source: 'Task_1',
      target: 'x',
      condition,
    });
    const outgoing = [
      flow('a', { language: 'javascript', text: 'n > 5' }),
      flow('b', feel('true')),
      flow('c', null),
      flow('d', { language: 'javascript', text: 'n > 4' }),
    ];
    expect(await perform(work('conditions'), task({ ...scriptTask(), outgoing }), tools)).toMatchObject({
      kind: 'completed',
      result: [false, true],
    });
  });

  test('a decision', async () => {
    const xml =
      '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="a" namespace="b"><decision id="d" name="d"><literalExpression><text>n + 1</text></literalExpression></decision></definitions>';
    const node = serviceTask({ kind: 'decision', file: 'rules/a.dmn', decision: 'd' });
    const resources = (file: string) => (file === 'rules/a.dmn' ? xml : null);
    expect(await perform(work('decision'), task(node, { resources }), tools)).toEqual({
      kind: 'completed',
      result: 6,
      writes: {},
    });
    expect(await perform(work('decision'), task(node), tools)).toEqual({
      kind: 'failed',
      message: 'Task_1: the file rules/a.dmn is not there',
    });
  });

  test('inference', () => {
    const node = serviceTask({ kind: 'inference', rules: [rule('r', 'n > 4', { m: 'n' })] });
    expect(perform(work('inference'), task(node), tools)).toEqual({
      kind: 'completed',
      result: ['r'],
      writes: { m: 5 },
    });
  });

  test('a call', async () => {
    const peer = await startPeer((request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(request.headers['idempotency-key'])),
    );
    const node = serviceTask({
      kind: 'http',
      http: template({ results: [{ name: 'key', value: feel('response.body') }] }),
    });
    const request = { method: 'GET', url: peer.url, headers: {}, body: null, timeoutMs: 5000 };
    expect(await perform(work('http', request), task(node), tools)).toEqual({
      kind: 'completed',
      result: 'key-1',
      writes: { key: 'key-1' },
    });
    await peer.close();
    expect(await perform(work('http', { ...request, url: 'http://192.0.2.1/' }), task(node), tools)).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('not trusted') as string,
    });
  });

  test('what is bound to nothing says what it is', () => {
    const external = (description: string) =>
      perform(work('external'), task(serviceTask({ kind: 'external', description })), tools);
    expect(external('class "com.example.Ship"')).toEqual({
      kind: 'failed',
      message:
        'no service is bound to Task_1: another engine\'s class "com.example.Ship"; give it an answer in a scenario under services',
    });
    expect(external('no implementation named')).toMatchObject({
      message: expect.stringContaining('Task_1: no implementation named;') as string,
    });
  });

  test('work that is not for the node is a broken invariant', () => {
    expect(() => perform(work('decision'), task(scriptTask()), tools)).toThrow(
      'Task_1 (bpmn:ScriptTask) has no work of kind decision',
    );
  });
});

describe('answers of a scenario', () => {
  const external = serviceTask({ kind: 'external', description: 'x' });

  test('fields become variables, unless a variable is named for the whole', () => {
    const answer = { respond: { a: 1, b: [2] } };
    expect(perform(work('external'), task(external, { answer }), tools)).toEqual({
      kind: 'completed',
      result: { a: 1, b: [2] },
      writes: { a: 1, b: [2] },
    });
    const named = { ...external, resultVariable: 'r' };
    expect(perform(work('external'), task(named, { answer }), tools)).toEqual({
      kind: 'completed',
      result: { a: 1, b: [2] },
      writes: {},
    });
    expect(perform(work('external'), task(external, { answer: { respond: [1] } }), tools)).toEqual({
      kind: 'completed',
      result: [1],
      writes: {},
    });
    expect(perform(work('external'), task(external, { answer: { status: 200 } }), tools)).toEqual({
      kind: 'completed',
      result: null,
      writes: {},
    });
  });

  test('failures and errors', () => {
    expect(perform(work('external'), task(external, { answer: { fail: 'no line' } }), tools)).toEqual({
      kind: 'failed',
      message: 'no line',
    });
    expect(perform(work('external'), task(external, { answer: { bpmnError: 'E1' } }), tools)).toMatchObject({
      kind: 'bpmn-error',
      code: 'E1',
      writes: {},
    });
    expect(perform(work('external'), task(external, { answer: { respond: 1, status: 503 } }), tools)).toEqual({
      kind: 'failed',
      message: 'Task_1: the service answered 503',
    });
  });

  test('stand in for a call: the answer is mapped as if it had come', () => {
    const node = serviceTask({
      kind: 'http',
      http: template({
        results: [
          { name: 'id', value: feel('response.body.id * n') },
          { name: 'status', value: feel('response.status') },
        ],
      }),
    });
    const call = work('http', { method: 'GET', url: 'http://192.0.2.1/', headers: {}, body: null, timeoutMs: 1 });
    const answered = (answer: NonNullable<Task['answer']>) => perform(call, task(node, { answer }), tools);
    expect(answered({ respond: { id: 2 }, status: 201 })).toEqual({
      kind: 'completed',
      result: { id: 2 },
      writes: { id: 10, status: 201 },
    });
    expect(answered({ respond: { id: 2 } })).toMatchObject({ writes: { status: 200 } });
    expect(answered({ respond: 'down', status: 500 })).toEqual({
      kind: 'failed',
      message: 'Task_1: the service answered 500: down',
    });
    expect(answered({ fail: 'no line' })).toEqual({ kind: 'failed', message: 'no line' });
    expect(answered({ bpmnError: 'E1' })).toMatchObject({ kind: 'bpmn-error', code: 'E1' });
  });

  test('stand in for a script', () => {
    expect(
      perform(work('script'), task(scriptTask({ script: 'for (;;) {}' }), { answer: { respond: { q: 1 } } }), tools),
    ).toMatchObject({ writes: { q: 1 } });
  });

  test('do not stand in for conditions', async () => {
    expect(await perform(work('conditions'), task(scriptTask(), { answer: { fail: 'x' } }), tools)).toMatchObject({
      kind: 'completed',
      result: [],
    });
  });
});
