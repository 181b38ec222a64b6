import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { Temporal, type Variables } from '../../../engine/core/value.ts';
import { Sandbox, type ScriptRequest } from '../../../engine/expressions/sandbox.ts';

const sandbox = new Sandbox();
afterAll(() => sandbox.close());

const start = Date.UTC(2026, 0, 1);
const order = { lines: [1], due: new Temporal('date', '2026-01-02') };
const base: Variables = { order, n: 5, name: 'Ada' };

const run = (script: string, more: Partial<ScriptRequest> = {}) =>
  sandbox.run({
    script,
    name: 'Check',
    variables: base,
    now: start,
    seed: 3,
    executionId: 'instance-1',
    // Longer than a test may take: what ends by itself does, however slow the machine.
    limits: { timeoutMs: 60_000, memoryMb: 32 },
    ...more,
  });
const result = async (script: string, variables: Variables = base) => {
  const outcome = await run(script, { variables });
  return outcome.kind === 'completed' ? outcome.result : outcome;
};
const writes = async (script: string, variables: Variables = base) => {
  const outcome = await run(script, { variables, wantsResult: false });
  return outcome.kind === 'failed' ? outcome : outcome.writes;
};
const failure = async (script: string, more: Partial<ScriptRequest> = {}) => {
  const outcome = await run(script, more);
  return outcome.kind === 'failed' ? outcome.message : JSON.stringify(outcome);
};

test.each([
  ['execution.setVariableLocal("a", 1)', 'uses execution.setVariableLocal, which there is not in Cairn'],
  ['execution.getProcessInstanceId()', 'uses execution.getProcessInstanceId, which there is not in Cairn'],
  ['Java.type("a.B")', 'uses Java.type("a.B"), which there is not in Cairn: scripts run without Java'],
  ['Java.from([1])', 'uses Java.from, which there is not in Cairn: scripts run without Java'],
  ['java.util.UUID.randomUUID()', 'uses java.util.UUID.randomUUID, which there is not in Cairn: scripts run without'],
  ['new org.example.Thing(1)', 'uses org.example.Thing, which there is not in Cairn: scripts run without Java'],
  ['"" + Packages.org.example', 'uses Packages.org.example, which there is not in Cairn: scripts run without Java'],
])("%s of another engine's scripts is refused by its name", async (script, reason) => {
  expect(await failure(script)).toContain(reason);
  expect(await result('execution.getVariable("n")')).toBe(5);
  expect(await result('Object.keys(execution).length')).toBe(4);
});

test.each(['org', 'com', 'java', 'javax'])(
  'a variable may be called %s, and is missing where it is not set',
  async (name) => {
    const script = `if (${name}.active) "on"; else "off"`;
    expect(await result(script, { [name]: { active: true } })).toBe('on');
    expect(await result(script, { [name]: { active: false } })).toBe('off');
    expect(await failure(script)).toContain(`'${name}' is not defined`);
  },
);

test.each([
  'throw new BpmnError("late", "too late")',
  'throw new org.camunda.bpm.engine.delegate.BpmnError("late", "too late")',
  'throw new Packages.org.flowable.engine.delegate.BpmnError("late", "too late")',
  'var BpmnError = Java.type("org.operaton.bpm.engine.delegate.BpmnError"); throw new BpmnError("late", "too late")',
  'const E = Java.type("org.activiti.engine.delegate.BpmnError"); n = 6; throw new E("late", "too late")',
])("the BPMN error of Java's engines is the BPMN error: %s", async (script) => {
  const outcome = await run(script);
  expect(outcome).toMatchObject({ kind: 'bpmn-error', code: 'late', message: 'too late' });
  expect(script.includes('n = 6') ? outcome : { writes: { n: 6 } }).toMatchObject({ writes: { n: 6 } });
});

test('what a checkpoint cannot keep is named in a sentence', async () => {
  expect(await failure('(() => 1)')).toBe(
    'the script of Check failed: the result is a function, which a checkpoint cannot keep',
  );
  expect(await failure('variables.a = { b: [Symbol("c")] }; 1')).toBe(
    'the script of Check failed: a.b[0] is a symbol, which a checkpoint cannot keep',
  );
});

test('names at the roots of packages are those of variables and of the script as ever', async () => {
  expect(await result('com.x + org.y', { com: { x: 1 }, org: { y: 2 } })).toBe(3);
  expect(await result('var org = { a: { b: 4 } }; org.a.b')).toBe(4);
  expect(await writes('com = { x: 1 }; n = com.x')).toEqual({ com: { x: 1 }, n: 1 });
  expect(await failure('org = 1; com')).toContain("'com' is not defined");
});

