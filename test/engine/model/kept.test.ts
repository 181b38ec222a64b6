/** Whatever a file says in a foreign namespace is read, or named as kept: nothing of it is passed over in silence. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { file } from './bpmn-text.ts';

const CORPUS = ['bpmn', 'negative'].flatMap((folder) => {
  const path = new URL(`../../corpus/${folder}/`, import.meta.url);
  const files = readdirSync(path).filter((name) => name.endsWith('.bpmn'));
  return files.map((name) => ({ name: `${folder}/${name}`, text: readFileSync(new URL(name, path), 'utf8') }));
});

/** All that means something here, by name; the rest has to be named as kept. */
const READ =
  'asyncBefore asyncAfter async asyncLeave resultVariable resultVariableName errorCodeVariable errorMessageVariable escalationCodeVariable expression decisionRef decisionRefBinding mapDecisionResult inheritVariables calledElementBinding calledElementVersion sameDeployment collection elementVariable elementIndexVariable outputCollection outputElement ioMapping inputOutput script calledDecision in out failedJobRetryTimeCycle calledElement formData formProperty subscription loopCharacteristics errorEventDefinition endDate skipExpression terminateAll eventType eventCorrelationParameter eventOutParameter startEventCorrelationConfiguration variableListenerEventDefinition'.split(
    ' ',
  );
const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
/** BPMN itself, drawings, editors' marks, and Cairn's own. */
const NOT_FOREIGN =
  /^(http:\/\/www\.omg\.org\/spec\/(BPMN\/20100524|DD\/20100524|BPMN\/non-normative\/color)\/|http:\/\/bpmn\.io\/schema\/bpmn\/biocolor|http:\/\/camunda\.org\/schema\/modeler\/|http:\/\/www\.w3\.org\/|urn:cairn:)/;

interface Tag {
  readonly uri: string;
  readonly local: string;
  readonly id: string | null;
  readonly spaces: ReadonlyMap<string, string>;
}
interface Said {
  readonly name: string;
  /** Ids of the elements around it, the nearest first. */
  readonly around: readonly string[];
  readonly inProcess: string | null;
}

/** Foreign attributes and extension elements of a file, by a reading of its text that knows nothing of BPMN's types. */
function foreign(text: string): Said[] {
  const found: Said[] = [];
  const open: Tag[] = [];
  const plain = text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g, '');
  for (const [, close, name = '', rest = '', empty] of plain.matchAll(
    /<(\/?)([\w.-]+(?::[\w.-]+)?)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g,
  )) {
    if (close === '/') {
      open.pop();
      continue;
    }
    const attributes = [...rest.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
      ([, key = '', one, two]) => [key, one ?? two ?? ''] as const,
    );
    const spaces = new Map(open.at(-1)?.spaces);
    for (const [key, value] of attributes)
      if (key === 'xmlns' || key.startsWith('xmlns:')) spaces.set(key.slice(6), value);
    const [prefix, local] = name.includes(':') ? (name.split(':') as [string, string]) : ['', name];
    const tag: Tag = {
      uri: spaces.get(prefix) ?? '',
      local,
      id: attributes.find(([key]) => key === 'id')?.[1] ?? null,
      spaces,
    };
    const drawn = [...open, tag].some((each) => each.local === 'BPMNDiagram');
    const parent = open.at(-1);
    const inside = open.some((each) => each.local === 'extensionElements' && each.uri === BPMN);
    const inProcess = [...open, tag].find((each) => each.local === 'process' && each.uri === BPMN)?.id ?? null;
    const around = [...open, tag].flatMap(({ id }) => id ?? []).toReversed();
    if (!drawn && inside && parent?.local === 'extensionElements' && !NOT_FOREIGN.test(tag.uri))
      found.push({ name, around, inProcess });
    if (!drawn && !inside)
      for (const [key] of attributes) {
        const [space = '', rest2] = key.split(':');
        if (rest2 === undefined || space === 'xmlns' || space === 'xml' || NOT_FOREIGN.test(spaces.get(space) ?? ''))
          continue;
        found.push({ name: key, around, inProcess });
      }
    if (empty !== '/') open.push(tag);
  }
  return found;
}

describe.each(CORPUS)('$name', ({ name, text }) => {
  it('says nothing in a foreign namespace that is neither read nor named', async () => {
    const { problems, declared } = await readBpmn(text, name);
    const unread = problems.some(({ rule }) => rule === 'not-xml' || rule === 'not-bpmn');
    const notRun = new Set(declared.filter(({ executable }) => !executable).map(({ id }) => id));
    const named = problems.filter(({ rule }) => rule === 'vendor-extension');
    const silent = foreign(text).filter((said) => {
      if (READ.includes(said.name.replace(/^.*:/, ''))) return false;
      if (said.inProcess !== null && notRun.has(said.inProcess)) return false;
      return !named.some(
        ({ element, message }) =>
          (element === null || said.around.includes(element) || said.around.length === 0) &&
          message.includes(said.name),
      );
    });
    expect(unread ? [] : silent).toEqual([]);
  });
});

