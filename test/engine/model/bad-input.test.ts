import { describe, expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { around, definitions, file, flow, problem, read, verdicts } from './bpmn-text.ts';

describe('files that are no BPMN', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n ', 'empty'],
    ['plain text', 'hello', 'text outside the root element'],
    ['JSON', '{"a": "<b>"}', 'text outside the root element'],
    ['binary data', 'PK\0\u0003', 'NUL'],
    ['UTF-16 read as UTF-8', '<\0?\0x\0m\0l\0', 'NUL'],
    [
      'a tag that is never closed',
      '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process>',
      'never closed',
    ],
    [
      'crossed tags',
      file('<task></process>').replace('</process></definitions>', '</task></definitions>'),
      'is expected',
    ],
    ['two roots', `${file('<task id="a"/>')}<x/>`, 'second root'],
    ['an unquoted attribute', '<definitions id=a/>', 'id=a in the tag <definitions> is no attribute'],
    ['a tag without its end', '<broken', 'the tag <broken does not end (write >)'],
    ['a repeated attribute', file('<task id="a" id="b"/>'), 'twice'],
    ['a bare ampersand', file('<task id="a" name="a & b"/>'), 'bare &'],
    ['an undefined entity', file('<task id="a" name="&nbsp;"/>'), '&nbsp;'],
    ['an unbound prefix', file('<bpmn2:task id="a"/>'), 'prefix'],
    ['an unbound prefix of an attribute', file('<task id="a" zeebe:x="1"/>'), 'prefix'],
    ['an open comment', `${file('<task id="a"/>')}<!--`, 'comment'],
  ])('%s', async (_, xml, reason) => {
    const { processes, problems } = await readBpmn(xml, 'bad.bpmn');
    expect(processes).toEqual([]);
    expect(problems).toMatchObject([
      { severity: 'error', file: 'bad.bpmn', element: null, process: null, rule: 'not-xml' },
    ]);
    expect(problems[0]?.message).toContain(reason);
  });

  test.each([
    ['a web page', '<!-- x --><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', 'web page'],
    ['a DMN file', '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', 'DMN file'],
    ['another vocabulary', '<Package xmlns="http://www.wfmc.org/2008/XPDL2.1"/>', 'no BPMN 2.0 file'],
    ['no namespace', '<definitions/>', 'no BPMN 2.0 file'],
    ['an unknown element', file('<taks id="a"/>'), 'taks'],
    ['an element in a wrong place', file('<message id="a"/>'), 'not possible there'],
    ['text between elements', file('stray<task id="a"/>'), '"stray"'],
    ['a Boolean that is none', file('<boundaryEvent id="a" cancelActivity="maybe"/>'), 'neither true nor false'],
    [
      'a Boolean that is a property of objects',
      file('<boundaryEvent id="a" cancelActivity="constructor"/>'),
      'neither true nor false',
    ],
    [
      'an unknown type of expression',
      file(
        `<task id="a"/><task id="b"/>${flow('a', 'b', '<conditionExpression xsi:type="tNothing">=x</conditionExpression>')}`,
      ),
      'Nothing',
    ],
    [
      'a type without a prefix, where no namespace is without one',
      '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t"><b:process id="p"><b:startEvent id="s"/><b:task id="e"/><b:sequenceFlow id="f" sourceRef="s" targetRef="e"><b:conditionExpression xsi:type="= no type">x</b:conditionExpression></b:sequenceFlow></b:process></b:definitions>',
      'unknown type <= no type>',
    ],
  ])('%s', async (_, xml, reason) => {
    const { message, severity } = await problem(xml, 'not-bpmn');
    expect(severity).toBe('error');
    expect(message).toContain(reason);
    expect((await read(xml)).processes).toEqual([]);
  });

  test('the line of a problem is that of the file, whatever is cut before parsing', async () => {
    const xml = file('\n<task id="a">\n<incoming>x</incoming>\n</task>\n<taks/>');
    expect((await problem(xml, 'not-bpmn')).message).toMatch(/^Line 6:/);
  });

  test.each(['<!DOCTYPE x [<!ENTITY a "b">]>', '<!doctype x>', '<!ENTITY a SYSTEM "file:///etc/passwd">'])(
    '%s is refused',
    async (declaration) => {
      expect((await problem(`<?xml version="1.0"?>\n${declaration}${file('')}`, 'doctype')).message).toContain(
        'Line 2',
      );
    },
  );

  test('the word DOCTYPE in a comment or in CDATA is harmless', async () => {
    const script = '<scriptTask id="it" scriptFormat="js"><script><![CDATA["<!DOCTYPE html>"]]></script></scriptTask>';
    expect(await verdicts(`<!-- <!DOCTYPE x> -->${around(script).replace(/^<\?xml.*\?>\n/, '')}`)).toEqual([]);
  });

  test('a byte order mark is skipped; a declared encoding matters only if the text shows it', async () => {
    const xml = around('<task id="it" name="x"/>');
    expect(await verdicts(`\uFEFF${xml}`)).toEqual([]);
    const latin = xml.replace('UTF-8', 'ISO-8859-1');
    expect(await verdicts(latin)).toEqual([]);
    expect((await problem(latin.replace('name="x"', 'name="\uFFFD"'), 'not-utf8')).message).toContain('ISO-8859-1');
  });
});

