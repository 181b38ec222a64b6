/** Whole files, as a person handles them in the window: brought in, renamed, duplicated, deleted, found on the disk. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { DesignPage } from './pages/design-page.ts';
import { seriousIn } from './harness/axe.ts';
import { useStudio } from './harness/studio.ts';

const sample = 'processes/order-fulfilment.bpmn';
const studio = useStudio();

const at = (path: string): string => join(studio().workspace.dir, path);
const onDisk = (path: string): string => readFileSync(at(path), 'utf8');

async function open(): Promise<DesignPage> {
  return new DesignPage(await studio().page({ reducedMotion: 'reduce' })).ready();
}

async function fromMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** By the system's chooser, which the command opens. */
async function bringIn(page: Page, act: () => Promise<void>, ...files: (readonly [string, string])[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), act()]);
  expect(chooser.isMultiple()).toBe(true);
  await chooser.setFiles(files.map(([name, text]) => ({ name, mimeType: '', buffer: Buffer.from(text) })));
}

it('brings files of this computer in, several at once, and asks about a name that is taken', async () => {
  const { page } = await open();
  // From now on the browser hands its chooser over: it may begin to only after the key, where somebody listens just then.
  page.on('filechooser', () => undefined);
  const text = onDisk(sample);
  await bringIn(
    page,
    () => fromMenu(page, 'Open from this computer …'),
    ['Größe 1.bpmn', text.replaceAll('"order-fulfilment"', '"size"')],
    ['vendor.bpmn20.xml', text.replaceAll('"order-fulfilment"', '"vendor"')],
    ['notes.xml', '<notes/>'],
  );
  await page.getByRole('tab', { name: 'vendor.bpmn', selected: true }).waitFor();
  await page.getByRole('tab', { name: 'Größe-1.bpmn' }).waitFor();
  await page.getByText('notes.xml was not taken in').waitFor();
  expect(onDisk('processes/Größe-1.bpmn')).toContain('"size"');

  const other = text.replace('name="Pack parcel"', 'name="Pack brought"');
  const dialog = page.getByRole('dialog', { name: 'order-fulfilment.bpmn is there already' });
  const again = (): Promise<void> =>
    bringIn(page, async () => page.keyboard.press('Alt+o'), ['order-fulfilment.bpmn', other]);
  await again();
  await dialog.getByRole('button', { name: 'Leave it out' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(onDisk(sample)).toBe(text);
  await again();
  await dialog.getByRole('button', { name: 'Keep both' }).click();
  await page.getByRole('tab', { name: 'order-fulfilment-2.bpmn', selected: true }).waitFor();
  expect([onDisk(sample), onDisk('processes/order-fulfilment-2.bpmn')]).toEqual([text, other]);
  await dialog.waitFor({ state: 'detached' });
  await again();
  await dialog.getByRole('button', { name: 'Replace it' }).click();
  const design = new DesignPage(page);
  await design.element('pack-parcel').filter({ hasText: 'Pack brought' }).waitFor();
  expect(onDisk(sample)).toBe(other);
  expect(await design.unsaved.count()).toBe(0);
});

it('renames a file by keyboard, with its edits, its draft and its tab', async () => {
  const design = await open();
  const { page } = design;
  await design.rename('pack-parcel', 'Pack mine');
  await expect.poll(() => studio().workspace.isDrafted('Pack mine'), { timeout: 20_000 }).toBe(true);
  await page.getByRole('tab', { name: /^order-fulfilment\.bpmn/ }).focus();
  await page.keyboard.press('F2');
  const dialog = page.getByRole('dialog', { name: 'Rename order-fulfilment.bpmn' });
  await dialog.getByText('scenarios/order-fulfilment.json').waitFor();
  await page.keyboard.type('loan-approval');
  await dialog.getByText('processes/loan-approval.bpmn is there already.').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('sales/orders');
  await dialog.getByText('Becomes processes/sales/orders.bpmn').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: /^orders\.bpmn.*not saved/, selected: true }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await design.element('pack-parcel').filter({ hasText: 'Pack mine' }).waitFor();
  expect([existsSync(at(sample)), onDisk('processes/sales/orders.bpmn').includes('Pack mine')]).toEqual([false, false]);
  expect(await page.getByRole('tab', { name: /order-fulfilment/ }).count()).toBe(0);
  expect(studio().workspace.isDrafted('Pack mine')).toBe(true);
  await design.saveEdits();
  expect(onDisk('processes/sales/orders.bpmn')).toContain('Pack mine');
  expect(studio().workspace.isDrafted('Pack mine')).toBe(false);
});

it('follows a file that another window renames, and says that it was', async () => {
  const design = await open();
  const { page } = design;
  await design.rename('pack-parcel', 'Pack mine');
  await expect.poll(() => studio().workspace.isDrafted('Pack mine'), { timeout: 20_000 }).toBe(true);
  mkdirSync(at('processes/deep'));
  renameSync(at(sample), at('processes/deep/elsewhere.bpmn'));
  await page.getByText('It was renamed to processes/deep/elsewhere.bpmn.').waitFor();
  await page.getByRole('tab', { name: /^elsewhere\.bpmn.*not saved/, selected: true }).waitFor();
  await design.element('pack-parcel').filter({ hasText: 'Pack mine' }).waitFor();
  await design.saveEdits();
  expect(onDisk('processes/deep/elsewhere.bpmn')).toContain('Pack mine');
  expect(existsSync(at(sample))).toBe(false);
});

it('duplicates a process under ids of its own', async () => {
  const design = await open();
  const { page } = design;
  await design.command('Duplicate the file in view');
  const dialog = page.getByRole('dialog', { name: 'Duplicate order-fulfilment.bpmn' });
  await dialog.getByText('The copy is processes/order-fulfilment-2.bpmn').waitFor();
  await dialog.getByRole('button', { name: 'Duplicate', exact: true }).click();
  await page.getByRole('tab', { name: 'order-fulfilment-2.bpmn', selected: true }).waitFor();
  const copy = onDisk('processes/order-fulfilment-2.bpmn');
  expect(copy).toMatch(/<bpmn:process id="order-fulfilment-2" name="Order fulfilment 2"/);
  expect(copy).toContain('bpmnElement="order-fulfilment-2"');
  expect(copy.replaceAll('order-fulfilment-2', 'order-fulfilment').replace('fulfilment 2', 'fulfilment')).toBe(
    onDisk(sample),
  );
  await design.element('pack-parcel').waitFor();
});

it('deletes a file after saying what needs it; its tab and its draft go, in another window too', async () => {
  const path = 'rules/discount.dmn';
  const design = await open();
  const { page } = design;
  await design.command(`Open ${path}`);
  await page.getByRole('tab', { name: 'discount.dmn', selected: true }).waitFor();
  const beside = await studio().pageBeside(page);
  await beside.getByRole('tab', { name: 'discount.dmn', selected: true }).waitFor();
  await page.locator('td[data-element-id="gold-large-discount"]').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('21');
  await design.unsaved.waitFor();
  await expect.poll(() => studio().workspace.isDrafted('21</text>'), { timeout: 20_000 }).toBe(true);

  await fromMenu(page, 'Delete …');
  const dialog = page.getByRole('dialog', { name: 'Delete discount.dmn?' });
  await dialog.getByText(sample).waitFor();
  await dialog.getByText('its edits that are not saved').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(existsSync(at(path))).toBe(true);

  await design.command('Delete the file in view');
  await dialog.getByRole('button', { name: 'Delete it' }).click();
  await page.getByText('discount.dmn was deleted').waitFor();
  await page.getByRole('tab', { name: /discount/ }).waitFor({ state: 'detached' });
  await beside.getByText('discount.dmn was closed').waitFor();
  expect(await beside.getByRole('tab', { name: /discount/ }).count()).toBe(0);
  expect([existsSync(at(path)), studio().workspace.isDrafted('21</text>')]).toEqual([false, false]);
});

it('says which deployed versions stay when their file is deleted', async () => {
  const design = await open();
  const { page } = design;
  await page.keyboard.press('F5');
  await page
    .getByRole('complementary', { name: 'Selection' })
    .getByRole('button', { name: 'Run', exact: true })
    .click();
  await page.getByRole('toolbar', { name: 'Run control' }).waitFor();
  await design.command('Delete the file in view');
  const dialog = page.getByRole('dialog', { name: 'Delete order-fulfilment.bpmn?' });
  await dialog.getByText('jobs of order-fulfilment (version 1) go on').waitFor();
  await dialog.getByRole('button', { name: 'Delete it' }).click();
  await page.getByRole('tab', { name: 'order-fulfilment.bpmn' }).waitFor({ state: 'detached' });
  expect(existsSync(at(sample))).toBe(false);
});

it('says where a file is, with its path to copy', async () => {
  const { page } = await open();
  await fromMenu(page, 'Show where it is …');
  const dialog = page.getByRole('dialog', { name: 'Where order-fulfilment.bpmn is' });
  const field = dialog.getByRole('textbox');
  await field.waitFor();
  expect(await field.inputValue()).toBe(at(sample));
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog.getByRole('button', { name: 'Copy the path' }).click();
  await dialog.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate(async () => navigator.clipboard.readText())).toBe(at(sample));
});

