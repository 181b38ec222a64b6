/** Diagrams show what they hold whole and legible; and who looks for faults in them sees each kind that is planted. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { diagramFaults } from '../pictures/diagram-faults.ts';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';

const studio = useStudio({
  prepare: ({ dir }) =>
    copyFileSync(
      fileURLToPath(new URL('../pictures/coloured.bpmn', import.meta.url)),
      join(dir, 'processes/coloured.bpmn'),
    ),
});
const small = { viewport: { width: 1024, height: 700 }, reducedMotion: 'reduce' } as const;

async function loanApproval(page: Page): Promise<DesignPage> {
  const design = await new DesignPage(page).ready();
  await design.command('Open processes/loan-approval.bpmn');
  return design.ready();
}

it('at 1024 × 700 nothing of a diagram is cut at first, nor where the search has found it, nor by its menus and its map', async () => {
  const page = await studio().page(small);
  const design = await loanApproval(page);
  expect(await diagramFaults(page)).toEqual([]);
  for (const id of ['assess-risk', 'after-one-day', 'loan-granted']) {
    await design.find(id);
    await design.properties.getByRole('heading', { level: 2 }).waitFor();
    await expect.poll(() => diagramFaults(page)).toEqual([]);
  }
  await design.find('assess-risk');
  await page.keyboard.press('a');
  await page.getByText('Append element').waitFor();
  expect(await diagramFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.locator('.djs-popup').waitFor({ state: 'detached' });
  await page.keyboard.press('r');
  await page.getByText('Change element').waitFor();
  expect(await diagramFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.locator('.djs-popup').waitFor({ state: 'detached' });
  await page.keyboard.press('m');
  await design.canvas.locator('.djs-minimap.open').waitFor();
  await expect.poll(() => diagramFaults(page)).toEqual([]);
});

it('what is chosen in the search leaves a view alone that holds it, and results cover none of what they are of', async () => {
  const page = await studio().page(small);
  const design = await loanApproval(page);
  const before = await design.element('check-application').boundingBox();
  await page.keyboard.press('Control+f');
  const input = design.canvas.locator('.djs-search-input input');
  await input.pressSequentially('lapsed');
  await design.canvas.locator('.djs-search-result').first().waitFor();
  const results = await design.canvas.locator('.djs-search-container').boundingBox();
  const found = await design.element('application-lapsed').boundingBox();
  expect(found?.y).toBeGreaterThan((results?.y ?? 0) + (results?.height ?? 0));
  await input.press('Enter');
  await design.element('application-lapsed').and(page.locator('.selected')).waitFor({ state: 'attached' });
  expect(await design.element('check-application').boundingBox()).toEqual(before);
});

it('results that appear under a pointer which rests there leave the first of them chosen', async () => {
  const page = await studio().page({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const design = await loanApproval(page);
  await page.keyboard.press('Control+f');
  const input = design.canvas.locator('.djs-search-input input');
  const box = await input.boundingBox();
  if (box === null) throw new Error('the search is open');
  const chosen = design.canvas.locator('.djs-search-result-selected');
  // Below the first two results, which are not there yet.
  await page.mouse.move(box.x + 40, box.y + box.height + 130);
  await input.pressSequentially('loan');
  await design.canvas.locator('.djs-search-result:nth-child(3)').waitFor();
  const first = await design.canvas.locator('.djs-search-result').first().getAttribute('data-result-id');
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
  expect(await chosen.getAttribute('data-result-id')).toBe(first);
  await page.mouse.move(box.x + 42, box.y + box.height + 130);
  await expect.poll(() => chosen.getAttribute('data-result-id')).not.toBe(first);
});

it('the logo is out of the way in the frame in which something comes to lie under it', async () => {
  const page = await studio().page({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const design = await loanApproval(page);
  const editor = page.locator('.editor-file:not([hidden]) .bjs-container');
  const [logo, task] = await Promise.all([
    editor.locator('.bjs-powered-by').boundingBox(),
    design.element('check-application').boundingBox(),
  ]);
  if (logo === null || task === null) throw new Error('both are drawn');
  /** Of the way of a wheel bpmn-js goes so much. */
  const share = 0.75;
  const by: readonly number[] = [(task.x - logo.x + 20) / share, (task.y - logo.y + 20) / share];
  const under = await editor.evaluate(async (holder, [x = 0, y = 0]) => {
    const wheel = { bubbles: true, cancelable: true, deltaX: x, deltaY: y, clientX: 700, clientY: 100 };
    holder.querySelector('svg:has(g.viewport)')?.dispatchEvent(new WheelEvent('wheel', wheel));
    // What was asked for before this is done before it, and all of it before the frame is drawn.
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
    const areaOf = (selector: string): DOMRect => {
      const found = holder.querySelector(selector);
      if (found === null) throw new Error(`${selector} is not drawn`);
      return found.getBoundingClientRect();
    };
    const [area, of] = [areaOf('.bjs-powered-by'), areaOf('[data-element-id="check-application"] .djs-visual > rect')];
    const meets = area.left < of.right && of.left < area.right && area.top < of.bottom && of.top < area.bottom;
    return { corner: holder.dataset['logo'], meets, moved: of.left };
  }, by);
  expect(under).toMatchObject({ corner: 'lower-left', meets: false });
  expect(Math.abs(under.moved - logo.x)).toBeLessThan(task.width);
});

