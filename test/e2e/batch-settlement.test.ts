/** The third sample: breakpoints, steps, called jobs linked both ways, and two jobs side by side. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { HistoryPage } from './pages/history-page.ts';
import { RunsPage } from './pages/runs-page.ts';

/** Two processes without a drawing: each gets a diagram of its own. */
const apart = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="apart-file" targetNamespace="urn:apart">
  <process id="apart" name="Apart" isExecutable="true">
    <startEvent id="begin"/><callActivity id="ask" name="Ask" calledElement="asked"/><endEvent id="end"/>
    <sequenceFlow id="begin-to-ask" sourceRef="begin" targetRef="ask"/>
    <sequenceFlow id="ask-to-end" sourceRef="ask" targetRef="end"/>
  </process>
  <process id="asked" name="Asked" isExecutable="true">
    <startEvent id="heard"/><userTask id="answer" name="Answer"/>
    <sequenceFlow id="heard-to-answer" sourceRef="heard" targetRef="answer"/>
  </process>
</definitions>
`;

const studio = useStudio({ prepare: ({ dir }) => writeFileSync(join(dir, 'processes', 'apart.bpmn'), apart) });

it('step, stop at a breakpoint, go on, and follow the called jobs', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  await runs.start('batch-settlement', { paused: true });
  await runs.status('Paused');
  await runs.toolbar.getByRole('button', { name: /^Step/ }).click();
  await runs.panel.getByRole('region', { name: 'Tokens' }).getByText('Add up opening').waitFor();

  await runs.clickElement('sum-up', 'Sum up');
  await runs.panel.getByRole('button', { name: 'Set a breakpoint' }).click();
  await runs.panel.getByRole('button', { name: 'Remove the breakpoint' }).waitFor();
  await runs.toolbar.getByRole('button', { name: /^Run on/ }).click();
  await page.locator('.djs-element.cairn-held[data-element-id="sum-up"]').waitFor();
  await runs.panel.getByRole('button', { name: 'Job', exact: true }).click();
  await runs.toolbar.getByRole('button', { name: /^Step/ }).click();
  await runs.toolbar.getByRole('button', { name: /^Run on/ }).click();
  await runs.status('Completed');

  expect(await runs.jobs.count()).toBe(4);
  await page.getByRole('checkbox', { name: 'Without called jobs' }).check();
  await runs.jobs.nth(1).waitFor({ state: 'detached' });
  await runs.jobs.first().getByText('Batch settlement').waitFor();
  await page.getByRole('checkbox', { name: 'Without called jobs' }).uncheck();
  await runs.jobs.nth(3).waitFor();

  const called = runs.panel.locator('.runs-called').getByRole('button');
  expect(await called.count()).toBe(3);
  await called.first().click();
  await runs.panel.getByRole('heading', { name: 'Settle account' }).waitFor();
  await runs.panel.getByText('Called by').waitFor();

  const history = await HistoryPage.open(page);
  await page.getByRole('button', { name: /^Pin this checkpoint/ }).click();
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Runs' }).click();
  await runs.jobs.first().click();
  await HistoryPage.open(page);
  await page.getByText('Pinned', { exact: true }).waitFor();
  await page.getByText('Shown', { exact: true }).waitFor();
  await history.variable('account').getByText('changed').waitFor();
});

it('shows a called job on the diagram of its own process, and back', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  await runs.startFile('apart');
  await runs.panel.getByRole('button', { name: 'Show the called job' }).click();
  await page.locator('.djs-element.cairn-waiting[data-element-id="answer"]:visible').waitFor();
  await runs.panel.getByText('Called by').waitFor();
  await runs.panel.locator('.job-facts .job-link').first().click();
  await page.locator('.djs-element.cairn-waiting[data-element-id="ask"]:visible').waitFor();
  expect(await page.locator('.djs-element[data-element-id="answer"]:visible').count()).toBe(0);
});
