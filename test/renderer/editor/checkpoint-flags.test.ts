import { expect, it } from 'vitest';
import { flagFoot, flagHeight, flagText } from '../../../renderer/editor/checkpoint-flags.ts';
import { readDiagram } from '../../../renderer/editor/checkpoint-points.ts';

const host = { x: 100, y: 100, width: 100, height: 80 };
/** With its middle on an edge of its host. */
const event = (y: number) => ({ x: 132, y: y - 18, width: 36, height: 36, host });
/** Height of a flag. */
const flag = 14;

it('stands on the upper edge of an event, and of one attached to the upper edge of its host', () => {
  const { y } = flagFoot({ ...event(300), host: null }, 'after');
  expect(y).toBeLessThan(10);
  expect(flagFoot(event(100), 'after').y).toBe(y);
});

it('stands off the head of an arrow that comes to a gateway from above', () => {
  const { x } = flagFoot({ x: 0, y: 0, width: 50, height: 50, host: null }, 'before');
  expect(x + 9).toBeLessThan(50 / 2 - 6 - 2);
});

it('leans on the sides of a gateway, and touches no more of them', () => {
  const gateway = { x: 0, y: 0, width: 50, height: 50, host: null };
  /** Upwards, from the side of the diamond below it. */
  const above = (x: number, y: number): number => Math.abs(x - 25) - y;
  for (const side of ['before', 'after'] as const) {
    const { x, y } = flagFoot(gateway, side);
    expect(above(x, y)).toBeGreaterThan(0.5);
    expect(above(x, y)).toBeLessThan(2.5);
    // The lower corner of the cloth, with its stroke and that of the diamond.
    const cloth = y - flagHeight(gateway, side) + 6;
    expect(above(x + 9, cloth) / Math.SQRT2).toBeGreaterThan(0.75 + 1 + 1);
  }
});

it.each(['before', 'after'] as const)(
  'stands below the middle of an event with its name where the flag %s it would be, clear of what comes and goes',
  (side) => {
    const alone = { x: 300, y: 200, width: 36, height: 36, host: null };
    const below = { x: 278, y: 242, width: 80, height: 14 };
    expect(flagFoot({ ...alone, labels: [below] }, side)).toEqual(flagFoot(alone, side));
    const above = { x: 278, y: 172, width: 80, height: 24 };
    const { x, y } = flagFoot({ ...alone, labels: [above] }, side);
    expect(y - flag).toBeGreaterThan(18 + 6);
    expect(side === 'before' ? x + 9 < 0 : x >= 36).toBe(true);
    // Of two places with a name the usual one.
    expect(flagFoot({ ...alone, labels: [above, { ...below, y: 220, height: 40 }] }, side)).toEqual(
      flagFoot(alone, side),
    );
  },
);

it('stands off the head of an arrow that comes to an event from above, on its circle', () => {
  const { x, y } = flagFoot({ x: 0, y: 0, width: 36, height: 36, host: null }, 'after');
  expect(x).toBeGreaterThan(18 + 6 + 4);
  expect(Math.hypot(x - 18, y - 18)).toBeLessThanOrEqual(18);
});

it('stands clear of the edge of its host beside an event that is attached to the lower one, whose name is above', () => {
  for (const side of ['before', 'after'] as const) {
    const { x, y } = flagFoot(event(180), side);
    expect(event(180).y + y - flag).toBeGreaterThanOrEqual(180 + 3);
    expect(side === 'before' ? x < 0 : x > 30).toBe(true);
  }
});

it('stands on the edge of a task, attached to nothing', () => {
  expect(flagFoot({ ...host, host: null }, 'after')).toEqual({ x: 88, y: 0 });
});

it('leans on the circle of an event that is attached to the lower edge of its host', () => {
  const { x, y } = flagFoot(event(180), 'after');
  const offCircle = Math.hypot(x - 18, y - flag - 18) - 18;
  expect(offCircle).toBeGreaterThanOrEqual(0);
  expect(offCircle).toBeLessThanOrEqual(1.5);
});

it('says of an event that interrupts nothing what starts there, and of a gateway that its ways are taken', async () => {
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true">
    <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/>
    <parallelGateway id="g"/><sequenceFlow id="f2" sourceRef="g" targetRef="a"/><sequenceFlow id="f3" sourceRef="g" targetRef="b"/>
    <endEvent id="a"/><endEvent id="b"/>
    <subProcess id="e" triggeredByEvent="true"><startEvent id="weekly" isInterrupting="false">
      <timerEventDefinition><timeCycle>R3/P7D</timeCycle></timerEventDefinition></startEvent>
      <sequenceFlow id="f4" sourceRef="weekly" targetRef="c"/><endEvent id="c"/></subProcess>
  </process></definitions>`;
  const { flags } = await readDiagram(xml, 'p.bpmn');
  const said = (id: string): string[] => (flags.get(id) ?? []).map(flagText);
  expect(said('weekly')).toEqual([
    'Checkpoint (implicit): when the wait ends and once a further token has started here',
  ]);
  expect(said('g')).toEqual(['Checkpoint (implicit): once all ways out are taken']);
});
