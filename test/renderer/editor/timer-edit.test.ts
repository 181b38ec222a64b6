/** The time of a timer as the panel writes it. */
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import { expect, it } from 'vitest';
import { childOf, childrenOf } from '../../../engine/model/element.ts';
import type { Subject } from '../../../renderer/editor/properties/edit.ts';
import { shownTime, writeTime, type TimeProperty } from '../../../renderer/editor/properties/timer-edit.ts';

const XPATH = 'http://www.w3.org/1999/XPath';
const FEEL = 'http://www.omg.org/spec/FEEL/20140401';

/** A timer with a time, and what writes into it as the editor's commands do. */
async function timer(
  time: string,
): Promise<{ subject: Subject; definition: ModdleElement; text: () => Promise<string> }> {
  const moddle = new BpmnModdle();
  const { rootElement } = await moddle.fromXML(
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:flowable="http://flowable.org/bpmn" targetNamespace="urn:test"><process id="p"><intermediateCatchEvent id="e"><timerEventDefinition id="d">${time}</timerEventDefinition></intermediateCatchEvent></process></definitions>`,
  );
  const [process] = childrenOf(rootElement, 'rootElements');
  const [event] = process === undefined ? [] : childrenOf(process, 'flowElements');
  const [definition] = event === undefined ? [] : childrenOf(event, 'eventDefinitions');
  if (definition === undefined) throw new Error('there is no timer');
  const modeling = {
    updateModdleProperties: (_: unknown, owner: ModdleElement, properties: Record<string, unknown>) => {
      for (const [name, value] of Object.entries(properties)) owner.set(name, value);
    },
  };
  const subject = { session: { moddle, modeling }, element: {} } as unknown as Subject;
  const text = async (): Promise<string> =>
    /<timerEventDefinition[^>]*>(.*)<\/timerEventDefinition>/s.exec((await moddle.toXML(rootElement)).xml)?.[1] ?? '';
  return { subject, definition, text };
}

it.each<[string, TimeProperty, string, string, string]>([
  [
    `<timeDuration xsi:type="tFormalExpression" id="x" language="${XPATH}">concat('PT', n, 'H')</timeDuration>`,
    'timeDuration',
    "concat('PT', n, 'H')",
    "concat('P', n, 'D')",
    `<timeDuration xsi:type="tFormalExpression" id="x" language="${XPATH}">concat('P', n, 'D')</timeDuration>`,
  ],
  [
    `<timeCycle xsi:type="tFormalExpression" flowable:endDate="2030-01-01">R3/PT1H</timeCycle>`,
    'timeCycle',
    'R3/PT1H',
    '0 0 9 * * ?',
    `<timeCycle xsi:type="tFormalExpression" flowable:endDate="2030-01-01">0 0 9 * * ?</timeCycle>`,
  ],
  [
    `<timeDate xsi:type="tFormalExpression" language="${FEEL}">due</timeDate>`,
    'timeDate',
    '=due',
    '=due + duration("P1D")',
    `<timeDate xsi:type="tFormalExpression" language="${FEEL}">due + duration("P1D")</timeDate>`,
  ],
  [
    `<timeDate xsi:type="tFormalExpression" language="${FEEL}">= due</timeDate>`,
    'timeDate',
    '= due',
    '=later',
    `<timeDate xsi:type="tFormalExpression" language="${FEEL}">=later</timeDate>`,
  ],
  [
    `<timeDate xsi:type="tFormalExpression" language="${FEEL}">due</timeDate>`,
    'timeDate',
    '=due',
    '2030-01-31',
    `<timeDate xsi:type="tFormalExpression">2030-01-31</timeDate>`,
  ],
])('%s: what says how to read it stays', async (time, property, shown, written, expected) => {
  const { subject, definition, text } = await timer(time);
  expect(shownTime(definition, property)).toBe(shown);
  writeTime(subject, definition, property, written);
  expect(shownTime(definition, property)).toBe(written);
  expect(inOneForm(await text())).toEqual(inOneForm(expected));
});

it('a time of another kind takes the place of the first', async () => {
  const { subject, definition } = await timer('<timeDate>2030-01-31</timeDate>');
  expect(shownTime(definition, 'timeDuration')).toBe('');
  writeTime(subject, definition, 'timeDuration', 'PT15M');
  expect(childOf(definition, 'timeDate')).toBeNull();
  expect(shownTime(definition, 'timeDuration')).toBe('PT15M');
});

/** Attributes in whatever order, quotes as text. */
function inOneForm(xml: string): string[] {
  return xml
    .replaceAll('&#34;', '"')
    .replaceAll('&quot;', '"')
    .trim()
    .split(/[\s>]+/)
    .toSorted();
}