describe('what a script sees', () => {
  test('variables by their bare names, and the value of the last expression', async () => {
    expect(await result('n + order.lines.length')).toBe(6);
    expect(await result('var twice = n * 2; if (twice > 5) { twice + 1 }')).toBe(11);
    expect(await result('undefined')).toBeNull();
  });

  test('variables as an object', async () => {
    expect(await result('Object.keys(variables)')).toEqual(['order', 'n', 'name']);
    expect(await result('({ ...variables }).n + Number("n" in variables) + Number("q" in variables)')).toBe(6);
    expect(await result('variables.missing === undefined')).toBe(true);
  });

  test('execution, for models of other engines', async () => {
    expect(
      await result(
        '[execution.id, execution.getVariable("n"), execution.hasVariable("n"), execution.hasVariable("q"), execution.getVariable("q")]',
      ),
    ).toEqual(['instance-1', 5, true, false, null]);
  });

  test('environment and next, for models of bpmn-engine', async () => {
    expect(await result('next(null, this.environment.variables.n > 4)')).toBe(true);
    expect(await writes('environment.output.count = (environment.output.count || 0) + 1; next()')).toEqual({
      count: 1,
    });
    expect(await failure('next(new Error("Input is missing"))')).toMatch(/Input is missing/);
    expect(await result('environment + next', { environment: 1, next: 2 })).toBe(3);
  });

  test('a variable may have the name of something built in', async () => {
    expect(await result('JSON + Object', { JSON: 'a', Object: 'b' })).toBe('ab');
    expect(await result('variables.undefined', { undefined: 4 })).toBe(4);
    expect(await result('execution.id + variables.execution', { execution: 4 })).toBe('instance-14');
  });

  test('a variable is reached in every way, though only those named are sent', async () => {
    expect(await result('eval("n")')).toBe(5);
    expect(await result('Function("return n")()')).toBe(5);
    expect(await result('globalThis["n"]')).toBe(5);
    expect(await result('\\u006e')).toBe(5);
    expect(await result('this.n')).toBe(5);
    expect(await result('with (variables) { n }')).toBe(5);
  });

  test('no way out', async () => {
    expect(
      await result(
        '["setTimeout", "fetch", "require", "process", "performance", "console", "WebAssembly", "Atomics", "WeakRef"].filter((name) => name in globalThis)',
      ),
    ).toEqual([]);
    expect(await failure('import("fs")')).toMatch(/promise/);
    expect(await failure('import fs from "fs"')).toMatch(/SyntaxError/);
    expect(await failure('})(); (function(){')).toMatch(/SyntaxError/);
  });

  test('nothing stays from one script to the next', async () => {
    await run(
      'globalThis.leak = 1; Array.prototype.leak = 1; Object.prototype.toJSON = () => 5; BpmnError = null; Date.now = null',
    );
    expect(await result('[typeof leak, [].leak === undefined, typeof BpmnError, Date.now()]')).toEqual([
      'undefined',
      true,
      'function',
      start,
    ]);
  });
});

describe('what a script writes', () => {
  test('by bare name, through variables, through execution', async () => {
    expect(await writes('n = 6; variables.q = [1]; execution.setVariable("r", "x")')).toEqual({ n: 6, q: [1], r: 'x' });
    expect(await writes('var n = 7')).toEqual({ n: 7 });
    expect(await writes('variables.q = 1; q = q + 1')).toEqual({ q: 2 });
    expect(await writes('Object.assign(variables, { n: 1 })')).toEqual({ n: 1 });
  });

  test('in place', async () => {
    expect(await writes('order.lines.push(2)')).toEqual({ order: { lines: [1, 2], due: order.due } });
    expect(await writes('const o = order; delete o.due')).toEqual({ order: { lines: [1] } });
  });

  test('nothing when nothing changed', async () => {
    expect(await writes('n = 5; order.lines.push(2); order.lines.pop(); order')).toEqual({});
    expect(await writes('let order = 1; let other')).toEqual({});
  });

  test('a new variable, by a bare name that nothing declares', async () => {
    expect(await writes('total = n * 2; ({ ok: total > 5 })')).toEqual({ total: 10 });
    expect(await writes('function add() { sum = 1; inner = [2] } add(); sum += 1')).toEqual({ sum: 2, inner: [2] });
    expect(await writes('fresh = 1; variables.fresh = 2')).toEqual({ fresh: 2 });
    expect(await writes('throw new BpmnError(String(late = 3))')).toEqual({ late: 3 });
  });

  test('nothing of what a script declares for itself', async () => {
    expect(
      await writes('var a = 1; let b = 2; const c = 3; function d() {} class E {} for (var i of [1, 2]);'),
    ).toEqual({});
  });

  test('no function, which is refused by name, with what to do', async () => {
    expect(await failure('helper = () => 1; helper()')).toMatch(
      /^.*helper is a function, which a checkpoint cannot keep; what is the script's own is declared with const, let or var/,
    );
  });

  test('null for a new name is a variable', async () => {
    expect(await writes('variables.q = null; variables.u = undefined')).toEqual({ q: null, u: null });
  });

  test('deleting is refused', async () => {
    expect(await failure('delete variables.n')).toMatch(/"n" cannot be deleted/);
  });
});

