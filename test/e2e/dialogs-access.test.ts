/** Dialogs, questions, messages, cards and the editors of texts for everyone: axe finds nothing serious in either scheme. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { seriousIn } from './harness/axe.ts';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';
import { HistoryPage } from './pages/history-page.ts';
import { RunsPage } from './pages/runs-page.ts';
import { AgentsPage } from './pages/saves-page.ts';

const sample = 'processes/order-fulfilment.bpmn';
const studio = useStudio({
  prepare: ({ dir }) => {
    const text = readFileSync(join(dir, sample), 'utf8');
    writeFileSync(
      join(dir, 'processes/foreign.bpmn'),
      text.replace(/(<bpmn:process [^>]*>)/, '$1<!-- Ask Ann first -->').replaceAll('"order-fulfilment"', '"foreign"'),
    );
    writeFileSync(join(dir, 'processes/broken.bpmn'), '<broken');
    copyFileSync(fileURLToPath(new URL('../pictures/price.dmn', import.meta.url)), join(dir, 'rules/price.dmn'));
  },
});

/** Axe looks at many screens, twice each. */
const patienceMs = 300_000;
const dialogs = '[role="dialog"]';
const editor = '.editor-file:not([hidden])';
const panel = '[aria-label="Selection"]';

/** The dialog of that name, once it is there; Escape closes it. */
async function lookAtDialog(page: Page, name: string | RegExp): Promise<string[]> {
  const dialog = page.getByRole('dialog', { name });
  await dialog.waitFor();
  const found = await seriousIn(page, dialogs, String(name));
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  return found;
}

it(
  'axe finds nothing serious in the dialogs of the design place',
  async () => {
    const page = await studio().page({ reducedMotion: 'reduce' });
    const design = await new DesignPage(page).ready();
    const found: string[] = [];
    await page.keyboard.press('Alt+n');
    found.push(...(await lookAtDialog(page, 'New file')));
    await page.keyboard.press('Alt+l');
    found.push(...(await lookAtDialog(page, 'What the signs mean')));
    await design.command('Show what Cairn runs of BPMN');
    // Its rows are alike.
    await page.getByRole('dialog').getByRole('textbox', { name: 'Search' }).fill('boundary timer');
    found.push(...(await lookAtDialog(page, 'What Cairn runs of BPMN')));
    await design.command('Trust this workspace …');
    found.push(...(await lookAtDialog(page, 'Trust this workspace?')));

    await design.command('Open processes/foreign.bpmn');
    await design.rename('pack-parcel', 'Pack mine');
    await design.unsaved.waitFor();
    const file = join(studio().workspace.dir, 'processes/foreign.bpmn');
    writeFileSync(file, readFileSync(file, 'utf8').replace('name="Pack parcel"', 'name="Pack theirs"'));
    await page.getByText('was changed on disk while you edited it').waitFor();
    found.push(...(await seriousIn(page, '.editor-banner', 'changed on disk')));
    await page.getByRole('button', { name: 'Compare and choose …' }).click();
    found.push(...(await lookAtDialog(page, 'foreign.bpmn was changed on disk while you edited it')));
    await page.keyboard.press('Alt+w');
    found.push(...(await lookAtDialog(page, 'Save foreign.bpmn before closing it?')));
    expect(found).toEqual([]);
  },
  patienceMs,
);

