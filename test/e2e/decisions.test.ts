/** A decision, tried where it is edited: its inputs as fields, what it answers, the rules that hit; undo in the bar. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DesignPage } from './pages/design-page.ts';
import { seriousIn } from './harness/axe.ts';
import { useStudio } from './harness/studio.ts';

const path = 'rules/discount.dmn';
const studio = useStudio();

async function open(): Promise<DesignPage> {
  const design = await new DesignPage(await studio().page({ reducedMotion: 'reduce' })).ready();
  await design.command(`Open ${path}`);
  await design.page.locator('td[data-element-id="gold-large-discount"]').waitFor();
  return design;
}

it('tries the decision in view with F5 and from the bar, and marks the rules that hit until an edit', async () => {
  const design = await open();
  const { page, properties } = design;
  const trial = properties.getByRole('region', { name: 'Try it' });
  await trial.getByRole('textbox', { name: 'customer' }).fill('{ "tier": "gold" }');
  await trial.getByRole('textbox', { name: 'total' }).fill('much');
  await page
    .getByRole('toolbar', { name: 'Tools of the file in view' })
    .getByRole('button', { name: 'Try it' })
    .click();
  await trial.getByText('Is not a number like 12 or 0.5.').waitFor();
  await trial.getByRole('textbox', { name: 'total' }).fill('5000');
  await page.keyboard.press('F5');
  await trial.getByRole('status').getByText('Rule 1 hit.').waitFor();
  await trial.getByRole('status').getByText('15', { exact: true }).waitFor();
  const marked = page.locator('td.rule-index[data-element-id="gold-large"]');
  const tick = (): Promise<string> => marked.evaluate((cell) => getComputedStyle(cell, '::before').content);
  expect(await tick()).toBe('"✓"');
  expect(await seriousIn(page, '.decision-paper, [aria-label="Selection"]', 'a decision tried')).toEqual([]);

  await page.locator('td[data-element-id="gold-large-discount"]').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('21');
  await expect.poll(tick).toBe('none');
  await page.keyboard.press('F5');
  await trial.getByRole('status').getByText('21', { exact: true }).waitFor();
  // Nothing was saved for it.
  expect(readFileSync(join(studio().workspace.dir, path), 'utf8')).toContain('<text>15</text>');
  await design.unsaved.waitFor();
});

it('marks the rule whose menu is open, and no other', async () => {
  const { page } = await open();
  const marked = page.locator('.decision-paper tr[data-menu-open]');
  for (const id of ['gold-large', 'gold-any']) {
    await page.locator(`td[data-element-id="${id}-discount"]`).click({ button: 'right' });
    await page.getByRole('menu', { name: 'Decision table context menu' }).waitFor();
    expect(
      await marked.locator('td.rule-index').evaluateAll((cells) => cells.map((cell) => cell.dataset['elementId'])),
    ).toEqual([id]);
    await page.keyboard.press('Escape');
    await expect.poll(() => marked.count()).toBe(0);
  }
});

it('says at a marked cell what is wrong with it, until it is mended', async () => {
  const { page } = await open();
  const cell = page.locator('td[data-element-id="gold-large-discount"]');
  const type = async (text: string): Promise<void> => {
    await cell.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
  };
  await type('price(');
  await expect.poll(() => cell.getAttribute('title')).toMatch(/price\(/);
  await page.locator('td[data-element-id="gold-any-discount"]').click();
  expect(await page.locator('.decision-paper td[title*="price("]').count()).toBe(1);
  await type('15');
  await expect.poll(() => cell.getAttribute('title')).toBeNull();
});

it('says why a decision has no answer', async () => {
  const { page, properties } = await open();
  const trial = properties.getByRole('region', { name: 'Try it' });
  await trial.getByRole('radiogroup').getByText('JSON', { exact: true }).click();
  await trial.getByRole('textbox', { name: 'Inputs as JSON' }).fill('{ "customer": ');
  await trial.getByRole('button', { name: 'Try it' }).click();
  await trial.getByText(/^Is not JSON: /).waitFor();
  await page.locator('td[data-element-id="gold-large-discount"]').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('nothing(1)');
  await trial
    .getByRole('textbox', { name: 'Inputs as JSON' })
    .fill('{ "customer": { "tier": "gold" }, "total": 5000 }');
  await page.keyboard.press('F5');
  await trial
    .getByRole('status')
    .getByText(/nothing/)
    .waitFor();
  expect(await trial.getByText(/hit\.$/).count()).toBe(0);
});

it('undoes and redoes an edit of a table by the buttons of the bar', async () => {
  const { page } = await open();
  const bar = page.getByRole('toolbar', { name: 'Tools of the file in view' });
  const [undo, redo] = ['Undo', 'Redo'].map((name) => bar.getByRole('button', { name }));
  if (undo === undefined || redo === undefined) throw new Error('there are two buttons');
  expect([await undo.isDisabled(), await redo.isDisabled()]).toEqual([true, true]);
  const cell = page.locator('td[data-element-id="gold-large-discount"]');
  await cell.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('7');
  await expect.poll(async () => undo.isEnabled()).toBe(true);
  await page.locator('td[data-element-id="gold-any-discount"]').click();
  while (await undo.isEnabled()) await undo.click();
  await cell.filter({ hasText: '15' }).waitFor();
  expect(await redo.isEnabled()).toBe(true);
  while (await redo.isEnabled()) await redo.click();
  await cell.filter({ hasText: '7' }).waitFor();
});