describe('values keep their meaning', () => {
  const values: Variables = {
    zero: -0,
    nan: Number.NaN,
    endless: -Infinity,
    big: 12345678901234567890n,
    surrogate: 'a\ud800b',
    date: new Temporal('date', '2026-01-02'),
    span: new Temporal('duration', 'P1D'),
    tagged: { $cairn: ['number', '5'], toJSON: 'x' },
    proto: JSON.parse('{"__proto__": {"a": 1}}') as Variables,
    order: { b: 1, a: [null, true, ''] },
  };
  test.each(Object.keys(values))('%s, read and written back', async (name) => {
    expect(await result(name, values)).toEqual(values[name]);
    expect(await writes(`variables.copy = ${name}; ${name}`, values)).toEqual({ copy: values[name] });
  });

  test('a date behaves like its text', async () => {
    expect(
      await result(
        '[String(date), date < "2027", new Date(date).getUTCDate(), JSON.stringify({ date }), date.kind]',
        values,
      ),
    ).toEqual(['2026-01-02', true, 2, '{"date":"2026-01-02"}', 'date']);
  });

  test('objects of JavaScript become values', async () => {
    expect(
      await result(
        '[new Date(0), new Map([["a", 1]]), new Set([1]), new Uint8Array(2), Object(7), Object.create({ inherited: 1 }), new (class A { x = 1 })(), new Error("e"), [,1]]',
      ),
    ).toEqual([
      new Temporal('date-time', '1970-01-01T00:00:00.000Z'),
      { a: 1 },
      [1],
      [0, 0],
      7,
      {},
      { x: 1 },
      { name: 'Error', message: 'e' },
      [null, 1],
    ]);
  });
});

describe('time and chance', () => {
  test('the clock stands at the logical time', async () => {
    expect(
      await result(
        '[Date.now(), new Date().toISOString(), new Date() instanceof Date, new Date().constructor === Date, typeof Date(), new Date(0).getTime(), new (class extends Date {})().getTime()]',
      ),
    ).toEqual([start, '2026-01-01T00:00:00.000Z', true, true, 'string', 0, start]);
  });

  test('seeded: the same for the same seed', async () => {
    const script = '[Math.random(), Math.random(), crypto.randomUUID(), crypto.randomUUID()]';
    const one = (await result(script)) as unknown[];
    expect(await result(script)).toEqual(one);
    expect(new Set(one).size).toBe(4);
    expect(one[2]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const other = await run(script, { seed: 4 });
    expect(other).toMatchObject({ kind: 'completed' });
    expect(other.kind === 'completed' && other.result).not.toEqual(one);
  });

  test('local time is UTC, wherever the machine stands', async () => {
    const program = `
      import { Sandbox } from './engine/expressions/sandbox.ts';
      const sandbox = new Sandbox();
      const outcome = await sandbox.run({ script: '[new Date(2020, 6, 1, 12).toISOString(), new Date(0).getTimezoneOffset(), new Date(0).getHours(), new Date("2020-01-01T10:00").toISOString()]', name: 'a', variables: {}, now: 0, seed: 0, executionId: '', limits: { timeoutMs: 5000, memoryMb: 32 } });
      process.stdout.write(JSON.stringify([new Date(0).getTimezoneOffset(), outcome.result ?? outcome]));`;
    // It ends by itself: an idle sandbox does not keep a process alive.
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      cwd: new URL('../../..', import.meta.url),
      env: { ...process.env, TZ: 'America/New_York', NODE_OPTIONS: '' },
    });
    expect(JSON.parse(stdout)).toEqual([300, ['2020-07-01T12:00:00.000Z', 0, 0, '2020-01-01T10:00:00.000Z']]);
  });
});

