import { describe, expect, test } from 'vitest';
import type { Variables } from '../../../engine/core/value.ts';
import { Temporal } from '../../../engine/core/value.ts';
import { checkDecision, checkDecisions, decide, performDecision } from '../../../engine/tasks/decision.ts';

const moment = { now: Date.UTC(2026, 0, 1), seed: 0 };

const definitions = (content: string, version = '20191111') =>
  `<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="https://www.omg.org/spec/DMN/${version}/MODEL/" id="defs" name="defs" namespace="urn:test">${content}</definitions>`;
const entry = (name: string, text: string) => `<${name}><text><![CDATA[${text}]]></text></${name}>`;

interface TableText {
  readonly policy?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly { readonly name?: string; readonly values?: string; readonly default?: string }[];
  readonly rules: readonly (readonly [readonly string[], readonly string[]])[];
}
const table = ({ policy = 'UNIQUE', inputs = ['n'], outputs = [{}], rules }: TableText) => {
  const [hitPolicy, aggregation] = policy.split('/');
  return `<decisionTable hitPolicy="${hitPolicy}"${aggregation === undefined ? '' : ` aggregation="${aggregation}"`}>
    ${inputs.map((text) => `<input>${entry('inputExpression', text)}</input>`).join('')}
    ${outputs
      .map(
        (output) =>
          `<output${output.name === undefined ? '' : ` name="${output.name}"`}>${output.values === undefined ? '' : entry('outputValues', output.values)}${output.default === undefined ? '' : entry('defaultOutputEntry', output.default)}</output>`,
      )
      .join('')}
    ${rules.map(([tests, results]) => `<rule>${tests.map((text) => entry('inputEntry', text)).join('')}${results.map((text) => entry('outputEntry', text)).join('')}</rule>`).join('')}
  </decisionTable>`;
};
const decision = (id: string, content: string) =>
  `<decision id="${id}" name="${id}"><variable name="${id}"/>${content}</decision>`;
const tableFile = (text: TableText) => definitions(decision('d', table(text)));

const ask = (xml: string, variables: Variables = {}, id = 'd') => decide(xml, id, variables, moment);
const value = async (xml: string, variables: Variables = {}, id = 'd') => {
  const result = await ask(xml, variables, id);
  return result.ok ? result.value : result.message;
};

