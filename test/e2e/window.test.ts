/** The window's own parts: menus, questions, panels, the way to a first job. */
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';
import { RunsPage } from './pages/runs-page.ts';
import { AgentsPage } from './pages/saves-page.ts';

const studio = useStudio();

it('the menu of files marks the one in view, and has the keys while it is open', async () => {
  const { page } = await new DesignPage(await studio().page({ reducedMotion: 'reduce' })).ready();
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  const inView = page.locator('[role="menuitem"][aria-current="page"]');
  await inView.waitFor();
  expect(await inView.allTextContents()).toEqual(['order-fulfilment.bpmn, in view']);
  await page.keyboard.press('?');
  await page.keyboard.press('Escape');
  await inView.waitFor({ state: 'detached' });
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('?');
  // Those of places that nobody has opened, too.
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Thaw the frozen agent').waitFor();
});

it('a question whose answer is to be read first begins at Cancel: Enter trusts nothing', async () => {
  const design = await new DesignPage(await studio().page({ reducedMotion: 'reduce' })).ready();
  const { page } = design;
  await design.command('Trust this workspace …');
  const question = page.getByRole('dialog', { name: 'Trust this workspace?' });
  await question.getByRole('button', { name: 'Cancel' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await question.waitFor({ state: 'detached' });
  // It can be asked again: nothing was trusted.
  await design.command('Trust this workspace …');
  await question.waitFor();
  expect(await question.count()).toBe(1);
});

it('a message that stays leaves the lowest buttons of the panel in reach', async () => {
  const { page } = await new DesignPage(
    await studio().page({ viewport: { width: 1024, height: 700 }, reducedMotion: 'reduce' }),
  ).ready();
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['a'], 'notes.txt'));
    document
      .querySelector('.editor')
      ?.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  const message = page.locator('.mantine-Notification-root', { hasText: 'notes.txt was not taken in' });
  await message.waitFor();
  const runs = await RunsPage.open(page);
  await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
  const run = runs.panel.getByRole('button', { name: 'Start paused', exact: true });
  await run.waitFor();
  const foot = async (): Promise<number> => {
    const box = await run.boundingBox();
    return (box?.y ?? 0) + (box?.height ?? 0);
  };
  const above = async (): Promise<number> => ((await message.boundingBox())?.y ?? 0) - (await foot());
  await expect.poll(above).toBeGreaterThanOrEqual(0);
  const before = await foot();
  await message.getByRole('button').click();
  await message.waitFor({ state: 'detached' });
  await expect.poll(foot).toBeGreaterThan(before);
});

it('the panel of another place begins at its top, and its heading stays', async () => {
  const design = await new DesignPage(
    await studio().page({ viewport: { width: 1024, height: 600 }, reducedMotion: 'reduce' }),
  ).ready();
  const { page } = design;
  const panel = page.getByRole('complementary', { name: 'Selection' });
  const scrolled = async (): Promise<number> => panel.evaluate((element) => element.scrollTop);
  await design.select('charge-card');
  // As low as that, the panel of the store is longer than the window.
  await page.setViewportSize({ width: 1024, height: 400 });
  await design.properties.getByRole('textbox', { name: 'Documentation' }).scrollIntoViewIfNeeded();
  expect(await scrolled()).toBeGreaterThan(100);
  await AgentsPage.open(page);
  await panel.getByText('FULL').waitFor();
  expect(await scrolled()).toBe(0);
  await panel.getByRole('switch').scrollIntoViewIfNeeded();
  expect(await scrolled()).toBeGreaterThan(0);
  const heading = await panel.getByRole('heading', { name: 'Store' }).boundingBox();
  const box = await panel.boundingBox();
  expect(heading?.y).toBe(box?.y);
});

it('the history of a workspace without a job asks nobody to choose one', async () => {
  const page = await studio().page({ reducedMotion: 'reduce' });
  const places = page.getByRole('navigation', { name: 'Places' });
  await places.getByRole('button', { name: 'History' }).click();
  await page.getByRole('heading', { name: 'No job has run yet' }).waitFor();
  expect(await page.getByText('Choose a job').count()).toBe(0);
  expect(await page.getByPlaceholder('Choose a job').count()).toBe(0);
  await page.getByRole('button', { name: 'Start a job' }).click();
  await page.getByRole('heading', { name: 'Jobs' }).waitFor();
});

it('a first job is offered in the list and in the middle; without a connection nowhere, nor by key', async () => {
  studio().allow(/WebSocket connection to/);
  const page = await studio().page({ reducedMotion: 'reduce' });
  const runs = await RunsPage.open(page);
  const story = page.getByRole('button', { name: 'Show me the whole story' });
  await story.waitFor();
  const start = page.getByRole('button', { name: 'Start a job', exact: true });
  expect(await start.count()).toBe(2);
  await studio().killService();
  await page.getByText('Connection lost, reconnecting …').waitFor();
  expect(await start.evaluateAll((buttons) => buttons.map((each) => each.hasAttribute('disabled')))).toEqual([
    true,
    true,
  ]);
  expect(await story.isDisabled()).toBe(true);
  await page.keyboard.press('n');
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Search commands' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await runs.panel.getByRole('heading', { name: 'Start a job' }).count()).toBe(0);
});
