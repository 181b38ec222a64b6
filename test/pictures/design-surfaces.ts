/** Menus, questions and states of the design place that come up on the way. */
import type { Page } from 'playwright';
import { DesignPage } from '../e2e/pages/design-page.ts';
import { judged, type Take } from './screens.ts';

/** Pools and lanes, the inside of a subprocess, a list of problems, and what is typed and dragged on the canvas. */
export async function canvasScreens(page: Page, take: Take): Promise<void> {
  const design = new DesignPage(page);
  await design.command('Open processes/pools.bpmn');
  await design.ready();
  await judged(page);
  await take('design-pools');
  // In a small window the panel is closed at first, and after this.
  const wasOpen = await design.problems.isVisible();
  await page.getByRole('tab', { name: /^Problems \d/ }).click();
  await design.problems.getByText('3 elements have no name.').click();
  await design.problems.getByText('has no name.').last().waitFor();
  await take('design-problems');
  if (!wasOpen) await page.keyboard.press('Control+j');
  await design.select('apologise');
  await page.keyboard.press('e');
  await page.locator('.djs-direct-editing-content').waitFor();
  await page.keyboard.type('Apologise to the customer');
  await take('design-naming');
  await page.keyboard.press('Escape');
  await page.locator('.djs-direct-editing-parent').waitFor({ state: 'detached' });
  await design.find('replace');
  await design.element('replace').and(page.locator('.selected')).waitFor({ state: 'attached' });
  await page.locator('.editor-file:not([hidden]) .bjs-drilldown').click();
  await design.element('pick').waitFor();
  await take('design-subprocess');
  await page.locator('.editor-file:not([hidden]) .bjs-breadcrumbs a').first().click();
  await design.element('apologise').waitFor();
  await page.keyboard.press('n');
  await page.locator('.djs-popup').waitFor();
  await take('design-create');
  await page.keyboard.press('Escape');
  await design.select('read');
  await page.keyboard.press('Control+a');
  await page.getByRole('heading', { name: / are selected$/ }).waitFor();
  await page.getByRole('button', { name: 'Align and distribute' }).click();
  await page.getByRole('menuitem').first().waitFor();
  await take('design-align');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^More:/ }).click();
  await page.getByRole('menuitem').first().waitFor();
  await take('design-more');
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['<x/>'], 'dragged.bpmn'));
    document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await page.getByText('Drop files to take them').waitFor();
  await take('design-drop');
  await page.evaluate(() => document.body.dispatchEvent(new DragEvent('dragleave', { bubbles: true })));
}

/** What is asked of a file. */
export async function fileQuestions(page: Page, take: Take): Promise<void> {
  const design = new DesignPage(page);
  for (const [command, name, screen] of [
    ['Rename the file in view …', /^Rename/, 'design-rename'],
    ['Show where the file or the workspace is …', /^Where/, 'design-where'],
    ['Delete the file in view …', /^Delete/, 'design-delete'],
  ] as const) {
    await design.command(command);
    const dialog = page.getByRole('dialog', { name });
    await dialog.waitFor();
    await take(screen);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  await page.keyboard.press('Alt+w');
}

/** A table with mistakes, one that was tried, and what its columns ask. */
export async function tableScreens(page: Page, take: Take): Promise<void> {
  const design = new DesignPage(page);
  const table = page.locator('.editor-file:not([hidden]) .dmn-decision-table-container .tjs-table');
  await design.command('Open rules/mistakes.dmn');
  await table.waitFor();
  await judged(page);
  await page.getByRole('tab', { name: 'Problems 3' }).waitFor();
  await page.getByText(/^There is no field for “Country”/).waitFor();
  await take('design-mistakes');
  await page.keyboard.press('Alt+w');
  await design.command('Open rules/discount.dmn');
  await table.waitFor();
  await page.getByRole('region', { name: 'Try it' }).waitFor();
  await page.getByLabel('total', { exact: true }).fill('250');
  await page.getByLabel('customer', { exact: true }).fill('{ "tier": "gold" }');
  await page.keyboard.press('F5');
  await page.getByText(/^Rule \d hit\.$/).waitFor();
  await take('design-tried');
  await table.getByText('Order total').dblclick();
  await page.locator('.dms-context-menu, .context-menu').first().waitFor();
  await take('design-column');
  await page.keyboard.press('Escape');
  await table.getByText('Gold, any order').click({ button: 'right' });
  await page.locator('.context-menu').first().waitFor();
  await take('design-rule-menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+w');
}
