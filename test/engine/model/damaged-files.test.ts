/** Whatever happens to a file, reading it ends with a graph or with an error that can be shown. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { around, file, read } from './bpmn-text.ts';

const BPMN = new URL('../../corpus/bpmn/', import.meta.url);
const texts = readdirSync(BPMN).map((name) => readFileSync(new URL(name, BPMN), 'utf8'));

const WORDS = [
  '',
  'constructor',
  '__proto__',
  'toString',
  'true',
  '1',
  'x:y',
  '${',
  '=',
  'R/PT1S',
  '&amp;',
  'StartEvent_1',
];
const SHAPES = [/"[^"<>]*"/g, /<[^!?/][^>]*\/>/g, /\s[\w:]+=/g, /<\/?[\w:]+/g];

/** Cuts a slice, copies one elsewhere, or swaps two things of the same shape. */
const damage = fc.record({
  kind: fc.nat({ max: SHAPES.length + 1 }),
  from: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  to: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  length: fc.nat({ max: 300 }),
  word: fc.option(fc.constantFrom(...WORDS)),
});
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(text: string, { kind, from, to, length, word }: Damage): string {
  const at = Math.floor(from * text.length);
  if (kind === SHAPES.length) return text.slice(0, at) + text.slice(at + length);
  const shape = SHAPES[kind];
  if (shape === undefined) {
    const target = Math.floor(to * text.length);
    return text.slice(0, target) + text.slice(at, at + length) + text.slice(target);
  }
  const matches = [...text.matchAll(shape)];
  const first = matches[Math.floor(from * matches.length)];
  const second = matches[Math.floor(to * matches.length)];
  if (first === undefined || second === undefined) return text;
  const replacement = kind === 0 && word !== null ? `"${word}"` : second[0];
  return text.slice(0, first.index) + replacement + text.slice(first.index + first[0].length);
}

test('a damaged file is read or refused, never more', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...texts),
      fc.array(damage, { minLength: 1, maxLength: 5 }),
      async (text, damages) => {
        const { processes, problems } = await readBpmn(damages.reduce(damaged, text), 'damaged.bpmn');
        expect(processes.length + problems.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(0);
        for (const { message } of problems) expect(message).not.toMatch(/undefined|\[object|^\s*$/);
      },
    ),
    { numRuns: 400 },
  );
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  '%s is an id and an attribute like any other',
  async (name) => {
    const { processes } = await read(around(`<task id="it" ${name}="x"/>`).replaceAll('"it"', `"${name}"`));
    expect([...(processes[0]?.nodes.keys() ?? [])]).toEqual(['start', name, 'end']);
    expect(
      (await read(file(`<task id="a"/><sequenceFlow id="f" sourceRef="a" targetRef="${name}"/>`))).problems,
    ).toMatchObject([{ rule: 'dangling-reference', element: 'f' }]);
  },
);