describe('hit policies', () => {
  const rules: TableText['rules'] = [
    [['> 1'], ['"low"']],
    [['> 5'], ['"high"']],
    [['> 5'], ['"high"']],
    [['> 10'], ['"top"']],
  ];
  const values = '"top","high","low"';

  test.each<[string, TableText['outputs'], number, unknown]>([
    ['UNIQUE', [{}], 3, 'low'],
    ['UNIQUE', [{}], 0, null],
    ['UNIQUE', [{ default: '"none"' }], 0, 'none'],
    ['UNIQUE', [{}], 7, 'decision d: the hit policy is unique, but rules 1, 2 and 3 hit'],
    ['ANY', [{}], 3, 'low'],
    ['ANY', [{}], 7, 'decision d: the hit policy is any, but rules 1 and 2 hit with different outputs'],
    ['FIRST', [{}], 20, 'low'],
    ['FIRST', [{ default: '1 + 1' }], 0, 2],
    ['PRIORITY', [{ values }], 20, 'top'],
    ['PRIORITY', [{ values }], 7, 'high'],
    ['PRIORITY', [{ values, default: '"none"' }], 0, 'none'],
    ['PRIORITY', [{}], 7, 'decision d: the order of its outputs counts, but no output has a list of values'],
    [
      'PRIORITY',
      [{ values: '"top"' }],
      7,
      'decision d, rule 1: the value of output output 1 is not among those allowed ("top")',
    ],
    [
      'UNIQUE',
      [{ name: 'tone', values: '"high"' }],
      3,
      'decision d, rule 1: the value of output tone is not among those allowed ("high")',
    ],
    ['UNIQUE', [{ values: 'string length(?) = 3' }], 3, 'low'],
    [
      'COLLECT',
      [{ values: 'string length(?) = 3' }],
      7,
      'decision d, rule 2: the value of output output 1 is not among those allowed (string length(?) = 3)',
    ],
    ['FIRST', [{ values: '"low"' }], 20, 'low'],
    ['RULE ORDER', [{}], 20, ['low', 'high', 'high', 'top']],
    ['OUTPUT ORDER', [{ values }], 20, ['top', 'high', 'high', 'low']],
    ['COLLECT', [{}], 7, ['low', 'high', 'high']],
    ['COLLECT', [{}], 0, []],
    ['RULE ORDER', [{ default: '"none"' }], 0, 'none'],
    ['OUTPUT ORDER', [{ values, default: '["none"]' }], 0, ['none']],
    ['COLLECT', [{ default: '"none"' }], 0, 'none'],
    ['COLLECT', [{ default: '"none"' }], 3, ['low']],
    ['COLLECT/SUM', [{ default: '-1' }], 0, -1],
    ['COLLECT/COUNT', [{}], 7, 3],
    ['COLLECT/COUNT', [{}], 0, 0],
  ])('%s %j on %d', async (policy, outputs = [], n, expected) => {
    expect(await value(tableFile({ policy, outputs, rules }), { n })).toEqual(expected);
  });

  test.each([
    ['SUM', 6],
    ['MIN', 1],
    ['MAX', 3],
  ])('COLLECT %s', async (aggregator, expected) => {
    const numbers: TableText['rules'] = [
      [['> 0'], ['3']],
      [['> 0'], ['1']],
      [['> 0'], ['2']],
    ];
    expect(await value(tableFile({ policy: `COLLECT/${aggregator}`, rules: numbers }), { n: 1 })).toBe(expected);
    expect(await value(tableFile({ policy: `COLLECT/${aggregator}`, rules: numbers }), { n: 0 })).toBeNull();
  });

  const collected = (aggregator: string, outputs: readonly string[]): Promise<unknown> =>
    value(tableFile({ policy: `COLLECT/${aggregator}`, rules: outputs.map((output) => [['> 0'], [output]]) }), {
      n: 1,
    });

  test.each<[string, string[], unknown]>([
    ['MIN', ['"b"', '"a"'], 'a'],
    ['MAX', ['date("2026-01-31")', 'date("2026-02-01")'], new Temporal('date', '2026-02-01')],
    ['MIN', ['duration("P1D")', 'duration("PT2H")'], new Temporal('duration', 'PT2H')],
  ])('COLLECT %s of %j', async (aggregator, outputs, expected) => {
    expect(await collected(aggregator, outputs)).toEqual(expected);
  });

  test.each([
    ['SUM', ['"a"'], 'output of rule 1 is not a number'],
    ['MAX', ['1', '"a"'], 'rule 1 is a number and that of rule 2 a string, so there is no MAX'],
    ['MAX', ['true'], 'output of rule 1 is a boolean, so there is no MAX'],
    ['MIN', ['[1]', '[2]'], 'output of rule 1 is a list, so there is no MIN'],
  ])('COLLECT %s of %j is refused', async (aggregator, outputs, reason) => {
    expect(await collected(aggregator, outputs)).toContain(reason);
  });

  test('of a list each item is allowed or not, and an empty cell says nothing', async () => {
    const listed = (cell: string) =>
      value(tableFile({ outputs: [{ values: '"a", "b"' }], rules: [[['-'], [cell]]] }), { n: 1 });
    expect(await listed('["a", "b"]')).toEqual(['a', 'b']);
    expect(await listed('["a", "c"]')).toMatch(/rule 1: the value of output output 1 is not among those allowed/);
    expect(await listed('')).toBeNull();
  });

  test('any: the same output from several rules', async () => {
    expect(await value(tableFile({ policy: 'ANY', rules: rules.slice(1, 3) }), { n: 7 })).toBe('high');
  });

  test('it says which rules hit', async () => {
    expect(await ask(tableFile({ policy: 'RULE ORDER', rules }), { n: 7 })).toMatchObject({
      ok: true,
      hits: [{ decision: 'd', rules: [1, 2, 3] }],
    });
  });
});

