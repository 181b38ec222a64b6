/**
 * What a person does with saves by pointing: chooses a home on the two diagrams, goes back to a checkpoint in History and restores
 * from there; and what Agents tells of one job afterwards: its figures, and what it did twice.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { HistoryPage } from './pages/history-page.ts';
import { RunsPage } from './pages/runs-page.ts';
import { AgentsPage, SavesPage } from './pages/saves-page.ts';

const studio = useStudio();

/** Two runs, and what comes after them. */
const patience = { timeout: 300_000 };

it('choose a home by clicking what has none, then where it goes on', patience, async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  await runs.start('loan-approval', { byHand: true });
  await runs.panel.getByRole('article', { name: /^Check application/ }).waitFor();
  const saves = await SavesPage.open(page);
  await saves.saveAndCancel();

  const file = join(studio().workspace.dir, 'processes/loan-approval.bpmn');
  const changed = readFileSync(file, 'utf8')
    .replaceAll('"check-application"', '"examine-application"')
    .replace('name="Check application"', 'name="Examine application"');
  writeFileSync(file, changed);
  await saves.askToRestore();
  await saves.panel.getByRole('button', { name: /^Deploy processes\/loan-approval/ }).click();
  await saves.plan.getByText('has no home').waitFor();
  expect(await saves.restoreButton.isDisabled()).toBe(true);

  const saved = page.getByRole('figure', { name: 'Saved, version 1' });
  const restored = page.getByRole('figure', { name: 'To be restored on version 2' });
  await saved.getByText('click what has no home to give it one').waitFor();
  await saved.locator('[data-element-id="check-application"]').first().click();
  await restored.getByText('choose where Check application goes on').waitFor();
  await restored.locator('[data-element-id="examine-application"]').first().click();
  await saves.panel.getByText(/It can be restored/).waitFor();
  await restored.locator('.cairn-arrives').first().waitFor();
  await saves.restoreButton.click();
  await runs.status('Waiting');
  await runs.panel.getByRole('article', { name: /^Examine application/ }).waitFor();
});

it(
  'restore from a checkpoint in History; figures of one job; what happened twice is marked in the ledger',
  patience,
  async () => {
    const page = await studio().page();
    const runs = await RunsPage.open(page);
    await runs.start('order-fulfilment', { paused: true });
    await runs.status('Paused');
    await runs.clickElement('book-payment', 'Book payment');
    await runs.arm('After its work, before the save');
    await runs.toolbar.getByRole('button', { name: /^Run on/ }).click();
    await page.getByText('The engine is dead.').waitFor();
    await runs.recover();
    await runs.status('Completed');

    const agents = await AgentsPage.open(page);
    await agents.tab('Ledger');
    const ledger = page.getByRole('table', { name: 'Side-effect ledger' });
    const marked = ledger.getByRole('row', { name: /Charge card.* 2 times with one key/ });
    await marked.first().waitFor();
    expect(await marked.count()).toBe(2);
    await ledger
      .getByRole('row', { name: /Charge card.*may have happened|Charge card.*happened/ })
      .first()
      .waitFor();
    await page.getByRole('checkbox', { name: 'Only what happened, or may have, more than once' }).check();
    await page.waitForFunction(() => document.querySelectorAll('.agents-ledger tbody tr').length === 2);
    expect(await marked.count()).toBe(2);

    // A checkpoint of a job that has ended: it goes on from there, as the same lineage.
    const history = await HistoryPage.open(page);
    await history.shows(6);
    await history.strip.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await history.shows(3);
    await page.getByRole('button', { name: 'Restore from here' }).click();
    const saves = new SavesPage(page);
    await page.getByText(/^checkpoint 3 of job /).waitFor();
    await saves.plan.waitFor();
    await saves.restoreButton.click();
    await runs.panel.getByText('Restored from').waitFor();
    await runs.status('Completed');
    await page.waitForFunction(() => document.querySelectorAll('.runs-line').length === 2);

    // Of the restored job alone, and of both.
    await AgentsPage.open(page);
    await agents.tab('Statistics');
    const figures = page.getByRole('region', { name: 'Checkpoints' });
    const all = await completed(figures.getByText(/^\d+$/).first());
    await page.getByLabel('Whose statistics').first().click();
    await page.getByRole('option', { name: /^The chosen job/ }).click();
    await page.waitForFunction(() => {
      const jobs = [...document.querySelectorAll('.agents-list td.job-id')].map((cell) => cell.getAttribute('title'));
      return new Set(jobs).size === 1;
    });
    await page
      .getByRole('region', { name: 'Latest of each kind' })
      .getByText(/^from checkpoint 3/)
      .waitFor();
    expect(await completed(figures.getByText(/^\d+$/).first())).toBeLessThan(all);
  },
);

async function completed(figure: Locator): Promise<number> {
  return Number(await figure.innerText());
}