it('the logo is out of the way of a menu, too', async () => {
  const page = await studio().page({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const design = await new DesignPage(page).ready();
  await design.select('pack-parcel');
  await page.keyboard.press('r');
  await page.locator('.djs-popup').waitFor();
  await expect.poll(() => diagramFaults(page)).toEqual([]);
  const menu = page.locator('.djs-popup');
  const logo = await page.locator('.editor-file:not([hidden]) .bjs-powered-by').boundingBox();
  await menu.evaluate((each, to) => Object.assign(each.style, to), {
    left: `${(logo?.x ?? 0) - 70}px`,
    top: `${(logo?.y ?? 0) - 100}px`,
  });
  expect(await diagramFaults(page)).toContain('a menu lies over the logo');
});

it('a flag says what it means to who points at it, and is its element to who presses it', async () => {
  const page = await studio().page(small);
  const design = await loanApproval(page);
  const flag = design.flag('ask-for-documents', 'explicit');
  const box = await flag.boundingBox();
  if (box === null) throw new Error('it is drawn');
  const [x, y] = [box.x + box.width / 2, box.y + 3];
  const said = await page.evaluate(([left = 0, top = 0]) => document.elementFromPoint(left, top)?.textContent, [x, y]);
  expect(said).toMatch(/^Checkpoint \(explicit\): .* task \(as marked\)$/);
  await page.mouse.click(x, y);
  await design.properties.getByRole('heading', { name: 'Ask for documents' }).waitFor();
});

it.each(['light', 'dark'] as const)(
  'names on elements with colours of their own can be read in the %s, and their borders are seen',
  async (colorScheme) => {
    const page = await studio().page({ ...small, colorScheme });
    const design = await new DesignPage(page).ready();
    await design.command('Open processes/coloured.bpmn');
    await design.element('praise').waitFor();
    expect(await diagramFaults(page)).toEqual([]);
  },
);

it('who looks for faults sees what is cut, covered, off its canvas or pale', async () => {
  const page = await studio().page(small);
  const design = await loanApproval(page);
  expect(await diagramFaults(page)).toEqual([]);
  /** What is found while one thing is amiss. */
  const faultsWith = async (selector: string, style: string): Promise<string[]> => {
    const element = design.canvas.locator(selector).first();
    await element.evaluate((each, text) => each.setAttribute('style', text), style);
    const faults = await diagramFaults(page);
    await element.evaluate((each) => each.removeAttribute('style'));
    return faults;
  };
  const task = '[data-element-id="check-application"]';
  expect(await faultsWith('g.viewport', 'translate: 60px')).toContain('“Assess risk” is cut by an edge of its canvas');
  expect(await faultsWith(`${task} .cairn-flags`, 'translate: -45px 42px')).toEqual([
    'cairn-flag-implicit of check-application lies over the text “Check  application”',
  ]);
  expect(await faultsWith(`${task} .cairn-flags`, 'translate: 160px 0')).toEqual([
    'cairn-flag-implicit of check-application and cairn-flag-explicit of ask-for-documents overlap',
  ]);
  await page.evaluate(() => {
    document.querySelector('[data-element-id="ask-for-documents"] tspan')?.setAttribute('style', 'fill: #999');
  });
  expect(await diagramFaults(page)).toEqual([expect.stringMatching(/^the text of “Ask for.* has a contrast of 2\.\d/)]);
  await page.evaluate(() => {
    document.querySelector('[data-element-id="ask-for-documents"] tspan')?.removeAttribute('style');
  });
  expect(await faultsWith(`${task} .djs-visual > rect`, 'fill: white; stroke: #ccc')).toEqual([
    expect.stringMatching(/^the border of “Check  application” has a contrast of 1\.\d on the canvas$/),
  ]);
  await design.select('wait-for-documents');
  await page.keyboard.press('r');
  const menu = page.locator('.djs-popup');
  await menu.waitFor();
  await menu.evaluate((each) => each.style.setProperty('left', '600px'));
  expect(await diagramFaults(page)).toContain('a menu leaves its canvas');
  await page.keyboard.press('Escape');
  const [pad, other] = await Promise.all([
    design.canvas.locator('.djs-context-pad.open').boundingBox(),
    design.element('check-application').boundingBox(),
  ]);
  const to = `${(other?.x ?? 0) - (pad?.x ?? 0)}px ${(other?.y ?? 0) + 90 - (pad?.y ?? 0)}px`;
  await design.canvas.locator('.djs-context-pad.open').evaluate((each, by) => {
    if (each instanceof HTMLElement) each.style.translate = by;
  }, to);
  expect(await diagramFaults(page)).toContain('the context pad stands beside “Check  application”');
});
