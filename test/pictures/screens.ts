/** Every screen of the window, in the order in which one session comes by them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { TestWorkspace } from '../e2e/harness/service-process.ts';
import { DesignPage } from '../e2e/pages/design-page.ts';
import { HistoryPage } from '../e2e/pages/history-page.ts';
import { RunsPage } from '../e2e/pages/runs-page.ts';
import { AgentsPage, SavesPage } from '../e2e/pages/saves-page.ts';

/** Takes the pictures of what is there now, under a name. */
export type Take = (name: string) => Promise<void>;

const sample = 'processes/order-fulfilment.bpmn';

/**
 * The file in view was looked through: its problems are there, or that it has none. Where the panel of problems is closed,
 * as in a small window, that is seen of a process by the flags of its checkpoints.
 */
export async function judged(page: Page): Promise<void> {
  // In the panel of problems, and beside a decision.
  await page.getByText('Looking …').first().waitFor({ state: 'detached' });
  const inView = page.locator('.editor-file:not([hidden])');
  if ((await inView.locator('.diagram-canvas').count()) > 0)
    await inView.locator('.cairn-flag').filter({ visible: true }).first().waitFor();
}

/** The design place: a diagram, its properties and problems, the other kinds of file, the questions. */
export async function designScreens(page: Page, workspace: TestWorkspace, take: Take): Promise<void> {
  const design = await new DesignPage(page).ready();
  await design.select('charge-card');
  const count = page.getByRole('tab', { name: /^Problems \d/ });
  await count.waitFor();
  await take('design');
  // In a small window the panel is closed at first.
  await count.click();
  await design.problems.getByText(/“Charge card” calls a web service/).waitFor();

  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await page.getByRole('menuitem', { name: 'discount.dmn' }).waitFor();
  await take('design-files');
  await page.getByRole('menuitem', { name: 'discount.dmn' }).click();
  await page.locator('.tjs-container, .dmn-decision-table-container').first().waitFor();
  await judged(page);
  await take('design-rules');
  await design.command('Open scenarios/order-fulfilment.json');
  await page.locator('.editor-file:not([hidden]) .cm-content').waitFor();
  await take('design-scenario');
  await design.command('Open processes/loan-approval.bpmn');
  await design.ready();
  await design.select('check-application');
  await take('design-user-task');

  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Search commands' }).fill('checkpoint');
  await take('palette');
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Search commands' }).waitFor({ state: 'hidden' });
  await design.command('Show all keys');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await take('keys');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('Alt+l');
  await page.getByRole('dialog', { name: 'What the signs mean' }).waitFor();
  await take('signs');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'What the signs mean' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('Alt+n');
  await page.getByRole('dialog', { name: 'New file' }).waitFor();
  await take('design-new');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'New file' }).waitFor({ state: 'hidden' });

  await design.command(`Open ${sample}`);
  await design.rename('pack-parcel', 'Pack mine');
  const file = join(workspace.dir, sample);
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace('name="Pack parcel"', 'name="Pack elsewhere"'));
  await page.getByText(/changed on disk/).waitFor();
  await take('design-changed-on-disk');
  await design.save();
  await page.getByRole('button', { name: 'Take what is on disk' }).waitFor();
  await take('design-conflict');
  writeFileSync(file, before);
  await page.getByRole('button', { name: 'Take what is on disk' }).click();
  await page.getByRole('button', { name: 'Take what is on disk' }).waitFor({ state: 'hidden' });
}

/** The runs: from none to a death and what came of it. */
export async function runsScreens(page: Page, take: Take): Promise<void> {
  const runs = await RunsPage.open(page);
  await page.getByRole('button', { name: 'Show me the whole story' }).waitFor();
  await take('runs-empty');
  await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
  await runs.panel.getByText(/^Filled in from/).waitFor();
  await take('runs-start');

  await runs.start('order-fulfilment', { scenario: true, paused: true });
  await runs.status('Paused');
  await take('runs-held');
  await runs.clickElement('book-payment', 'Book payment');
  await runs.arm('After its work, before the save');
  await take('runs-armed');
  await page.getByRole('button', { name: 'Show where its tokens are' }).click();
  await runs.toolbar.getByRole('button', { name: /^Run on/ }).click();
  await page.getByText('The engine is dead.').waitFor();
  await runs.panel.getByRole('region', { name: 'What the crash cost' }).waitFor();
  await runs.fated('twice');
  await take('runs-dead');
  await page.getByRole('tab', { name: 'Events' }).click();
  await take('runs-dead-events');
  await runs.recover();
  await runs.status('Completed');
  await page.getByText('Book payment, attempt 2').waitFor();
  await take('runs-recovered');
}

