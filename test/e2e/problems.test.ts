/** Problems are said where a person looks for them, and lead to what is wrong. */
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';

const studio = useStudio();

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
