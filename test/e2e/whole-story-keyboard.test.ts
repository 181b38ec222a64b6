/** The whole story by keyboard alone: nothing is clicked, and no script moves the focus. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { DesignPage } from './pages/design-page.ts';
import { HistoryPage } from './pages/history-page.ts';
import { RunsPage } from './pages/runs-page.ts';
import { useStudio } from './harness/studio.ts';

const studio = useStudio();

/** Goes on with Tab until what has that name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    const focused = await page.evaluate(() => {
      const { activeElement } = document;
      const labels = activeElement instanceof HTMLInputElement ? [...(activeElement.labels ?? [])] : [];
      return activeElement?.getAttribute('aria-label') ?? labels[0]?.textContent ?? activeElement?.textContent ?? '';
    });
    if (name.test(focused)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${name}`);
}

/** Runs a command by its name, as the palette finds it. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const search = page.getByRole('textbox', { name: 'Search commands' });
  await search.waitFor();
  await page.keyboard.type(name);
  await page.getByRole('dialog').getByRole('button', { name }).first().waitFor();
  await page.keyboard.press('Enter');
  await search.waitFor({ state: 'detached' });
}

/** Appends to the selected element. Answers the id of the new one, which is selected then. */
async function append(design: DesignPage, type: string, name: string): Promise<string> {
  const { keyboard } = design.page;
  await keyboard.press('a');
  await design.page.getByText('Append element').waitFor();
  await keyboard.type(type);
  await design.page.locator('.djs-popup .entry.selected', { hasText: new RegExp(`^${type}`, 'i') }).waitFor();
  await keyboard.press('Enter');
  await design.canvas.locator('.djs-direct-editing-content').waitFor();
  await keyboard.type(name);
  await keyboard.press('Enter');
  await design.page.getByRole('heading', { name, level: 2 }).waitFor();
  return design.selected();
}

/** Types into a field of the properties, and leaves it. */
async function fillIn(page: Page, label: RegExp, text: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.type(text);
  // In an editor of scripts Escape closes what it offers and gives Tab its usual meaning; elsewhere it takes back what was typed.
  const isEditor = await page.evaluate(() => document.activeElement?.classList.contains('cm-content') === true);
  if (isEditor) await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
}

it('draw, mark, run, pull the plug, see the three colours, recover, scrub, compare, fork', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  const { keyboard } = page;
  await keyboard.press('Alt+n');
  await page.getByRole('dialog', { name: 'New file' }).waitFor();
  await keyboard.type('By keys');
  await keyboard.press('Enter');
  await page.getByRole('tab', { name: 'by-keys.bpmn', selected: true }).waitFor();
  await design.element('start').waitFor();
  // Keys are for the new diagram only once its dialog is gone and it has been judged.
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await design.ready();

  // The palette finds what other places do.
  await keyboard.press('?');
  // It takes keys from when it has the focus, and to when React has taken it away: a moment after the key.
  await page.locator('[role="dialog"]:focus-within').waitFor();
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Search commands' }).waitFor();
  await keyboard.type('fork');
  await page.getByRole('dialog').getByRole('button', { name: 'Fork from here' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await keyboard.press(']');
  await page.getByRole('heading', { name: 'start', level: 2 }).waitFor();
  const count = await append(design, 'Script task', 'Count');
  await keyboard.press('k');
  await fillIn(page, /^Script in JavaScript$/, '2 * 21');
  await fillIn(page, /^Result variable$/, 'total');
  await design.flag(count, 'explicit').waitFor();
  await keyboard.press('Control+Alt+d');
  const charge = await append(design, 'Service task', 'Charge');
  await tabTo(page, /^It is done by/);
  await keyboard.press('Enter');
  const web = page.getByRole('option', { name: 'Web service: an HTTP request' });
  await web.waitFor();
  while ((await web.getAttribute('data-combobox-selected')) === null) await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await web.waitFor({ state: 'detached' });
  await fillIn(page, /^Address$/, `http://127.0.0.1:${studio().workspace.demoServer.port}/charge`);
  await fillIn(page, /^Body, in FEEL$/, '{ orderId: "keys", amount: total }');
  await keyboard.press('Control+Alt+d');
  const book = await append(design, 'Script task', 'Book');
  await fillIn(page, /^Script in JavaScript$/, 'total - 2');
  await fillIn(page, /^Result variable$/, 'profit');
  await keyboard.press('Control+s');
  await page.getByRole('tab', { name: /not saved/ }).waitFor({ state: 'detached' });
  const text = readFileSync(join(studio().workspace.dir, 'processes/by-keys.bpmn'), 'utf8');
  expect(text).toContain(`id="${count}" name="Count"`);
  expect(text).toContain('cairn:checkpoint="after"');

  await keyboard.press('F5');
  const runs = new RunsPage(page);
  await runs.panel.getByRole('heading', { name: 'Start a job' }).waitFor();
  await tabTo(page, /^Start paused$/);
  await keyboard.press('Enter');
  await runs.status('Paused');
  await keyboard.press('F10');
  await page.locator(`.djs-element[data-element-id="${count}"].cairn-token:visible`).waitFor();
  await command(page, 'Select Book');
  await runs.panel.getByRole('heading', { name: 'Book', level: 2 }).waitFor();
  const armed = runs.panel.getByRole('radio', { name: 'After its work, before the save' });
  await tabTo(page, /before the save|before it|in the middle|after the save/i);
  while (!(await armed.isChecked())) await keyboard.press('ArrowDown');
  await tabTo(page, /^Arm$/);
  await keyboard.press('Enter');
  await runs.panel.getByRole('region', { name: 'Armed' }).waitFor();
  await command(page, 'Run on');
  await page.getByText('The engine is dead.').waitFor();
  expect(await runs.fated('saved')).toContain(count);
  expect(await runs.fated('twice')).toEqual([charge]);
  expect(await runs.fated('lost')).toEqual([book]);
  await command(page, 'Recover');
  await runs.status('Completed');

  await command(page, 'Go to History');
  const history = new HistoryPage(page);
  // One for the beginning, one for the step, one after the marked task, one for the end.
  await history.shows(4);
  await tabTo(page, /^Checkpoints$/);
  await keyboard.press('Home');
  await history.shows(1);
  await command(page, 'Compare with the latest checkpoint');
  await history.variable('profit').waitFor();
  for (const seq of [2, 3]) {
    await keyboard.press('.');
    await history.shows(seq);
  }
  await command(page, 'Fork from here');
  await page.getByRole('dialog', { name: 'Fork from checkpoint 3' }).waitFor();
  await tabTo(page, /^total/);
  await keyboard.press('Control+a');
  await keyboard.type('7');
  await keyboard.press('Enter');
  await runs.panel.getByText('Forked from').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.runs-line').length === 2);
  expect(await runs.jobs.count()).toBe(2);
}, 240_000);