describe('tables', () => {
  test('several inputs and outputs; a result of several outputs is a context', async () => {
    const xml = tableFile({
      inputs: ['age', 'category'],
      outputs: [{ name: 'ok' }, { name: 'rate' }],
      rules: [
        [
          ['>= 18', '"a", "b"'],
          ['true', 'age * 2'],
        ],
        [
          ['< 18', '-'],
          ['false', ''],
        ],
      ],
    });
    expect(await value(xml, { age: 20, category: 'b' })).toEqual({ ok: true, rate: 40 });
    expect(await value(xml, { age: 10, category: 'x' })).toEqual({ ok: false, rate: null });
    expect(await value(xml, { age: 20, category: 'x' })).toBeNull();
  });

  test('an input that is not allowed', async () => {
    const xml = definitions(
      decision(
        'd',
        table({ rules: [[['-'], ['1']]] }).replace(
          '</inputExpression>',
          `</inputExpression>${entry('inputValues', '"a","b"')}`,
        ),
      ),
    );
    expect(await value(xml, { n: 'b' })).toBe(1);
    expect(await value(xml, { n: 'c' })).toBe('decision d: the value of input n is not among those allowed ("a","b")');
  });

  test.each<[string, TableText, string]>([
    [
      'an input',
      { inputs: ['missing'], rules: [] },
      'decision d, input missing: FEEL "missing" failed: Variable \'missing\' not found',
    ],
    [
      'a test',
      {
        rules: [
          [['-'], ['1']],
          [['> missing'], ['1']],
        ],
      },
      'decision d, rule 2: FEEL "> missing" failed: Variable \'missing\' not found',
    ],
    [
      'an output',
      { rules: [[['-'], ['missing']]] },
      'decision d, rule 1: FEEL "missing" failed: Variable \'missing\' not found',
    ],
  ])('a mistake in %s is named', async (_, text, expected) => {
    expect(await value(tableFile(text), { n: 1 })).toBe(expected);
  });
});

describe('requirements', () => {
  const needs = (id: string) => `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement>`;
  const input = (id: string) => `<informationRequirement><requiredInput href="#${id}"/></informationRequirement>`;
  const literal = (text: string) => entry('literalExpression', text);

  test('decisions that are needed come first, once', async () => {
    const xml = definitions(
      decision('d', `${needs('left')}${needs('right')}${literal('left + right')}`) +
        decision('left', `${needs('base')}${literal('base + 1')}`) +
        decision('right', `${needs('base')}${literal('base + 2')}`) +
        decision('base', table({ rules: [[['> 0'], ['10']]] })),
    );
    expect(await ask(xml, { n: 1 })).toEqual({
      ok: true,
      value: 23,
      hits: [{ decision: 'base', table: null, rules: [1], ruleIds: [null] }],
      decided: ['base', 'left', 'right', 'd'].map((name, index) => ({
        decision: name,
        name,
        value: [10, 11, 12, 23][index],
      })),
    });
  });

  test('decisions that need each other', async () => {
    const xml = definitions(
      decision('d', `${needs('e')}${literal('e')}`) + decision('e', `${needs('d')}${literal('d')}`),
    );
    expect(await value(xml)).toBe('decisions need each other: d → e → d');
  });

  test('input data: names with spaces, dates out of text, missing ones', async () => {
    const xml = definitions(
      `<inputData id="i" name="due day"><variable name="due day" typeRef="date"/></inputData>${decision('d', `${input('i')}${literal('due day + duration("P1D")')}`)}`,
    );
    expect(await value(xml, { 'due day': '2026-01-31' })).toEqual(new Temporal('date', '2026-02-01'));
    expect(await value(xml)).toBe('decision d needs the input "due day", and there is no such variable');
  });

  test('what is needed must be in the file', async () => {
    expect(await value(definitions(decision('d', `${needs('gone')}${literal('1')}`)))).toBe(
      'decision d needs "#gone", which is not in the file',
    );
  });
});

