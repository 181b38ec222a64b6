/** The screens that a session comes by only where it looks for them: questions, forms, mishaps. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import type { ServiceProcess, TestWorkspace } from '../e2e/harness/service-process.ts';
import { DesignPage } from '../e2e/pages/design-page.ts';
import { HistoryPage } from '../e2e/pages/history-page.ts';
import { RunsPage } from '../e2e/pages/runs-page.ts';
import { AgentsPage, SavesPage } from '../e2e/pages/saves-page.ts';
import { judged, type Take } from './screens.ts';

const sample = 'processes/order-fulfilment.bpmn';

/** Files that show what the samples lack. To be there before the service starts. */
export function addFiles({ dir }: TestWorkspace): void {
  const order = readFileSync(join(dir, sample), 'utf8');
  writeFileSync(
    join(dir, 'processes/foreign.bpmn'),
    order
      .replace(/(<bpmn:process [^>]*>)/, '$1<!-- Ask Ann first -->')
      .replaceAll('"order-fulfilment"', '"foreign"')
      .replace('demoServer + &quot;', '&quot;https://example.org&quot; + &quot;'),
  );
  writeFileSync(join(dir, 'processes/broken.bpmn'), '<broken');
  for (const [from, to] of [
    ['data.bpmn', 'processes/data.bpmn'],
    ['claim.bpmn', 'processes/claim.bpmn'],
    ['price.dmn', 'rules/price.dmn'],
    ['coloured.bpmn', 'processes/coloured.bpmn'],
    ['waits.bpmn', 'processes/waits.bpmn'],
    ['many.bpmn', 'processes/many.bpmn'],
    ['pools.bpmn', 'processes/pools.bpmn'],
    ['mistakes.dmn', 'rules/mistakes.dmn'],
    ['stocktaking.bpmn', 'processes/stocktaking.bpmn'],
  ] as const) {
    copyFileSync(fileURLToPath(new URL(from, import.meta.url)), join(dir, to));
  }
}

/** The dialog of that name, once it is there; Escape leaves it. */
async function takeDialog(page: Page, title: string | RegExp, take: () => Promise<void>): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.waitFor();
  await take();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

/** The checkpoints of the diagram in view are drawn: where the panel of problems is closed, that too was looked through. */
async function flagged(page: Page): Promise<void> {
  await page.locator('.editor-file:not([hidden]) .cairn-flag').first().waitFor();
}

/** Further editors, menus and questions of the design place. */
export async function questionScreens(page: Page, workspace: TestWorkspace, take: Take): Promise<void> {
  const design = new DesignPage(page);
  await design.command('Open rules/discount.dmn');
  await page.getByRole('tab', { name: 'Requirements diagram' }).click();
  await page.locator('.editor-file:not([hidden]) .dmn-drd-container .djs-shape').first().waitFor();
  await judged(page);
  await page.getByRole('region', { name: 'Try it' }).waitFor();
  await take('design-decisions');
  await page.keyboard.press('Alt+w');
  await design.command('Open rules/price.dmn');
  await page.locator('.editor-file:not([hidden]) .dmn-literal-expression-container .textarea').waitFor();
  await judged(page);
  await page.getByRole('region', { name: 'Try it' }).waitFor();
  await take('design-expression');
  await page.keyboard.press('Alt+w');
  await design.command('Open cairn.json');
  await page.locator('.editor-file:not([hidden]) .cm-content').waitFor();
  await take('design-settings');
  await page.keyboard.press('Alt+w');
  await design.command('Open processes/broken.bpmn');
  await page.getByText('processes/broken.bpmn cannot be drawn.').waitFor();
  await page.locator('.editor-file:not([hidden]) .cm-lint-marker-error').waitFor();
  await take('design-unreadable');
  await page.keyboard.press('Alt+w');

  await design.command('Show what Cairn runs of BPMN');
  await takeDialog(page, 'What Cairn runs of BPMN', async () => take('coverage'));
  await design.command('Trust this workspace …');
  await takeDialog(page, 'Trust this workspace?', async () => take('trust'));

  await design.command('Open processes/coloured.bpmn');
  await design.element('praise').waitFor();
  await judged(page);
  await flagged(page);
  await take('design-coloured');
  await page.keyboard.press('Alt+w');

  await design.command('Open processes/foreign.bpmn');
  await flagged(page);
  await design.rename('pack-parcel', 'Pack mine');
  await page.keyboard.press('a');
  await page.getByText('Append element').waitFor();
  await take('design-append');
  await page.keyboard.press('Escape');
  await design.select('pack-parcel');
  await page.keyboard.press('r');
  await page.locator('.djs-popup').waitFor();
  await take('design-replace');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+f');
  await design.canvas.locator('.djs-search-input input').pressSequentially('pay');
  await design.canvas.locator('.djs-search-result').first().waitFor();
  await take('design-find');
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  await page.locator('.editor-file:not([hidden]) .djs-minimap.open').waitFor();
  await take('design-minimap');
  await page.keyboard.press('m');
  await design.command('Lay the diagram out anew …');
  await takeDialog(page, 'Lay foreign.bpmn out anew?', async () => take('design-layout'));
  await page.keyboard.press('Alt+w');
  await takeDialog(page, 'Save foreign.bpmn before closing it?', async () => take('design-close'));
  await waitUntil(() => workspace.isDrafted('Pack mine'));
}

