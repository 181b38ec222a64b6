/** A small window shows every text whole, or says with dots and a title that there is more. */
import { expect, it } from 'vitest';
import { cutTexts } from '../pictures/cuts.ts';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';
import { HistoryPage } from './pages/history-page.ts';
import { RunsPage } from './pages/runs-page.ts';

const studio = useStudio();
const small = { viewport: { width: 1024, height: 700 }, reducedMotion: 'reduce' } as const;

it('nothing is cut at 1024 × 700: several files, the form of a start, a list of jobs, a history', async () => {
  const page = await studio().page(small);
  const design = await new DesignPage(page).ready();
  await design.select('charge-card');
  expect(await cutTexts(page)).toEqual([]);
  await design.command('Open rules/discount.dmn');
  await page.locator('.dmn-decision-table-container .tjs-table').waitFor();
  await design.command('Open processes/loan-approval.bpmn');
  await design.element('check-application').waitFor();
  await design.select('check-application');
  expect(await cutTexts(page)).toEqual([]);

  const runs = await RunsPage.open(page);
  await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
  await runs.panel.getByText(/^Filled in from/).waitFor();
  expect(await cutTexts(page)).toEqual([]);
  await runs.start('order-fulfilment', { scenario: true });
  await runs.status('Completed');
  expect(await cutTexts(page)).toEqual([]);
  // The names of the samples are there to their last letter, whatever stands beside them.
  const name = runs.jobs.getByText('Order fulfilment', { exact: true });
  expect(await name.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);

  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'History' }).click();
  // The panel below is closed in a window this low.
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await new HistoryPage(page).strip.waitFor();
  expect(await cutTexts(page)).toEqual([]);
});

it.each([
  [1024, 700],
  [1440, 900],
])('at %i × %i names of a diagram can be read, and what happens in it is in view', async (width, height) => {
  const page = await studio().page({ ...small, viewport: { width, height } });
  const design = await new DesignPage(page).ready();
  /** Size of the letters of a name on the screen. */
  const letters = (id: string): Promise<number> =>
    page
      .locator(`[data-element-id="${id}"]:visible .djs-label`)
      .first()
      .evaluate((name) => {
        if (!(name instanceof SVGGraphicsElement)) throw new Error('the name is not drawn');
        return Number.parseFloat(getComputedStyle(name).fontSize) * (name.getScreenCTM()?.a ?? 0);
      });
  expect(await letters('add-up-order')).toBeGreaterThanOrEqual(9);
  await design.element('order-received').locator('.djs-hit').first().click();

  const runs = await RunsPage.open(page);
  await runs.start('order-fulfilment', { scenario: true, paused: true });
  await runs.status('Paused');
  expect(await letters('add-up-order')).toBeGreaterThanOrEqual(9);
  expect(await letters('order-received_label')).toBeGreaterThanOrEqual(9);
  // That there is more is to be seen, until all of it is. In the large window all of it is from the start.
  const isSmall = width < 1440;
  const rail = page.locator('.diagram-canvas:visible .view-rail-x');
  await rail.waitFor({ state: isSmall ? 'visible' : 'hidden' });
  await page.getByRole('button', { name: 'Show all of the diagram' }).click();
  await rail.waitFor({ state: 'hidden' });
  await runs.clickElement('book-payment', 'Book payment');
  await runs.arm('After its work, before the save');
  await page.getByRole('button', { name: 'Show where its tokens are' }).click();
  const isInView = (id: string): Promise<boolean> =>
    page
      .locator(`[data-element-id="${id}"]:visible .djs-hit`)
      .first()
      .evaluate((element) => {
        const box = element.getBoundingClientRect();
        const room = element.closest('.diagram-canvas')?.getBoundingClientRect();
        return room !== undefined && box.left >= room.left && box.right <= room.right;
      });
  await expect.poll(() => isInView('order-received')).toBe(true);
  expect(await isInView('order-fulfilled')).toBe(!isSmall);
  await runs.toolbar.getByRole('button', { name: /^Run on/ }).click();
  await page.getByText('The engine is dead.').waitFor();
  // Nothing runs: the job does not say that it does.
  await runs.status('Engine gone');
  await runs.panel.getByRole('region', { name: 'What the crash cost' }).waitFor();
  await runs.fated('twice');
  await expect.poll(() => isInView('charge-card')).toBe(true);
});

