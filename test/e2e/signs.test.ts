/** What the signs on the diagrams mean, from wherever there are any. */
import type { Locator, Page } from 'playwright';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';
import { HistoryPage } from './pages/history-page.ts';
import { RunsPage } from './pages/runs-page.ts';

const studio = useStudio();
const name = 'What the signs mean';

/** Presses a button, sees the list, and puts it away by key. */
async function look(page: Page, button: Locator): Promise<void> {
  await button.click();
  const list = page.getByRole('dialog', { name });
  await list.getByRole('term').filter({ hasText: 'Several' }).waitFor();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
}

it('the ring around what is selected lies below its flags', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.flag('reserve-stock', 'explicit').waitFor();
  await design.select('reserve-stock');
  const drawn = await design
    .element('reserve-stock')
    .evaluate((element) => [...element.children].map((each) => each.getAttribute('class')));
  const [ring, flags] = ['djs-outline', 'cairn-flags'].map((name) => drawn.indexOf(name));
  expect(ring).toBeGreaterThan(0);
  expect(flags).toBeGreaterThan(ring ?? 0);
});

it('what the signs mean is a press away at each diagram, and a key: every sign as it is drawn there, with its word', async () => {
  const page = await studio().page({ reducedMotion: 'reduce' });
  const design = await new DesignPage(page).ready();
  await look(page, page.getByRole('toolbar').getByRole('button', { name }));

  const runs = await RunsPage.open(page);
  await runs.start('loan-approval', { byHand: true });
  await runs.panel.getByRole('article', { name: /^Check application/ }).waitFor();
  const onDiagram = page.getByRole('group', { name: /^View of/ }).getByRole('button', { name });
  await look(page, onDiagram.filter({ visible: true }));
  const waiting = page.locator('.shell-place:not([hidden]) .cairn-token-sign[data-state="waiting"] circle');
  const looks = (of: Locator): Promise<string[]> =>
    of.evaluate((element) => {
      const { fill, stroke, strokeDasharray } = getComputedStyle(element);
      return [fill, stroke, strokeDasharray];
    });
  const drawn = await looks(waiting);

  await HistoryPage.open(page);
  await look(page, onDiagram.filter({ visible: true }));

  await page.keyboard.press('Alt+l');
  const list = page.getByRole('dialog', { name });
  // What is drawn in a sign is text before its word.
  const entry = (word: string): Locator =>
    list
      .locator('dl > div')
      .filter({ has: page.locator('dt', { hasText: new RegExp(`${word}$`) }) })
      // A token and a job have the same word for the same thing.
      .first();
  await entry('Waiting').waitFor();
  expect(await looks(entry('Waiting').locator('.cairn-token-sign circle'))).toEqual(drawn);
  expect(await entry('Lost').locator('.cairn-pill text').textContent()).toBe('lost');
  const [, , dashes] = await looks(entry('Lost').locator('.djs-visual rect'));
  expect(dashes).toBe('6px, 3px');
  for (const word of ['Moves', 'No home', 'Dropped']) {
    const middles = await entry(word)
      .locator('.djs-visual rect, .cairn-pill rect')
      .evaluateAll((boxes) => boxes.map((box) => box.getBoundingClientRect()).map(({ left, right }) => left + right));
    expect(middles).toHaveLength(2);
    expect(Math.abs((middles[0] ?? 0) - (middles[1] ?? 0))).toBeLessThan(2);
  }
  const words = await list.getByRole('term').allTextContents();
  for (const sign of ['Implicit', 'Paused', 'Twice', 'Done before', 'Breakpoint', 'Plug armed', 'Would run again'])
    expect(words.some((each) => each.endsWith(sign))).toBe(true);
  expect(await list.getByRole('definition').count()).toBe(words.length);
  await page.keyboard.press('Escape');
  await design.command('Show what the signs mean');
  await list.waitFor();
});