describe('limits', () => {
  const chain = (nodes: number) => {
    const parts = Array.from(
      { length: nodes },
      (_, n) => `<task id="t${n}"/>${n === 0 ? '' : flow(`t${n - 1}`, `t${n}`)}\n`,
    );
    return file(parts.join(''));
  };

  test('50,000 elements are refused at once, with count and limit', async () => {
    const xml = chain(25_000);
    const { message } = await problem(xml, 'too-large');
    expect(message).toContain('49,999');
    expect(message).toContain('20,000');
  });

  test('20,000 elements are read, and their depth is no depth of the stack', async () => {
    const { processes } = await read(chain(10_000));
    expect(processes[0]?.nodes.size).toBe(10_000);
  });

  test.each([
    ['nesting', file('<subProcess>'.repeat(100_000))],
    ['nesting in an extension', file(`<extensionElements>${'<x:x xmlns:x="u">'.repeat(100_000)}`)],
  ])('%s is refused before it is parsed', async (_, xml) => {
    expect((await problem(xml, 'too-deep')).message).toContain('200');
  });

  test('just below the limit of nesting a file is read', async () => {
    const depth = 190;
    const xml = file(`${'<subProcess>'.repeat(depth)}<task/>${'</subProcess>'.repeat(depth)}`);
    expect((await read(xml)).processes[0]?.scopes.size).toBe(depth + 1);
  });

  test.each([
    ['characters', ' '.repeat(20_000_001).replace(' ', '<')],
    ['elements', file(`<extensionElements>${'<x:x xmlns:x="u"/>'.repeat(200_000)}</extensionElements>`)],
    [
      'references',
      file(
        `<task><ioSpecification><inputSet>${'<dataInputRefs>a</dataInputRefs>'.repeat(20_001)}</inputSet></ioSpecification></task>`,
      ),
    ],
    ['attributes', file(`<task ${Array.from({ length: 1_001 }, (_, n) => `a${n}=""`).join(' ')}/>`)],
    ['characters of an attribute', file(`<task name="${'x'.repeat(100_001)}"/>`)],
    ['prefixes', file(Array.from({ length: 201 }, (_, n) => `<task xmlns:a${n}="u"/>`).join(''))],
  ])('too many %s', async (_, xml) => {
    expect((await problem(xml, 'too-large')).severity).toBe('error');
  });

  test.each([
    ['unknown elements', file('<foo/>'.repeat(30_000))],
    ['stray text', file('x<task/>'.repeat(15_000))],
    ['repeated ids', file('<task id="a"/>'.repeat(15_000))],
    [
      'usable diagrams',
      file('<task id="a"/>').replace(
        '</definitions>',
        `<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI">${'<d:BPMNShape/>'.repeat(300_000)}</d:BPMNDiagram></definitions>`,
      ),
    ],
  ])('many %s give no long list', async (_, xml) => {
    expect((await read(xml)).problems.length).toBeLessThan(30);
  });
});