/** What a second window says while the first has edits that it did not save. */
export async function elsewhereScreen(page: Page, take: Take): Promise<void> {
  await page.getByText('foreign.bpmn has edits in another window that are not saved').waitFor();
  await flagged(page);
  await take('design-elsewhere');
}

/** What a window offers that went without saving its edits. */
export async function draftScreen(page: Page, take: Take): Promise<void> {
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  const question = page.getByRole('dialog', { name: 'Restore the edits of foreign.bpmn?' });
  await question.waitFor();
  await take('design-draft');
  await question.getByRole('button', { name: 'Restore' }).click();
  await question.waitFor({ state: 'detached' });
  await flagged(page);
}

/** Without a file in view, in the runs and in the history. */
export async function emptyScreens(page: Page, take: Take): Promise<void> {
  await page.keyboard.press('Alt+w');
  const question = page.getByRole('dialog', { name: /before closing it/ });
  await question.getByRole('button', { name: 'Discard the edits' }).click();
  await question.waitFor({ state: 'detached' });
  const tabs = page.getByRole('tablist', { name: 'Open files' }).getByRole('tab');
  while ((await tabs.count()) > 0) await page.keyboard.press('Alt+w');
  await page.getByRole('heading', { name: 'No file is open' }).waitFor();
  await take('design-empty');
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'History' }).click();
  await page.getByRole('heading', { name: 'No job has run yet' }).waitFor();
  await take('history-empty');
  await AgentsPage.open(page);
  await page.getByRole('heading', { name: 'No agent has served this workspace yet' }).waitFor();
  await take('agents-empty');
}

/** Questions and forms of the places of jobs, on the job that waits or went wrong in `furtherRuns`. */
export async function jobQuestions(page: Page, take: Take): Promise<void> {
  const runs = await RunsPage.open(page);
  await runs.panel.getByRole('button', { name: 'Edit variables and retry' }).click();
  await take('runs-edit-and-retry');
  await runs.toolbar.getByRole('button', { name: 'Move the clock' }).click();
  await page.getByRole('menuitem', { name: 'By a week' }).waitFor();
  await take('runs-clock');
  await page.keyboard.press('Escape');
  await runs.toolbar.getByRole('button', { name: /^Cancel the job/ }).click();
  await takeDialog(page, 'Cancel this job?', async () => take('runs-cancel'));
  await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
  await chooseProcess(runs, 'processes/foreign.bpmn');
  await runs.panel.getByRole('button', { name: 'Run', exact: true }).click();
  await takeDialog(page, 'Trust this workspace?', async () => take('runs-trust'));
  await runs.panel.getByRole('button', { name: 'Close', exact: true }).click();

  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'History' }).click();
  const history = new HistoryPage(page);
  await page.getByRole('button', { name: /^Pin this checkpoint/ }).click();
  await page.getByRole('button', { name: /^Previous checkpoint/ }).click();
  await page.getByText('Pinned').first().waitFor();
  await history.tab('Changes');
  await take('history-side-by-side');
  await page.getByRole('button', { name: 'Unpin' }).click();
}

async function chooseProcess(runs: RunsPage, path: string): Promise<void> {
  const { page, panel } = runs;
  await panel
    .getByRole('textbox', { name: 'Process' })
    .or(panel.getByRole('combobox', { name: 'Process' }))
    .click();
  await page.getByRole('option', { name: path }).click();
  await panel.getByText('Variables', { exact: true }).waitFor();
}

/** Questions of the saves and of the agents. */
export async function guardScreens(page: Page, take: Take): Promise<void> {
  const saves = await SavesPage.open(page);
  await saves.panel.getByText('Mark as unused …').click();
  await takeDialog(page, 'Mark as unused?', async () => take('saves-mark'));
  await page.getByRole('button', { name: 'All savepoints' }).click();
  await saves.panel.getByRole('button', { name: 'Delete …' }).click();
  await takeDialog(page, 'Delete this savepoint?', async () => take('saves-delete'));
  await page.getByRole('tab', { name: /^Failures/ }).click();
  await take('saves-failures');
  await AgentsPage.open(page);
  await page.getByRole('radio', { name: /NORMAL/ }).click();
  await takeDialog(page, 'Trade safety for speed?', async () => take('agents-durability'));
}

/** The last of a session: its service dies under the window. */
export async function lostScreen(page: Page, service: ServiceProcess, take: Take): Promise<void> {
  await service.kill();
  await page.getByText('Connection lost, reconnecting …').waitFor();
  await take('connection-lost');
}

async function waitUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate();
}