describe('refused by name', () => {
  test.each([
    ['', /has no decision logic/],
    ['<literalExpression expressionLanguage="groovy"><text>1</text></literalExpression>', /is in groovy; only FEEL/],
    [table({ outputs: [{}, {}], rules: [] }), /one of which has no name/],
    [table({ rules: [[['-', '-'], ['1']]] }), /rule 1 has not one entry for each column/],
    [table({ policy: 'COLLECT/SUM', outputs: [{ name: 'a' }, { name: 'b' }], rules: [] }), /aggregates 2 outputs/],
  ])('%s', async (content, expected) => {
    const xml = definitions(decision('d', content));
    expect(await value(xml)).toMatch(expected);
    expect(await checkDecision(xml, 'rules/a.dmn', 'd')).toMatchObject([
      { severity: 'error', file: 'rules/a.dmn', element: 'd', rule: 'unsupported-decision' },
    ]);
  });

  test.each([
    ['', /is empty/],
    ['not xml', /not XML/],
    ['<a/>', /not DMN/],
    ['<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision', /not DMN/],
    [`<!DOCTYPE a [<!ENTITY b "c">]>${definitions('')}`, /DOCTYPE/],
    [definitions('<!-- <!DOCTYPE a> --><description><![CDATA[<!DOCTYPE b>]]></description>'), /no decision d/],
    [`${'<a>'.repeat(300)}${'</a>'.repeat(300)}`, /nested deeper/],
    [`<a>${'<b/>'.repeat(200_001)}</a>`, /more than 200000 elements/],
    [`<a>${' '.repeat(5_000_001)}</a>`, /characters/],
    ['\ufffd\0\ufffd', /not XML/],
  ])('file %#', async (xml, expected) => {
    expect(await value(xml)).toMatch(expected);
    expect(await checkDecision(xml, 'a.dmn', 'd')).toMatchObject([{ severity: 'error', file: 'a.dmn' }]);
  });

  test('every version of the namespace is read', async () => {
    for (const version of ['20180521', '20191111', '20211108', '20230324']) {
      expect(await value(definitions(decision('d', entry('literalExpression', '1 + 1')), version))).toBe(2);
    }
  });
});

