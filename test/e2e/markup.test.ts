/** Text with markup in it, in every place where a file, a variable or a failure can bring it into the window. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';
import { HistoryPage } from './pages/history-page.ts';
import { RunsPage } from './pages/runs-page.ts';

const hostile = '<img src="x" onerror="window.wasRun = true">';
const escaped = hostile.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const process = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:cairn="urn:cairn:bpmn:1" targetNamespace="x">
  <bpmn:message id="m" name="${escaped} message"/>
  <bpmn:process id="hostile" name="${escaped} process" isExecutable="true">
    <bpmn:documentation>${escaped} documentation</bpmn:documentation>
    <bpmn:startEvent id="s" name="${escaped} start"/>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="both"/>
    <bpmn:parallelGateway id="both"/>
    <bpmn:sequenceFlow id="f2" name="${escaped} flow" sourceRef="both" targetRef="ask"/>
    <bpmn:sequenceFlow id="f3" sourceRef="both" targetRef="hear"/>
    <bpmn:sequenceFlow id="f4" sourceRef="both" targetRef="fail"/>
    <bpmn:userTask id="ask" name="${escaped} ask"><bpmn:documentation>${escaped} why</bpmn:documentation></bpmn:userTask>
    <bpmn:receiveTask id="hear" name="${escaped} hear" messageRef="m"/>
    <bpmn:scriptTask id="fail" name="${escaped} fail" scriptFormat="javascript">
      <bpmn:script>throw new Error(${JSON.stringify(hostile).replaceAll('<', '&lt;').replaceAll('>', '&gt;')})</bpmn:script>
    </bpmn:scriptTask>
  </bpmn:process>
</bpmn:definitions>`;

const studio = useStudio({
  prepare: ({ dir }) => writeFileSync(join(dir, 'processes', 'hostile.bpmn'), process),
});

/** Whether any of it ran, and how much of it became elements of the page. */
function effects(page: Page): Promise<unknown> {
  return page.evaluate(() => ({
    ran: 'wasRun' in window,
    elements: document.querySelectorAll('img[src="x"]').length,
  }));
}

const none = { ran: false, elements: 0 };

it('is text in Design, Runs and History, and nothing of it runs', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command('Open processes/hostile.bpmn');
  await design.element('ask').waitFor();
  await design.select('ask');
  expect(await effects(page)).toEqual(none);
  await design.save();

  const runs = await RunsPage.open(page);
  await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
  await runs.panel
    .getByRole('textbox', { name: 'Process', exact: true })
    .or(runs.panel.getByRole('combobox', { name: 'Process', exact: true }))
    .first()
    .click();
  await page.getByRole('option', { name: 'processes/hostile.bpmn', exact: true }).click();
  const json = runs.panel.getByRole('textbox', { name: 'Variables as JSON' });
  await json.fill(JSON.stringify({ [hostile]: { [hostile]: [hostile] } }));
  await runs.panel.getByRole('button', { name: 'Run', exact: true }).click();
  await runs.panel
    .getByRole('article', { name: /^Incident at/ })
    .getByText(hostile)
    .first()
    .waitFor();
  await runs.panel.getByRole('article', { name: / hear/ }).waitFor();
  await runs.panel.getByRole('article', { name: / ask/ }).waitFor();
  for (const tab of ['Variables', 'Events']) {
    await page.getByRole('tab', { name: tab }).click();
    await page.getByRole('tabpanel').getByText(hostile).first().waitFor();
  }
  expect(await effects(page)).toEqual(none);

  const history = await HistoryPage.open(page);
  await history.variable(hostile).waitFor();
  for (const tab of ['Changes', 'Effects']) await history.tab(tab);
  await history.panel.getByRole('button', { name: `History of ${hostile}` }).click();
  await page.getByRole('region', { name: `History of ${hostile}` }).waitFor();
  await page.getByRole('button', { name: 'Fork from here' }).click();
  await page.getByRole('dialog', { name: /^Fork from checkpoint/ }).waitFor();
  expect(await effects(page)).toEqual(none);
});