describe('an element of which there can be one', () => {
  const looped =
    '<standardLoopCharacteristics/><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>';
  test.each([
    ['script', '<scriptTask id="a" scriptFormat="feel"><script>1</script>\n<script>2</script></scriptTask>'],
    [
      'conditionExpression',
      `<task id="x"/><sequenceFlow id="a" sourceRef="g" targetRef="x"><conditionExpression>true</conditionExpression><conditionExpression>false</conditionExpression></sequenceFlow>`,
    ],
    ['extensionElements', '<task id="a"><extensionElements/><extensionElements/></task>'],
    ['multiInstanceLoopCharacteristics', `<task id="a">${looped}</task>`],
  ])('is refused when it stands twice, as the parser would keep one of them: %s', async (name, content) => {
    const { message, element } = await problem(around(content), 'repeated-element');
    expect(element).toBe('a');
    expect(message).toContain(`<${name}>`);
    expect(message).toContain('15.3');
  });

  test('stands once in each of several', async () => {
    const flows = ['a', 'b'].map((to) => `<conditionExpression>${to}</conditionExpression>`);
    const xml = around(
      flows
        .map((inner, at) => `<sequenceFlow id="f${at}" sourceRef="g" targetRef="x">${inner}</sequenceFlow>`)
        .join(''),
    );
    expect((await read(xml)).problems.map(({ rule }) => rule)).not.toContain('repeated-element');
  });
});

describe('ids', () => {
  test('one that is used twice names both places, also across processes', async () => {
    const xml = definitions('<process id="p">\n<task id="a"/></process>\n<process id="q"><userTask id="a"/></process>');
    const { message, element, process } = await problem(xml, 'duplicate-id');
    expect([element, process]).toEqual(['a', null]);
    expect(message).toContain('<task> in line 3');
    expect(message).toContain('<userTask> in line 4');
    expect((await read(xml)).processes).toEqual([]);
  });

  test('one that the parser would drop is refused', async () => {
    expect((await problem(around('<task id="1it"/>'), 'illegal-id')).message).toContain('1it');
  });

  test('absent ones are assigned in document order, without collisions, the same every time', async () => {
    const xml = file('<task/><task id="Task_2"/><subProcess><task/><sequenceFlow/></subProcess><exclusiveGateway/>');
    const ids = async () =>
      (await read(xml)).declared
        .map(({ id }) => id)
        .concat((await read(xml)).problems.map(({ element }) => element ?? '-'));
    expect(await ids()).toEqual(await ids());
    const clean = file('<task/><task id="Task_2"/><subProcess><task/></subProcess><exclusiveGateway/>');
    expect([...((await read(clean)).processes[0]?.nodes.keys() ?? [])]).toEqual([
      'Task_1',
      'Task_2',
      'SubProcess_1',
      'Task_3',
      'ExclusiveGateway_1',
    ]);
  });

  test('a process without id gets one', async () => {
    expect((await read(definitions('<process><task/></process>'))).processes[0]?.processId).toBe('Process_1');
  });
});

describe('what the parser alone would misread', () => {
  test('Booleans written as numbers', async () => {
    const xml = file(
      '<task id="a"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="0"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent>',
    );
    expect((await read(xml)).processes[0]?.nodes.get('b')).toMatchObject({ interrupting: false });
    expect(await verdicts(file('<task id="a"/>').replace('"true"', '"0"'))).toEqual(['error no-executable-process @p']);
  });

  test('blanks around the equals sign', async () => {
    expect((await read(file('<task id = "a"\n name\n=\n"x"/>'))).processes[0]?.nodes.get('a')?.name).toBe('x');
  });

  test('characters beyond U+FFFF written as numbers', async () => {
    expect((await read(file('<task id="a" name="&#x1F600;&#128512;&#65;"/>'))).processes[0]?.nodes.get('a')?.name).toBe(
      '😀😀A',
    );
  });
});

