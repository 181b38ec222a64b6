/** What the places of jobs show of a job with a long history, and of an agent that stands still. */
import type { Page } from 'playwright';
import { choose } from '../e2e/pages/choose.ts';
import { HistoryPage } from '../e2e/pages/history-page.ts';
import { RunsPage } from '../e2e/pages/runs-page.ts';
import { AgentsPage } from '../e2e/pages/saves-page.ts';
import type { Take } from './screens.ts';

/** The history of a job with many checkpoints, which died twice: once at work and once while it waited. */
export async function longHistoryScreens(page: Page, take: Take): Promise<void> {
  const runs = await RunsPage.open(page);
  await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
  await choose(runs.panel, 'Process', 'processes/stocktaking.bpmn');
  await runs.panel.getByRole('button', { name: 'Start paused', exact: true }).click();
  await runs.status('Paused');
  await runs.clickElement('count', 'Count a shelf');
  await runs.arm('After its work, before the save');
  await runs.toolbar.getByRole('button', { name: /^Run on/ }).click();
  await page.getByText('The engine is dead.').waitFor();
  await runs.recover();
  await runs.status('Waiting');
  await page.getByRole('button', { name: 'Pull the plug' }).click();
  await page.getByText('The engine is dead.').waitFor();
  await runs.recover();
  await runs.status('Waiting');

  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'History' }).click();
  const history = new HistoryPage(page);
  await history.tab('Timeline');
  await page.getByRole('row', { name: /engine killed while the job waited/ }).waitFor();
  await page.getByRole('row', { name: /^recovered/ }).waitFor();
  await take('history-long');
  await page.getByRole('textbox', { name: 'Filter variables by name' }).fill('e');
  await choose(page.getByRole('toolbar', { name: 'History' }), 'Compare with', 'Against latest');
  await page.getByRole('grid', { name: 'Checkpoints' }).press('PageUp');
  await page.getByRole('grid', { name: 'Checkpoints' }).press('PageUp');
  await page.getByRole('checkbox', { name: 'Changes only' }).check();
  await history.tab('Changes');
  await page.getByRole('table', { name: 'Variables that differ' }).waitFor();
  await take('history-compared');
  await page.getByRole('textbox', { name: 'Filter variables by name' }).fill('');
  await page.getByRole('checkbox', { name: 'Changes only' }).uncheck();
  await history.variable('report').click();
  await page.getByRole('region', { name: 'All of report' }).waitFor();
  await take('history-whole-value');
  await page.getByRole('button', { name: 'Close all of report' }).click();
  await history.panel.getByRole('button', { name: 'History of light' }).click();
  await page.getByRole('textbox', { name: 'When did light become this value' }).fill('red');
  await page.getByRole('button', { name: 'When?' }).click();
  await page
    .getByRole('button', { name: /^Checkpoint \d+$/ })
    .first()
    .waitFor();
  await take('history-search');
  await choose(page.getByRole('toolbar', { name: 'History' }), 'Compare with', 'Against nothing');
  await history.tab('Changes');
  await take('history-uncompared');
}

/** An agent that was frozen while it held the lease, and a backup of the store. */
export async function frozenScreen(page: Page, take: Take): Promise<void> {
  const agents = await AgentsPage.open(page);
  await agents.start('second');
  await agents.line('second', /standby/).waitFor();
  await page.getByRole('button', { name: 'Back up' }).click();
  await page.getByText(/^Latest backup: /).waitFor();
  await page.getByRole('button', { name: /^Freeze (?!second)/ }).click();
  await agents.line('second', /active/).waitFor();
  await agents.tab('Takeovers');
  await page.getByRole('table', { name: 'Who held the lease' }).getByText('did not renew its lease in time').waitFor();
  await take('agents-frozen');
}
