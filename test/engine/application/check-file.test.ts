/** `cairn check` warns of what a crash would do twice, as the window does while one draws. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFile } from '../../../engine/application/check-file.ts';
import { contextOf } from '../../../engine/application/context.ts';

const samples = new URL('../../../samples/', import.meta.url);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cairn-check-'));
  mkdirSync(join(dir, 'rules'));
  copyFileSync(new URL('rules/discount.dmn', samples), join(dir, 'rules/discount.dmn'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function unsaved(text: string) {
  writeFileSync(join(dir, 'p.bpmn'), text);
  const { problems } = await checkFile(contextOf({ cwd: dir }), 'p.bpmn');
  return problems.filter(({ rule }) => rule === 'unsaved-effect');
}

it('an effect that nothing saves is a warning, until a checkpoint is marked after it', async () => {
  const text = readFileSync(new URL('processes/order-fulfilment.bpmn', samples), 'utf8');
  const found = await unsaved(text);
  expect(found.map(({ element }) => element)).toEqual(['charge-card', 'book-courier']);
  expect(found[0]).toEqual({
    severity: 'warning',
    file: 'p.bpmn',
    element: 'charge-card',
    rule: 'unsaved-effect',
    message:
      '“Charge card” calls a web service, and nothing saves that it did: a crash right after it would do it twice. Mark a checkpoint after it: cairn:checkpoint="after".',
  });
  const marked = text.replace('id="charge-card"', 'id="charge-card" cairn:checkpoint="after"');
  expect((await unsaved(marked)).map(({ element }) => element)).toEqual(['book-courier']);
});

it.each([
  ['0 0 12 1 1 ? 2020-2025', '2026-01-01T00:00:00Z', true],
  ['0 0 12 1 1 ? 2020-2026', '2026-01-01T00:00:00Z', false],
  ['0 0 12 1 1 ? 2020-2026', '2026-01-01T12:00:00Z', true],
  ['0 0 12 1 1 ?', '2026-01-01T00:00:00Z', false],
  ['R3/2020-01-01T00:00:00Z/P1D', '2026-01-01T00:00:00Z', false],
])('a timer %s is over on %s: %s', async (cycle, now, over) => {
  const cycleOf = `<timerEventDefinition><timeCycle>${cycle}</timeCycle></timerEventDefinition>`;
  writeFileSync(
    join(dir, 'p.bpmn'),
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p" isExecutable="true">
      <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/><userTask id="t"/>
      <boundaryEvent id="late" attachedToRef="t">${cycleOf}</boundaryEvent></process></definitions>`,
  );
  const { problems, runnable } = await checkFile(contextOf({ cwd: dir, now: () => Date.parse(now) }), 'p.bpmn');
  expect(runnable).toBe(true);
  expect(
    problems.flatMap(({ rule, severity, message }) => (rule === 'timer-over' ? [`${severity} ${message}`] : [])),
  ).toEqual(
    over
      ? [
          `warning late (bpmn:BoundaryEvent): the cron expression "${cycle}" of its timer names only times that are past, so that it never fires again.`,
        ]
      : [],
  );
});