test('the corpus says much in foreign namespaces', () => {
  expect(CORPUS.flatMap(({ text }) => foreign(text)).length).toBeGreaterThan(500);
});

const kept = async (content: string, roots = ''): Promise<string[]> => {
  const { problems } = await readBpmn(file(content, roots), 'f.bpmn');
  return problems
    .filter(({ rule }) => rule === 'vendor-extension')
    .map(({ element, message }) => `${element ?? '-'} ${message.replace(/^.*kept, not executed: /, '')}`);
};
const line = (task: string): string =>
  `<startEvent id="s"/>${task}<endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/>`;
const listener = '<extensionElements><camunda:executionListener event="take" class="a.B"/></extensionElements>';

test.each([
  [
    'a sequence flow',
    line('<task id="t"/>').replace('targetRef="e"/>', `targetRef="e">${listener}</sequenceFlow>`),
    '',
    'g camunda:executionListener.',
  ],
  [
    'an error',
    line('<task id="t"/>'),
    '<error id="x" errorCode="c" camunda:errorMessage="${bean.text()}"/>',
    'x camunda:errorMessage.',
  ],
  [
    'a signal',
    line('<task id="t"/>'),
    '<signal id="x" name="n" flowable:scope="processInstance"/>',
    'x flowable:scope.',
  ],
  [
    'a message',
    line('<task id="t"/>'),
    `<message id="x" name="n">${listener}</message>`,
    'x camunda:executionListener.',
  ],
  ['an escalation', line('<task id="t"/>'), '<escalation id="x" camunda:a="b"/>', 'x camunda:a.'],
  [
    'a category',
    line('<task id="t"/>'),
    '<category id="x" camunda:a="b"><categoryValue id="v" camunda:c="d"/></category>',
    'x camunda:a, camunda:c.',
  ],
  ['a lane', `<laneSet id="ls"><lane id="x" camunda:a="b"/></laneSet>${line('<task id="t"/>')}`, '', 'x camunda:a.'],
  ['a data object', `<dataObject id="x" camunda:a="b"/>${line('<task id="t"/>')}`, '', 'x camunda:a.'],
  [
    'a pool',
    line('<task id="t"/>'),
    '<collaboration id="c" camunda:a="b"><participant id="x" camunda:c="d"/></collaboration>',
    'c camunda:a.',
  ],
  [
    'a condition',
    line('<task id="t"/>').replace(
      'targetRef="e"/>',
      'targetRef="e"><conditionExpression camunda:resource="r">${true}</conditionExpression></sequenceFlow>',
    ),
    '',
    'g camunda:resource.',
  ],
  [
    'a loop',
    line('<task id="t"><multiInstanceLoopCharacteristics camunda:collection="c" camunda:asyncBefore="true"/></task>'),
    '',
    't camunda:asyncBefore.',
  ],
  [
    'a mapping on an event',
    line('<task id="t"/>').replace(
      '<endEvent id="e"/>',
      `<endEvent id="e"><extensionElements><camunda:inputOutput><camunda:inputParameter name="a">b</camunda:inputParameter></camunda:inputOutput></extensionElements></endEvent>`,
    ),
    '',
    'e camunda:inputOutput.',
  ],
  [
    'an error that is thrown',
    line('<task id="t"/>').replace(
      '<endEvent id="e"/>',
      '<endEvent id="e"><errorEventDefinition errorRef="x" camunda:errorCodeVariable="v"/></endEvent>',
    ),
    '<error id="x" errorCode="c"/>',
    'e camunda:errorCodeVariable.',
  ],
  [
    'a definition that events share',
    line('<task id="t"/>'),
    '<timerEventDefinition id="x" camunda:a="b"/>',
    'x camunda:a.',
  ],
])('on %s it is named', async (_where, content, roots, expected) => {
  expect(await kept(content, roots)).toContain(expected);
});

test('an extension that must be understood is refused, one that need not be is not', async () => {
  const extension = (must: string): string => `<extension mustUnderstand="${must}" definition="camunda:thing"/>`;
  const rules = async (must: string): Promise<string[]> => {
    const text = file('<startEvent id="s"/>').replace('<process', `${extension(must)}<process`);
    const { problems } = await readBpmn(text, 'f.bpmn');
    return problems.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  };
  expect(await rules('true')).toEqual(['must-understand']);
  expect(await rules('false')).toEqual([]);
});
