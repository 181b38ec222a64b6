import { describe, expect, test } from 'vitest';
import { file, flow, node, problem, verdicts } from './bpmn-text.ts';

const catching = (id: string, seconds = 1) =>
  `<intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration>PT${seconds}S</timeDuration></timerEventDefinition></intermediateCatchEvent>`;

describe('timers', () => {
  const timer = (property: string, text: string, attributes = '') =>
    file(
      `<startEvent id="s"/><task id="t"/>${flow('s', 't')}<boundaryEvent id="a" attachedToRef="t"><timerEventDefinition><${property} ${attributes}>${text}</${property}></timerEventDefinition></boundaryEvent>`,
    );

  test.each([
    ['timeDuration', 'PT15M', 'literal', 'duration'],
    ['timeDuration', ' P1DT12H ', 'literal', 'duration'],
    ['timeDuration', '=wait', 'feel', 'duration'],
    ['timeDuration', '${wait}', 'juel', 'duration'],
    ['timeDate', '2026-02-28T12:00:00Z', 'literal', 'date'],
    ['timeDate', '2026-02-28', 'literal', 'date'],
    ['timeCycle', 'R3/PT10S', 'literal', 'cycle'],
    ['timeCycle', 'R/2026-01-01T00:00:00+01:00/P1D', 'literal', 'cycle'],
    ['timeCycle', 'R2/2026-01-01T01:00:00Z/2026-01-01T03:00:00Z', 'literal', 'cycle'],
    ['timeCycle', 'R2/PT1H/2026-01-01', 'literal', 'cycle'],
    ['timeCycle', '0 0/5 * * * ?', 'literal', 'cycle'],
    ['timeCycle', '*/5 * * * *', 'literal', 'cycle'],
    ['timeCycle', ' @daily ', 'literal', 'cycle'],
    ['timeCycle', '="0 0 9 * * MON"', 'feel', 'cycle'],
    ['timeCycle', '#{delay}', 'juel', 'cycle'],
  ])('%s %s is %s', async (property, text, language, kind) => {
    const { trigger } = await node(timer(property, text), 'a', 'bpmn:BoundaryEvent');
    expect(trigger).toMatchObject({ kind: 'timer', timer: { kind, value: { language } } });
  });

  test.each([
    ['timeDuration', '15 minutes', 'no ISO 8601 duration'],
    ['timeDuration', 'P', 'no ISO 8601 duration'],
    ['timeDuration', 'PT', 'no ISO 8601 duration'],
    ['timeDuration', '-PT1S', 'no ISO 8601 duration'],
    ['timeDate', '2026-02-30T12:00:00Z', 'no ISO 8601 date'],
    ['timeDate', '2026-01-01T25:00:00Z', 'no ISO 8601 date'],
    ['timeDate', 'tomorrow', 'no ISO 8601 date'],
    ['timeCycle', '0 0 25 * * ?', 'its hour is 25, which is not within 0 to 23'],
    ['timeCycle', '0 0 9 ? * 0', 'its day of the week is 0, which is not within 1 to 7'],
    ['timeCycle', '0 0 0 30 2 ?', 'never fires'],
    ['timeCycle', '@reboot', '@reboot is none of'],
    ['timeCycle', 'every full hour', 'no cron expression'],
    ['timeCycle', 'R3', 'no ISO 8601 cycle'],
    ['timeCycle', 'R0/PT1S', 'never fires'],
    ['timeCycle', 'R3/PT0S', 'longer than nothing'],
    ['timeCycle', 'R3/2026-01-02/2026-01-01', 'ends no later than it starts'],
    ['timeCycle', 'R3/2026-01-01T10:00/2026-01-01T10:00Z', 'ends no later than it starts'],
    ['timeCycle', 'R3/soon/2026-01-01', 'starts at no'],
    ['timeCycle', 'R3/PT0S/2026-01-01', 'lasts no'],
    ['timeCycle', 'R3/soon/PT1S', 'starts at no'],
    ['timeDate', '', 'empty'],
  ])('%s "%s" is refused', async (property, text, reason) => {
    const { severity, element, message } = await problem(timer(property, text), 'timer');
    expect([severity, element]).toEqual(['error', 'a']);
    expect(message).toContain(reason);
    expect(message).toContain('10.101');
  });

  test.each([
    ['', 'quartz'],
    ['xmlns:o="http://operaton.org/schema/1.0/bpmn"', 'quartz'],
    ['xmlns:z="http://camunda.org/schema/zeebe/1.0"', 'spring'],
    ['xmlns:m="http://camunda.org/schema/modeler/1.0" m:executionPlatform="Camunda Cloud"', 'spring'],
    ['xmlns:m="http://camunda.org/schema/modeler/1.0" m:executionPlatform="Camunda Platform"', 'quartz'],
  ])('cron in a file with %s is read as %s does', async (attributes, cron) => {
    const xml = timer('timeCycle', '0 0 9 ? * 1').replace('<definitions ', `<definitions ${attributes} `);
    expect(xml).toContain(`<definitions ${attributes} `);
    const { trigger } = await node(xml, 'a', 'bpmn:BoundaryEvent');
    expect(trigger).toMatchObject({ timer: { kind: 'cycle', cron } });
  });

  test('none, several, and one in a language that is not evaluated are refused', async () => {
    expect((await problem(timer('timeDate', '').replace(/<timeDate.*timeDate>/, ''), 'timer')).message).toContain(
      'neither',
    );
    expect(
      (
        await problem(
          timer('timeDate', 'x</timeDate><timeCycle>y</timeCycle><timeDate>').replace('<timeDate></timeDate>', ''),
          'timer',
        )
      ).message,
    ).toContain('exclude');
    expect(
      (await problem(timer('timeDuration', 'later', 'xsi:type="tFormalExpression" language="groovy"'), 'timer'))
        .message,
    ).toContain('no ISO 8601 duration');
  });

  test('an intermediate event with a cycle draws a warning', async () => {
    const xml = file(
      `<startEvent id="s"/>${catching('a')
        .replace(/timeDuration/g, 'timeCycle')
        .replace('PT1S', 'R/PT1S')}${flow('s', 'a')}`,
    );
    expect(await verdicts(xml)).toEqual(['warning timer-cycle @a']);
  });
});