/** The time machine, on the job that died and was recovered. */
export async function historyScreens(page: Page, take: Take): Promise<void> {
  const history = await HistoryPage.open(page);
  await history.shows(6);
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await page.getByRole('row', { name: /killed at Book payment/ }).waitFor();
  await take('history');
  await page.getByRole('button', { name: /^Previous checkpoint/ }).click();
  await history.shows(5);
  await history.variable('stock').waitFor();
  await history.tab('Changes');
  await page.getByRole('table', { name: 'Variables that differ' }).waitFor();
  await take('history-changes');
  await page.getByRole('button', { name: /^Previous checkpoint/ }).click();
  await history.shows(4);
  await history.variable('stock').getByText('was').waitFor();
  await take('history-former');
  await page.getByRole('button', { name: /^Next checkpoint/ }).click();
  await history.shows(5);
  await history.variable('stock').waitFor();
  await history.panel.getByRole('button', { name: 'History of stock' }).click();
  await page
    .getByRole('region', { name: 'History of stock' })
    .getByRole('row', { name: /Reserve stock/ })
    .waitFor();
  await take('history-variable');
  await history.tab('Effects');
  await page.getByRole('table', { name: 'Effects outside' }).waitFor();
  await take('history-effects');
  await page.getByRole('button', { name: 'Fork from here' }).click();
  await page.getByRole('dialog', { name: /^Fork from checkpoint/ }).waitFor();
  await take('history-fork');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: /^Fork from checkpoint/ }).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Copy as scenario' }).click();
  await page.getByRole('dialog').waitFor();
  await take('history-scenario');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Fork from here' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'total' }).fill('199');
  await page.getByRole('dialog').getByRole('button', { name: 'Fork', exact: true }).click();
  await new RunsPage(page).status('Completed');
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'History' }).click();
  await page.getByText('done by this job').filter({ visible: true }).waitFor();
  await page.locator('.history-picture .cairn-visited').first().waitFor();
  await page.getByText('edited: total').waitFor();
  await history.tab('Timeline');
  await take('history-forked');
}

/** What waits for people and for messages, and what went wrong. */
export async function furtherRuns(page: Page, take: Take): Promise<void> {
  const runs = await RunsPage.open(page);
  await runs.start('loan-approval', { byHand: true });
  const task = runs.panel.getByRole('article', { name: /^Check application/ });
  await task.getByLabel('Monthly income').waitFor();
  await take('runs-waiting');
  await task.getByRole('radio', { name: 'Yes' }).check();
  await task.getByLabel('Monthly income').fill('3200');
  await task.getByRole('button', { name: 'Complete' }).click();
  const wait = runs.panel.getByRole('article', { name: /^Wait for documents/ });
  await wait.getByRole('button', { name: 'Send' }).waitFor();
  await take('runs-message');
  // Without the documents that the next gateway asks for.
  await wait.getByRole('button', { name: 'Send' }).click();
  await runs.panel.getByRole('article', { name: /^Incident/ }).waitFor();
  await take('runs-incident');
}

/** The story at one press, in a window in which no job is chosen yet. */
export async function storyScreen(page: Page, take: Take): Promise<void> {
  const runs = await RunsPage.open(page);
  await page.getByRole('button', { name: 'Show me the whole story' }).click();
  await page.getByRole('region', { name: 'The whole story' }).getByRole('button', { name: 'Recover' }).waitFor();
  await runs.fated('twice');
  await take('runs-story');
}

