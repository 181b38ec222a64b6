import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../engine/core/evaluation.ts';
import { Temporal, type Variables } from '../../../engine/core/value.ts';
import { InstantSandbox } from '../../../engine/expressions/instant-sandbox.ts';

const sandbox = new InstantSandbox({ timeoutMs: 300, memoryMb: 16 });
const moment = { now: Date.UTC(2026, 0, 31, 12), seed: 7 };
const evaluate = (text: string, variables: Variables = {}): Evaluation => sandbox.evaluate(text, variables, moment);

describe('JavaScript that is answered at once', () => {
  test.each<[string, Variables, unknown]>([
    ['n > 2', { n: 3 }, true],
    ['variables.n + 1', { n: 3 }, 4],
    ['execution.getVariable("n")', { n: 3 }, 3],
    ['names.map((name) => name.length)', { names: ['a', 'bc'] }, [1, 2]],
    ['{ id: n }', { n: 3 }, { id: 3 }],
    ['next(null, n === 3)', { n: 3 }, true],
    ['Date.now()', {}, Date.UTC(2026, 0, 31, 12)],
    ['new Date(0)', {}, new Temporal('date-time', '1970-01-01T00:00:00.000Z')],
    ['undefined', {}, null],
  ])('%s', (text, variables, value) => {
    expect(evaluate(text, variables)).toEqual({ ok: true, value });
  });

  test('chance hangs on the seed alone', () => {
    expect(evaluate('Math.random()')).toEqual(evaluate('Math.random()'));
    expect(sandbox.evaluate('Math.random()', {}, { ...moment, seed: 8 })).not.toEqual(evaluate('Math.random()'));
  });

  test('a variable that is not there is told apart from what fails', () => {
    expect(evaluate('absent > 1')).toMatchObject({ ok: false, missing: true });
    const failed = evaluate('null.x');
    expect(failed).toMatchObject({ ok: false, message: expect.stringContaining('JavaScript "null.x": TypeError') });
    expect(failed).not.toHaveProperty('missing');
    expect(evaluate('throw new BpmnError("late")')).toMatchObject({ message: expect.stringContaining('late') });
  });

  test('what it writes is dropped, and nothing stays', () => {
    expect(evaluate('n = 9, variables.n', { n: 3 })).toEqual({ ok: true, value: 9 });
    expect(evaluate('n', { n: 3 })).toEqual({ ok: true, value: 3 });
    expect(evaluate('globalThis.kept = 1; 1')).toEqual({ ok: true, value: 1 });
    expect(evaluate('kept')).toMatchObject({ ok: false, missing: true });
  });

  test.each([
    ['for (;;);', 'did not end within 300 ms'],
    ["'x'.repeat(1 << 25)", 'needs more than 16 MB'],
    ['(function f() { return f() + 1; })()', 'stack overflow'],
    ['new Promise(() => {})', 'promise'],
    ['(() => 1)', 'function'],
  ])('%s fails by name, and the next is answered', (text, reason) => {
    expect(evaluate(text)).toMatchObject({ ok: false, message: expect.stringContaining(reason) });
    expect(evaluate('1 + 1')).toEqual({ ok: true, value: 2 });
  });
});