describe('executable processes', () => {
  test('absent means executable; one that is not is left alone beside one that is', async () => {
    const xml = definitions(
      '<process id="p"><task id="a"/></process><process id="q" isExecutable="false"><implicitThrowEvent id="b"/></process>',
    );
    const { processes, declared, problems } = await read(xml);
    expect(processes.map(({ processId }) => processId)).toEqual(['p']);
    expect(declared.map(({ id, executable }) => [id, executable])).toEqual([
      ['p', true],
      ['q', false],
    ]);
    expect(problems.map(({ severity, process }) => [severity, process])).toEqual([['note', 'q']]);
  });

  test('none at all is an error, and what else is wrong is said too', async () => {
    const xml = definitions('<process id="q" isExecutable="false"><implicitThrowEvent id="b"/></process>');
    expect(await verdicts(xml)).toEqual(['error no-executable-process @q', 'error unsupported-element @b']);
    expect(await verdicts(definitions('<message id="m"/>'))).toEqual(['error no-executable-process @-']);
  });

  test('a process with errors does not stop its neighbour', async () => {
    const xml = definitions(
      '<process id="p"><implicitThrowEvent id="b"/></process><process id="q"><task id="a"/></process>',
    );
    const { processes, problems } = await read(xml);
    expect(processes.map(({ processId }) => processId)).toEqual(['q']);
    expect(problems.map(({ process, element }) => [process, element])).toEqual([['p', 'b']]);
  });
});

describe('references that lead nowhere', () => {
  const message = '<messageEventDefinition messageRef="nothing"/>';
  test.each([
    ['the source of a flow', '<task id="a"/><sequenceFlow id="f" sourceRef="x" targetRef="a"/>', 'f'],
    ['the target of a flow', '<task id="a"/><sequenceFlow id="f" sourceRef="a" targetRef="x"/>', 'f'],
    ['a flow without target', '<task id="a"/><sequenceFlow id="f" sourceRef="a"/>', 'f'],
    ['a default flow', '<exclusiveGateway id="a" default="x"/>', 'a'],
    ['the message of an event', `<intermediateCatchEvent id="a">${message}</intermediateCatchEvent>`, 'a'],
    ['the message of a receive task', '<receiveTask id="a" messageRef="x"/>', 'a'],
    ['the message of a send task', '<sendTask id="a" messageRef="x"/>', 'a'],
    ['the error of an event', '<endEvent id="a"><errorEventDefinition errorRef="x"/></endEvent>', 'a'],
    [
      'the activity of a boundary event',
      `<task id="t"/><boundaryEvent id="a" attachedToRef="x">${message.replace('nothing', 'm')}</boundaryEvent>`,
      'a',
    ],
  ])('%s', async (_, content, element) => {
    expect(await verdicts(file(content, '<message id="m" name="m"/>'))).toEqual([
      `error dangling-reference @${element}`,
    ]);
  });

  test('one that decides nothing is a warning', async () => {
    expect(await verdicts(file('<task id="a"><property id="x" itemSubjectRef="xsd_string"/></task>'))).toEqual([
      'warning dangling-reference @a',
    ]);
  });

  test('a name with the prefix of the target namespace is resolved', async () => {
    const xml = definitions(
      '<process id="p"><receiveTask id="a" messageRef="own:m"/></process><message id="m" name="go"/>',
      'xmlns:own="urn:test"',
    );
    expect((await read(xml)).processes[0]?.nodes.get('a')).toMatchObject({ message: { name: 'go' } });
  });

  test.each([
    ['a message', '<receiveTask id="a" messageRef="p"/>'],
    ['an error', '<endEvent id="a"><errorEventDefinition errorRef="p"/></endEvent>'],
  ])('%s that is something else', async (_, content) => {
    expect(await verdicts(file(content))).toContain('error dangling-reference @a');
  });
});

test('attributes that BPMN does not know are warnings, those that Cairn does not know are errors', async () => {
  expect(await verdicts(around('<task id="it" colour="red"/>'))).toEqual(['warning unknown-attribute @it']);
  expect(await verdicts(around('<task id="it" cairn:checkpont="after"/>'))).toEqual(['error unknown-extension @it']);
  expect(await verdicts(around('<task id="it" cairn:decision="a#b"/>'))).toEqual(['error unknown-extension @it']);
});

test('elements of other namespaces outside extensionElements are ignored with a warning', async () => {
  expect(await verdicts(around('<task id="it"><camunda:properties/></task>'))).toEqual(['warning not-bpmn @-']);
});
