import { describe, expect, test } from 'vitest';
import { Temporal, type Variables } from '../../../engine/core/value.ts';
import { evaluate } from '../../../engine/expressions/evaluate.ts';

const juel = (text: string, context: Variables = {}) =>
  evaluate({ language: 'juel', text }, context, { now: 0, seed: 0 });

describe('${…} answers', () => {
  test.each<[string, Variables, unknown]>([
    ['${a.b[0].c}', { a: { b: [{ c: 5 }] } }, 5],
    ["${a['b']}", { a: { b: 1 } }, 1],
    ['#{a}', { a: [1] }, [1]],
    ['Hello ${name}, ${1 + 2}!', { name: 'Ada' }, 'Hello Ada, 3!'],
    ['\\${a} costs', {}, '${a} costs'],
    ['plain', {}, 'plain'],
    ['${x > 5 && not empty list ? "yes" : \'no\'}', { x: 6, list: [1] }, 'yes'],
    ['${x gt 5 and x le 6 or false}', { x: 6 }, true],
    ['${a eq b}', { a: 1, b: '1' }, true],
    ['${a == null}', { a: null }, true],
    ['${a.missing}', { a: {} }, null],
    ['${a.b.c}', { a: null }, null],
    ['${a < 5}', { a: null }, false],
    ['${first + " " + last}', { first: 'A', last: 'B' }, 'A B'],
    ['${"1" + 2}', {}, 3],
    ['${7 div 2}', {}, 3.5],
    ['${7 mod 4 * -2}', {}, -6],
    ['${big + 1}', { big: 9007199254740993n }, 9007199254740994n],
    ['${due < other}', { due: new Temporal('date', '2026-01-02'), other: '2026-02-01T00:00:00Z' }, true],
    ['${queue.empty}', { queue: { empty: 7 } }, 7],
    ["${'}'}", {}, '}'],
    ["${'it\\'s'}", {}, "it's"],
    ['${execution.getVariable("x")}', { x: 1 }, 1],
    ['${execution.getVariable("y")}', {}, null],
    ['${execution.hasVariable("y")}', {}, false],
    ['${environment.variables.x.y}', { x: { y: 1 } }, 1],
    ['${environment.output.x}', { x: 2 }, 2],
    ['${environment.variables.foo}', {}, null],
    ['${variables.foo}', {}, null],
    ['${variables.foo}', { foo: true }, true],
    ['${environment.variables}', { environment: { variables: 3 } }, 3],
  ])('%s', (text, context, expected) => {
    expect(juel(text, context)).toEqual({ ok: true, value: expected });
  });

  test('and, or and ?: look at what they need only', () => {
    expect(juel('${false && missing}')).toEqual({ ok: true, value: false });
    expect(juel('${true || missing}')).toEqual({ ok: true, value: true });
    expect(juel('${true ? 1 : missing}')).toEqual({ ok: true, value: 1 });
  });
});

describe('${…} fails', () => {
  test.each<[string, Variables, RegExp]>([
    ['${foo}', {}, /"\$\{foo\}" failed: variable "foo" is not there/],
    ['${environment.settings}', {}, /variable "environment" is not there/],
    ['${bean.doIt(1)}', {}, /bean\.doIt\(…\) calls another engine's code/],
    ['${a.toString()}', { a: 1 }, /another engine's code/],
    ['${a', {}, /no closing brace/],
    ['${a..b}', {}, /lacks a name/],
    ['${a b}', { a: 1 }, /unexpected b/],
    ['${}', {}, /is empty/],
    ['${1 / 0}', {}, /division by zero/],
    ['${a > 5}', { a: [] }, /is not text|is not a number/],
    ['${a ? 1 : 2}', { a: 5 }, /neither true nor false/],
    ['${n.x}', { n: 5 }, /asks a number for "x"/],
    ['list ${a}', { a: [1] }, /a list is not text/],
    [`\${${'('.repeat(300)}1${')'.repeat(300)}}`, {}, /nested too deeply/],
    [`\${${'1+'.repeat(30_000)}1}`, {}, /nested too deeply/],
  ])('%s', (text, context, expected) => {
    const answer = juel(text, context);
    expect(answer.ok ? answer : answer.message).toMatch(expected);
  });

  test('what every object has in JavaScript is no variable', () => {
    expect(juel('${constructor}')).toMatchObject({ ok: false });
    expect(juel('${a.constructor}', { a: {} })).toEqual({ ok: true, value: null });
    expect(juel('${a.__proto__}', { a: {} })).toEqual({ ok: true, value: null });
  });
});