it('at 1024 × 700 neither the logo nor what moves the view lies over anything drawn, and no last row is cut', async () => {
  const page = await studio().page(small);
  const design = await new DesignPage(page).ready();
  await design.command('Open processes/batch-settlement.bpmn');
  await design.element('settle-north').waitFor();
  // A flow of the second pool comes down where the logo usually stands.
  const under = (): Promise<number> =>
    design.canvas.locator('.bjs-powered-by svg').evaluate((logo) => {
      const { left, top, width, height } = logo.getBoundingClientRect();
      const points = Array.from({ length: 12 }, (_, index) => ({
        x: left + (width * (index % 4)) / 3,
        y: top + (height * Math.floor(index / 4)) / 2,
      }));
      return points.filter(({ x, y }) => document.elementsFromPoint(x, y).some((each) => each.matches('.djs-hit')))
        .length;
    });
  await expect.poll(under).toBe(0);

  const runs = await RunsPage.open(page);
  await runs.start('order-fulfilment', { scenario: true });
  await runs.status('Completed');
  await page.getByRole('tab', { name: 'Events' }).click();
  const table = page.getByRole('table', { name: 'Executions' });
  await table.getByRole('button', { name: 'Order fulfilled' }).waitFor();
  const bottomOf = (selector: string): Promise<number> =>
    page
      .locator(`${selector}:visible`)
      .first()
      .evaluate((element) => element.getBoundingClientRect().bottom);
  const topOf = (selector: string): Promise<number> =>
    page
      .locator(`${selector}:visible`)
      .first()
      .evaluate((element) => element.getBoundingClientRect().top);
  const canvas = await bottomOf('.diagram-canvas');
  expect(await topOf('.bjs-powered-by')).toBeGreaterThanOrEqual(canvas);
  expect(await topOf('.job-diagram-foot')).toBeGreaterThanOrEqual(canvas);
  expect(await bottomOf('.bjs-powered-by')).toBeLessThanOrEqual(await bottomOf('.job-diagram-foot'));
  const rows = await table.evaluate((rowed) => rowed.clientHeight / 26);
  expect(rows).toBeGreaterThan(3);
  expect(rows).toBe(Math.round(rows));
});

it('at 200 %, which leaves 720 × 450, the plug and the way back are in reach', async () => {
  const page = await studio().page({ ...small, viewport: { width: 720, height: 450 } });
  await new DesignPage(page).ready();
  const runs = await RunsPage.open(page);
  await runs.start('order-fulfilment', { scenario: true, paused: true });
  const bar = page.getByRole('contentinfo');
  const plug = bar.getByRole('button', { name: 'Pull the plug' });
  const isWhole = async (locator: typeof plug): Promise<boolean> => {
    const box = await locator.boundingBox();
    return box !== null && box.x >= 0 && box.x + box.width <= 720 && box.y + box.height <= 450;
  };
  expect(await isWhole(plug)).toBe(true);
  await plug.click();
  const recover = bar.getByRole('button', { name: 'Recover' });
  await recover.waitFor();
  expect(await isWhole(plug)).toBe(true);
  expect(await isWhole(recover)).toBe(true);
});

it('a window that becomes small gives way as one that was opened small, and takes its panels back with the room', async () => {
  const page = await studio().page({ ...small, viewport: { width: 1440, height: 900 } });
  const runs = await RunsPage.open(page);
  await runs.start('order-fulfilment', { scenario: true });
  await runs.status('Completed');
  const bodies = page.getByRole('tabpanel');
  const heightOf = async (selector: string): Promise<number> =>
    (await page.locator(`${selector}:visible`).first().boundingBox())?.height ?? 0;
  await bodies.waitFor();
  const widths = (): Promise<number[]> =>
    page
      .locator('.runs-list, .shell-right')
      .evaluateAll((panels) => panels.map((panel) => Math.round(panel.getBoundingClientRect().width)));
  const before = await widths();

  await page.setViewportSize({ width: 720, height: 450 });
  await bodies.waitFor({ state: 'hidden' });
  await expect.poll(() => heightOf('.runs-lines')).toBeGreaterThan(100);
  await expect.poll(() => heightOf('.diagram-canvas')).toBeGreaterThan(150);

  // The menu stays within the window, and scrolls in itself down to its last choice.
  await page
    .getByRole('textbox', { name: 'Filter by status' })
    .or(page.getByRole('combobox', { name: 'Filter by status' }))
    .click();
  const menu = page.locator('[data-composed]:visible');
  const lowEnd = async (): Promise<number> => {
    const box = await menu.boundingBox();
    return (box?.y ?? 0) + (box?.height ?? Infinity);
  };
  await expect.poll(lowEnd).toBeLessThanOrEqual(450);
  await page.keyboard.press('ArrowUp');
  const last = page.getByRole('option', { name: /Paused/ });
  await expect.poll(async () => (await last.boundingBox())?.y ?? Infinity).toBeLessThan(450);
  expect(await lowEnd()).toBeLessThanOrEqual(450);
  expect(await page.evaluate(() => [document.documentElement.scrollTop, document.body.scrollTop])).toEqual([0, 0]);
  await page.keyboard.press('Escape');

  await page.setViewportSize({ width: 1440, height: 900 });
  await bodies.waitFor();
  await expect.poll(widths).toEqual(before);
  await page.getByRole('button', { name: 'Close the bottom panel' }).click();
  await page.setViewportSize({ width: 720, height: 450 });
  await expect.poll(widths).not.toEqual(before);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(widths).toEqual(before);
  // A person closed it: it stays closed.
  expect(await bodies.count()).toBe(0);
});

