/** Problems are said where a person looks for them, and lead to what is wrong. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';

const studio = useStudio({
  prepare: ({ dir }) => {
    const text = readFileSync(join(dir, 'processes/order-fulfilment.bpmn'), 'utf8');
    writeFileSync(join(dir, 'processes/torn.bpmn'), text.replace('</bpmn:process>', ''));
  },
});

const open = async (): Promise<DesignPage> => new DesignPage(await studio().page()).ready();

it('a rule that cannot be read is a row of its file, marks its cell, and is told at the process, saved or not', async () => {
  const design = await open();
  const { page } = design;
  await design.command('Open rules/discount.dmn');
  const cell = page.locator('td[data-element-id="gold-large-discount"]');
  await cell.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('20 +');
  const row = design.problems.getByRole('button', { name: /Decision discount, rule 1, Discount in %: .*not FEEL/ });
  await row.waitFor();
  const isMarked = async (): Promise<boolean> =>
    (await cell.evaluate((td) => getComputedStyle(td).boxShadow)) !== 'none';
  expect(await isMarked()).toBe(true);

  // The process that asks it says so too, of the draft.
  await page.getByRole('tab', { name: /^order-fulfilment\.bpmn/ }).click();
  const told = design.problems.getByText(/decision discount, rule 1, Discount in %/);
  await told.waitFor();

  await page.getByRole('tab', { name: /^discount\.dmn/ }).click();
  await row.click();
  expect(await cell.evaluate((td) => td.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('20');
  await row.waitFor({ state: 'detached' });
  expect(await isMarked()).toBe(false);
  await page.getByRole('tab', { name: /^order-fulfilment\.bpmn/ }).click();
  await told.waitFor({ state: 'detached' });
});

it('a file that cannot be read leads to its line, which is marked', async () => {
  const design = await open();
  const { page } = design;
  await design.command('Open processes/torn.bpmn');
  const row = design.problems.getByRole('button', { name: /torn\.bpmn, line \d+: / });
  const line = /line (\d+):/.exec((await row.textContent()) ?? '')?.[1] ?? '';
  expect(Number(line)).toBeGreaterThan(100);
  const editor = page.locator('.editor-file:not([hidden]) .editor-unreadable');
  const number = editor.locator('.cm-lineNumbers .cm-gutterElement', { hasText: new RegExp(`^${line}$`) });
  await row.click();
  await number.waitFor();
  await editor.locator('.cm-lint-marker-error').first().waitFor();
  expect(await editor.locator('.cm-content').evaluate((content) => content === document.activeElement)).toBe(true);
  await editor.locator('.cm-scroller').evaluate((scroller) => scroller.scrollTo(0, 0));
  await number.waitFor({ state: 'detached' });
  await page.keyboard.press('F8');
  await number.waitFor();
});