describe('at deployment', () => {
  test('a decision that can be evaluated has no problems', async () => {
    expect(
      await checkDecision(
        tableFile({
          rules: [
            [['> 1'], ['"a"']],
            [['-'], ['']],
          ],
        }),
        'a.dmn',
        'd',
      ),
    ).toEqual([]);
  });

  test('syntax is checked, of what is needed too', async () => {
    const xml = definitions(
      decision(
        'd',
        `<informationRequirement><requiredDecision href="#e"/></informationRequirement>${entry('literalExpression', 'e')}`,
      ) +
        decision('e', table({ rules: [[['> ('], ['1 +']]] })) +
        decision('unasked', entry('literalExpression', '1 +')),
    );
    expect((await checkDecision(xml, 'a.dmn', 'd')).map(({ element, rule }) => [element, rule])).toEqual([
      ['e', 'invalid-expression'],
      ['e', 'invalid-expression'],
    ]);
  });

  test('a function that is not there is warned of, to rule and column; those of the file are not', async () => {
    const xml = definitions(
      decision(
        'd',
        `<knowledgeRequirement id="k"><requiredKnowledge href="#b"/></knowledgeRequirement>${table({
          rules: [
            [['>= abc(1)'], ['rate(2)']],
            [['-'], ['sum([1]) + is blank("") + def(1)']],
          ],
        })}`,
      ) +
        '<businessKnowledgeModel id="b" name="rate"><variable name="rate"/><encapsulatedLogic>' +
        `<formalParameter name="f"/>${entry('literalExpression', 'f(1) + ghi(2)')}</encapsulatedLogic></businessKnowledgeModel>`,
    );
    const found = (await checkDecisions(xml, 'a.dmn')).map(({ severity, rule, message }) => [severity, rule, message]);
    expect(found).toEqual([
      [
        'warning',
        'unknown-function',
        'a.dmn: decision d, rule 1, n: there is no function abc, which ">= abc(1)" calls: evaluating it fails.',
      ],
      [
        'warning',
        'unknown-function',
        'a.dmn: decision d, rule 2, output 1: there is no function def, which "sum([1]) + is blank("") + def(1)" calls: evaluating it fails.',
      ],
      [
        'warning',
        'unknown-function',
        'a.dmn: business knowledge model b: there is no function ghi, which "f(1) + ghi(2)" calls: evaluating it fails.',
      ],
    ]);
    expect((await checkDecision(xml, 'a.dmn', 'd')).map(({ rule }) => rule)).toEqual(found.map(([, rule]) => rule));
  });

  test('a file that is edited is judged as a whole, to rule, column and cell', async () => {
    const cells =
      '<inputEntry id="in"><text>-</text></inputEntry><outputEntry id="out"><text>20 +</text></outputEntry>';
    const xml = definitions(
      decision(
        'd',
        table({ rules: [[['-'], ['1']]] }).replace('</decisionTable>', `<rule>${cells}</rule></decisionTable>`),
      ) + decision('unasked', entry('literalExpression', '1 +')),
    );
    const problems = await checkDecisions(xml, 'a.dmn');
    expect(problems.map(({ element, rule }) => [element, rule])).toEqual([
      ['out', 'invalid-expression'],
      ['unasked', 'invalid-expression'],
    ]);
    expect(problems[0]?.message).toMatch(/^a\.dmn: decision d, rule 2, output 1: .*"20 \+" is not valid FEEL/);
    const columns = definitions(
      decision('d', table({ inputs: ['upper case(n'], rules: [] }).replace('<input>', '<input id="column">')),
    );
    expect((await checkDecisions(columns, 'a.dmn')).map(({ element }) => element)).toEqual(['column']);
    expect(await checkDecisions('not xml', 'a.dmn')).toMatchObject([{ element: null, rule: 'unreadable-dmn' }]);
  });

  test('types that nobody defines, and imports, are warned of', async () => {
    const xml = definitions(
      '<import name="x" namespace="urn:y" locationURI="y.dmn" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>' +
        '<itemDefinition name="tOwn"><typeRef>string</typeRef></itemDefinition>' +
        '<inputData id="c" name="c"><variable name="c" typeRef="tNope"/></inputData>' +
        '<inputData id="other" name="other"><variable name="other" typeRef="tElse"/></inputData>' +
        decision(
          'd',
          `<variable name="d" typeRef="tOwn"/><informationRequirement><requiredInput href="#c"/></informationRequirement>${entry('literalExpression', 'c')}`,
        ),
    );
    const found = (problems: Awaited<ReturnType<typeof checkDecision>>) =>
      problems.map(({ severity, element, rule }) => [severity, element, rule]);
    const unknown = ['warning', 'c', 'unknown-type'];
    const imported = ['warning', null, 'import-not-read'];
    expect(found(await checkDecision(xml, 'a.dmn', 'd'))).toEqual([unknown, imported]);
    expect(found(await checkDecisions(xml, 'a.dmn'))).toEqual([
      unknown,
      ['warning', 'other', 'unknown-type'],
      imported,
    ]);
  });

  test.each(['Work out discount', 'a-b', 'dec'])('a decision called %s has its texts checked', async (name) => {
    const rule = `<rule>${entry('inputEntry', '"a" + + )')}${entry('outputEntry', '"b')}</rule>`;
    const xml = definitions(
      `<decision id="dec" name="${name}"><decisionTable><input>${entry('inputExpression', 'x +')}</input><output/>${rule}</decisionTable></decision>`,
    );
    for (const problems of [await checkDecisions(xml, 'a.dmn'), await checkDecision(xml, 'a.dmn', 'dec')])
      expect(problems).toMatchObject([
        { rule: 'invalid-expression', message: expect.stringContaining('FEEL "x +" ') },
        { rule: 'invalid-expression', message: expect.stringContaining('FEEL ""a" + + )" ') },
        { rule: 'invalid-expression', message: expect.stringContaining('FEEL ""b" ') },
      ]);
  });

  test.each([
    ['Monthly income * 12 > 5', true],
    ['Applicant data.Yearly bonus + 1', true],
    ["if Customer's age between 1 and 2 then a-b else -a-b", true],
    ['for Some one in Applicant data return Some one + Monthly income', true],
    ['some x in a-b satisfies x = "Monthly income"', true],
    ['string length(undeclared name) > Monthly   income', true],
    ['not(undeclared name > 3 and other one < 4)', true],
    ['Monthly income *', false],
    ['Monthly income Applicant data )', false],
    ['if a-b then 1', false],
    ['"Monthly income', false],
  ])('where names have spaces and signs, %s is an expression: %s', async (text, isOne) => {
    const given = ['Monthly income', "Customer's age", 'a-b'];
    const xml = definitions(
      '<itemDefinition name="tApplicant"><itemComponent name="Yearly bonus"><typeRef>number</typeRef></itemComponent></itemDefinition>' +
        given
          .map(
            (name, at) =>
              `<inputData id="i${at}" name="${name}"><variable name="${name}" typeRef="number"/></inputData>`,
          )
          .join('') +
        '<inputData id="i" name="Applicant data"><variable name="Applicant data" typeRef="tApplicant"/></inputData>' +
        decision('d', entry('literalExpression', text)),
    );
    const problems = await checkDecisions(xml, 'a.dmn');
    expect(problems.map(({ rule }) => rule)).toEqual(isOne ? [] : ['invalid-expression']);
  });

  test('what the parser trips over is named', async () => {
    const twice = definitions(
      decision('d', entry('literalExpression', '1')) + decision('d', entry('literalExpression', '2')),
    );
    expect((await checkDecisions(twice, 'a.dmn'))[0]?.message).toMatch(/<decision[^:]*: duplicate ID <d>/);
  });

  test('a function that calls itself without an end says so', async () => {
    const endless = definitions(
      '<businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>f(n + 1)</text></literalExpression></encapsulatedLogic><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement></businessKnowledgeModel>' +
        decision(
          'd',
          `<knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>${entry('literalExpression', 'f(1)')}`,
        ),
    );
    expect(await value(endless)).toMatch(
      /^business knowledge model f: it is nested, or calls itself, deeper than 150 levels$/,
    );
  });

  test('an unknown decision is named, with those that there are', async () => {
    expect(await checkDecision(tableFile({ rules: [] }), 'a.dmn', 'x')).toEqual([
      {
        severity: 'error',
        file: 'a.dmn',
        element: 'x',
        rule: 'unknown-decision',
        message: 'a.dmn has no decision x; it has d.',
      },
    ]);
  });
});

