/** Runs and history for everyone: axe finds nothing serious in either scheme. */
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

      await page.getByText('To be started: processes/order-fulfilment.bpmn').waitFor();
      await runs.panel.getByRole('button', { name: 'Close', exact: true }).click();
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
      // Under its head the list has room for more than the row that is chosen.
      const rows = await page.getByRole('grid', { name: 'Checkpoints' }).evaluate((list) => list.clientHeight / 26 - 1);
      expect(rows).toBeGreaterThanOrEqual(5);
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