describe('errors', () => {
  test('BpmnError is a BPMN error, with what was written before it', async () => {
    expect(await run('n = 9; throw new BpmnError("E1", "no stock")')).toEqual({
      kind: 'bpmn-error',
      code: 'E1',
      message: 'no stock',
      writes: { n: 9 },
    });
    expect(await run('class Mine extends BpmnError {} throw new Mine("E2")')).toMatchObject({
      kind: 'bpmn-error',
      code: 'E2',
      message: '',
    });
    expect(await run('throw { name: "BpmnError", code: "E1" }')).toMatchObject({ kind: 'failed' });
  });

  test.each([
    ['\n\nthrow new Error("boom")', 'the script of Check failed: Error: boom (line 3)'],
    ['null.x', "the script of Check failed: TypeError: cannot read property 'x' of null (line 1)"],
    ['1;\nlet a = ;', "the script of Check failed: SyntaxError: unexpected token in expression: ';' (line 2)"],
    ['missing', "the script of Check failed: ReferenceError: 'missing' is not defined (line 1)"],
    ['throw "text"', 'the script of Check threw text'],
    ['throw null', 'the script of Check threw null'],
  ])('%j', async (script, expected) => {
    expect(await failure(script)).toBe(expected);
  });

  test.each([
    ['Promise.resolve(1)', /promise: scripts are synchronous/],
    ['(async () => 1)()', /promise: scripts are synchronous/],
    ['[Promise.resolve(1)]', /the result\[0\] is a promise/],
    ['let o = { a: {} }; o.a.b = [o]; variables.c = o; 1', /c\.a\.b\[0\] contains itself \(a cycle\)/],
    ['variables.f = { g: () => 1 }', /f\.g is a function/],
    ['() => 1', /the result is a function/],
    ['[Symbol("a")]', /the result\[0\] is a symbol/],
    ['new Date("rubbish")', /the result is an invalid date/],
    ['/a/', /regular expression/],
    ['let d = {}; for (let i = 0; i < 300; i++) d = { d }; d', /nested deeper than 200 levels/],
    ['JSON.parse("[".repeat(20000) + "]".repeat(20000))', /nested deeper than 200 levels/],
    ['"x".repeat(17 * 1024 * 1024)', /larger than 16 MB|32 MB of memory/],
    ['new Array(1e9).fill(0)', /needs more than 32 MB of memory/],
    ['function f() { f() } f()', /stack overflow/],
    ['n = { get a() { throw new Error("no") } }', /Error: no/],
  ])('%s', async (script, expected) => {
    expect(await failure(script)).toMatch(expected);
  });

  test('a result of 17 MB is refused by its size where there is memory for it', async () => {
    expect(await failure('"x".repeat(17 * 1024 * 1024)', { limits: { timeoutMs: 20_000, memoryMb: 256 } })).toMatch(
      /the result is larger than 16 MB/,
    );
  });

  test('a result that nobody wants need not be one that can be kept', async () => {
    expect(await run('n = 6; () => 1', { wantsResult: false })).toEqual({
      kind: 'completed',
      result: null,
      writes: { n: 6 },
    });
    expect(await run('(async () => 1)()', { wantsResult: false })).toMatchObject({ kind: 'failed' });
  });
});

