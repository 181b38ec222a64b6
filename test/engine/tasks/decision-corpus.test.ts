/** The cases of the DMN technology compatibility kit that the corpus has: each one's answer, or what is refused by name. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Temporal, setOwn, type TemporalKind, type Value, type Variables } from '../../../engine/core/value.ts';
import { checkDecision, decide } from '../../../engine/tasks/decision.ts';

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

const TEMPORAL: Readonly<Record<string, TemporalKind>> = {
  'xsd:date': 'date',
  'xsd:time': 'time',
  'xsd:dateTime': 'date-time',
  'xsd:duration': 'duration',
};

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
  const kind = TEMPORAL[type ?? ''];
  if (kind !== undefined) return new Temporal(kind, value.text);
  return type === 'xsd:boolean' ? value.text === 'true' : value.text;
}

interface Case {
  readonly name: string;
  readonly decision: string;
  readonly variables: Variables;
  readonly expected: Value;
  /** FEEL's null that is a mistake: here it is a failure with a name. */
  readonly mistake: boolean;
}

function casesOf(name: string): Case[] {
  const file = readdirSync(new URL(`${name}/`, folder)).find((each) => each.endsWith('.xml')) ?? '';
  return all(parse(readFileSync(new URL(`${name}/${file}`, folder), 'utf8')), 'testCase').flatMap((testCase) => {
    const variables: { [name: string]: Value } = {};
    for (const input of all(testCase, 'inputNode')) setOwn(variables, input.attributes['name'] ?? '', valueOf(input));
    return all(testCase, 'resultNode').map((result) => {
      const [expected] = all(result, 'expected');
      const decision = result.attributes['name'] ?? '';
      return {
        name: `${name} ${testCase.attributes['id']}: ${decision}`,
        decision,
        variables,
        expected: expected === undefined ? null : valueOf(expected),
        mistake: result.attributes['errorResult'] === 'true',
      };
    });
  });
}

const xmlOf = (name: string) => readFileSync(new URL(`${name}/${name}.dmn`, folder), 'utf8');

/** Numbers to eight digits: the kit's are exact decimals. */
function rounded(value: Value): Value {
  if (typeof value === 'number') return Number(value.toPrecision(9));
  if (Array.isArray(value)) return value.map(rounded);
  if (value === null || typeof value !== 'object' || value instanceof Temporal) return value;
  return Object.fromEntries(Object.entries(value as Variables).map(([key, item]) => [key, rounded(item)]));
}

/** What is not supported, by the words of the refusal. */
const UNSUPPORTED = /in Java or PMML|in Java, which is not supported/;

const models = readdirSync(folder);
const cases = models.flatMap((model) => casesOf(model).map((each) => [each.name, model, each] as const));

test('the corpus is there', () => {
  expect(models).toHaveLength(14);
  expect(cases.length).toBe(87);
});

/** The answer, or what stands for it: a refusal by feature, and FEEL's null where something was wrong. */
async function answerOf(model: string, { decision, variables, mistake }: Case): Promise<Value> {
  const result = await decide(xmlOf(model), decision, variables, moment);
  if (result.ok) return rounded(result.value);
  if (UNSUPPORTED.test(result.message)) return 'unsupported';
  return mistake ? null : result.message;
}

describe.each(models)('%s', (model) => {
  const supported = model !== '0076-feel-external-java';
  test.each(cases.filter(([, of]) => of === model))('%s', async (_, __, each) => {
    expect(await answerOf(model, each)).toEqual(supported ? rounded(each.expected) : 'unsupported');
  });
});

test('what is refused is refused before anything runs', async () => {
  const name = '0087-chapter-11-example';
  expect(await decide(xmlOf(name), 'Adjudication', {}, moment)).toEqual({
    ok: false,
    message: 'decision _4bd33d4a-741b-444a-968b-64e1841211e7 has no decision logic',
  });
  expect(await checkDecision(xmlOf('0076-feel-external-java'), 'a.dmn', '_boxed_001')).toMatchObject([
    { element: '_boxed_001', rule: 'unsupported-decision', message: expect.stringMatching(/a function in Java, /) },
  ]);
});
