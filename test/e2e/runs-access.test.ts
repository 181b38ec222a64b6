/** Runs and history for everyone: axe finds nothing serious in either scheme, and the whole story goes by keyboard alone. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { HistoryPage } from './pages/history-page.ts';
import { RunsPage } from './pages/runs-page.ts';

const studio = useStudio();

/** Axe looks at every node of the page, nine times over. */
const patienceMs = 240_000;

/** What is serious or critical, in words; the canvas's own drawing is looked at by other means. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`));
}

describe.each(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
  it(
    'axe finds nothing serious on any screen of the runs',
    async () => {
      const page = await studio().page({ colorScheme });
      const runs = await RunsPage.open(page);
      await page.getByRole('button', { name: 'Show me the whole story' }).waitFor();
      expect(await violations(page)).toEqual([]);

      await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Start a job' }).click();
      await runs.panel.getByText(/^Filled in from/).waitFor();
      expect(await violations(page)).toEqual([]);

      await page.getByRole('button', { name: 'Show me the whole story' }).click();
      const recover = page.locator('.runs-story').getByRole('button', { name: 'Recover' });
      await recover.waitFor();
      await runs.fated('twice');
      expect(await violations(page)).toEqual([]);

      await recover.click();
      await runs.status('Completed');
      await runs.chooseElement('Charge card');
      expect(await violations(page)).toEqual([]);
    },
    patienceMs,
  );

  it(
    'axe finds nothing serious on any screen of the history',
    async () => {
      const page = await studio().page({ colorScheme });
      const runs = await RunsPage.open(page);
      await runs.start('order-fulfilment', { scenario: true });
      await runs.status('Completed');
      await HistoryPage.open(page);
      await page.getByRole('treeitem').first().waitFor();
      expect(await violations(page)).toEqual([]);
      for (const tab of ['Changes', 'Variable', 'Effects']) {
        await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
        expect(await violations(page)).toEqual([]);
      }
      await page.getByRole('button', { name: /^Previous checkpoint/ }).click();
      await page.getByRole('button', { name: 'Fork from here', disabled: false }).click();
      await page.getByRole('dialog').waitFor();
      expect(await violations(page)).toEqual([]);
    },
    patienceMs,
  );
});

it(
  'the story by keyboard alone',
  async () => {
    const page = await studio().page();
    const { keyboard } = page;
    await page.getByRole('navigation', { name: 'Places' }).waitFor();
    /** Runs a command by its name, as the palette finds it. */
    const command = async (name: string): Promise<void> => {
      await keyboard.press('Control+k');
      await page.getByPlaceholder('Search or run a command').waitFor();
      await keyboard.type(name);
      await page.getByRole('dialog').getByText(name, { exact: true }).first().waitFor();
      await keyboard.press('Enter');
      await page.getByPlaceholder('Search or run a command').waitFor({ state: 'hidden' });
    };
    /** Goes on with Tab until something with that name has the focus. */
    const tabTo = async (name: RegExp): Promise<void> => {
      for (let presses = 0; presses < 120; presses += 1) {
        const focused = await page.evaluate(() => {
          const { activeElement } = document;
          return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
        });
        if (name.test(focused)) return;
        await keyboard.press('Tab');
      }
      throw new Error(`Tab never came to ${name}`);
    };

    await command('Go to Runs');
    await tabTo(/^Show me the whole story$/);
    await keyboard.press('Enter');
    const runs = new RunsPage(page);
    await runs.fated('twice');
    await command('Recover');
    await runs.status('Completed');

    await command('Go to History');
    await page.getByRole('slider', { name: 'Checkpoints' }).waitFor();
    await tabTo(/^Checkpoints$/);
    await keyboard.press('Home');
    const heading = page.getByRole('complementary', { name: 'Selection' }).getByRole('heading', { level: 2 });
    await heading
      .getByText('Checkpoint 1')
      .or(heading.filter({ hasText: 'Checkpoint 1' }))
      .first()
      .waitFor();
    await keyboard.press('ArrowRight');
    await heading.filter({ hasText: 'Checkpoint 2' }).waitFor();
    await command('Compare with the latest checkpoint');
    await command('Fork from here');
    await page.getByRole('dialog', { name: 'Fork from checkpoint 2' }).waitFor();
    await page.getByRole('textbox', { name: 'total' }).focus();
    await keyboard.press('Control+a');
    await keyboard.type('100');
    await keyboard.press('Enter');
    await runs.panel.getByText('Forked from').waitFor();
    await page.waitForFunction(() => document.querySelectorAll('.runs-line').length === 2);
    expect(await runs.jobs.count()).toBe(2);
  },
  patienceMs,
);
