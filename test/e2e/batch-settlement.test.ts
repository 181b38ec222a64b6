/** The third sample: breakpoints, steps, called jobs linked both ways, and two jobs side by side. */
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { HistoryPage } from './pages/history-page.ts';
import { RunsPage } from './pages/runs-page.ts';

const studio = useStudio();

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
