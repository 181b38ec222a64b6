/** The design place for everyone: axe finds nothing serious in either scheme, whatever is selected. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { DesignPage } from './pages/design-page.ts';
import { useStudio } from './harness/studio.ts';

const studio = useStudio();

/** Axe looks at every node of the page, seven times over. */
const patienceMs = 300_000;

/** Serious and critical findings, each in a line that begins with where. */
async function findings(page: Page, where: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${where}: ${id} ${target.join(' ')}: ${failureSummary}`),
    );
}

it.each(['light', 'dark'] as const)(
  'axe finds nothing serious in the %s scheme',
  async (colorScheme) => {
    const page = await studio().page({ colorScheme, reducedMotion: 'reduce' });
    const design = await new DesignPage(page).ready();
    const found = await findings(page, 'process');
    // A script, a service, a decision's table.
    for (const id of ['add-up-order', 'charge-card', 'work-out-discount']) {
      await design.select(id);
      found.push(...(await findings(page, id)));
    }
    await page.keyboard.press('Control+k');
    const search = page.getByRole('textbox', { name: 'Search commands' });
    await search.waitFor();
    found.push(...(await findings(page, 'palette')));
    await page.keyboard.press('Escape');
    await search.waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.waitFor();
    found.push(...(await findings(page, 'keys')));
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    await design.command('Open processes/loan-approval.bpmn');
    await design.element('check-application').waitFor();
    await design.select('check-application');
    found.push(...(await findings(page, 'check-application')));
    expect(found).toEqual([]);
  },
  patienceMs,
);

it('finds the colours in the palette by the words that people look for', async () => {
  const { page } = await new DesignPage(await studio().page({ reducedMotion: 'reduce' })).ready();
  await page.keyboard.press('Control+k');
  const search = page.getByRole('textbox', { name: 'Search commands' });
  const colours = page.getByRole('dialog').getByRole('button', { name: 'Change colours' });
  for (const word of ['settings', 'dark', 'theme', 'appearance']) {
    await search.fill('nothing has such a name');
    await colours.waitFor({ state: 'detached' });
    await search.fill(word);
    await colours.waitFor();
  }
  expect(await search.getAttribute('placeholder')).toBe('Find a command or a file by its name');
});