/** Savepoints: none, one taken, what a restore onto a changed diagram would do, the guard. */
export async function savesScreens(page: Page, workspace: TestWorkspace, take: Take): Promise<void> {
  const saves = await SavesPage.open(page);
  await page.getByRole('heading', { name: 'No savepoints yet' }).waitFor();
  await take('saves-empty');
  const runs = await RunsPage.open(page);
  await runs.start('loan-approval', { byHand: true });
  await runs.panel.getByRole('article', { name: /^Check application/ }).waitFor();
  await SavesPage.open(page);
  await page.getByRole('button', { name: 'Take a savepoint' }).first().click();
  await page.getByRole('dialog', { name: 'Take a savepoint' }).getByRole('button', { name: 'Save' }).waitFor();
  await take('saves-create');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Take a savepoint' }).waitFor({ state: 'hidden' });
  await saves.saveAndCancel();
  await saves.panel.getByRole('button', { name: 'Verify' }).click();
  await saves.panel.getByText(/^. Whole: all/).waitFor();
  await take('saves');

  const file = join(workspace.dir, 'processes/loan-approval.bpmn');
  const before = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    before
      .replaceAll('"check-application"', '"examine-application"')
      .replace('Check application', 'Examine application'),
  );
  await saves.askToRestore();
  await saves.panel.getByRole('button', { name: /^Deploy processes\/loan-approval/ }).click();
  await saves.plan.getByText('has no home').waitFor();
  await page.locator('.saves-pair .cairn-no-home').first().waitFor();
  await take('saves-dry-run');
  await saves.map('Check application', 'Examine application');
  await saves.panel.getByText(/It can be restored/).waitFor();
  await page.locator('.saves-pair .cairn-arrives').first().waitFor();
  await take('saves-mapped');
  await saves.restoreButton.click();
  await runs.toolbar.waitFor();
  await SavesPage.open(page);
  await saves.panel.getByText('Mark as unused …').waitFor();
  await saves.askToRestore();
  await saves.panel.getByText(/has already been used/).waitFor();
  await take('saves-used');
  writeFileSync(file, before);
}

/** Agents: a standby, a takeover, the store, the figures, the jobs that wait for a decision. */
export async function agentsScreens(page: Page, take: Take): Promise<void> {
  const agents = await AgentsPage.open(page);
  await agents.start('second');
  await agents.line('second', /standby/).waitFor();
  await page.getByRole('button', { name: 'Check integrity' }).click();
  await page.getByText(/Whole: /).waitFor();
  await take('agents');
  await page.getByRole('button', { name: /^Kill (?!second)/ }).click();
  await agents.line('second', /active/).waitFor();
  await agents.tab('Takeovers');
  await page.getByRole('table', { name: 'Who held the lease' }).getByText('was found dead').first().waitFor();
  await take('agents-takeover');
  await page.getByRole('button', { name: /^Bring/ }).click();
  await agents.line(/^(?!second)/, /standby/).waitFor();
  await agents.tab('Ledger');
  await page.getByRole('table', { name: 'Side-effect ledger' }).waitFor();
  await take('agents-ledger');
  await page.getByRole('button', { name: 'Start an agent' }).click();
  await page.getByRole('dialog', { name: 'Start an agent' }).waitFor();
  await take('agents-start');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Start an agent' }).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Stop second cleanly' }).click();
  await agents.line(/^(?!second)/, /active/).waitFor();
}

/** With automatic recovery off, after a death. */
export async function recoveryScreen(page: Page, take: Take): Promise<void> {
  await AgentsPage.open(page);
  await page.getByRole('switch', { name: /^Recover jobs automatically/ }).click();
  await page.getByRole('switch', { name: /^Recover jobs automatically/, checked: false }).waitFor();
  const runs = await RunsPage.open(page);
  await runs.start('order-fulfilment', { scenario: true, paused: true });
  await runs.status('Paused');
  await runs.clickElement('book-payment', 'Book payment');
  await runs.arm('After its work, before the save');
  await page.getByRole('button', { name: 'Show where its tokens are' }).click();
  await runs.toolbar.getByRole('button', { name: /^Run on/ }).click();
  await page.getByText('The engine is dead.').waitFor();
  await runs.recover();
  await page.getByRole('dialog', { name: 'A job was found' }).waitFor();
  await take('recovery');
  await page.getByRole('dialog').getByRole('button', { name: 'Decide later' }).click();
  await page.getByText('Nobody has decided about this job.').waitFor();
  await runs.panel.getByRole('region', { name: 'What the crash cost' }).waitFor();
  await take('runs-undecided');
  await page.getByRole('button', { name: 'Decide …', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Restart / })
    .click();
  await runs.status('Completed');
}