it('at 1024 × 700 a decision shows all of its columns, with the logo below them', async () => {
  const page = await studio().page(small);
  const design = await new DesignPage(page).ready();
  await design.command('Open rules/discount.dmn');
  const table = page.locator('.dmn-decision-table-container .tjs-table');
  await table.waitFor();
  await page.getByRole('tab', { name: 'Problems' }).click();
  await page.getByRole('tabpanel').waitFor();
  const held = await page.locator('.tjs-table-container').evaluate((holder) => ({
    wide: holder.scrollWidth <= holder.clientWidth,
    above:
      holder.getBoundingClientRect().bottom <=
      (document.querySelector('.decision-paper .bjs-powered-by')?.getBoundingClientRect().top ?? 0),
  }));
  expect(held).toEqual({ wide: true, above: true });
  // Beside the problems, down to the row that adds a rule.
  const foot = await page.locator('.tjs-table-container tfoot').boundingBox();
  const paper = await page.locator('.tjs-table-container').boundingBox();
  expect((foot?.y ?? 0) + (foot?.height ?? 0)).toBeLessThanOrEqual((paper?.y ?? 0) + (paper?.height ?? 0) + 1);
});

it('a text that is cut is found, with what cuts it; dots need a title; a scrollbar leads somewhere', async () => {
  const page = await studio().page(small);
  await page.setContent(`
    <p style="width: 40px; overflow: hidden; white-space: nowrap">cut by its box</p>
    <p style="width: 40px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">dots alone</p>
    <p style="width: 40px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis" title="whole">dots and a title</p>
    <p style="width: 40px; overflow: auto; white-space: nowrap">can be scrolled to</p>
    <p style="height: 20px; overflow: hidden; line-height: 40px">cut below</p>
    <p style="position: absolute; left: 1010px; white-space: nowrap">beyond the window</p>
    <input style="width: 40px" value="does not fit into its field">
    <article style="width: 60px"><button style="width: 90px">sticks out</button></article>
    <p style="display: none">is not there</p>
    <div style="height: 40px; overflow: auto"><p style="height: 42px; margin: 0">a bar for nothing</p></div>
    <p style="position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden">for screen readers</p>
  `);
  expect(await cutTexts(page)).toEqual([
    '“cut by its box” is cut, by p',
    '“dots alone” ends in an ellipsis, and no title has the whole, by p',
    '“cut below” is cut, by p',
    '“beyond the window” is cut, by the window',
    '“does not fit into its field” does not fit into its field, input',
    'div scrolls 2 pixels down',
    '“sticks out” sticks out of article',
  ]);
});

it('a token that moved while another place was shown is in view when the job is', async () => {
  const page = await studio().page(small);
  const runs = await RunsPage.open(page);
  await runs.start('loan-approval', { byHand: true });
  await runs.status('Waiting');
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Agents' }).click();

  const other = await RunsPage.open(await studio().pageBeside(page));
  await other.jobs.getByText('Loan approval', { exact: true }).first().click();
  const task = other.panel.getByRole('article', { name: /^Check application/ });
  await task.getByRole('radio', { name: 'Yes' }).check();
  await task.getByLabel('Monthly income').fill('3200');
  await task.getByRole('button', { name: 'Complete' }).click();
  await other.panel.getByRole('article', { name: /^Wait for documents/ }).waitFor();

  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Runs' }).click();
  await runs.panel.getByRole('article', { name: /^Wait for documents/ }).waitFor();
  const waiting = page.locator('.diagram-canvas:visible .djs-element.djs-shape[data-element-id="wait-for-documents"]');
  expect(await waiting.evaluate((shape) => shape.getBoundingClientRect().width)).toBeGreaterThan(20);
  await page.getByRole('button', { name: 'Pull the plug' }).click();
  await page.getByText('The engine is dead.').waitFor();
  await runs.recover();
});

it('what the toolbar has no room for is in its menu, and only there where it has none', async () => {
  const page = await studio().page(small);
  const design = await new DesignPage(page).ready();
  await design.canvas.waitFor();
  const more = page.getByRole('button', { name: /^More: / });
  const items = page.getByRole('menuitem');
  const zoomIn = page.getByRole('toolbar').getByRole('button', { name: 'Zoom in' });
  // Beside the name of one file there is room for all.
  await zoomIn.waitFor();
  await page.setViewportSize({ width: 930, height: 700 });
  await zoomIn.waitFor({ state: 'hidden' });
  await more.click();
  await page.getByRole('menuitem', { name: 'Export as SVG' }).waitFor();
  expect(await items.allTextContents()).toEqual([
    expect.stringMatching(/^Zoom out/),
    expect.stringMatching(/^Zoom in/),
    expect.stringMatching(/^Show or hide the minimap/),
    'Lay the diagram out anew …',
    'Export as SVG',
    'Export as PNG',
    'Export as BPMN',
  ]);
  await page.getByRole('menuitem', { name: 'Show or hide the minimap' }).click();
  await page.locator('.editor-file:not([hidden]) .djs-minimap.open').waitFor();

  // Where the tools have a line of their own there is room again.
  await page.setViewportSize({ width: 800, height: 700 });
  await zoomIn.waitFor();
  await more.click();
  await page.getByRole('menuitem', { name: 'Export as SVG' }).waitFor();
  expect(await items.allTextContents()).not.toContainEqual(expect.stringMatching(/^Zoom/));
});