describe('hostile scripts end, and the next one works', () => {
  const limits = { timeoutMs: 100, memoryMb: 32 };
  test.each([
    ['an endless loop', 'while (true) {}'],
    ['one that catches', 'for (;;) { try { while (true) {} } catch { } finally { n = 1 } }'],
    ['one in a getter, after the script', 'n = { get a() { while (true) {} } }'],
    ['one in a proxy', 'n = new Proxy({}, { ownKeys() { while (true) {} } })'],
    ['one in the text of an error', 'throw { get name() { while (true) {} } }'],
    ['one in a BPMN error', 'n = { get a() { while (true) {} } }; throw new BpmnError("E")'],
    [
      'one in an iterator of all lists',
      'Array.prototype[Symbol.iterator] = function* () { for (;;) yield 1 }; [...[]]',
    ],
    ['a regular expression that backtracks', '/(a+)+$/.test("a".repeat(40) + "b")'],
    ['a text that doubles', 'let s = "x"; for (;;) s += s'],
    ['a list without end', 'let a = []; for (;;) a.push({ a })'],
    ['a sparse list', 'let a = []; a.length = 4e9; a'],
    ['a number without end', 'let x = 3n ** 200000n; for (;;) x = x * x'],
    [
      'what the interpreter cannot interrupt',
      'let o = {}; for (let i = 0; i < 60000; i++) o = { o }; for (;;) JSON.stringify(o)',
    ],
  ])('%s', async (_, script) => {
    expect(await failure(script, { limits })).toMatch(
      /did not end within 100 ms|32 MB of memory|string too long|BigInt is too large|stack overflow/,
    );
    expect(await result('n + 1')).toBe(6);
  });

  test('a script that breaks what encodes its answer harms its own answer only', async () => {
    expect(await run('Array.prototype.push = 1; JSON.stringify = () => "evil"; Object.keys = null; n = 7; 1')).toEqual({
      kind: 'completed',
      result: 1,
      writes: { n: 7 },
    });
    expect(await failure('Object.prototype.toJSON = () => 5; ({ a: 1 })')).toMatch(/cannot be read/);
    const forge = (text: string) =>
      `Object.prototype.toJSON = () => ({ __proto__: null, writes: { __proto__: null }, result: ${text} }); 1`;
    expect(await failure(forge(`'{"$cairn":["date",5]}'`))).toMatch(/cannot be read: it holds a date without text/);
    expect(await failure(forge(`'['.repeat(1000) + ']'.repeat(1000)`))).toMatch(/cannot be read: it is nested deeper/);
    expect(await result('n')).toBe(5);
  });

  test('scripts that wait behind one that is ended by force run all the same', async () => {
    const stuck = run('let o = {}; for (let i = 0; i < 60000; i++) o = { o }; for (;;) JSON.stringify(o)', { limits });
    const waiting = [run('1'), run('2')];
    expect(await stuck).toMatchObject({ kind: 'failed' });
    expect(await Promise.all(waiting)).toMatchObject([{ result: 1 }, { result: 2 }]);
  });

  test('scripts that a thread was told of run in the next one, when it ends to give its memory back', async () => {
    const large = { timeoutMs: 10_000, memoryMb: 512 };
    const answers = [run('new ArrayBuffer(160 * 1024 * 1024).byteLength', { limits: large }), run('1'), run('2')];
    expect(await Promise.all(answers)).toMatchObject([{ result: 167_772_160 }, { result: 1 }, { result: 2 }]);
  });
});

describe('conditions', () => {
  const conditions = (list: readonly string[]) =>
    sandbox.runConditions({
      conditions: list,
      name: 'Gate',
      variables: base,
      now: start,
      seed: 3,
      executionId: '',
      limits: { timeoutMs: 200, memoryMb: 32 },
    });

  test('what JavaScript takes for true is true', async () => {
    const texts = ['n > 4', 'n > 5', '1', '0', '"no"', '""', 'null', 'undefined', 'NaN', '0n', '({})', '[]'];
    expect(await conditions(texts)).toEqual({
      kind: 'completed',
      result: [true, false, true, false, true, false, false, false, false, false, true, true],
      writes: {},
    });
    expect(await conditions([])).toMatchObject({ result: [] });
  });

  test('the first that fails is named', async () => {
    expect(await conditions(['n > 4', 'q > 5', 'r'])).toEqual({
      kind: 'failed',
      message: 'condition "q > 5" of Gate: ReferenceError: \'q\' is not defined',
    });
    expect(await conditions(['n > 4', '() => n > 5'])).toEqual({
      kind: 'failed',
      message: 'condition "() => n > 5" of Gate: answers with a function, which is never called',
    });
    expect(await conditions(['Promise.resolve(false)'])).toMatchObject({
      message: expect.stringContaining('answers with a promise'),
    });
    expect(await conditions(['for (;;) {}'])).toMatchObject({
      message: expect.stringContaining('did not end within 200 ms'),
    });
  });
});

describe('closing', () => {
  test('answers whoever waits, and whoever comes later', async () => {
    const own = new Sandbox();
    const request: ScriptRequest = {
      script: 'for (;;) {}',
      name: 'A',
      variables: {},
      now: 0,
      seed: 0,
      executionId: '',
      limits: { timeoutMs: 60_000, memoryMb: 32 },
    };
    const open = [own.run(request), own.run(request)];
    await own.close();
    expect(await Promise.all(open)).toMatchObject([{ kind: 'failed' }, { kind: 'failed' }]);
    expect(await own.run(request)).toMatchObject({ kind: 'failed', message: expect.stringContaining('closing') });
  });
});
