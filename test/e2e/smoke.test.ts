/** The service hands out a window that a browser runs without a complaint, and that finds its workspace. */
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { RunsPage } from './pages/runs-page.ts';

const studio = useStudio();

it('a window opens on the samples, and complains about nothing', async () => {
  const page = await studio().page();
  await page.getByText('order-fulfilment.bpmn').first().waitFor();
  expect(await page.title()).toContain('Cairn');
  // The token is for nobody to copy along.
  expect(page.url()).toBe(studio().service.about.url);
});

it('a window that is loaded again comes back to its place, its tab and its job', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  await runs.start('loan-approval');
  await runs.status('Waiting');
  const tab = page.getByRole('tab', { name: 'Events' });
  await tab.click();
  await page.reload();
  await runs.status('Waiting');
  expect(await runs.jobs.first().getAttribute('aria-selected')).toBe('true');
  expect(await tab.getAttribute('aria-selected')).toBe('true');
  // What is about to run is not what ran.
  await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
  await page.locator('.shell-file', { hasText: /^Start / }).waitFor();
  expect(await runs.jobs.first().getAttribute('aria-selected')).toBe('false');
});