it('refuses by the reason that the disk gives, and keeps the dialog', async () => {
  const { page } = await open();
  writeFileSync(at('processes/taken'), 'no folder');
  await fromMenu(page, 'Rename …');
  const dialog = page.getByRole('dialog', { name: 'Rename order-fulfilment.bpmn' });
  const name = dialog.getByRole('textbox', { name: 'Name' });
  for (const [wrong, reason] of [
    ['', 'Needs a name.'],
    ['.hidden', 'A name does not begin with a dot.'],
    ['a:b', 'A name holds no :'],
  ] as const) {
    await name.fill(wrong);
    await dialog.getByText(reason).waitFor();
    expect(await dialog.getByRole('button', { name: 'Rename' }).isDisabled()).toBe(true);
  }
  await name.fill('taken/order');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await dialog.getByText('processes/taken is no folder').waitFor();
  expect(existsSync(at(sample))).toBe(true);
});

it('axe finds nothing serious in the menu of files and in their dialogs', async () => {
  const { page } = await open();
  const found: string[] = [];
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Rename …' }).waitFor();
  found.push(...(await seriousIn(page, '[role=menu]', 'menu of files')));
  await page.keyboard.press('Escape');
  for (const [item, title] of [
    ['Rename …', 'Rename order-fulfilment.bpmn'],
    ['Duplicate …', 'Duplicate order-fulfilment.bpmn'],
    ['Show where it is …', 'Where order-fulfilment.bpmn is'],
    ['Delete …', 'Delete order-fulfilment.bpmn?'],
  ] as const) {
    await fromMenu(page, item);
    await page.getByRole('dialog', { name: title }).waitFor();
    found.push(...(await seriousIn(page, '[role=dialog]', item)));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  expect(found).toEqual([]);
}, 300_000);

it('goes from difference to difference of what is compared, by key and by button', async () => {
  const design = await open();
  const { page } = design;
  await design.rename('pack-parcel', 'Pack mine');
  const theirs = onDisk(sample)
    .replace('name="Pack parcel"', 'name="Pack theirs"')
    .replace(/(<bpmn:process [^>]*>)/, '$1\n    <!-- Ask Ann first -->\n    <!-- then Ben -->')
    .replace(/(<\/bpmndi:BPMNDiagram>)/, '<!-- Last -->\n  $1');
  writeFileSync(at(sample), theirs);
  await page.getByRole('button', { name: 'Compare and choose …' }).click();
  const dialog = page.getByRole('dialog');
  const status = dialog.getByRole('status');
  const chosen = dialog.locator('[aria-current]');
  await status.getByText(/^Difference 1 of 3: nothing on the left, lines \d+ to \d+ on the right\.$/).waitFor();
  await chosen.filter({ hasText: 'Ask Ann first' }).waitFor();
  await chosen.filter({ hasText: 'then Ben' }).waitFor();

  await page.keyboard.press('F7');
  await status.getByText(/^Difference 2 of 3: line \d+ on the left, line \d+ on the right\.$/).waitFor();
  await chosen.filter({ hasText: 'Pack mine' }).filter({ hasText: 'Pack theirs' }).waitFor();
  expect(await chosen.count()).toBe(1);
  await dialog.getByRole('button', { name: 'Next difference' }).click();
  await status.getByText(/^Difference 3 of 3: /).waitFor();
  await chosen.filter({ hasText: 'Last' }).waitFor();
  // It is where one looks.
  const box = await dialog.getByRole('region', { name: 'Both versions' }).boundingBox();
  await expect
    .poll(async () => {
      const row = await chosen.boundingBox();
      return row !== null && box !== null && row.y >= box.y && row.y + row.height <= box.y + box.height;
    })
    .toBe(true);
  await page.keyboard.press('F7');
  await status.getByText(/^Difference 1 of 3: /).waitFor();
  await page.keyboard.press('Shift+F7');
  await status.getByText(/^Difference 3 of 3: /).waitFor();
  expect(await seriousIn(page, '[role=dialog]', 'comparison')).toEqual([]);
});
