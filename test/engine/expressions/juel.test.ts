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
    ['${items.size() == 2}', { items: [1, 2] }, true],
    ['${!items.isEmpty() && items.contains("b") && items.get(0).equals("a")}', { items: ['a', 'b'] }, true],
    ['${items.indexOf("b")}', { items: ['a', 'b'] }, 1],
    ['${order.lines.get(1).name.toUpperCase()}', { order: { lines: [{}, { name: 'x' }] } }, 'X'],
    ['${m.size()}${m.containsKey("a")}${m.get("a")}${m.getOrDefault("z", 7)}', { m: { a: 1 } }, '1true17'],
    ['${m.get("toString")}', { m: {} }, null],
    ['${m.isEmpty() || m.containsValue(1)}', { m: { size: 1 } }, true],
    ['${variables.containsKey("a")}', { a: 1 }, true],
    ['${s.length()} ${s.trim().toLowerCase()} ${s.isEmpty()}', { s: ' Ab' }, '3 ab false'],
    ['${s.startsWith("ab") && s.endsWith("c") && s.contains("b")}', { s: 'abc' }, true],
    ['${s.substring(1)}${s.substring(0, 1)}${s.charAt(1)}${s.indexOf("c")}', { s: 'abc' }, 'bcab2'],
    ['${s.equalsIgnoreCase("ABC") && "x".concat("y") == "xy"}', { s: 'abc' }, true],
    ['${a.equals(1) && !a.equals("1")}', { a: 1 }, true],
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
    expect(juel(text, context)).toMatchObject({ ok: true, value: expected });
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
    ['${a.toString()}', { a: 1 }, /a\.toString\(…\): a number has no toString\(\)/],
    ['${a.size()}', { a: null }, /a\.size\(…\): a null has no size\(\)/],
    ['${a.size(1)}', { a: [] }, /a list has no size\("1"\)/],
    ['${a.get(5)}', { a: [] }, /a list has no get\("5"\)/],
    ['${a.substring(2, 9)}', { a: 'abc' }, /a text has no substring\("2", "9"\)/],
    ['${a.getClass()}', { a: 'abc' }, /another engine's code/],
    ['${a.constructor("x")}', { a: [] }, /another engine's code/],
    ['${a.add(1)}', { a: [] }, /another engine's code/],
    ['${execution.equals(1)}', {}, /another engine's code/],
    ['${nobody.size()}', {}, /variable "nobody" is not there/],
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