test('a task whose file is not there', async () => {
  const task = { variables: {}, moment, resources: () => null, spread: false };
  expect(await performDecision('Rule', { file: 'rules/a.dmn', decision: 'd' }, task)).toEqual({
    kind: 'failed',
    message: 'Rule: the file rules/a.dmn is not there',
  });
});

test('without a result variable the outputs of a context become variables; with one they do not', async () => {
  const xml = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="x" name="x" namespace="x">
    <decision id="d" name="d"><literalExpression><text>{ rate: 4, band: "low" }</text></literalExpression></decision>
  </definitions>`;
  const writesWith = async (spread: boolean) => {
    const task = { variables: {}, moment, resources: () => xml, spread };
    const outcome = await performDecision('Rule', { file: 'a.dmn', decision: 'd' }, task);
    return outcome.kind === 'completed' ? outcome.writes : outcome;
  };
  expect(await writesWith(true)).toEqual({ rate: 4, band: 'low' });
  expect(await writesWith(false)).toEqual({});
});

describe('what tests of Camunda call the value of their column', () => {
  const named = (attribute: string, text: string): string =>
    tableFile({ rules: [[[text], ['"hit"']]] }).replace(
      '<input>',
      `<input xmlns:camunda="http://camunda.org/schema/1.0/dmn" ${attribute}>`,
    );

  test.each([
    ['cellInput', '', 'cellInput > 3'],
    ['its input variable', 'camunda:inputVariable="amount"', 'amount > 3'],
    ['the question mark, too', 'camunda:inputVariable="amount"', '? > 3'],
  ])('%s', async (_, attribute, text) => {
    expect(await value(named(attribute, text), { n: 4 })).toBe('hit');
    expect(await value(named(attribute, text), { n: 3 })).toBeNull();
  });

  test('a variable of that name comes first', async () => {
    expect(await value(named('', 'cellInput > 3'), { n: 4, cellInput: 1 })).toBeNull();
  });
});
