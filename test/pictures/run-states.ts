/** How jobs can stand that no other picture shows: several waits, called jobs, a choice, breakpoints, failures, thousands of jobs. */
import type { Page } from 'playwright';
import { choose } from '../e2e/pages/choose.ts';
import { RunsPage } from '../e2e/pages/runs-page.ts';
import type { Take } from './screens.ts';

/** On jobs of its own; none of them is left chosen by others. */
export async function runStates(page: Page, take: Take): Promise<void> {
  const runs = await RunsPage.open(page);
  await severalWaits(runs, take);
  await aChoice(runs, take);
  await atABreakpoint(runs, take);
  await failedAndMany(runs, take);
}

async function severalWaits(runs: RunsPage, take: Take): Promise<void> {
  const { page, panel } = runs;
  await runs.startFile('waits');
  await runs.status('Waiting');
  await panel.getByRole('article', { name: /^Look at/ }).waitFor();
  await page.getByRole('tab', { name: 'Variables' }).click();
  await page
    .getByRole('treeitem', { name: /contract/ })
    .first()
    .waitFor();
  await take('runs-several');
  await panel.getByRole('article', { name: /^Whichever comes first/ }).scrollIntoViewIfNeeded();
  await take('runs-event-gateway');
  await panel.getByRole('region', { name: 'Tokens' }).getByRole('button', { name: 'All is ready' }).first().click();
  await panel.getByText(/^Waits for/).waitFor();
  await take('runs-join');
  await runs.clickElement('sign', 'Sign the contract');
  await take('runs-instances');
  await panel.getByRole('button', { name: 'Job', exact: true }).click();
  await page.getByRole('tab', { name: 'Variables' }).click();
  await page
    .getByRole('treeitem', { name: /contract/ })
    .first()
    .click();
  await page.keyboard.press('ArrowRight');
  await take('runs-big-value');
  await panel.getByRole('button', { name: 'Show the called job' }).click();
  await panel.getByRole('heading', { name: 'Find a lorry' }).first().waitFor();
  await panel.getByText('Called by').waitFor();
  await page.locator('[data-element-id="phone"]').waitFor();
  await take('runs-called');
}

async function aChoice(runs: RunsPage, take: Take): Promise<void> {
  const { page, panel } = runs;
  await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
  await choose(panel, 'Process', 'processes/data.bpmn');
  await panel.getByText('JSON', { exact: true }).first().click();
  await panel.locator('textarea').first().fill('{ "parcels": [{ "weight": 2 }, { "weight": 3.5 }], "done": false }');
  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await runs.panel
    .getByRole('button', { name: /^Begin / })
    .first()
    .waitFor();
  await runs.jobs.first().getByText('Data', { exact: true }).waitFor();
  await take('runs-choice');
}

async function atABreakpoint(runs: RunsPage, take: Take): Promise<void> {
  const { page, panel } = runs;
  await runs.start('batch-settlement', { paused: true });
  await runs.status('Paused');
  await runs.clickElement('sum-up', 'Sum up');
  await panel.getByRole('button', { name: 'Set a breakpoint' }).click();
  await panel.getByRole('button', { name: 'Remove the breakpoint' }).waitFor();
  await runs.toolbar.getByRole('button', { name: /^Run on/ }).click();
  await page.locator('.djs-element.cairn-held[data-element-id="sum-up"]').waitFor();
  // The list gathers news, and the counts come with it.
  await page
    .getByRole('contentinfo')
    .getByText(/0 active .* 1 paused/)
    .waitFor();
  await page.getByRole('region', { name: 'Jobs' }).getByText('Active', { exact: true }).waitFor({ state: 'detached' });
  await take('runs-breakpoint');
  await panel.getByRole('button', { name: 'Remove the breakpoint' }).click();
  await panel.getByRole('button', { name: 'Set a breakpoint' }).waitFor();
  await panel.getByRole('button', { name: 'Job', exact: true }).click();
  await runs.toolbar
    .getByRole('textbox', { name: 'Speed' })
    .or(runs.toolbar.getByRole('combobox', { name: 'Speed' }))
    .click();
  await page.getByRole('option', { name: 'Slower' }).waitFor();
  await take('runs-speed');
  await page.keyboard.press('Escape');
  await runs.toolbar.getByRole('button', { name: /^Cancel the job/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the job' }).click();
  await runs.status('Cancelled');
  await panel.getByText('Stood at').waitFor();
  await page
    .getByRole('contentinfo')
    .getByText(/paused/)
    .waitFor({ state: 'detached' });
  await take('runs-cancelled');
}

async function failedAndMany(runs: RunsPage, take: Take): Promise<void> {
  const { page, panel } = runs;
  await runs.startFile('many');
  await runs.status('Failed');
  await panel.getByText(/^Ended by the error/).waitFor();
  await page.locator('.job-diagram .cairn-visited[data-element-id="end"]').waitFor();
  const list = page.getByRole('region', { name: 'Jobs' });
  // Else the jobs that it called, which are newer, would push it out of the list.
  await list.getByRole('checkbox', { name: 'Without called jobs' }).check();
  await list
    .getByRole('option', { name: /Count all shelves/, selected: true })
    .getByText('Failed')
    .waitFor();
  await take('runs-failed');
  await list.getByRole('checkbox', { name: 'Without called jobs' }).uncheck();
  await list
    .getByRole('textbox', { name: 'Filter by process' })
    .or(list.getByRole('combobox', { name: 'Filter by process' }))
    .click();
  await page
    .getByRole('listbox', { name: 'Filter by process' })
    .getByRole('option', { name: /^Count one shelf/ })
    .click();
  await runs.jobs.nth(5).waitFor();
  await list
    .getByRole('textbox', { name: 'Filter by status' })
    .or(list.getByRole('combobox', { name: 'Filter by status' }))
    .click();
  await page.getByRole('option', { name: /^. Completed \(/ }).waitFor();
  await take('runs-filter');
  await page.keyboard.press('Escape');
  await list.getByRole('textbox', { name: /^Search jobs/ }).fill('nothing like it');
  await list.getByText('No job is like that.').waitFor();
  await take('runs-none-found');
  await list.getByRole('button', { name: 'Show all jobs' }).click();
}
