/** What cannot be done now is disabled and says why: buttons, keys and the palette in the same words. */
import type { Locator, Page } from 'playwright';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { RunsPage } from './pages/runs-page.ts';

const studio = useStudio();

/** Of the command, as the palette lists it. */
async function looksFor(page: Page, title: string): Promise<Locator> {
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Search commands' }).fill(title);
  return page.getByRole('button', { name: title }).and(page.locator('[data-action]'));
}

it('pulls no plug without an engine', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  const plug = page.getByRole('contentinfo').getByRole('button', { name: 'Pull the plug' });
  expect(await plug.isDisabled()).toBe(true);
  const reason = 'No engine is started: there is nothing to kill';
  expect(await plug.getAttribute('title')).toBe(reason);

  await page.keyboard.press('Control+Shift+x');
  await page.getByText(`${reason}.`).waitFor();

  const listed = await looksFor(page, 'Pull the plug');
  expect(await listed.getAttribute('aria-disabled')).toBe('true');
  expect(await listed.textContent()).toContain(reason);
  await page.keyboard.press('Escape');

  // Nobody looks for what cannot be done in a list of what can.
  await page.keyboard.press('Control+k');
  await page.getByRole('button', { name: 'Start the engine' }).waitFor();
  expect(await page.locator('[data-action]', { hasText: 'Pull the plug' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await runs.page.getByRole('button', { name: 'Show me the whole story' }).waitFor();
});

it('leads nowhere for a command of another place that cannot be done', async () => {
  const page = await studio().page();
  await RunsPage.open(page);
  for (const [title, reason] of [
    ['Align left', 'Select two elements or more'],
    ['Thaw the frozen agent', 'No agent is frozen'],
  ] as const) {
    const listed = await looksFor(page, title);
    await listed.getByText(reason).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('region', { name: 'Jobs' }).isVisible()).toBe(true);
  }
});

it('says what a job waits for instead of running it on', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  await runs.start('loan-approval');
  const reason = /it waits at .*: complete it/i;
  for (const act of ['Run on (F5)', 'Pause (F6)', 'Step to the next element (F10)']) {
    const tool = runs.toolbar.getByRole('button', { name: act });
    await tool.and(page.locator(':disabled')).waitFor();
    expect(await tool.getAttribute('title')).toMatch(reason);
  }
  await page.keyboard.press('F10');
  const notice = page.getByRole('alert').filter({ hasText: '“Step to the next element” cannot be done now' });
  await notice.waitFor();
  expect(await notice.textContent()).toMatch(reason);
  const listed = await looksFor(page, 'Run on');
  expect(await listed.textContent()).toMatch(reason);
});
