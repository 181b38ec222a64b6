/**
 * Savepoints and agents as a person handles them: a savepoint restored once, refused the second time, moved to a changed
 * diagram after a dry run; the active agent killed, frozen, brought back; jobs that wait for a decision. Axe looks at each
 * of these screens in both schemes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { RunsPage } from './pages/runs-page.ts';
import { AgentsPage, SavesPage } from './pages/saves-page.ts';

const studio = useStudio({
  prepare: ({ dir }) => writeFileSync(join(dir, 'cairn.json'), '{ "agent": { "name": "first", "leaseSeconds": 1 } }'),
});

/** Axe looks at every node of the page, many times over. */
const patienceMs = 300_000;

/** What is serious or critical, in either scheme. */
async function axe(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      serious.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
      ),
    ).toEqual([]);
  }
}

it(
  'take a savepoint, restore it once, and move the job to a changed diagram after a dry run',
  async () => {
    const page = await studio().page();
    const saves = await SavesPage.open(page);
    await page.getByRole('heading', { name: 'No savepoints yet' }).waitFor();
    const runs = await RunsPage.open(page);
    await runs.start('loan-approval', { byHand: true });
    await runs.panel.getByRole('article', { name: /^Check application/ }).waitFor();

    await SavesPage.open(page);
    // By its key, and by keyboard alone.
    await page.keyboard.press('n');
    await page.getByRole('dialog', { name: 'Take a savepoint' }).getByRole('button', { name: 'Save' }).waitFor();
    await axe(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await saves.saveAndCancel();
    await saves.panel.getByRole('button', { name: 'Verify' }).click();
    await saves.panel.getByText(/Whole: all/).waitFor();
    await axe(page);

    await page.getByRole('grid', { name: 'Savepoints, latest first' }).focus();
    await page.keyboard.press('Enter');
    await saves.plan.getByText('where it stands').waitFor();
    await saves.restoreButton.click();
    await runs.status('Waiting');
    await SavesPage.open(page);
    await saves.lines.filter({ hasText: 'used' }).first().waitFor();
    await saves.askToRestore();
    await saves.panel
      .getByText('This savepoint has already been used, so it is not restored again unless you say so below.')
      .waitFor();
    expect(await saves.restoreButton.isDisabled()).toBe(true);
    // The way round is there, and leads to the next reason: its job lives.
    await saves.panel.getByRole('checkbox', { name: /^Restore it again/ }).check();
    await saves.panel.getByText(/of the same lineage, is still running/).waitFor();
    await page.getByRole('button', { name: 'All savepoints' }).click();

    // The upgrade: save and stop the job that runs now, change the diagram, restore.
    await saves.saveAndCancel();
    await page.waitForFunction(() => document.querySelectorAll('.saves-row:not(.saves-row-head)').length === 2);
    const file = join(studio().workspace.dir, 'processes/loan-approval.bpmn');
    const changed = readFileSync(file, 'utf8')
      .replaceAll('"check-application"', '"examine-application"')
      .replace('name="Check application"', 'name="Examine application"');
    writeFileSync(file, changed);
    await saves.askToRestore();
    await saves.panel.getByRole('button', { name: /^Deploy processes\/loan-approval/ }).click();
    await saves.plan.getByText('has no home').waitFor();
    await page.getByRole('figure', { name: 'Saved, version 1' }).locator('.cairn-no-home').first().waitFor();
    expect(await saves.restoreButton.isDisabled()).toBe(true);
    await axe(page);
    await saves.map('Check application', 'Examine application');
    await saves.panel.getByText(/It can be restored/).waitFor();
    await page.locator('.saves-pair .cairn-arrives').first().waitFor();
    await saves.restoreButton.click();
    await runs.toolbar.waitFor();
  },
  patienceMs,
);

it(
  'kill the active agent, watch the takeover, bring it back; freeze one, and see it lose the lease',
  async () => {
    const page = await studio().page();
    const agents = await AgentsPage.open(page);
    await page.getByRole('heading', { name: 'No agent has served this workspace yet' }).waitFor();
    const runs = await RunsPage.open(page);
    await runs.start('order-fulfilment', { scenario: true });
    await runs.status('Completed');
    await AgentsPage.open(page);
    await agents.line('first', /active.*runs/).waitFor();
    await agents.start('second');
    await agents.line('second', /standby.*runs/).waitFor();

    await page.getByRole('button', { name: 'Kill first' }).click();
    await agents.line('second', /active.*runs/).waitFor();
    await agents.line('first', /dead/).waitFor();
    await page
      .getByRole('img', { name: /Epoch 1: first was found dead.* Epoch 2: second holds the lease\./ })
      .waitFor();
    await agents.tab('Takeovers');
    await page.getByRole('row', { name: /^1 first .*was found dead/ }).waitFor();
    await axe(page);
    await page.getByRole('button', { name: 'Bring first back' }).click();
    await agents.line('first', /standby.*runs/).waitFor();

    await page.getByRole('button', { name: 'Freeze second' }).click();
    await agents.line('first', /active.*runs/).waitFor();
    await page.getByRole('row', { name: /^2 second .*did not renew/ }).waitFor();
    await page.getByRole('button', { name: 'Thaw second' }).click();
    // It finds that it was fenced, and stands by.
    await agents.line('second', /standby.*runs/).waitFor();
    await page.locator('.shell-engine[data-state="active"]').waitFor();

    await agents.tab('Statistics');
    await page.getByRole('table', { name: 'Latest checkpoints' }).waitFor();
    await agents.tab('Ledger');
    await page.getByRole('table', { name: 'Side-effect ledger' }).getByText('Charge card').first().waitFor();
    await page.keyboard.press('i');
    await page.getByText(/^. Whole: \d+ tables/).waitFor();
    await page.getByRole('button', { name: 'Back up' }).click();
    await page.getByText(/^Latest backup: store-/).waitFor();
    await axe(page);
    await page.getByRole('radio', { name: 'NORMAL' }).click();
    await page.getByRole('button', { name: 'Use NORMAL' }).click();
    await page.getByRole('button', { name: 'survives a crash' }).waitFor();
    expect(readFileSync(join(studio().workspace.dir, 'cairn.json'), 'utf8')).toContain('"durability": "process-crash"');
  },
  patienceMs,
);

it(
  'with automatic recovery off, decide what becomes of the jobs that a death left',
  async () => {
    const page = await studio().page();
    await AgentsPage.open(page);
    await page.getByRole('switch', { name: /^Recover jobs automatically/ }).click();
    const runs = await RunsPage.open(page);
    await runs.start('order-fulfilment', { scenario: true, paused: true });
    await runs.status('Paused');
    await runs.clickElement('book-payment', 'Book payment');
    await runs.arm('After its work, before the save');
    await runs.toolbar.getByRole('button', { name: /^Run on/ }).click();
    await page.getByText('The engine is dead.').waitFor();
    await runs.recover();
    const dialog = page.getByRole('dialog', { name: 'A job was found' });
    // One way to restart it, and the focus begins there.
    const restart = dialog.getByRole('button', { name: /^Restart/ });
    await restart.and(page.locator(':focus')).waitFor();
    expect(await restart.count()).toBe(1);
    // Its engine is dead: nothing behind the question says that it runs.
    await runs.status('Undecided');
    await page.getByRole('contentinfo').getByRole('button', { name: '1 undecided' }).waitFor();
    await page.getByRole('region', { name: 'Jobs' }).getByText('Undecided', { exact: true }).waitFor();
    await runs.toolbar.getByRole('button', { name: /^Cancel the job \(the job waits for a decision/ }).waitFor();
    await dialog.getByRole('button', { name: 'Decide later' }).click();
    await page.getByText('Nobody has decided about this job.').waitFor();
    await page.getByRole('button', { name: 'Decide …', exact: true }).click();
    await dialog.getByRole('button', { name: /^Keep Order fulfilment/ }).click();
    await dialog.waitFor({ state: 'hidden' });
    await runs.status('Kept');
    await page.getByRole('contentinfo').getByText('jobs: 0 active').waitFor();
    await AgentsPage.open(page);
    await page.getByRole('button', { name: '1 job kept …' }).click();
    await dialog.waitFor();
    await axe(page);
    await dialog.getByRole('button', { name: /^Restart Order fulfilment/ }).click();
    await dialog.waitFor({ state: 'hidden' });
    await RunsPage.open(page);
    await runs.status('Completed');
    expect(await page.getByRole('dialog').count()).toBe(0);
  },
  patienceMs,
);