it(
  'axe finds nothing serious in the menu of files and in the editors of decisions and texts',
  async () => {
    const page = await studio().page({ reducedMotion: 'reduce' });
    const design = await new DesignPage(page).ready();
    const found: string[] = [];
    await page.getByRole('button', { name: 'Files', exact: true }).click();
    await page.getByRole('menuitem', { name: 'discount.dmn' }).waitFor();
    found.push(...(await seriousIn(page, '[role="menu"]', 'files')));
    await page.getByRole('menuitem', { name: 'discount.dmn' }).click();
    await page.locator('.tjs-container, .dmn-decision-table-container').first().waitFor();
    found.push(...(await seriousIn(page, editor, 'decision table')));
    await page.getByRole('tab', { name: 'Requirements diagram' }).click();
    await page.locator('.dmn-drd-container .djs-shape').first().waitFor();
    found.push(...(await seriousIn(page, editor, 'decisions')));
    await design.command('Open rules/price.dmn');
    await page.locator(`${editor} .dmn-literal-expression-container .cm-line`).waitFor();
    found.push(...(await seriousIn(page, editor, 'literal expression')));
    await design.command('Open scenarios/order-fulfilment.json');
    await page.locator('.editor-file:not([hidden]) .cm-content').waitFor();
    found.push(...(await seriousIn(page, editor, 'scenario text')));
    await design.command('Open processes/broken.bpmn');
    await page.getByText('processes/broken.bpmn cannot be drawn.').waitFor();
    found.push(...(await seriousIn(page, editor, 'unreadable')));
    expect(found).toEqual([]);
  },
  patienceMs,
);

it(
  'axe finds nothing serious in what comes up unasked: a draft, a message, a lost connection',
  async () => {
    const page = await studio().page({ reducedMotion: 'reduce' });
    studio().allow(/WebSocket connection to/);
    const design = await new DesignPage(page).ready();
    const found: string[] = [];
    await design.rename('pack-parcel', 'Pack drafted');
    await expect.poll(() => studio().workspace.isDrafted('Pack drafted'), { timeout: 20_000 }).toBe(true);
    // It goes without being asked, as after a crash.
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    const question = page.getByRole('dialog', { name: 'Restore the edits of order-fulfilment.bpmn?' });
    await question.waitFor();
    found.push(...(await seriousIn(page, dialogs, 'draft')));
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });

    await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['a'], 'notes.txt'));
      document
        .querySelector('.editor')
        ?.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    });
    await page.getByText('notes.txt was not taken in').waitFor();
    found.push(...(await seriousIn(page, '.mantine-Notifications-root', 'message')));
    await studio().killService();
    await page.getByText('Connection lost, reconnecting …').waitFor();
    found.push(...(await seriousIn(page, '.shell-connection', 'lost connection')));
    await studio().startService();
    expect(found).toEqual([]);
  },
  patienceMs,
);

it(
  'axe finds nothing serious in what waits, in what went wrong, and in the dialogs of history and agents',
  async () => {
    const page = await studio().page({ reducedMotion: 'reduce' });
    const runs = await RunsPage.open(page);
    const found: string[] = [];
    await runs.start('loan-approval', { byHand: true });
    const task = runs.panel.getByRole('article', { name: /^Check application/ });
    await task.getByLabel('Monthly income').waitFor();
    found.push(...(await seriousIn(page, panel, 'user task')));
    await task.getByRole('radio', { name: 'Yes' }).check();
    await task.getByLabel('Monthly income').fill('3200');
    await task.getByRole('button', { name: 'Complete' }).click();
    const wait = runs.panel.getByRole('article', { name: /^Wait for documents/ });
    await wait.getByRole('button', { name: 'Send' }).waitFor();
    found.push(...(await seriousIn(page, panel, 'message to send')));
    await wait.getByRole('button', { name: 'Send' }).click();
    const incident = runs.panel.getByRole('article', { name: /^Incident/ });
    await incident.waitFor();
    await incident.getByRole('button', { name: 'Edit variables and retry' }).click();
    found.push(...(await seriousIn(page, panel, 'incident')));

    await HistoryPage.open(page);
    await page.getByRole('button', { name: 'Copy as scenario' }).click();
    found.push(...(await lookAtDialog(page, /as a scenario$/)));
    await AgentsPage.open(page);
    await page.getByRole('button', { name: 'Start an agent' }).first().click();
    found.push(...(await lookAtDialog(page, 'Start an agent')));
    expect(found).toEqual([]);
  },
  patienceMs,
);
