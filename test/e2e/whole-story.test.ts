/** The whole story, from an empty diagram to a fork: what a person does who draws a process of their own. */
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';
import { HistoryPage } from './pages/history-page.ts';
import { RunsPage } from './pages/runs-page.ts';

const studio = useStudio();

it('draw, mark, run, pull the plug, see the three colours, recover, scrub, compare, fork', async () => {
  const page = await studio().page();
  const { demoServer } = studio().workspace;
  const design = await new DesignPage(page).ready();

  // A process of three tasks: the first from the palette, the others appended.
  await design.newProcess('Small order');
  const count = await design.drawTask('Count');
  await design.connect('start', count);
  await design.select(count);
  await design.changeType('Script task');
  const counted = await design.selected();
  await design.fillIn('Script in JavaScript', '2 * 21');
  await design.fillIn('Result variable', 'total');
  await design.select(counted);
  await page.keyboard.press('k');
  await design.flag(counted, 'explicit').waitFor();

  const charged = await design.append('Service task', 'Charge');
  await design.choose('It is done by', 'Web service: an HTTP request');
  await design.fillIn('Address', `http://127.0.0.1:${demoServer.port}/charge`);
  await design.fillIn('Body, in FEEL', '{ orderId: "small", amount: total }');
  await design.select(charged);
  const booked = await design.append('Script task', 'Book');
  await design.fillIn('Script in JavaScript', 'total - 2');
  await design.fillIn('Result variable', 'profit');
  await design.select(booked);
  await design.append('End event');

  // F5 saves it, and asks with what it is to run.
  await design.unsaved.waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F5');
  const runs = new RunsPage(page);
  await runs.panel.getByRole('heading', { name: 'Start a job' }).waitFor();
  const chosen = runs.panel.getByRole('combobox', { name: 'Process' });
  await expect.poll(() => chosen.inputValue(), { timeout: 60_000 }).toBe('processes/small-order.bpmn');
  await runs.panel.getByText('Its edits were saved: what runs is what is on disk.').waitFor();
  await runs.panel.getByRole('button', { name: 'Start paused' }).click();
  await runs.status('Paused');

  await runs.clickElement(booked, 'Book');
  await runs.arm('After its work, before the save');
  await runs.toolbar.getByRole('button', { name: /^Run on/ }).click();
  await page.getByText('The engine is dead.').waitFor();
  expect(demoServer.charges.map(({ amount }) => amount)).toEqual([42]);
  await runs.panel.getByRole('region', { name: 'What the crash cost' }).waitFor();
  expect(await runs.fated('saved')).toContain(counted);
  expect(await runs.fated('twice')).toEqual([charged]);
  expect(await runs.fated('lost')).toEqual([booked]);

  await runs.recover();
  await runs.status('Completed');
  expect(demoServer.duplicates()).toHaveLength(1);

  // Scrub, and compare the first checkpoint with the last.
  const history = await HistoryPage.open(page);
  await history.shows(3);
  await history.strip.focus();
  await page.keyboard.press('Home');
  await history.shows(1);
  expect(await history.variable('total').count()).toBe(0);
  await page.getByRole('button', { name: /^Pin this checkpoint/ }).click();
  await page.getByRole('button', { name: 'Latest checkpoint' }).click();
  await history.shows(3);
  await history.variable('profit').getByText('added').waitFor();
  await page.getByRole('button', { name: 'Unpin' }).click();
  await page.getByRole('button', { name: /^Previous checkpoint/ }).click();
  await history.shows(2);
  await history.variable('total').getByText('42').waitFor();

  await page.getByRole('button', { name: 'Fork from here' }).click();
  const dialog = page.getByRole('dialog', { name: 'Fork from checkpoint 2' });
  await dialog.getByRole('textbox', { name: 'total' }).fill('7');
  await dialog.getByText('Changed: total').waitFor();
  await dialog.getByRole('button', { name: 'Fork', exact: true }).click();
  await runs.panel.getByText('Forked from').waitFor();
  await runs.status('Completed');
  // What was to be charged stood in the checkpoint already; what was booked afterwards is counted with the edit.
  expect(demoServer.charges).toHaveLength(3);
  await page.waitForFunction(() => document.querySelectorAll('.runs-line').length === 2);
  expect(await runs.jobs.count()).toBe(2);
  await HistoryPage.open(page);
  await history.variable('profit').getByText('5', { exact: true }).waitFor();
}, 300_000);
