/** The design place by keyboard alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DesignPage } from './pages/design-page.ts';
import { useStudio } from './harness/studio.ts';

const studio = useStudio();

it('a process is drawn, marked and saved by keyboard alone', async () => {
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

  // A dialog that was closed takes no key of what comes next; the palette finds what other places do.
  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await keyboard.press('Escape');
  await keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Search commands' }).waitFor();
  await keyboard.type('fork');
  await page.getByRole('dialog').getByRole('button', { name: 'Fork from here' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await keyboard.press(']');
  await page.getByRole('heading', { name: 'start', level: 2 }).waitFor();
  await keyboard.press('a');
  await page.getByText('Append element').waitFor();
  await keyboard.type('script');
  await page.locator('.djs-popup .entry.selected', { hasText: 'Script task' }).waitFor();
  await keyboard.press('Enter');
  await design.canvas.locator('.djs-direct-editing-content').waitFor();
  await keyboard.type('Count');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Count', level: 2 }).waitFor();
  await keyboard.press('k');
  const task = await design.selected();
  await keyboard.press('a');
  await page.getByText('Append element').waitFor();
  await keyboard.type('end event');
  await page.locator('.djs-popup .entry.selected', { hasText: /^End event/ }).waitFor();
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Event_/, level: 2 }).waitFor();
  await keyboard.press('Escape');
  await keyboard.press('Control+s');
  await page.getByRole('tab', { name: /not saved/ }).waitFor({ state: 'detached' });
  const text = readFileSync(join(studio().workspace.dir, 'processes/by-keys.bpmn'), 'utf8');
  expect(text).toContain(`id="${task}" name="Count"`);
  expect(text).toContain('cairn:checkpoint="after"');
  expect(text).toContain('bpmn:endEvent');
});
