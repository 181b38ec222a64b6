/** What happens to a window whose service dies, whose neighbour edits the same file, or that is closed in the middle. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';
import { RunsPage } from './pages/runs-page.ts';

const studio = useStudio();
const sample = 'processes/order-fulfilment.bpmn';

it('a service killed under the window: it says so, keeps the edits, comes back and saves', async () => {
  studio().allow(/WebSocket connection to/);
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.rename('pack-parcel', 'Pack mine');
  const plug = page.getByRole('button', { name: 'Pull the plug' });
  // Where no engine runs there is nothing to kill.
  expect(await plug.isDisabled()).toBe(true);
  await design.command('Start the engine');
  await plug.and(page.locator(':enabled')).waitFor();

  await studio().killService();
  const banner = page.getByText('Connection lost, reconnecting …');
  await banner.waitFor();
  await page.getByText('not known: no connection').waitFor();
  expect(await plug.isDisabled()).toBe(true);
  const run = page.getByRole('toolbar').getByRole('button', { name: 'Run', exact: true });
  expect(await run.isDisabled()).toBe(true);
  expect(await run.getAttribute('title')).toBe('The connection is lost: nothing can be run until it is back');
  await design.rename('book-courier', 'Ship mine too');

  await studio().startService();
  await banner.waitFor({ state: 'detached' });
  await page
    .getByText(/^engine/)
    .first()
    .waitFor();
  await design.save();
  await design.unsaved.waitFor({ state: 'detached' });
  const saved = readFileSync(join(studio().workspace.dir, sample), 'utf8');
  expect(saved).toContain('Pack mine');
  expect(saved).toContain('Ship mine too');
});

it('two windows on one workspace: each sees what the other does, and neither overwrites the other unseen', async () => {
  const page = await studio().page();
  const mine = await new DesignPage(page).ready();
  const theirs = await new DesignPage(await studio().pageBeside(page)).ready();
  await theirs.rename('pack-parcel', 'Pack theirs');
  await theirs.save();
  await theirs.unsaved.waitFor({ state: 'detached' });
  await mine.element('pack-parcel').filter({ hasText: 'Pack theirs' }).waitFor();

  await mine.rename('pack-parcel', 'Pack mine');
  await theirs.rename('pack-parcel', 'Pack again');
  await theirs.save();
  await page.getByText('was changed on disk while you edited it').waitFor();

  const runs = await RunsPage.open(theirs.page);
  await runs.start('order-fulfilment', { scenario: true });
  await runs.status('Completed');
  const seen = await RunsPage.open(page);
  await seen.jobs.filter({ hasText: 'Completed' }).first().waitFor();
  expect(readFileSync(join(studio().workspace.dir, sample), 'utf8')).toContain('Pack again');
});

it('a window closed in the middle of a run leaves the run to the engine', async () => {
  const page = await studio().page();
  const runs = await RunsPage.open(page);
  await runs.start('batch-settlement', { scenario: true });
  await page.close();
  const later = await RunsPage.open(await studio().page());
  await later.jobs.filter({ hasText: 'Batch settlement' }).filter({ hasText: 'Completed' }).first().waitFor();
  expect(await later.jobs.filter({ hasText: 'Active' }).count()).toBe(0);
});

it('a window that was refused for its key opens with the address that has it', async () => {
  studio().allow(/WebSocket connection to/, /401/);
  const page = await studio().page();
  await new DesignPage(page).ready();
  await page.context().clearCookies();
  const { url, address } = studio().service.about;
  await page.goto(`${url}?again`);
  await page.getByText("Cairn's service refused this window.").waitFor();
  await page.getByText('This window has no key. Open the address').waitFor();
  await page.evaluate((hash) => void (location.hash = hash), new URL(address).hash);
  const design = await new DesignPage(page).ready();
  expect(await design.element('pack-parcel').isVisible()).toBe(true);
});
