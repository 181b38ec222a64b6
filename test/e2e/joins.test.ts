/** A token that waits at a join for ever, and what the window says about it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { RunsPage } from './pages/runs-page.ts';

/** Without a drawing: it is laid out. */
const stuck = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="stuck-file" targetNamespace="urn:stuck">
  <process id="stuck" name="Stuck" isExecutable="true">
    <startEvent id="s"/>
    <exclusiveGateway id="which" default="to-pack"/>
    <task id="pack" name="Pack"/>
    <task id="weigh" name="Weigh"/>
    <parallelGateway id="both" name="Both done"/>
    <endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="which"/>
    <sequenceFlow id="to-pack" sourceRef="which" targetRef="pack"/>
    <sequenceFlow id="to-weigh" name="heavy" sourceRef="which" targetRef="weigh">
      <conditionExpression>false</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="packed" sourceRef="pack" targetRef="both"/>
    <sequenceFlow id="weighed" sourceRef="weigh" targetRef="both"/>
    <sequenceFlow id="f2" sourceRef="both" targetRef="e"/>
  </process>
</definitions>
`;

const studio = useStudio({
  prepare: ({ dir }) => writeFileSync(join(dir, 'processes', 'stuck.bpmn'), stuck),
});

it('an exclusive split into a parallel join waits for ever, and Runs says why', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  await runs.startFile('stuck');
  await runs.status('Waiting');
  const card = runs.panel.getByRole('article', { name: 'Both done waits for tokens' });
  await card
    .getByText('Waits for a token on the flow from “Weigh” to “Both done”. None can come any more: it waits for ever.')
    .waitFor();
  // The same where the join is chosen.
  await card.getByRole('button', { name: 'Both done' }).click();
  await runs.panel.getByRole('heading', { name: 'Both done', level: 2 }).waitFor();
  expect(await card.locator('.runs-card-note').allTextContents()).toEqual(['waits for ever']);
});
