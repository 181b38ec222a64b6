/** The cases of the DMN technology compatibility kit that need tables and literal expressions only. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { setOwn, type Value, type Variables } from '../../../engine/core/value.ts';
import { evaluate } from '../../../engine/expressions/evaluate.ts';
import { decide } from '../../../engine/tasks/decision.ts';

const folder = new URL('../../corpus/dmn/', import.meta.url);
const moment = { now: 0, seed: 0 };

interface Node {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  readonly text: string;
}

function parse(xml: string): Node {
  const root = { tag: '', attributes: {}, children: [] as Node[], text: '' };
  const open = [root];
  for (const [, comment, closing, tag = '', attributes = '', empty, text] of xml.matchAll(
    /(<!--[\s\S]*?-->|<\?[\s\S]*?\?>)|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*"[^"]*")*)\s*(\/?)>|([^<]+)/g,
  )) {
    const top = open.at(-1) ?? root;
    if (comment !== undefined) continue;
    if (text !== undefined) top.text += text;
    else if (closing === '/') open.pop();
    else {
      const node = {
        tag,
        attributes: Object.fromEntries(
          [...attributes.matchAll(/([\w:.-]+)\s*=\s*"([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
        ),
        children: [],
        text: '',
      };
      top.children.push(node);
      if (empty !== '/') open.push(node);
    }
  }
  return root;
}

const all = (node: Node, tag: string): readonly Node[] =>
  node.children.flatMap((child) => (child.tag === tag ? [child] : all(child, tag)));

/** A value as the kit writes it: a value, a list of items, or components. */
function valueOf(node: Node): Value {
  const list = node.children.find(({ tag }) => tag === 'list');
  if (list !== undefined) return list.children.filter(({ tag }) => tag === 'item').map(valueOf);
  const components = node.children.filter(({ tag }) => tag === 'component');
  if (components.length > 0) {
    const context: { [name: string]: Value } = {};
    for (const component of components) setOwn(context, component.attributes['name'] ?? '', valueOf(component));
    return context;
  }
  const value = node.children.find(({ tag }) => tag === 'value');
  if (value === undefined || value.attributes['xsi:nil'] === 'true') return null;
  const type = value.attributes['xsi:type'];
  if (type === 'xsd:decimal' || type === 'xsd:double') return Number(value.text);
  return type === 'xsd:boolean' ? value.text === 'true' : value.text;
}

function casesOf(name: string): (readonly [string, string, Variables, Value])[] {
  const file = readdirSync(new URL(`${name}/`, folder)).find((each) => each.endsWith('.xml')) ?? '';
  return all(parse(readFileSync(new URL(`${name}/${file}`, folder), 'utf8')), 'testCase').flatMap((testCase) => {
    const variables: { [name: string]: Value } = {};
    for (const input of all(testCase, 'inputNode')) setOwn(variables, input.attributes['name'] ?? '', valueOf(input));
    return all(testCase, 'resultNode').map((result) => {
      const [expected] = all(result, 'expected');
      return [
        testCase.attributes['id'] ?? '',
        result.attributes['name'] ?? '',
        variables,
        expected === undefined ? null : valueOf(expected),
      ] as const;
    });
  });
}

const xmlOf = (name: string) => readFileSync(new URL(`${name}/${name}.dmn`, folder), 'utf8');

describe.each([
  ['0005-simpletable-A', 3],
  ['0006-simpletable-P1', 3],
  ['0109-ruleOrder-hitpolicy', 3],
  ['0111-first-hitpolicy-singleoutputcol', 3],
  ['0113-outputOrder-hitpolicy-singleinoutcol', 3],
  ['0114-min-collect-hitpolicy', 3],
  ['0116-count-collect-hitpolicy', 3],
])('%s', (name, count) => {
  const cases = casesOf(name);
  test('has its cases', () => {
    expect(cases).toHaveLength(count);
  });
  test.each(cases)('case %s: %s', async (_, decision, variables, expected) => {
    expect(await decide(xmlOf(name), decision, variables, moment, evaluate)).toMatchObject({
      ok: true,
      value: expected,
    });
  });
});

test.each([
  ['0016-some-every', '_a471e76a-64b1-44af-9ede-623f6c15b72e', /is a relation/],
  ['0016-some-every', '_72422ed3-5088-4ed0-9ab6-dbcfe3a6cf48', /needs the business knowledge model "gtTen"/],
  ['0076-feel-external-java', '_boxed_001', /is a boxed context/],
  ['0087-chapter-11-example', '_5b8356f3-2cf2-40e8-8f80-324937e8b276', /is a boxed invocation/],
  ['0087-chapter-11-example', '_4bd33d4a-741b-444a-968b-64e1841211e7', /has no decision logic/],
  ['1150-boxed-conditional', '_decision001', /is a boxed conditional/],
  ['1151-boxed-filter', '_decision001', /is a boxed filter/],
  ['1154-boxed-every', '_decision001', /is a boxed every/],
])('%s: decision %s is refused by name', async (name, decision, expected) => {
  const result = await decide(xmlOf(name), decision, {}, moment, evaluate);
  expect(result.ok ? result.value : result.message).toMatch(expected);
});

test('0098-feel-week-of-year-function: literal expressions', async () => {
  const cases = casesOf('0098-feel-week-of-year-function').filter(([, decision]) => /^date_00[1-5]$/.test(decision));
  expect(cases).toHaveLength(5);
  for (const [, decision, variables, expected] of cases) {
    expect(await decide(xmlOf('0098-feel-week-of-year-function'), decision, variables, moment, evaluate)).toMatchObject(
      { ok: true, value: expected },
    );
  }
});
